import { isInverse } from '../snapshot/contract-kind.ts';
import type { Market, OrderBook } from '../snapshot/types.ts';

/** One side of an order book as cumulative columns, nearest to the mark first. */
export interface Depth {
  /** Distance of each level from the mark, as a share of the mark, ascending; levels past the mark stand at 0. */
  readonly distance: Float64Array;
  /** What can be traded up to and including each level: contracts, valued at the mark, in the valuation's unit. */
  readonly cumulative: Float64Array;
}

/**
 * Depth that takes forced sales (bids) or forced purchases (asks).
 *
 * Amounts are valued at the mark whatever the level, as notional is: what is sold is a number of contracts.
 *
 * @param worth of a unit of quote currency
 * @param reach distance from the mark beyond which orders are left out, as a share of it
 */
export function depthOf(
  market: Market,
  side: keyof OrderBook,
  worth: number,
  reach: number = Number.POSITIVE_INFINITY,
): Depth {
  const { markPrice, contractSize, orderBook } = market;
  const unit = contractSize * worth * (isInverse(market) ? 1 : markPrice);
  const sign = side === 'bids' ? -1 : 1;
  const levels = (orderBook?.[side] ?? [])
    .map(([price, amount]) => ({
      distance: Math.max(0, (sign * (price - markPrice)) / markPrice),
      amount: amount * unit,
    }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance);
  const cumulative = new Float64Array(levels.length);
  let sum = 0;
  levels.forEach(({ amount }, i) => {
    sum += amount;
    cumulative[i] = sum;
  });
  return { distance: Float64Array.from(levels, ({ distance }) => distance), cumulative };
}

/** What can be traded within a distance of the mark. */
export function depthWithin({ distance, cumulative }: Depth, within: number): number {
  let level = -1;
  while (level + 1 < distance.length && (distance[level + 1] as number) <= within) level++;
  return level < 0 ? 0 : (cumulative[level] as number);
}
