import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { depthOf, depthWithin } from '../../../shared/liquidation/depth.ts';
import { ladderOf, openSteps, stepOf } from '../../../shared/liquidation/ladder.ts';
import { inverse, linear } from '../leverage/plain-book.ts';

const NO_DEPTH = depthOf(linear('BTC/USDT:USDT', 100), 'bids', 1);

/** The ladder of longs liquidated at given distances. */
const laddered = (events: readonly (readonly [distance: number, notional: number])[], bids = NO_DEPTH) => {
  const steps = openSteps();
  for (const [distance, notional] of events) {
    const step = stepOf(distance);
    steps.long[step] = (steps.long[step] as number) + notional;
  }
  return ladderOf(steps, 100, bids, NO_DEPTH);
};

describe('the liquidation ladder', () => {
  test('every rung holds what is liquidated up to its distance, its end included', () => {
    const event = fc.tuple(
      fc.oneof(
        fc.double({ min: 0, max: 2, noNaN: true }),
        // Distances at and next to the ends of steps, where a quotient may round either way.
        fc.integer({ min: 0, max: 500 }).map((step) => step * 0.0025),
        fc.integer({ min: 1, max: 400 }).map((step) => step * 0.0025 * (1 + Number.EPSILON)),
        fc.integer({ min: 1, max: 400 }).map((step) => step * 0.0025 * (1 - Number.EPSILON)),
      ),
      fc.integer({ min: 1, max: 1_000_000 }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { ladder, liquidatable } = laddered(events);
        for (const { distance, long, short } of ladder) {
          expect(long).toBe(events.reduce((sum, [at, notional]) => sum + (at <= distance ? notional : 0), 0));
          expect(short).toBe(0);
        }
        expect(liquidatable.long).toBe(events.reduce((sum, [, notional]) => sum + notional, 0));
      }),
      { numRuns: 300 },
    );
  });

  test('a wall is a step that holds more than its neighbours, and enough to matter', () => {
    const { walls } = laddered([
      [0.011, 500],
      [0.049, 2_000],
      [0.05, 3_000],
      [0.0526, 100],
      [0.2, 4_000],
      [0.4, 10],
    ]);
    expect(walls).toEqual([
      { side: 'long', distance: 0.05, price: 95, notional: 5_000 },
      { side: 'long', distance: 0.2, price: 80, notional: 4_000 },
      { side: 'long', distance: 0.0125, price: 98.75, notional: 500 },
    ]);
  });

  test('absorption is what is liquidated over the depth within the same distance', () => {
    const market = {
      ...linear('BTC/USDT:USDT', 100, 2),
      orderBook: {
        bids: [
          [99.5, 10],
          [98, 20],
          [96, 40],
        ],
        asks: [],
      } as const,
    };
    const { ladder } = laddered(
      [
        [0.004, 100],
        [0.03, 12_000],
      ],
      depthOf(market, 'bids', 1),
    );
    const at = (distance: number) => ladder.find((rung) => rung.distance === distance)?.absorption.long;
    // Contracts of two base units at 100: 10 contracts are 2,000.
    expect(at(0)).toBe(0);
    expect(at(0.005)).toBe(100 / 2_000);
    expect(at(0.02)).toBe(100 / 6_000);
    expect(at(0.03)).toBe(12_100 / 6_000);
    expect(at(0.04)).toBe(12_100 / 14_000);
    // Longs with no bids at all to take them, and shorts that nobody holds.
    expect(laddered([[0.01, 5]]).ladder.find((rung) => rung.distance === 0.01)?.absorption).toEqual({
      long: null,
      short: 0,
    });
  });
});

describe('depth', () => {
  test('of inverse contracts counts quote units a contract, at a worth of the quote', () => {
    const market = {
      ...inverse('BTC/USD:BTC', 100, 10),
      orderBook: {
        bids: [],
        asks: [
          [101, 7],
          [105, 3],
        ],
      } as const,
    };
    const asks = depthOf(market, 'asks', 2);
    expect([depthWithin(asks, 0.005), depthWithin(asks, 0.02), depthWithin(asks, 1)]).toEqual([0, 140, 200]);
  });

  test('levels out of order are sorted, and those on the wrong side of the mark stand at it', () => {
    const market = {
      ...linear('BTC/USDT:USDT', 100),
      orderBook: {
        bids: [
          [90, 1],
          [101, 2],
          [99, 4],
        ],
        asks: [],
      } as const,
    };
    const { distance, cumulative } = depthOf(market, 'bids', 1);
    expect([...distance].map((at) => Number(at.toFixed(12)))).toEqual([0, 0.01, 0.1]);
    expect([...cumulative]).toEqual([200, 600, 700]);
  });
});
