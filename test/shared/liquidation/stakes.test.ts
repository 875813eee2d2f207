import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { findStakes, NO_LEG, type Stakes } from '../../../shared/liquidation/stakes.ts';
import type { LeverageTier, Market } from '../../../shared/snapshot/types.ts';
import { bookOf, inverse, linear, type PlainBook, type PlainPosition } from '../leverage/plain-book.ts';
import { type Margins, plainCross, plainPosition, plainRoots } from './plain-margin.ts';

const ASSUMED = 0.01;
const tiers = (...steps: readonly (readonly [minNotional: number, rate: number])[]): LeverageTier[] =>
  steps.map(([minNotional, maintenanceMarginRate], i) => ({
    tier: i + 1,
    minNotional,
    maxNotional: steps[i + 1]?.[0] ?? 1e12,
    maintenanceMarginRate,
    maxLeverage: 100,
  }));
const TIERED = tiers(
  [0, 0.004],
  [50_000, 0.005],
  [600_000, 0.0065],
  [3_000_000, 0.01],
  [12_000_000, 0.1],
  [30_000_000, 0.5],
);
const BTC: Market = { ...linear('BTC/USDT:USDT', 50_000, 0.001), leverageTiers: TIERED };
const COIN: Market = { ...inverse('BTC/USD:BTC', 50_000, 100), leverageTiers: TIERED };
const ETH: Market = {
  ...linear('ETH/USDT:USDT', 4_000, 0.01),
  leverageTiers: tiers([0, 0.01], [100_000, 0.05], [1_000_000, 0.2]),
};
const BARE = linear('SOL/USDC:USDC', 100);
const MARKETS = [BTC, COIN, ETH, BARE];

const found = (book: PlainBook, haircut: (currency: string) => number = () => 0): Stakes => {
  const columns = bookOf(book);
  return findStakes(columns, carryBook(columns, haircut), ASSUMED);
};
const position = (market: Market, side: 'long' | 'short', contracts: number, rest: Partial<PlainPosition> = {}) => ({
  account: 'a',
  symbol: market.symbol,
  side,
  contracts,
  entryPrice: market.markPrice,
  ...rest,
});
const one = (position: PlainPosition, collateral: Record<string, number> = {}) =>
  found({ markets: MARKETS, accounts: { a: collateral }, positions: [position] });

describe('worked by hand', () => {
  test('an isolated long: (margin + cum - q·entry) / (q·mmr - q), in the first tier', () => {
    const { fall, rise } = one(position(BTC, 'long', 400, { margin: 2_000 }));
    // 0.4 BTC on 2,000: 45,180.72 is (2,000 - 20,000) / (0.4·0.004 - 0.4).
    expect(50_000 * (1 - (fall[0] as number))).toBeCloseTo(18_000 / 0.3984, 8);
    expect(rise[0]).toBeNaN();
  });

  test('an isolated short rises to (margin + q·entry) / (q + q·mmr)', () => {
    const { fall, rise } = one(position(BTC, 'short', 400, { margin: 2_000 }));
    expect(50_000 * (1 + (rise[0] as number))).toBeCloseTo(22_000 / 0.4016, 8);
    expect(fall[0]).toBeNaN();
  });

  test('an inverse long on its own coin: margin + q·(1/entry - 1/p) = q·mmr / p', () => {
    // 400 contracts of 100 dollars on 0.08 BTC: p = q·(1 + mmr) / (margin + q / entry).
    const { fall } = one(position(COIN, 'long', 400, { margin: 0.08 }));
    expect(50_000 * (1 - (fall[0] as number))).toBeCloseTo((40_000 * 1.004) / (0.08 + 0.8), 8);
  });

  test('a long as large as its account cannot be liquidated, nor an inverse short on as many coins', () => {
    expect(one(position(BTC, 'long', 1_000), { USDT: 50_000 }).fall[0]).toBeNaN();
    const short = one(position(COIN, 'short', 500), { BTC: 1 });
    expect([short.fall[0], short.rise[0]]).toEqual([Number.NaN, Number.NaN]);
  });

  test('cross positions share what the account has: one that gains carries one that loses', () => {
    const alone = one(position(BTC, 'long', 1_000), { USDT: 5_000 });
    const carried = found({
      markets: MARKETS,
      accounts: { a: { USDT: 5_000 } },
      positions: [position(BTC, 'long', 1_000), position(ETH, 'short', 100, { entryPrice: 5_000 })],
    });
    // The short has gained 1,000 and asks for 40: 960 more to lose before the long goes.
    const gain = (carried.fall[0] as number) - (alone.fall[0] as number);
    expect(gain).toBeCloseTo(960 / 50_000 / 0.996, 9);
  });

  test('both sides of a market are liquidated together, by what is left of them', () => {
    const stakes = found({
      markets: MARKETS,
      accounts: { a: { USDT: 5_000 } },
      positions: [position(BTC, 'long', 1_000), position(BTC, 'short', 400)],
    });
    expect(stakes.length).toBe(1);
    expect([stakes.leg[0], stakes.hedge[0]]).toEqual([0, 1]);
    // 0.6 BTC net on 5,000, maintenance of both legs: 50 + (50,000 - ...)·0.004 and so on, by the published formula.
    const p = (5_000 - 0.6 * 50_000) / (1 * 0.004 + 0.4 * 0.004 - 0.6);
    expect(50_000 * (1 - (stakes.fall[0] as number))).toBeCloseTo(p, 6);
  });

  test('a perfect hedge is liquidated by a rise alone: what it asks for grows, what it has does not', () => {
    const stakes = found({
      markets: MARKETS,
      accounts: { a: { USDT: 5_000 } },
      positions: [position(BTC, 'long', 1_000), position(BTC, 'short', 1_000)],
    });
    expect(stakes.fall[0]).toBeNaN();
    expect(stakes.rise[0]).toBeGreaterThan(5);
  });
});

describe('what the venue gives', () => {
  test('is taken: its price, and 0 for never', () => {
    expect(one(position(BTC, 'long', 400, { margin: 2_000, liquidationPrice: 47_000 })).fall[0]).toBeCloseTo(0.06, 14);
    expect(one(position(BTC, 'short', 400, { margin: 2_000, liquidationPrice: 51_000 })).rise[0]).toBeCloseTo(0.02, 14);
    expect(one(position(BTC, 'long', 400, { margin: 2_000, liquidationPrice: 0 })).fall[0]).toBeNaN();
    expect(one(position(BTC, 'short', 400, { margin: 2_000, liquidationPrice: 0 })).rise[0]).toBeNaN();
  });

  test('a price that is past already is due now', () => {
    expect(one(position(BTC, 'long', 400, { margin: 20_000, liquidationPrice: 50_500 })).fall[0]).toBe(0);
    expect(one(position(BTC, 'short', 400, { margin: 20_000, liquidationPrice: 49_000 })).rise[0]).toBe(0);
  });

  test('a hedged account has one price for both sides, below the mark or above', () => {
    const hedged = (liquidationPrice: number) =>
      found({
        markets: MARKETS,
        accounts: { a: { USDT: 5_000 } },
        positions: (['long', 'short'] as const).map((side) => position(BTC, side, 500, { liquidationPrice })),
      });
    expect([hedged(45_000).fall[0], hedged(45_000).rise[0]]).toEqual([expect.closeTo(0.1, 12), Number.NaN]);
    expect([hedged(60_000).fall[0], hedged(60_000).rise[0]]).toEqual([Number.NaN, expect.closeTo(0.2, 12)]);
  });

  test('a maintenance margin is taken in place of the tiers', () => {
    const { fall, maintenance, required } = one(position(BTC, 'long', 400, { margin: 2_000, maintenanceMargin: 400 }));
    expect(maintenance[0]).toBe(400);
    expect(required[0]).toBe(400);
    // 2 % of the notional, as it moves with the price.
    expect(50_000 * (1 - (fall[0] as number))).toBeCloseTo(18_000 / (0.4 * 0.98), 8);
  });
});

describe('accounts that are gone', () => {
  test('stand at distance 0 on the side of what they hold, and are numbers', () => {
    const { fall, rise } = one(position(BTC, 'long', 400, { margin: 50, unrealizedPnl: -500 }));
    expect([fall[0], rise[0]]).toEqual([0, Number.NaN]);
    const short = one(position(BTC, 'short', 400), { USDT: -3 });
    expect([short.fall[0], short.rise[0]]).toEqual([Number.NaN, 0]);
  });

  test('exactly at maintenance is due', () => {
    expect(one(position(BTC, 'long', 400, { margin: 80 })).fall[0]).toBe(0);
    expect(one(position(BTC, 'long', 400, { margin: 80.001 })).fall[0]).toBeGreaterThan(0);
  });
});

const anyPosition = fc.record(
  {
    market: fc.constantFrom(...MARKETS),
    side: fc.constantFrom('long' as const, 'short' as const),
    /** Dollars, so that tiers are met in every market. */
    notional: fc.double({ min: 1, max: 4e7, noNaN: true }),
    entry: fc.double({ min: 0.5, max: 2, noNaN: true }),
    /** Of an isolated position, over its notional. */
    margin: fc.double({ min: -0.2, max: 1.5, noNaN: true }),
    maintenance: fc.double({ min: 0, max: 0.2, noNaN: true }),
  },
  { requiredKeys: ['market', 'side', 'notional', 'entry'] },
);

/** One account with up to six positions, one a market, side and margin mode. */
const anyAccount: fc.Arbitrary<PlainBook> = fc
  .record({
    positions: fc.uniqueArray(anyPosition, {
      minLength: 1,
      maxLength: 6,
      selector: ({ market, side, margin }) => `${market.symbol} ${side} ${margin === undefined}`,
    }),
    collateral: fc.record({
      USDT: fc.double({ min: -1e5, max: 2e7, noNaN: true }),
      BTC: fc.oneof(fc.constant(0), fc.double({ min: -3, max: 100, noNaN: true })),
    }),
  })
  .map(({ positions, collateral }) => ({
    markets: MARKETS,
    accounts: { a: collateral },
    positions: positions.map(({ market, side, notional, entry, margin, maintenance }): PlainPosition => {
      const { markPrice, contractSize } = market;
      const coin = market.linear ? 1 : markPrice;
      return {
        account: 'a',
        symbol: market.symbol,
        side,
        contracts: notional / contractSize / (market.linear ? markPrice : 1),
        entryPrice: markPrice * entry,
        ...(margin === undefined ? {} : { margin: (margin * notional) / coin }),
        ...(maintenance === undefined ? {} : { maintenanceMargin: (maintenance * notional) / coin }),
      };
    }),
  }));

/** Ours: who is due goes by the venue's rules, which know no such haircut. */
const HAIRCUT = (currency: string): number => (currency === 'BTC' ? 0.15 : 0);

/** Each stake of the account with the slow margins of it. */
function* slowly(
  book: PlainBook,
): Generator<{ stakes: Stakes; stake: number; margins: (k: number) => Margins; scale: number }> {
  const stakes = found(book, HAIRCUT);
  for (let stake = 0; stake < stakes.length; stake++) {
    const leg = book.positions[stakes.leg[stake] as number] as PlainPosition;
    const market = MARKETS.find(({ symbol }) => symbol === leg.symbol) as Market;
    const margins = (k: number) =>
      leg.margin !== undefined
        ? plainPosition(leg, market, market.markPrice * k, ASSUMED)
        : plainCross(book, 'a', market, market.markPrice * k, ASSUMED);
    const scale = book.positions.reduce(
      (sum, p) => {
        const own = MARKETS.find(({ symbol }) => symbol === p.symbol) as Market;
        return (
          sum +
          p.contracts * own.contractSize * (own.linear ? own.markPrice : 1) * Math.max(1, own.markPrice / p.entryPrice)
        );
      },
      Math.abs(book.accounts.a?.USDT ?? 0) + Math.abs(book.accounts.a?.BTC ?? 0) * 50_000,
    );
    yield { stakes, stake, margins, scale };
  }
}

describe('any account', () => {
  test('every position with something on it belongs to one stake', () => {
    fc.assert(
      fc.property(anyAccount, (book) => {
        const { leg, hedge } = found(book);
        const rows = [...leg, ...hedge].filter((row) => row !== NO_LEG).sort((a, b) => a - b);
        expect(rows).toEqual(book.positions.map((_, i) => i));
      }),
    );
  });

  test('at its liquidation price equity is exactly maintenance, on the losing side of where it is now', () => {
    fc.assert(
      fc.property(anyAccount, (book) => {
        for (const { stakes, stake, margins, scale } of slowly(book)) {
          for (const k of [1 - (stakes.fall[stake] as number), 1 + (stakes.rise[stake] as number)]) {
            if (Number.isNaN(k) || k === 1) continue;
            const { equity, maintenance } = margins(k);
            expect(Math.abs(equity - maintenance)).toBeLessThanOrEqual(1e-9 * scale * Math.max(1, k));
            // A little nearer to the mark something is left.
            const nearer = margins(k + (1 - k) * 1e-6);
            expect(nearer.equity - nearer.maintenance).toBeGreaterThan(-1e-9 * scale * Math.max(1, k));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the prices are those that bisection finds', () => {
    fc.assert(
      fc.property(anyAccount, (book) => {
        for (const { stakes, stake, margins, scale } of slowly(book)) {
          const gap = (k: number) => margins(k).equity - margins(k).maintenance;
          // Too close to call: rounding decides whether anything is left at all.
          if (Math.abs(gap(1)) < 1e-9 * scale) continue;
          const slow = plainRoots(gap);
          const is = { fall: stakes.fall[stake] as number, rise: stakes.rise[stake] as number };
          if (slow.fall === 0) {
            expect(is.fall === 0 || is.rise === 0).toBe(true);
            continue;
          }
          for (const way of ['fall', 'rise'] as const) {
            // A root at the very end of the price, or where the gap runs flat, is not told apart by bisection.
            if (Number.isNaN(slow[way]) !== Number.isNaN(is[way])) {
              const there = Number.isNaN(slow[way]) ? is[way] : slow[way];
              expect(way === 'fall' ? there > 1 - 1e-9 : there > 1e9).toBe(true);
            } else if (!Number.isNaN(slow[way])) {
              const k = way === 'fall' ? 1 - is.fall : 1 + is.rise;
              const slope = Math.abs(gap(k * (1 + 1e-7)) - gap(k * (1 - 1e-7))) / (2e-7 * k);
              expect(Math.abs(is[way] - slow[way]) * slope).toBeLessThanOrEqual(1e-7 * scale * Math.max(1, k));
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(anyAccount, (book) => {
        const turned = { ...book, positions: [...book.positions].reverse() };
        const key = ({ fall, rise, equity, maintenance }: Stakes, i: number) =>
          [fall[i], rise[i], equity[i], maintenance[i]].map((value) => value?.toPrecision(9)).join();
        const listed = (stakes: Stakes) => Array.from({ length: stakes.length }, (_, i) => key(stakes, i)).sort();
        expect(listed(found(turned))).toEqual(listed(found(book)));
      }),
    );
  });
});
