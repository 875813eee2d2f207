import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { jointLosses, marketLosses } from '../../../shared/liquidation/losses.ts';
import { measureRisk } from '../../../shared/liquidation/market-risk.ts';
import type { MarketActivity } from '../../../shared/liquidation/risk-ground.ts';
import { findStakes, NO_LEG } from '../../../shared/liquidation/stakes.ts';
import { DEFAULT_MODEL } from '../../../shared/policy/default-policy.ts';
import { expectFinite } from '../leverage/close-to.ts';
import { bookOf, inverse, linear, type PlainBook, type PlainPosition } from '../leverage/plain-book.ts';
import { plainPosition } from './plain-margin.ts';

const BTC = linear('BTC/USDT:USDT', 50_000, 0.001);
const COIN = inverse('BTC/USD:BTC', 50_000, 100);
const ETH = linear('ETH/USDT:USDT', 4_000, 0.01);
const MARKETS = [BTC, COIN, ETH];
const ASSUMED = DEFAULT_MODEL.assumed.maintenanceMarginRate;

const activity = (change: Partial<MarketActivity> = {}): MarketActivity => ({
  sigma: 0.01,
  dailyVolatility: 0.04,
  dailyBaseVolume: 1_000,
  ...change,
});

const measure = (book: PlainBook, fund: number | null = 1e6, each = activity(), model = DEFAULT_MODEL) => {
  const columns = bookOf(book);
  const { markets, stress } = measureRisk(
    columns,
    carryBook(columns),
    book.markets.map(() => each),
    fund === null ? [] : [{ balance: fund }],
    model,
  );
  return { markets, stress: stress[0] ?? null };
};

const anyPosition = (accounts: readonly string[]) =>
  fc.record(
    {
      account: fc.constantFrom(...accounts),
      symbol: fc.constantFrom(...MARKETS.map(({ symbol }) => symbol)),
      side: fc.constantFrom('long' as const, 'short' as const),
      contracts: fc.integer({ min: 0, max: 5_000 }),
      entryPrice: fc.integer({ min: 3_000, max: 60_000 }),
      margin: fc.double({ min: -1, max: 50_000, noNaN: true }),
    },
    { requiredKeys: ['account', 'symbol', 'side', 'contracts', 'entryPrice'] },
  );

/** Books of a few accounts, each with one position a market, side and margin mode, solvent and not. */
const anyBook: fc.Arbitrary<PlainBook> = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, i) => `account-${i}`);
  return fc.record({
    markets: fc.constant(MARKETS),
    accounts: fc
      .array(fc.record({ USDT: fc.integer({ min: -1_000, max: 200_000 }), BTC: fc.constantFrom(0, 0, 1, -0.5) }), {
        minLength: count,
        maxLength: count,
      })
      .map((collateral) => Object.fromEntries(ids.map((id, i) => [id, collateral[i] ?? {}]))),
    positions: fc.uniqueArray(anyPosition(ids), {
      maxLength: 30,
      selector: ({ account, symbol, side, margin }) => `${account} ${symbol} ${side} ${margin === undefined}`,
    }) as fc.Arbitrary<PlainPosition[]>,
  });
});

describe('any book', () => {
  test('what its ladder liquidates is the open interest that some price can liquidate, a side at a time', () => {
    fc.assert(
      fc.property(anyBook, (book) => {
        const columns = bookOf(book);
        const carried = carryBook(columns);
        const stakes = findStakes(columns, carried, ASSUMED);
        measure(book).markets.forEach(({ liquidation }, m) => {
          let long = 0;
          let short = 0;
          for (let i = 0; i < stakes.length; i++) {
            for (const row of [stakes.leg[i] as number, stakes.hedge[i] as number]) {
              if (row === NO_LEG || columns.positions.market[row] !== m) continue;
              const held = carried.values.notional[row] as number;
              if (book.positions[row]?.side === 'long') long += Number.isNaN(stakes.fall[i]) ? 0 : held;
              else short += Number.isNaN(stakes.rise[i]) ? 0 : held;
            }
          }
          expect(liquidation.liquidatable.long).toBeCloseTo(long, 3);
          expect(liquidation.liquidatable.short).toBeCloseTo(short, 3);
          const last = liquidation.ladder.at(-1);
          // No long is liquidated by less than nothing: the whole of the price is the last rung.
          expect(last).toMatchObject({ distance: 1, long: liquidation.liquidatable.long });
          for (const [i, rung] of liquidation.ladder.entries()) {
            const before = liquidation.ladder[i - 1];
            expect(rung.long).toBeGreaterThanOrEqual(before?.long ?? 0);
            expect(rung.short).toBeGreaterThanOrEqual(before?.short ?? 0);
          }
        });
      }),
    );
  });

  test('has figures for everything, none of them NaN or infinite', () => {
    fc.assert(
      fc.property(
        anyBook,
        fc.constantFrom(0, 0.01, 3),
        fc.constantFrom(undefined, 0, 1e-9, 1e12),
        (book, sigma, volume) => {
          const each: MarketActivity = {
            sigma,
            dailyVolatility: sigma * 5,
            ...(volume === undefined ? {} : { dailyBaseVolume: volume }),
          };
          const risk = measure(book, 1e6, each);
          expectFinite(risk);
          for (const { collapseProbability, capacity } of risk.markets) {
            expect(collapseProbability).toBeGreaterThanOrEqual(0);
            expect(collapseProbability).toBeLessThanOrEqual(1);
            expect(capacity.excessShare).toBeGreaterThanOrEqual(0);
            expect(capacity.excessShare).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('loses in a common move what its accounts then lack, added up one by one', () => {
    fc.assert(
      fc.property(
        anyBook,
        fc.array(fc.double({ min: -0.99, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (book, moves) => {
          // Two markets of one coin move together, as its collateral can only have one price.
          const [btc = 0, , eth = 0] = moves;
          const each = [btc, btc, eth];
          const priced = (symbol: string) => {
            const m = MARKETS.findIndex((market) => market.symbol === symbol);
            const market = MARKETS[m] as (typeof MARKETS)[number];
            return { market, price: market.markPrice * (1 + (each[m] as number)) };
          };
          let slow = 0;
          for (const [id, { USDT = 0, BTC: coins = 0 }] of Object.entries(book.accounts)) {
            let equity = USDT + coins * 50_000 * (1 + btc);
            let holds = false;
            for (const position of book.positions.filter(({ account, contracts }) => account === id && contracts > 0)) {
              const { market, price } = priced(position.symbol);
              const own = plainPosition(position, market, price, ASSUMED).equity;
              if (position.margin !== undefined) slow += Math.max(0, -own);
              else {
                equity += own;
                holds = true;
              }
            }
            // Who holds nothing on margin owes what he borrowed to nobody here.
            if (holds) slow += Math.max(0, -equity);
          }
          const columns = bookOf(book);
          const carried = carryBook(columns);
          const stakes = findStakes(columns, carried, ASSUMED);
          const [loss = Number.NaN, still] = jointLosses(
            columns,
            carried,
            stakes,
            each.map((move) => [move, 0]),
            2,
          );
          expect(still).toBeGreaterThanOrEqual(0);
          expect(Math.abs(loss - slow)).toBeLessThanOrEqual(1e-9 * Math.max(1e6, slow));
        },
      ),
    );
  });
});

test('in one market that moves alone, each stake lacks what its equity does not carry', () => {
  fc.assert(
    fc.property(anyBook, fc.double({ min: -1, max: 3, noNaN: true }), (book, move) => {
      const columns = bookOf(book);
      const stakes = findStakes(columns, carryBook(columns), ASSUMED);
      const losses = marketLosses(
        columns,
        stakes,
        [
          [0, move],
          [move, move],
          [0, 0],
        ],
        2,
      );
      const slow = (m: number, moved: number): number => {
        let sum = 0;
        for (let i = 0; i < stakes.length; i++) {
          if (columns.positions.market[stakes.leg[i] as number] !== m) continue;
          sum += Math.max(0, -((stakes.equity[i] as number) + (stakes.slope[i] as number) * moved));
        }
        return sum;
      };
      const told = losses.map((own) => [...own]);
      expect(
        told.flat().every((loss, i) => Math.abs(loss - slow(i >> 1, [0, move, move, move, 0, 0][i] as number)) < 1e-3),
      ).toBe(true);
    }),
  );
});

describe('worked by hand', () => {
  /** Ten longs of one coin each with a tenth of it as margin, against one short that is safe. */
  const crowd: PlainBook = {
    markets: [BTC],
    accounts: {
      safe: { USDT: 1e7 },
      ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`long-${i}`, { USDT: 5_000 }])),
    },
    positions: [
      { account: 'safe', symbol: BTC.symbol, side: 'short', contracts: 10_000, entryPrice: 50_000 },
      ...Array.from({ length: 10 }, (_, i) => ({
        account: `long-${i}`,
        symbol: BTC.symbol,
        side: 'long' as const,
        contracts: 1_000,
        entryPrice: 50_000,
      })),
    ],
  };

  test('ten times leverage against a capacity of L* is 1 - L*/10 too much on the side that has it', () => {
    const { capacity } = measure(crowd, null, activity({ sigma: 0.03 })).markets[0] as ReturnType<
      typeof measure
    >['markets'][number];
    expect(capacity.maintenanceRate).toBeCloseTo(ASSUMED, 12);
    expect(capacity.excessShare).toBeCloseTo(0.5 * (1 - capacity.leverage / 10), 12);
  });

  test('a fall of a tenth and a half percent liquidates them all, and what they lack falls to the fund', () => {
    const calm = { ...DEFAULT_MODEL, impactCoefficient: 0 };
    const { markets, stress } = measure(crowd, 10_000, activity(), calm);
    const fall = markets[0]?.cascade.down.find(({ shock }) => shock === 0.2);
    expect(fall).toMatchObject({ liquidated: 500_000, liquidations: 10, amplification: 1 });
    // Each has lost 10,000 of its 5,000.
    expect(fall?.loss).toBeCloseTo(50_000, 6);
    expect(fall?.shortfall).toBeCloseTo(40_000, 6);
    const common = stress?.stress.find(({ shock }) => shock === -0.2);
    expect(common?.loss).toBeCloseTo(50_000, 6);
    expect(common?.shortfall).toBeCloseTo(40_000, 6);
    expect(stress?.stress.find(({ shock }) => shock === 0.2)?.loss).toBe(0);
  });

  test('the fund is expected to lose the mean of its worst cases, and covers its balance over that', () => {
    const { stress } = measure(crowd, 10_000, activity({ sigma: 0.2 }), {
      ...DEFAULT_MODEL,
      impactCoefficient: 0,
      confidence: 0.9,
    });
    const losses = stress?.stress.map(({ loss }) => loss) ?? [];
    expect(stress?.expectedShortfall).toBeGreaterThan(0);
    expect(stress?.expectedShortfall).toBeLessThanOrEqual(Math.max(...losses));
    expect(stress?.coverage).toBeCloseTo(10_000 / (stress?.expectedShortfall as number), 12);
    // More certainty looks at worse cases.
    const surer = measure(crowd, 10_000, activity({ sigma: 0.2 }), {
      ...DEFAULT_MODEL,
      impactCoefficient: 0,
      confidence: 0.99,
    });
    expect(surer.stress?.expectedShortfall).toBeGreaterThanOrEqual(stress?.expectedShortfall as number);
  });

  test('accounts under water are named with what they have and what they need', () => {
    const [market] = measure({
      markets: [BTC],
      accounts: { thin: { USDT: 100 }, gone: { USDT: -10 }, well: { USDT: 1e6 } },
      positions: [
        { account: 'thin', symbol: BTC.symbol, side: 'long', contracts: 1_000, entryPrice: 50_000 },
        { account: 'gone', symbol: BTC.symbol, side: 'short', contracts: 500, entryPrice: 50_000 },
        { account: 'well', symbol: BTC.symbol, side: 'short', contracts: 500, entryPrice: 50_000 },
        { account: 'well', symbol: BTC.symbol, side: 'long', contracts: 10, entryPrice: 50_000, margin: -1 },
      ],
    }).markets;
    expect(market?.liquidation.underwater).toEqual([
      {
        accountId: 'thin',
        side: 'long',
        marginMode: 'cross',
        notional: 50_000,
        equity: 100,
        maintenance: 250,
        bankrupt: false,
      },
      {
        accountId: 'gone',
        side: 'short',
        marginMode: 'cross',
        notional: 25_000,
        equity: -10,
        maintenance: 125,
        bankrupt: true,
      },
      {
        accountId: 'well',
        side: 'long',
        marginMode: 'isolated',
        notional: 500,
        equity: -1,
        maintenance: 2.5,
        bankrupt: true,
      },
    ]);
    expect(market?.liquidation.underwaterTotal).toEqual({ stakes: 3, notional: 75_500 });
    expect(market?.liquidation.ladder[0]).toMatchObject({ distance: 0, long: 50_500, short: 25_000 });
  });

  test('a stray order far from the market does not carry the price to itself', () => {
    const booked = (bids: readonly (readonly [number, number])[]) =>
      measure({ ...crowd, markets: [{ ...BTC, orderBook: { bids, asks: [] } }] }).markets[0];
    const near = booked([[49_500, 3_000]]);
    const stray = booked([
      [49_500, 3_000],
      [25_000, 1],
    ]);
    expect(near?.cascade.down.find(({ shock }) => shock === 0.2)?.amplification).toBeGreaterThan(1);
    expect(stray?.cascade).toEqual(near?.cascade);
    // It still counts as depth where the ladder reaches it.
    expect(stray?.liquidation.ladder.at(-1)?.absorption.long).toBeLessThan(
      near?.liquidation.ladder.at(-1)?.absorption.long as number,
    );
  });

  test('without a fund there is no shortfall to speak of', () => {
    const { markets, stress } = measure(crowd, null);
    expect(stress).toBeNull();
    expect(markets[0]?.cascade.down.every(({ shortfall }) => shortfall === null)).toBe(true);
  });
});
