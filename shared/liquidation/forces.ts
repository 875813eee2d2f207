import type { Book } from '../snapshot/types.ts';
import type { Force } from './cascade.ts';
import { depthOf } from './depth.ts';
import { eventCurve } from './event-curve.ts';
import type { ImpactTerms } from './impact.ts';
import { NO_LEG, type Stakes } from './stakes.ts';

/** The stakes of each market, as indexes into the columns: order[starts[m] .. starts[m + 1]). */
export function stakesByMarket({ positions, markets: listed }: Book, { leg, length }: Stakes): Uint32Array[] {
  const { market } = positions;
  const markets = listed.length;
  const starts = new Uint32Array(markets + 1);
  for (let i = 0; i < length; i++) {
    const after = (market[leg[i] as number] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let m = 0; m < markets; m++) starts[m + 1] = (starts[m + 1] as number) + (starts[m] as number);
  const next = starts.slice();
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const m = market[i] as number;
    const at = next[m] as number;
    order[at] = i;
    next[m] = at + 1;
  }
  return Array.from({ length: markets }, (_, m) => order.subarray(starts[m], starts[m + 1]));
}

/**
 * Forced trading of one market in both directions: who is liquidated and who is bankrupt, by distance.
 *
 * @param own the market's stakes
 * @param notional of each position of the book
 * @param terms how its price gives way, depth apart
 * @param worth of a unit of its quote currency
 */
export function forcesOf(
  book: Book,
  stakes: Stakes,
  own: Uint32Array,
  notional: Float64Array,
  market: number,
  terms: Omit<ImpactTerms, 'depth'>,
  worth: number,
): { down: Force; up: Force } {
  const force = (direction: Force['direction']): Force => {
    const listed = book.markets[market] as Book['markets'][number];
    const depth = depthOf(listed, direction === 'down' ? 'bids' : 'asks', worth);
    return {
      direction,
      closing: closingCurve(book.positions.side, stakes, own, notional, direction),
      losing: losingCurve(stakes, own, direction),
      impact: { ...terms, depth },
    };
  };
  return { down: force('down'), up: force('up') };
}

function closingCurve(
  side: Int8Array,
  stakes: Stakes,
  own: Uint32Array,
  notional: Float64Array,
  direction: Force['direction'],
): Force['closing'] {
  const distance = direction === 'down' ? stakes.fall : stakes.rise;
  const sign = direction === 'down' ? 1 : -1;
  let count = 0;
  for (let i = 0; i < own.length; i++) if (!Number.isNaN(distance[own[i] as number] as number)) count++;
  const at = new Float64Array(count);
  const flow = new Float64Array(count);
  const gross = new Float64Array(count);
  let e = 0;
  for (let i = 0; i < own.length; i++) {
    const stake = own[i] as number;
    const where = distance[stake] as number;
    if (Number.isNaN(where)) continue;
    const leg = stakes.leg[stake] as number;
    const hedge = stakes.hedge[stake] as number;
    const first = notional[leg] as number;
    const second = hedge === NO_LEG ? 0 : (notional[hedge] as number);
    at[e] = where;
    // A leg that is closed against the direction would hold the price up: not counted on.
    flow[e] = Math.max(0, sign * (side[leg] as number) * (first - second));
    gross[e++] = first + second;
  }
  return eventCurve(at, [flow, gross]);
}

/** Stakes that lose by the direction, by the distance at which their equity is used up. */
function losingCurve(stakes: Stakes, own: Uint32Array, direction: Force['direction']): Force['losing'] {
  const sign = direction === 'down' ? 1 : -1;
  let count = 0;
  for (let i = 0; i < own.length; i++) if (sign * (stakes.slope[own[i] as number] as number) > 0) count++;
  const at = new Float64Array(count);
  const equity = new Float64Array(count);
  const slope = new Float64Array(count);
  let e = 0;
  for (let i = 0; i < own.length; i++) {
    const stake = own[i] as number;
    const loses = sign * (stakes.slope[stake] as number);
    if (!(loses > 0)) continue;
    const has = stakes.equity[stake] as number;
    at[e] = Math.max(0, has / loses);
    equity[e] = has;
    slope[e++] = loses;
  }
  return eventCurve(at, [equity, slope]);
}
