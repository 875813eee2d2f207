import { orderOf } from '../numeric/order.ts';

/** What happens up to a distance from the mark: sums over events, by the distance at which each happens. */
export interface EventCurve {
  /** Distances, ascending. */
  readonly at: Float64Array;
  /** For each weight, the sum over all events up to and including each one. */
  readonly sums: readonly Float64Array[];
}

/**
 * @param at distance of each event, not negative
 * @param weights columns as long as `at`
 */
export function eventCurve(at: Float64Array, weights: readonly Float64Array[]): EventCurve {
  const order = orderOf(at);
  const sorted = new Float64Array(at.length);
  for (let i = 0; i < sorted.length; i++) sorted[i] = at[order[i] as number] as number;
  return {
    at: sorted,
    sums: weights.map((weight) => {
      const sums = new Float64Array(at.length);
      let sum = 0;
      for (let i = 0; i < sums.length; i++) {
        sum += weight[order[i] as number] as number;
        sums[i] = sum;
      }
      return sums;
    }),
  };
}

/** How many events happen up to and including a distance. @param from known to be no more than that */
export function eventsWithin({ at }: EventCurve, distance: number, from = 0): number {
  // Galloping: a cascade asks again and again a little further on.
  let low = from;
  let stride = 1;
  while (low + stride <= at.length && (at[low + stride - 1] as number) <= distance) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(at.length, low + stride - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle - 1] as number) <= distance) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The sum of one weight over the first events. */
export const sumOf = ({ sums }: EventCurve, weight: number, events: number): number =>
  events === 0 ? 0 : (sums[weight]?.[events - 1] as number);
