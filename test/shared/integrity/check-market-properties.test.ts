import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom, type Random } from '../../../infra/local/scenario/random.ts';
import { checkMarket } from '../../../shared/integrity/check-market.ts';
import { checkVenue } from '../../../shared/integrity/check-venue.ts';
import type { IntegrityState } from '../../../shared/integrity/state.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import type { Market, OrderBook } from '../../../shared/snapshot/types.ts';
import { found, MINUTE_MS, readingOf, START } from './healthy-market.ts';

/** A book as it is seen on any day: uneven levels, amounts of all sizes. */
function livelyBook(price: number, random: Random): OrderBook {
  const side = (sign: 1 | -1) => {
    let at = price * (1 + sign * 0.0001 * random.uniform());
    return Array.from({ length: 40 }, () => {
      at *= 1 + sign * (1e-5 + 0.0006 * random.uniform());
      return [at, 1 + 20 * random.uniform()] as const;
    });
  };
  return { bids: side(-1), asks: side(1) };
}

/** A market that trades as it should, for as many minutes. */
function livelyMarket(seed: number, minutes: number): Market[] {
  const random = openRandom(seed);
  let price = 10 ** (8 * random.uniform() - 3);
  return Array.from({ length: minutes }, (_, i): Market => {
    price *= Math.exp(0.001 * random.normal());
    return {
      symbol: 'X/USDT:USDT',
      markPrice: price,
      indexPrice: price * (1 + 0.0005 * random.normal()),
      lastPrice: price * (1 + 0.0005 * random.normal()),
      contractSize: 0.01,
      linear: true,
      openInterestAmount: 1_000,
      orderBook: livelyBook(price, random),
      candle: { timestamp: START + (i - 1) * MINUTE_MS, open: price, high: price, low: price, close: price },
      trades: {
        buckets: Array.from({ length: 50 }, () => {
          const buyVolume = 100 * random.uniform();
          return { buyVolume: 25 + buyVolume / 2, sellVolume: 75 - buyVolume / 2 };
        }),
      },
    };
  });
}

/** Judges snapshots one after another. */
function judge(markets: readonly Market[], held = { longContracts: 1_000, shortContracts: 1_000 }) {
  let state: IntegrityState | undefined;
  return markets.map((market, i) => {
    const context = { sequence: i, timestamp: START + i * MINUTE_MS, reading: readingOf(), held };
    const checked = checkMarket(market, context, state);
    state = checked.state;
    return checked;
  });
}

test('a market that trades as it should is never found amiss', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const findings = judge(livelyMarket(seed, 40)).flatMap((checked) => found(checked.findings));
      expect(findings).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('findings do not depend on the unit of amounts', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: -40, max: 40 }), fc.constantFrom(0.05, 0.3, 1), (seed, power, left) => {
      const unit = 2 ** power;
      const markets = livelyMarket(seed, 16).map((market, i): Market => {
        const thin = (levels: OrderBook['bids']) =>
          levels.map(([price, amount]) => [price, i === 15 ? amount * left : amount] as const);
        const { bids, asks } = market.orderBook as OrderBook;
        const { openInterestAmount = 0 } = market;
        return {
          ...market,
          openInterestAmount: openInterestAmount * left,
          orderBook: { bids: thin(bids), asks: thin(asks) },
        };
      });
      const scaled = markets.map((market): Market => {
        const more = (levels: OrderBook['bids']) => levels.map(([price, amount]) => [price, amount * unit] as const);
        const { bids, asks } = market.orderBook as OrderBook;
        return {
          ...market,
          openInterestAmount: (market.openInterestAmount as number) * unit,
          orderBook: { bids: more(bids), asks: more(asks) },
          trades: {
            buckets: (market.trades?.buckets ?? []).map(({ buyVolume, sellVolume }) => ({
              buyVolume: buyVolume * unit,
              sellVolume: sellVolume * unit,
            })),
          },
        };
      });
      const held = { longContracts: 1_000, shortContracts: 990 + 10 * left };
      const heldScaled = { longContracts: held.longContracts * unit, shortContracts: held.shortContracts * unit };
      const of = (checked: ReturnType<typeof judge>) => checked.map(({ findings }) => found(findings));
      expect(of(judge(scaled, heldScaled))).toEqual(of(judge(markets, held)));
    }),
    { numRuns: 30 },
  );
});

describe('whatever the numbers are', () => {
  const number = fc.oneof(
    fc.double(),
    fc.constantFrom(0, -0, 1, -1, 100, 101, 1e30, 1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY),
  );
  const optional = fc.option(number, { nil: undefined });
  const levels = fc.array(fc.tuple(number, number), { maxLength: 4 });
  const trades = fc.record(
    {
      count: number,
      firstDigits: fc.oneof(fc.array(number, { maxLength: 10 }), fc.array(number, { minLength: 9, maxLength: 9 })),
      roundSizes: fc.record({ round: number, near: number }),
      largestSizes: fc.array(number, { maxLength: 60 }),
      buckets: fc.oneof(
        fc.array(fc.record({ buyVolume: number, sellVolume: number }), { maxLength: 3 }),
        fc.record({ buyVolume: number, sellVolume: number }).map((bucket) => new Array(50).fill(bucket)),
      ),
    },
    { requiredKeys: [] },
  );
  const market = fc
    .record({
      prices: fc.tuple(number, optional, optional),
      contractSize: number,
      linear: fc.boolean(),
      openInterestAmount: optional,
      orderBook: fc.option(fc.record({ bids: levels, asks: levels }), { nil: undefined }),
      candle: fc.option(fc.record({ timestamp: number.map((time) => time + 0) }), { nil: undefined }),
      trades: fc.option(trades, { nil: undefined }),
    })
    .map(({ prices: [markPrice, indexPrice, lastPrice], candle, ...rest }) => {
      const bar = candle && { ...candle, open: 1, high: 1, low: 1, close: 1 };
      const given = Object.entries({ symbol: 'X', markPrice, indexPrice, lastPrice, candle: bar, ...rest });
      return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as unknown as Market;
    });
  const snapshot = fc.record({
    market,
    reading: fc.record({ fast: number, slow: number, intervalMs: fc.option(number) }),
    held: fc.record({ longContracts: number, shortContracts: number }),
    again: fc.boolean(),
  });

  test('a market is judged without throwing, in finite numbers, and remembered as JSON', () => {
    fc.assert(
      fc.property(fc.array(snapshot, { maxLength: 6 }), (snapshots) => {
        let state: IntegrityState | undefined;
        let sequence = 0;
        for (const { market: shown, reading, held, again } of snapshots) {
          if (!again) sequence++;
          const context = { sequence, timestamp: START + sequence * MINUTE_MS, reading: readingOf(reading), held };
          const { findings, state: next } = checkMarket(shown, context, state);
          for (const { values, message } of findings) {
            expect(Object.values(values).every(Number.isFinite)).toBe(true);
            expect(message).not.toBe('');
          }
          expect(JSON.parse(JSON.stringify(next))).toEqual(next);
          expect(checkMarket(shown, context, next).state).toEqual(next);
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a venue is judged without throwing, in finite numbers', () => {
    fc.assert(
      fc.property(fc.tuple(number, number, number, number, optional), ([a, b, c, d, receivedAt]) => {
        const cursor = { sequence: a, timestamp: b, before: null };
        const { findings } = checkVenue({ sequence: c, timestamp: d }, cursor, TERMS, receivedAt);
        for (const { values } of findings) expect(Object.values(values).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
