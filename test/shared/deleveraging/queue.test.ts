import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type QueueRank, rankPercentile, rankQueue } from '../../../shared/deleveraging/queue.ts';
import { type PlainQueued, plainPercentiles, plainQueues } from './plain-queue.ts';
import { named, vectors, withVectors } from './vectors.ts';

const MARKETS = 3;

const rank = (positions: readonly PlainQueued[]): QueueRank =>
  rankQueue(
    {
      market: Uint32Array.from(positions, ({ market }) => market),
      side: Int8Array.from(positions, ({ side }) => side),
      contracts: Float64Array.from(positions, ({ contracts }) => contracts),
      score: Float64Array.from(positions, ({ score }) => score),
      leverage: Float64Array.from(positions, ({ leverage }) => leverage),
      unrealizedPnl: Float64Array.from(positions, ({ unrealizedPnl }) => unrealizedPnl),
      balanceOf: (row) => (positions[row] as PlainQueued).balance,
      account: Uint32Array.from(positions, ({ account }) => account),
      isolated: Uint8Array.from(positions, ({ isolated }) => isolated),
    },
    MARKETS,
  );

const queued = (rest: Partial<PlainQueued>): PlainQueued => ({
  market: 0,
  side: 1,
  contracts: 1,
  score: 0,
  leverage: 1,
  unrealizedPnl: 0,
  balance: 0,
  account: 0,
  isolated: 0,
  ...rest,
});

/** Of few different values, so that much is tied; one position an account, market, side and margin mode. */
const anyQueue = (most: number) =>
  fc.uniqueArray(
    fc.record({
      market: fc.nat(MARKETS - 1),
      side: fc.constantFrom(1 as const, -1 as const),
      contracts: fc.nat(100),
      score: fc.oneof(
        fc.integer({ min: -2, max: 2 }),
        fc.constant(-0),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      leverage: fc.integer({ min: 1, max: 3 }),
      unrealizedPnl: fc.integer({ min: -1, max: 1 }),
      balance: fc.integer({ min: -1, max: 1 }),
      account: fc.nat(4_000),
      isolated: fc.constantFrom(0 as const, 1 as const),
    }),
    {
      maxLength: most,
      size: 'max',
      selector: ({ market, side, account, isolated }) => `${market} ${side} ${account} ${isolated}`,
    },
  );

describe("BitMEX's published example", () => {
  withVectors(named('every trader has the printed percentile'), () => {
    const { accounts, rankPercentile: printed } = vectors().bitmexQueue;
    const { fifth } = rank(
      accounts.map(({ accountId, contracts, score }) => queued({ account: Number(accountId), contracts, score })),
    );
    expect(
      Object.fromEntries(accounts.map(({ accountId }, i) => [accountId, rankPercentile(fifth[i] as number)])),
    ).toEqual(printed);
  });

  withVectors(named('the traders who are closed first stand first'), () => {
    const { accounts, closes } = vectors().bitmexQueue;
    const { place } = rank(
      accounts.map(({ accountId, contracts, score }) => queued({ account: Number(accountId), contracts, score })),
    );
    const inOrder = accounts.map(({ accountId }, i) => ({ accountId, place: place[i] as number }));
    inOrder.sort((a, b) => a.place - b.place);
    expect(inOrder.slice(0, closes.length).map(({ accountId }) => accountId)).toEqual(
      closes.map(({ accountId }) => accountId),
    );
  });
});

describe('ties', () => {
  test.each<[string, Partial<PlainQueued>, Partial<PlainQueued>]>([
    ['the higher effective leverage', { leverage: 5 }, { leverage: 4, unrealizedPnl: 9 }],
    ['the higher unrealised PnL', { unrealizedPnl: 2, balance: 9 }, { unrealizedPnl: 1 }],
    ['the smaller balance', { balance: 1 }, { balance: 2, account: 9 }],
    ['the newer account', { account: 8, isolated: 1 }, { account: 7 }],
    ['the cross position of one account', { isolated: 0 }, { isolated: 1 }],
  ])('go to %s', (_, first, second) => {
    for (const positions of [
      [queued(first), queued(second)],
      [queued(second), queued(first)],
    ]) {
      const { place } = rank(positions);
      expect(positions[place[0] === 0 ? 0 : 1]).toEqual(queued(first));
    }
  });

  test('any score comes before any tie, and a loss of nothing is a profit of nothing', () => {
    expect([...rank([queued({ score: 1 }), queued({ score: 2, leverage: 0 })]).place]).toEqual([1, 0]);
    expect([...rank([queued({ score: 0 }), queued({ score: -0, leverage: 2 })]).place]).toEqual([1, 0]);
  });
});

describe('for any positions', () => {
  test.each([40, 3_000])('of up to %d, the queues are those of comparing everything', (most) => {
    fc.assert(
      fc.property(anyQueue(most), (positions) => {
        const { place, fifth } = rank(positions);
        const is = new Map(positions.map((position, i) => [position, i]));
        for (const queue of plainQueues(positions, MARKETS)) {
          const rows = queue.map((position) => is.get(position) as number);
          expect(rows.map((row) => place[row])).toEqual(queue.map((_, i) => i));
          expect(rows.map((row) => rankPercentile(fifth[row] as number))).toEqual(plainPercentiles(queue));
        }
      }),
      { numRuns: most > 100 ? 30 : 300 },
    );
  });

  test('the order of the rows does not matter', () => {
    const shuffled = anyQueue(200).chain((positions) =>
      fc.tuple(fc.constant(positions), fc.shuffledSubarray(positions, { minLength: positions.length })),
    );
    fc.assert(
      fc.property(shuffled, ([positions, other]) => {
        const [was, is] = [rank(positions), rank(other)];
        const at = new Map(other.map((position, i) => [position, i]));
        positions.forEach((position, i) => {
          const row = at.get(position) as number;
          expect([is.place[row], is.fifth[row]]).toEqual([was.place[i], was.fifth[i]]);
        });
      }),
    );
  });
});

test('ten thousand who score the same queue by their leverage', () => {
  const n = 10_000;
  const positions = Array.from({ length: n }, (_, i) => queued({ leverage: ((i * 7_919) % n) + 1, account: i }));
  const { place } = rank(positions);
  expect(positions.map(({ leverage }) => n - leverage)).toEqual([...place]);
});

test('fifths of decimal contracts end where they add up to', () => {
  const { fifth } = rank(Array.from({ length: 10 }, (_, i) => queued({ contracts: 0.1, score: -i })));
  expect([...fifth]).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

test('nobody queues in an empty book, and positions of nothing are in the first fifth', () => {
  expect(rank([])).toEqual({ place: new Uint32Array(), fifth: new Uint8Array() });
  expect([...rank([queued({ contracts: 0 }), queued({ contracts: 0, score: 1 })]).fifth]).toEqual([1, 1]);
});
