import type { CarriedBook } from '../../leverage/carried-book.ts';
import { NO_LEG, type Stakes } from '../../liquidation/stakes.ts';
import { type Book, MARGIN } from '../../snapshot/types.ts';

/** Levels of leverage, four to each doubling, from 1,024 down to 1; and one for what has nothing left to carry it. */
const LEVELS = 41;
const levelOfLeverage = (leverage: number): number =>
  Math.max(0, Math.min(LEVELS - 1, Math.ceil(4 * (10 - Math.log2(Math.max(leverage, 1))))));

/**
 * The stakes of a book as columns, by levels of leverage, the highest first; those of one account stand together. Amounts in the
 * valuation's unit.
 */
export interface LeveredStakes {
  readonly length: number;
  /** Where each level ends. */
  readonly ends: Uint32Array;
  /** The same for stakes that share an equity. */
  readonly unit: Uint32Array;
  /** Effective leverage on that equity. */
  readonly leverage: Float64Array;
  readonly market: Uint32Array;
  /** Notional of its long and of its short. */
  readonly long: Float64Array;
  readonly short: Float64Array;
  /** Notional of all that the equity carries. */
  readonly gross: Float64Array;
  /** As in `Stakes`, as are the following. */
  readonly equity: Float64Array;
  readonly slope: Float64Array;
  readonly maintenance: Float64Array;
  readonly fall: Float64Array;
  readonly rise: Float64Array;
}

export function leveredStakes({ positions, accounts }: Book, carried: CarriedBook, stakes: Stakes): LeveredStakes {
  const { notional } = carried.values;
  const { length, leg, hedge } = stakes;
  const gross = new Float64Array(accounts.ids.length);
  for (let i = 0; i < positions.length; i++) {
    if (positions.isolated[i]) continue;
    const who = positions.account[i] as number;
    gross[who] = (gross[who] as number) + (notional[i] as number);
  }
  const levelOf = (i: number): number => {
    const row = leg[i] as number;
    return carried.prudent.bust[row] === 1 ? LEVELS : levelOfLeverage(carried.leverage[row] as number);
  };
  // A counting sort: whole levels one after the other, each as the stakes stand, so that those of one account stay side by side.
  const ends = new Uint32Array(LEVELS + 1);
  for (let i = 0; i < length; i++) ends[levelOf(i)] = (ends[levelOf(i)] as number) + 1;
  for (let level = 1; level <= LEVELS; level++) ends[level] = (ends[level] as number) + (ends[level - 1] as number);
  const next = ends.map((_, level) => (level === 0 ? 0 : (ends[level - 1] as number)));
  const sorted = {
    length,
    ends,
    unit: new Uint32Array(length),
    leverage: new Float64Array(length),
    market: new Uint32Array(length),
    long: new Float64Array(length),
    short: new Float64Array(length),
    gross: new Float64Array(length),
    equity: new Float64Array(length),
    slope: new Float64Array(length),
    maintenance: new Float64Array(length),
    fall: new Float64Array(length),
    rise: new Float64Array(length),
  };
  for (let i = 0; i < length; i++) {
    const level = levelOf(i);
    const to = next[level] as number;
    next[level] = to + 1;
    const row = leg[i] as number;
    const other = hedge[i] as number;
    const who = positions.account[row] as number;
    const own = notional[row] as number;
    const isolated = positions.isolated[row] !== MARGIN.cross;
    const isLong = (positions.side[row] as number) > 0;
    // An isolated position shares its equity with none: its row stands for it.
    sorted.unit[to] = isolated ? accounts.ids.length + row : who;
    sorted.leverage[to] = carried.leverage[row] as number;
    sorted.market[to] = positions.market[row] as number;
    sorted.long[to] = isLong ? own : 0;
    sorted.short[to] = isLong ? (other === NO_LEG ? 0 : (notional[other] as number)) : own;
    sorted.gross[to] = isolated ? own : (gross[who] as number);
    sorted.equity[to] = stakes.equity[i] as number;
    sorted.slope[to] = stakes.slope[i] as number;
    sorted.maintenance[to] = stakes.maintenance[i] as number;
    sorted.fall[to] = stakes.fall[i] as number;
    sorted.rise[to] = stakes.rise[i] as number;
  }
  return sorted;
}

/** Stakes up to this one hold all that are levered above a cap, and some that are not. */
export const endOfLevered = ({ ends }: LeveredStakes, cap: number): number => ends[levelOfLeverage(cap)] as number;
