import type { Book, Market } from '../snapshot/types.ts';
import type { Direction, Force } from './cascade.ts';
import { depthOf } from './depth.ts';
import { type EventCurve, eventCurve } from './event-curve.ts';
import type { ImpactTerms } from './impact.ts';
import { NO_LEG, type Stakes } from './stakes.ts';

/** Forced trading of one market in both directions. */
export interface Forces {
  readonly down: Force;
  readonly up: Force;
}

/**
 * Forced trading of every market, both ways: what is liquidated, by distance from the mark.
 *
 * @param notional of each position of the book
 * @param worth of a unit of each market's quote currency
 * @param terms how each market's price gives way, its depth apart
 * @param bookReach how far from the mark orders are counted on, as a share of it
 */
export function findForces(
  book: Book,
  stakes: Stakes,
  notional: Float64Array,
  worth: Float64Array,
  terms: readonly Omit<ImpactTerms, 'depth'>[],
  bookReach: number,
): Forces[] {
  const curves = {
    down: closingCurves(book, stakes, notional, 'down'),
    up: closingCurves(book, stakes, notional, 'up'),
  };
  return book.markets.map((market: Market, m) => {
    const force = (direction: Direction): Force => ({
      direction,
      closing: curves[direction][m] as EventCurve,
      impact: {
        ...(terms[m] as Omit<ImpactTerms, 'depth'>),
        depth: depthOf(market, direction === 'down' ? 'bids' : 'asks', worth[m] as number, bookReach),
      },
    });
    return { down: force('down'), up: force('up') };
  });
}

/** Events of each market as they are found: two passes over the stakes, one to count and one to write. */
interface Events {
  readonly at: Float64Array;
  readonly weights: readonly [Float64Array, Float64Array];
  length: number;
}

function closingCurves(
  { positions, markets }: Book,
  { length, leg, hedge, fall, rise }: Stakes,
  notional: Float64Array,
  direction: Direction,
): EventCurve[] {
  const { market, side } = positions;
  const distance = direction === 'down' ? fall : rise;
  const sign = direction === 'down' ? 1 : -1;
  const counts = new Uint32Array(markets.length);
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(distance[i] as number)) continue;
    const m = market[leg[i] as number] as number;
    counts[m] = (counts[m] as number) + 1;
  }
  const events = Array.from(
    counts,
    (count): Events => ({
      at: new Float64Array(count),
      weights: [new Float64Array(count), new Float64Array(count)],
      length: 0,
    }),
  );
  for (let i = 0; i < length; i++) {
    const where = distance[i] as number;
    if (Number.isNaN(where)) continue;
    const row = leg[i] as number;
    const other = hedge[i] as number;
    const first = notional[row] as number;
    const second = other === NO_LEG ? 0 : (notional[other] as number);
    const own = events[market[row] as number] as Events;
    const e = own.length++;
    own.at[e] = where;
    // A leg that is closed against the direction would hold the price up: not counted on.
    own.weights[0][e] = Math.max(0, sign * (side[row] as number) * (first - second));
    own.weights[1][e] = first + second;
  }
  return events.map(({ at, weights }) => eventCurve(at, weights));
}
