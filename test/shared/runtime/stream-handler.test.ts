import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { streamHandler } from '../../../shared/runtime/stream-handler.ts';

/** Records 1 to n, each with its number as an item. */
const batch = (n: number): DynamoDBStreamEvent => ({
  Records: Array.from({ length: n }, (_, i) => ({
    eventID: `e${i + 1}`,
    dynamodb: { SequenceNumber: String(i + 1), NewImage: { number: { N: String(i + 1) } } },
  })),
});

let logged: unknown[][];
beforeEach(() => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => {});
  logged = log.mock.calls;
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('records are taken one by one and in order', async () => {
  const taken: number[] = [];
  const handler = streamHandler<{ number: number }>(async ({ number }) => {
    // The first is the slowest: were they taken side by side, it would come last.
    await new Promise((resolve) => setTimeout(resolve, 20 - number * 5));
    taken.push(number);
  });
  expect(await handler(batch(3))).toEqual({ batchItemFailures: [] });
  expect(taken).toEqual([1, 2, 3]);
});

test('at the first failure the batch ends, and that record is where it starts again', async () => {
  const taken: number[] = [];
  const handler = streamHandler<{ number: number }>(async ({ number }) => {
    if (number === 2) throw new Error('no');
    taken.push(number);
  });
  expect(await handler(batch(4))).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  expect(taken).toEqual([1]);
  expect(String(logged[0]?.[0])).toContain('"eventID":"e2"');
});

test('a record without a new image, a removal, is nobody to handle', async () => {
  const handler = streamHandler(async () => {
    throw new Error('taken');
  });
  expect(await handler({ Records: [{ eventID: 'e', dynamodb: { SequenceNumber: '1' } }] })).toEqual({
    batchItemFailures: [],
  });
});
