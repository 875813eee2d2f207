import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
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

describe('an error that may pass', () => {
  const throttled = () => Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  /** A clock that only pauses and work move. */
  function clocked() {
    let time = 0;
    const pauses: number[] = [];
    return {
      pauses,
      now: () => time,
      work: (milliseconds: number) => {
        time += milliseconds;
      },
      pause: async (milliseconds: number) => {
        pauses.push(milliseconds);
        time += milliseconds;
      },
    };
  }
  const ending = (clock: { now(): number }, at: number) => ({ getRemainingTimeInMillis: () => at - clock.now() });

  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => {});
  });

  test('is met by trying again after a pause, and nothing is reported', async () => {
    const clock = clocked();
    let tries = 0;
    const handler = streamHandler(
      async () => {
        tries += 1;
        if (tries < 4) throw throttled();
      },
      { clock },
    );
    expect(await handler(batch(1), ending(clock, 25_000))).toEqual({ batchItemFailures: [] });
    expect([tries, clock.pauses]).toEqual([4, [200, 400, 800]]);
  });

  test('and does not is reported within ten seconds', async () => {
    const clock = clocked();
    const handler = streamHandler(
      async () => {
        clock.work(100);
        throw throttled();
      },
      { clock },
    );
    expect(await handler(batch(1), ending(clock, 180_000))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(clock.now()).toBeGreaterThan(8_000);
    expect(clock.now()).toBeLessThanOrEqual(10_100);
  });

  test('is reported at once if the function would end before another try of the same length did', async () => {
    const clock = clocked();
    const handler = streamHandler(
      async () => {
        clock.work(6_000);
        throw throttled();
      },
      { clock },
    );
    await handler(batch(1), ending(clock, 12_000));
    expect(clock.pauses).toEqual([]);
  });

  test('is told from one that stays: that is reported at once', async () => {
    const clock = clocked();
    const handler = streamHandler(
      async () => {
        throw new TypeError('ours');
      },
      { clock },
    );
    expect(await handler(batch(1), ending(clock, 25_000))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(clock.now()).toBe(0);
  });
});

test('a handler sees how much time is left', async () => {
  const seen: number[] = [];
  const handler = streamHandler(async (_, { remainingMs }) => void seen.push(remainingMs()));
  await handler(batch(1), { getRemainingTimeInMillis: () => 1_234 });
  await handler(batch(1));
  expect(seen).toEqual([1_234, Number.POSITIVE_INFINITY]);
});

describe('a record that fails', () => {
  const notes: unknown[] = [];
  beforeEach(() => {
    notes.length = 0;
    jest.spyOn(console, 'warn').mockImplementation(() => {});
  });

  test('is told with its item and its last error, once a delivery, and those after it are not', async () => {
    const handler = streamHandler<{ number: number }>(
      async ({ number }) => {
        if (number >= 2) throw new TypeError(`no ${number}`);
      },
      { failed: async (item, error) => void notes.push([item, String(error)]) },
    );
    expect(await handler(batch(3))).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(notes).toEqual([[{ number: 2 }, 'TypeError: no 2']]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['fails', () => Promise.reject(new Error('throttled'))],
    ['never ends', () => new Promise(() => {})],
  ])('is reported just the same if the note of it %s', async (_, failed) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    try {
      const handler = streamHandler(
        async () => {
          throw new TypeError('ours');
        },
        { failed },
      );
      const answer = handler(batch(1));
      await jest.advanceTimersByTimeAsync(2_000);
      expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    } finally {
      jest.useRealTimers();
    }
  });
});
