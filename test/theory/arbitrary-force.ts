import fc from 'fast-check';
import type { Direction, Force } from '../../shared/liquidation/cascade.ts';
import { type Depth, depthOf } from '../../shared/liquidation/depth.ts';
import { eventCurve } from '../../shared/liquidation/event-curve.ts';
import type { Market } from '../../shared/snapshot/types.ts';

/** What is liquidated at a distance, and where its equity is gone. */
export interface Stake {
  readonly at: number;
  readonly notional: number;
  /** What of the notional is traded in the direction, the rest being hedged. */
  readonly share: number;
  /** How much further the price goes until nothing is left. */
}

export type Level = readonly [distance: number, amount: number];

export interface Design {
  readonly direction: Direction;
  readonly stakes: readonly Stake[];
  readonly levels: readonly Level[];
  readonly coefficient: number;
  readonly dailyVolatility: number;
  readonly dailyVolume: number;
}

/** Evenly spread, which fc.double is not: that one is uniform over bit patterns, nearly all of them close to 0. */
export const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((part) => min + (max - min) * (part / 2 ** 30));

/** A distance: any, near the mark, or on a basis point, where a shock may stand exactly. */
const distance = (max: number): fc.Arbitrary<number> =>
  fc.oneof(
    real(0, max),
    real(0, max / 20),
    fc.integer({ min: 0, max: max * 10_000 }).map((bp) => bp / 10_000),
  );

const stake: fc.Arbitrary<Stake> = fc.record({
  at: distance(0.6),
  notional: real(0, 500),
  share: fc.oneof(fc.constant(1), real(0, 1)),
});

const level: fc.Arbitrary<Level> = fc.tuple(
  fc.oneof(
    real(0.00001, 0.02),
    real(0.00001, 0.4),
    fc.integer({ min: 1, max: 4_000 }).map((bp) => bp / 10_000),
  ),
  real(0.001, 400),
);

export const designs = (mostStakes: number): fc.Arbitrary<Design> =>
  fc.record({
    direction: fc.constantFrom<Direction>('down', 'up'),
    stakes: fc.array(stake, { maxLength: mostStakes }),
    levels: fc.array(level, { maxLength: 8 }),
    coefficient: fc.oneof(fc.constant(0), fc.constant(1), real(0, 3)),
    dailyVolatility: real(0, 0.3),
    dailyVolume: real(1, 1_000),
  });

/** A shock in whole basis points, up to nine tenths of the price. */
export const shocks = fc.integer({ min: 0, max: 9_000 }).map((bp) => bp / 10_000);

/** As the product builds it: the book through depthOf, the events through eventCurve. */
export function forceOf({ direction, stakes, levels, coefficient, dailyVolatility, dailyVolume }: Design): Force {
  const column = (value: (stake: Stake) => number): Float64Array => Float64Array.from(stakes, value);
  return {
    direction,
    closing: eventCurve(
      column(({ at }) => at),
      [column(({ notional, share }) => notional * share), column(({ notional }) => notional)],
    ),
    impact: { depth: bookOf(direction, levels), coefficient, dailyVolatility, dailyVolume },
  };
}

const MARK = 100;

function bookOf(direction: Direction, levels: readonly Level[]): Depth {
  const side = direction === 'down' ? 'bids' : 'asks';
  const sign = direction === 'down' ? -1 : 1;
  const quoted = levels.map(([away, amount]) => [MARK * (1 + sign * away), amount] as const);
  const market: Market = {
    symbol: 'BTC/USDT:USDT',
    markPrice: MARK,
    contractSize: 1 / MARK,
    linear: true,
    orderBook: { bids: [], asks: [], [side]: quoted },
  };
  return depthOf(market, side, 1);
}
