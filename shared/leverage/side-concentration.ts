import { sortAscending, sortByMagnitude } from '../numeric/order.ts';
import { type Concentration, concentrationOfSorted } from './concentration.ts';

/** What concentrating one set after another needs: nothing in it outlives a set. */
export interface SideRoom {
  readonly pure: Float64Array;
  readonly hedgedLong: Float64Array;
  readonly hedgedShort: Float64Array;
  readonly hedgedGross: Float64Array;
  readonly scratch: Float64Array;
}

/** @param accounts of the largest set */
export const openSideRoom = (accounts: number): SideRoom => ({
  pure: new Float64Array(accounts),
  hedgedLong: new Float64Array(accounts),
  hedgedShort: new Float64Array(accounts),
  hedgedGross: new Float64Array(accounts),
  scratch: new Float64Array(accounts),
});

/** Concentration by account of each side, and of both together. */
export interface SideConcentration {
  readonly gross: Concentration;
  readonly long: Concentration;
  readonly short: Concentration;
}

/**
 * Most accounts are on one side of a market, and hold as much there as altogether: those are sorted once, shorts as negative amounts.
 * Accounts that are on both sides have three amounts, which are sorted apart and merged in.
 *
 * @param sides notional of each account's longs and shorts in turn, not negative; lost
 */
export function concentrationBySide(sides: Float64Array, room: SideRoom): SideConcentration {
  const accounts = sides.length / 2;
  const { pure, hedgedLong, hedgedShort, hedgedGross, scratch } = room;
  let pures = 0;
  let hedged = 0;
  for (let at = 0; at < accounts; at++) {
    const long = sides[2 * at] as number;
    const short = sides[2 * at + 1] as number;
    if (long > 0 && short > 0) {
      hedgedLong[hedged] = long;
      hedgedShort[hedged] = short;
      hedgedGross[hedged++] = long + short;
    } else if (long + short > 0) pure[pures++] = long - short;
  }
  const gross = sortByMagnitude(pure.subarray(0, pures), scratch);
  // What the sides were read from holds them again, each sorted.
  const words = new Uint32Array(gross.buffer, gross.byteOffset, 2 * pures);
  let longs = 0;
  let shorts = 0;
  for (let i = 0; i < pures; i++) {
    const isShort = (words[2 * i + 1] as number) >>> 31;
    const size = Math.abs(gross[i] as number);
    gross[i] = size;
    // Written to both and counted in one: which side comes next cannot be foreseen.
    sides[longs] = size;
    sides[accounts + shorts] = size;
    longs += 1 - isShort;
    shorts += isShort;
  }
  const along = (own: Float64Array, both: Float64Array): Concentration =>
    concentrationOfSorted(merged(own, sortAscending(both.subarray(0, hedged), scratch), scratch));
  return {
    gross: along(gross, hedgedGross),
    long: along(sides.subarray(0, longs), hedgedLong),
    short: along(sides.subarray(accounts, accounts + shorts), hedgedShort),
  };
}

/** Two sorted columns as one, in `into`; the first itself where the second is empty. */
function merged(a: Float64Array, b: Float64Array, into: Float64Array): Float64Array {
  if (b.length === 0) return a;
  let i = 0;
  let at = 0;
  for (let j = 0; j < b.length; j++) {
    const next = b[j] as number;
    while (i < a.length && (a[i] as number) <= next) into[at++] = a[i++] as number;
    into[at++] = next;
  }
  while (i < a.length) into[at++] = a[i++] as number;
  return into.subarray(0, at);
}
