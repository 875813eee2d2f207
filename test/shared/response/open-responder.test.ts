import { ExecutionAlreadyExists, type StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../../shared/incident/types.ts';
import { openResponder } from '../../../shared/response/open-response.ts';

const incidentOf = (n: number) =>
  ({ venue: 'demo', symbol: `M${n}`, group: 'leverage', incidentId: `i${n}`, version: 1 }) as Incident;

/** Step Functions with a bucket that refills as time passes; time passes by pauses, and by a millisecond a call. */
function bucketOf(burst: number, perSecond: number) {
  let time = 0;
  let tokens = burst;
  let filled = 0;
  const started: string[] = [];
  let refused = 0;
  const clock = {
    now: () => time,
    async pause(milliseconds: number) {
      const until = time + milliseconds;
      await Promise.resolve();
      time = Math.max(time, until);
    },
  };
  const client = {
    async send({ input }: StartExecutionCommand) {
      time += 1;
      tokens = Math.min(burst, tokens + ((time - filled) * perSecond) / 1_000);
      filled = time;
      if (tokens < 1) {
        refused += 1;
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      }
      tokens -= 1;
      started.push(input.name as string);
      return {};
    },
  };
  const responder = openResponder('arn', client as never, clock);
  return { responder, started, refused: () => refused, clock };
}

describe('a start that is throttled', () => {
  test('waits until the bucket has filled again: all are started, each once', async () => {
    const { responder, started, refused } = bucketOf(100, 150);
    const starts = Array.from({ length: 600 }, (_, n) => n);
    const next = starts.values();
    const worker = async () => {
      for (const n of next) await responder.start(incidentOf(n));
    };
    await Promise.all(Array.from({ length: 48 }, worker));
    expect(started).toHaveLength(600);
    expect(new Set(started).size).toBe(600);
    // All wait behind one gate: it is not each of them that tries and is turned away again and again.
    expect(refused()).toBeGreaterThan(0);
    expect(refused()).toBeLessThan(600);
  });

  test('gives up after twenty seconds', async () => {
    const { responder, clock } = bucketOf(0, 0);
    await expect(responder.start(incidentOf(1))).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(clock.now()).toBeGreaterThan(20_000);
    expect(clock.now()).toBeLessThan(25_000);
  });
});

test('an execution that was started before is started; any other error is thrown at once', async () => {
  const failing = (error: Error) => openResponder('arn', { send: async () => Promise.reject(error) } as never);
  await failing(new ExecutionAlreadyExists({ message: 'there', $metadata: {} })).start(incidentOf(1));
  await expect(failing(new TypeError('no')).start(incidentOf(1))).rejects.toThrow('no');
});
