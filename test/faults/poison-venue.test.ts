import { beforeAll, expect, jest, test } from '@jest/globals';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { streamHandler } from '../../shared/runtime/stream-handler.ts';
import { type Arrival, placeOfArrival } from '../../shared/store/assess-trigger.ts';
import { noteFailure, readFailures } from '../../shared/store/failures.ts';
import { bytes, wireBook } from '../environment/books.ts';
import { consume, deployedMappings } from '../environment/streams.ts';
import { makeStreamedTables } from '../environment/tables.ts';
import { resource, synthesise } from '../infra/stacks/synthesised.ts';

const HEALTHY = ['alpha', 'gamma', 'delta'];
const POISON = 'beta';
const ROUNDS = 3;
const retries = deployedMappings().AssessSnapshot.MaximumRetryAttempts as number;

beforeAll(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

test.each([1, 2, 3])(
  'a snapshot that always fails is tried as often as is configured and given up, and every other is delivered once (seed %i)',
  async (seed) => {
    const { tables, streamArn } = await makeStreamedTables();
    for (let sequence = 1; sequence <= ROUNDS; sequence++)
      for (const venue of [POISON, ...HEALTHY])
        await receiveSnapshot(tables, { venue, body: bytes(wireBook({ sequence })), format: 'json' });
    const deliveries: string[] = [];
    const AssessSnapshot = streamHandler<Arrival>(
      async (arrival) => {
        const { venue, sequence } = placeOfArrival(arrival);
        deliveries.push(`${venue} ${sequence}`);
        if (venue === POISON) throw new TypeError('poison');
      },
      {
        failed(arrival, error) {
          const { venue, sequence } = placeOfArrival(arrival);
          return noteFailure(tables, venue, { consumer: 'assess-snapshot', sequence }, error);
        },
      },
    );
    const OpenResponse = async () => ({ batchItemFailures: [] });
    const givenUp = await consume(streamArn, { AssessSnapshot, OpenResponse }, { seed });
    expect(givenUp).toEqual(Array.from({ length: ROUNDS }, () => 'AssessSnapshot'));
    const times = (record: string) => deliveries.filter((delivery) => delivery === record).length;
    for (let sequence = 1; sequence <= ROUNDS; sequence++) {
      expect(times(`${POISON} ${sequence}`)).toBe(1 + retries);
      for (const venue of HEALTHY) expect(times(`${venue} ${sequence}`)).toBe(1);
    }
    // Nothing of it is lost: each is noted with its error and its tries.
    expect(await readFailures(tables, POISON)).toMatchObject(
      Array.from({ length: ROUNDS }, (_, i) => ({ sequence: i + 1, error: 'TypeError', tries: 1 + retries })),
    );
  },
);

test('all tries of a snapshot together take less than a minute, whatever each of them does', () => {
  const { Timeout } = resource(synthesise().service, 'AWS::Lambda::Function', 'AssessSnapshot').Properties;
  // What is left is for Lambda's pauses between the tries.
  expect((1 + retries) * (Timeout as number)).toBeLessThanOrEqual(50);
});
