import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StreamRecord } from '../../../../infra/local/engine/stream-batches.ts';
import { openLanes, randomFrom } from '../../../../infra/local/engine/stream-lanes.ts';

/** The n-th record of the stream, of one item of one partition. */
const recordOf = (item: string, n: number, pk = 'p'): StreamRecord => ({
  event: { dynamodb: { Keys: { pk: { S: pk }, sk: { S: item } }, SequenceNumber: String(n) } },
  sequenceNumber: `${item}-${n}`,
  arrivedAt: 0,
});

/** Interleaves items: a-0, b-1, c-2, a-3 … */
const streamOf = (items: readonly string[], each: number): StreamRecord[] =>
  Array.from({ length: items.length * each }, (_, n) => recordOf(items[n % items.length] as string, n));

const itemOf = ({ sequenceNumber }: StreamRecord): string => sequenceNumber.split('-')[0] as string;

interface Delivery {
  readonly names: readonly string[];
  readonly begun: number;
  ended?: number;
}

/** Lanes whose deliveries end only when told: every overlap that the lanes allow is seen. */
function openHeld(options: { factor: number; batchSize?: number; seed?: number }) {
  const deliveries: Delivery[] = [];
  const held = new Map<Delivery, () => void>();
  const stopping = new AbortController();
  let time = 0;
  const lanes = openLanes({
    factor: options.factor,
    batchSize: options.batchSize ?? 1,
    random: randomFrom(options.seed ?? 1),
    signal: stopping.signal,
    deliver: (batch) =>
      new Promise((resolve) => {
        const delivery: Delivery = { names: batch.map(({ sequenceNumber }) => sequenceNumber), begun: time++ };
        deliveries.push(delivery);
        held.set(delivery, () => {
          delivery.ended = time++;
          resolve();
        });
      }),
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    lanes,
    deliveries,
    stop: () => stopping.abort(),
    turn,
    inWork: () => [...held.keys()].flatMap(({ names }) => names),
    /** Ends what is in work, except of these items, until nothing else is. */
    async run(stuck: readonly string[] = []) {
      for (;;) {
        await turn();
        const ending = [...held].filter(
          ([{ names }]) => !names.some((name) => stuck.includes(name.split('-')[0] as string)),
        );
        if (ending.length === 0) return;
        for (const [delivery, end] of ending) {
          held.delete(delivery);
          end();
        }
      }
    },
  };
}

const ITEMS = Array.from({ length: 40 }, (_, i) => `i${i}`);
const handled = (deliveries: readonly Delivery[]) => deliveries.flatMap(({ names }) => names);

describe('at a parallelisation factor of 1', () => {
  test('one batch after the other is handed on in the order of the stream', async () => {
    const { lanes, deliveries, run, inWork, turn } = openHeld({ factor: 1, batchSize: 4 });
    const done = lanes.take(streamOf(['a', 'b', 'c'], 3));
    await turn();
    expect(inWork()).toEqual(['a-0', 'b-1', 'c-2', 'a-3']);
    await run();
    await done;
    expect(deliveries.map(({ names }) => names.length)).toEqual([4, 4, 1]);
    expect(handled(deliveries)).toEqual(streamOf(['a', 'b', 'c'], 3).map(({ sequenceNumber }) => sequenceNumber));
  });
});

describe('above it', () => {
  test('as many batches as the factor says are in work at once, of different items', async () => {
    const { lanes, inWork, turn } = openHeld({ factor: 10 });
    void lanes.take(streamOf(ITEMS, 3));
    await turn();
    expect(inWork()).toHaveLength(10);
    expect(new Set(inWork().map((name) => name.split('-')[0])).size).toBe(10);
  });

  test('items come in another order than that of the stream, by the seed', async () => {
    const orderOf = async (seed: number) => {
      const { lanes, deliveries, run } = openHeld({ factor: 10, seed });
      const done = lanes.take(streamOf(ITEMS, 1));
      await run();
      await done;
      return handled(deliveries);
    };
    const inOrder = streamOf(ITEMS, 1).map(({ sequenceNumber }) => sequenceNumber);
    const [one, again, other] = [await orderOf(1), await orderOf(1), await orderOf(2)];
    expect(one).not.toEqual(inOrder);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect([...other].sort()).toEqual([...inOrder].sort());
  });

  test('of one item the records come in order and never two at once, whatever the seed, factor and batch size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 }),
        fc.integer({ min: 0, max: 40 }),
        async (seed, factor, batchSize, items, split) => {
          const records = items.map((item, n) => recordOf(item, n));
          const { lanes, deliveries, run } = openHeld({ factor, batchSize, seed });
          const done = [lanes.take(records.slice(0, split)), lanes.take(records.slice(split))];
          await run();
          await Promise.all(done);
          for (const item of new Set(items)) {
            const own = deliveries.filter(({ names }) => names.some((name) => name.startsWith(`${item}-`)));
            const order = handled(own).filter((name) => name.startsWith(`${item}-`));
            expect(order).toEqual(records.filter((one) => itemOf(one) === item).map((one) => one.sequenceNumber));
            for (const [i, { begun }] of own.entries())
              if (i > 0) expect(begun).toBeGreaterThan(own[i - 1]?.ended as number);
          }
          expect(handled(deliveries)).toHaveLength(records.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('the same sort key in another partition is another item', async () => {
    const { lanes, inWork, turn } = openHeld({ factor: 10 });
    void lanes.take(Array.from({ length: 40 }, (_, n) => recordOf('cursor', n, `venue-${n}`)));
    await turn();
    expect(inWork()).toHaveLength(10);
  });

  test('an item that does not get on holds up its own lane alone', async () => {
    const { lanes, deliveries, run } = openHeld({ factor: 10 });
    let over = false;
    const done = lanes.take(streamOf(ITEMS, 3)).then(() => {
      over = true;
    });
    const [stuck] = ITEMS as [string];
    await run([stuck]);
    const got = new Set(handled(deliveries).map((name) => name.split('-')[0]));
    // Forty items on ten lanes: four share one, more or less.
    expect(got.size).toBeGreaterThan(25);
    expect(over).toBe(false);
    await run();
    await done;
    expect(handled(deliveries)).toHaveLength(120);
  });
});

test('what waits is let go when the engine stops, and what is in work is waited for', async () => {
  const { lanes, deliveries, run, stop, turn } = openHeld({ factor: 2 });
  let over = false;
  const done = lanes.take(streamOf(ITEMS, 1)).then(() => {
    over = true;
  });
  await turn();
  stop();
  await turn();
  expect([deliveries.length, over]).toEqual([2, false]);
  await run();
  await done;
  expect(deliveries).toHaveLength(2);
});

test('a batch is small enough for one invocation', async () => {
  const large = 'x'.repeat(2.5 * 1024 * 1024);
  const { lanes, deliveries, run } = openHeld({ factor: 1, batchSize: 10 });
  const done = lanes.take(
    Array.from({ length: 5 }, (_, n) => ({ event: { large }, sequenceNumber: `a-${n}`, arrivedAt: 0 })),
  );
  await run();
  await done;
  expect(deliveries.map(({ names }) => names.length)).toEqual([2, 2, 1]);
});
