import type { CarriedBook } from '../../leverage/carried-book.ts';
import { criticalShock, type Direction } from '../../liquidation/cascade.ts';
import type { Forces } from '../../liquidation/forces.ts';
import type { Stakes } from '../../liquidation/stakes.ts';
import type { Book } from '../../snapshot/types.ts';
import type { LeverageCaps } from '../leverage-caps.ts';
import { endOfLevered, type LeveredStakes, leveredStakes } from './levered-stakes.ts';

/** What caps would come to, before anything is measured again. */
export interface Sketch {
  /** Of each market: critical shocks, shares of the mark. */
  readonly down: readonly (number | null)[];
  readonly up: readonly (number | null)[];
  /** Notional closed, at the caps' own places. */
  readonly reduced: Float64Array;
}

/** Distances are told apart to a basis point, as far as critical shocks are looked for. */
const BP = 10_000;
const FURTHEST_BP = 5_000;

/**
 * Tries caps quickly: what each stake would trade is counted once by its distance, to a basis point; caps move only those above them,
 * which stand together.
 *
 * Where an account is reduced, its equity stays and what it must cover shrinks with its notional, so that the price at which it is
 * liquidated moves to (E - MM') / (slope' - MM'_own). Maintenance shrinks in proportion here; by tiers it shrinks by more: what is
 * sketched is no better than what will be measured.
 *
 * @param forces of each market as it is: what gives way to forced trading does not depend on the caps
 * @param runawayMove least forced move that counts
 */
export function openCapSketch(
  book: Book,
  carried: CarriedBook,
  stakes: Stakes,
  forces: readonly Forces[],
  runawayMove: number,
): (caps: LeverageCaps) => Sketch {
  const markets = book.markets.length;
  const levered = leveredStakes(book, carried, stakes);
  /** Of each market, falls and rises: what is traded at each basis point without caps. */
  const uncapped = new Float64Array(2 * markets * BINS);
  for (let i = 0; i < levered.length; i++) {
    const net = (levered.long[i] as number) - (levered.short[i] as number);
    count(uncapped, levered.market[i] as number, net, levered.fall[i] as number, levered.rise[i] as number, 1);
  }
  const bins = uncapped.slice();
  return (caps) => {
    bins.set(uncapped);
    const reduced = new Float64Array(2 * markets);
    move(levered, caps, bins, reduced);
    const critical = (direction: Direction, m: number): number | null => {
      const from = (2 * m + (direction === 'down' ? 0 : 1)) * BINS;
      const closing = cumulated(bins.subarray(from, from + BINS));
      const { impact } = (forces[m] as Forces)[direction];
      return closing.at.length === 0 ? null : criticalShock({ direction, closing, impact }, runawayMove);
    };
    const each = (direction: Direction) => book.markets.map((_, m) => critical(direction, m));
    return { reduced, down: each('down'), up: each('up') };
  };
}

/** Moves every stake above its cap to where it would stand under it. */
function move(levered: LeveredStakes, caps: LeverageCaps, bins: Float64Array, reduced: Float64Array): void {
  const { unit, leverage, market, long, short, gross, equity, slope, maintenance, fall, rise } = levered;
  const end = endOfLevered(
    levered,
    caps.reduce((least, cap) => Math.min(least, cap)),
  );
  for (let from = 0, to = 0; from < end; from = to) {
    // Stakes of one account have one leverage, and stand together.
    const own = leverage[from] as number;
    let over = 0;
    let cap = Number.POSITIVE_INFINITY;
    for (to = from; to < end && unit[to] === unit[from]; to++) {
      const m = market[to] as number;
      const longCap = caps[2 * m] as number;
      const shortCap = caps[2 * m + 1] as number;
      if (own > longCap && (long[to] as number) > 0) {
        over += long[to] as number;
        if (longCap < cap) cap = longCap;
      }
      if (own > shortCap && (short[to] as number) > 0) {
        over += short[to] as number;
        if (shortCap < cap) cap = shortCap;
      }
    }
    if (over === 0) continue;
    const all = gross[from] as number;
    const share = Math.max(0, Math.min(1, (all - cap * (equity[from] as number)) / over));
    const left = all - share * over;
    const margin = all > 0 ? ((maintenance[from] as number) * left) / all : 0;
    const spare = (equity[from] as number) - margin;
    for (let i = from; i < to; i++) {
      const m = market[i] as number;
      const longs = long[i] as number;
      const shorts = short[i] as number;
      const fewerLongs = own > (caps[2 * m] as number) ? longs * (1 - share) : longs;
      const fewerShorts = own > (caps[2 * m + 1] as number) ? shorts * (1 - share) : shorts;
      reduced[2 * m] = (reduced[2 * m] as number) + longs - fewerLongs;
      reduced[2 * m + 1] = (reduced[2 * m + 1] as number) + shorts - fewerShorts;
      const here = fewerLongs + fewerShorts;
      const steep = ((slope[i] as number) * here) / (longs + shorts);
      const moving = left > 0 ? (margin * here) / left : 0;
      count(bins, m, longs - shorts, fall[i] as number, rise[i] as number, -1);
      const falls = distanceTo(spare, steep - moving);
      const rises = distanceTo(spare, moving - steep);
      count(bins, m, fewerLongs - fewerShorts, falls, rises, 1);
    }
  }
}

/** What is left is used up at this distance, if it is at all. */
const distanceTo = (spare: number, perUnit: number): number =>
  spare <= 0 ? 0 : perUnit > 0 ? spare / perUnit : Number.NaN;

const BINS = FURTHEST_BP + 1;

/** Counts what a stake trades, or takes it out again. @param net longs less shorts: what is closed against the direction is not counted */
function count(bins: Float64Array, m: number, net: number, falls: number, rises: number, sign: number): void {
  // Nearer rather than farther: a sketch is no better than what will be measured.
  const bp = Math.floor((net > 0 ? falls : rises) * BP);
  if (!(bp <= FURTHEST_BP) || net === 0) return;
  const at = (2 * m + (net > 0 ? 0 : 1)) * BINS + bp;
  bins[at] = (bins[at] as number) + sign * Math.abs(net);
}

/** The bins that hold anything, as a curve: flow and notional are the same here. What taking out leaves of nothing is nothing. */
function cumulated(bins: Float64Array): Forces['down']['closing'] {
  const at: number[] = [];
  const sums: number[] = [];
  let sum = 0;
  for (let bp = 0; bp < bins.length; bp++) {
    const own = bins[bp] as number;
    if (!(own > 1e-9 * sum) || own < 1e-9) continue;
    sum += own;
    at.push(bp / BP);
    sums.push(sum);
  }
  const column = Float64Array.from(sums);
  return { at: Float64Array.from(at), sums: [column, column] };
}
