import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../../../infra/local/engine/lambda-protocol.ts';
import {
  type DeliveryFailure,
  type DeliveryRules,
  deliver,
  type StreamRecord,
} from '../../../../infra/local/engine/stream-batches.ts';

const record = (index: number, arrivedAt = 0): StreamRecord => ({
  event: index,
  sequenceNumber: `#${index}`,
  arrivedAt,
});
const records = (count: number) => Array.from({ length: count }, (_, index) => record(index));
const RULES: DeliveryRules = { bisect: true, partial: true, maximumRetries: 1, maximumAgeMs: -1 };
const well = (payload: unknown = {}): Outcome => ({ ok: true, payload: JSON.stringify(payload), requestId: 'r' });
const thrown: Outcome = { ok: false, error: { errorType: 'Error', errorMessage: 'no', trace: [] }, requestId: 'r' };
const failing = (...sequenceNumbers: unknown[]) =>
  well({ batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })) });

async function run(
  batch: readonly StreamRecord[],
  rules: Partial<DeliveryRules>,
  answer: (part: readonly StreamRecord[], invocation: number) => Outcome,
  now = () => 0,
) {
  const invoked: string[] = [];
  const given: { records: string; failure: DeliveryFailure }[] = [];
  const names = (part: readonly StreamRecord[]) => part.map(({ event }) => String(event)).join('');
  await deliver(
    batch,
    { ...RULES, ...rules },
    {
      async invoke(part) {
        invoked.push(names(part));
        return answer(part, invoked.length);
      },
      giveUp: (part, failure) => given.push({ records: names(part), failure }),
      now,
      signal: new AbortController().signal,
    },
  );
  return { invoked, given };
}

describe('delivering a batch', () => {
  test('that succeeds invokes once', async () => {
    expect(await run(records(3), {}, () => well(null))).toEqual({ invoked: ['012'], given: [] });
  });

  test('that throws is halved down to the poison record, which alone is retried and given up', async () => {
    const { invoked, given } = await run(records(4), {}, (part) =>
      part.some(({ event }) => event === 2) ? thrown : well(),
    );
    expect(invoked).toEqual(['0123', '01', '23', '2', '2', '3']);
    const failure = { requestId: 'r', condition: 'RetryAttemptsExhausted', invokeCount: 2, threw: true };
    expect(given).toEqual([{ records: '2', failure }]);
  });

  test('without bisecting gives the whole batch up', async () => {
    const { invoked, given } = await run(records(2), { bisect: false, maximumRetries: 2 }, () => thrown);
    expect(invoked).toEqual(['01', '01', '01']);
    expect(given.map((one) => one.records)).toEqual(['01']);
  });

  test('goes on from the first record that is named as failed', async () => {
    const { invoked, given } = await run(records(4), { bisect: false }, (_, invocation) =>
      invocation === 1 ? failing('#3', '#1') : well(),
    );
    expect(invoked).toEqual(['0123', '123']);
    expect(given).toEqual([]);
  });

  test('takes names it cannot find as the failure of all, and no names for success', async () => {
    for (const bad of [
      failing('#9'),
      failing(''),
      failing(null),
      failing('#1', undefined),
      well({ batchItemFailures: 1 }),
    ]) {
      const { invoked } = await run(records(2), { bisect: false, maximumRetries: 0 }, () => bad);
      expect(invoked).toEqual(['01']);
    }
    for (const good of [well({ batchItemFailures: [] }), well({ batchItemFailures: null }), well('text'), well(null)]) {
      expect((await run(records(2), { maximumRetries: 0 }, () => good)).given).toEqual([]);
    }
  });

  test('does not listen to names where the source does not say so', async () => {
    expect((await run(records(2), { partial: false }, () => failing('#0'))).given).toEqual([]);
  });

  test('gives up records that have grown too old, and only those', async () => {
    const batch = [record(0, 0), record(1, 5_000)];
    const { invoked, given } = await run(
      batch,
      { bisect: false, maximumRetries: -1, maximumAgeMs: 1_000 },
      (part) => (part.length === 1 ? well() : thrown),
      () => 5_500,
    );
    expect(invoked).toEqual(['1']);
    expect(given).toMatchObject([{ records: '0', failure: { condition: 'RecordAgeExceeded', invokeCount: 0 } }]);
  });

  test('stops between tries when it is told to', async () => {
    const stopping = new AbortController();
    let invoked = 0;
    await deliver(
      records(1),
      { ...RULES, maximumRetries: -1 },
      {
        async invoke() {
          invoked += 1;
          setTimeout(() => stopping.abort(), 5);
          return thrown;
        },
        giveUp: () => expect(true).toBe(false),
        now: () => 0,
        signal: stopping.signal,
      },
    );
    expect(invoked).toBe(1);
  });

  test('ends with every record handled once or given up once, in order, whatever fails', async () => {
    const fates = fc.array(fc.constantFrom('well', 'throws', 'named'), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fates, async (fate) => {
        const done: number[] = [];
        const { given } = await run(records(fate.length), { maximumRetries: 0 }, (part) => {
          const indexes = part.map(({ event }) => event as number);
          if (indexes.some((index) => fate[index] === 'throws')) return thrown;
          const named = indexes.find((index) => fate[index] === 'named');
          done.push(...indexes.filter((index) => named === undefined || index < named));
          return named === undefined ? well() : failing(`#${named}`);
        });
        const lost = given.flatMap((one) => (one.failure.condition === 'RetryAttemptsExhausted' ? [one.records] : []));
        const wellOnes = fate.flatMap((one, index) => (one === 'well' ? [index] : []));
        expect(done).toEqual(wellOnes);
        expect(lost.length).toBe(fate.length - wellOnes.length);
      }),
      { numRuns: 100 },
    );
  });
});
