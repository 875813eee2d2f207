import type { CarriedBook } from '../leverage/carried-book.ts';
import type { Book } from '../snapshot/types.ts';

/** Caps on effective leverage by market and side: longs of market m at 2m, shorts at 2m + 1; Infinity for none. */
export type LeverageCaps = Float64Array;

export const noCaps = (markets: number): LeverageCaps => new Float64Array(2 * markets).fill(Number.POSITIVE_INFINITY);

export const capIndex = (market: number, side: number): number => 2 * market + (side > 0 ? 0 : 1);

/** Columns that are used again for the next caps. */
export interface CapRoom {
  /** Of positions: what comes out. */
  readonly share: Float64Array;
  /** Of accounts. */
  readonly lowest: Float64Array;
  readonly held: Float64Array;
  readonly over: Float64Array;
}

export const openCapRoom = (positions: number, accounts: number): CapRoom => ({
  share: new Float64Array(positions),
  lowest: new Float64Array(accounts),
  held: new Float64Array(accounts),
  over: new Float64Array(accounts),
});

/**
 * The share of each position that has to be closed for the leverage that carries it to be at its cap.
 *
 * An account's cross positions share one leverage: it is brought to the lowest cap that it exceeds, by those of its positions that
 * exceed theirs, each by the same share. An isolated position stands for itself. Closing at the mark leaves equity as it is, so
 * what has to go is N - cap·E. Where nothing is left to carry a position no cap helps: its share is 0.
 *
 * That no account keeps more leverage than another that was reduced is what minimises what the venue may lose. Source: Campbell,
 * Hey, Moallemi, Nutz (2026), Risk-Based Auto-Deleveraging, on leverage cutoffs.
 *
 * @param room where it is given, the result is a view of it until it is used again
 */
export function capShares(
  { positions, accounts }: Book,
  carried: CarriedBook,
  caps: LeverageCaps,
  room: CapRoom = openCapRoom(positions.length, accounts.ids.length),
): Float64Array {
  const { length, account, market, side, isolated } = positions;
  const { values, leverage } = carried;
  const { crossEquity, bust } = carried.prudent;
  const { notional } = values;
  const { share, lowest, held, over } = room;
  share.fill(0);
  lowest.fill(Number.POSITIVE_INFINITY);
  held.fill(0);
  over.fill(0);
  for (let i = 0; i < length; i++) {
    const own = notional[i] as number;
    if (bust[i] === 1 || !(own > 0)) continue;
    const cap = caps[2 * (market[i] as number) + ((side[i] as number) > 0 ? 0 : 1)] as number;
    const above = (leverage[i] as number) > cap;
    if (isolated[i]) {
      if (above) share[i] = 1 - cap / (leverage[i] as number);
      continue;
    }
    const who = account[i] as number;
    held[who] = (held[who] as number) + own;
    if (!above) continue;
    // Marked until the account's own share is known.
    share[i] = -1;
    over[who] = (over[who] as number) + own;
    if (cap < (lowest[who] as number)) lowest[who] = cap;
  }
  for (let i = 0; i < length; i++) {
    if (share[i] !== -1) continue;
    const who = account[i] as number;
    const excess = (held[who] as number) - (lowest[who] as number) * (crossEquity[who] as number);
    share[i] = Math.max(0, Math.min(1, excess / (over[who] as number)));
  }
  return share;
}
