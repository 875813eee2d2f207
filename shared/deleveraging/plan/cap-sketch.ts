import type { CarriedBook } from '../../leverage/carried-book.ts';
import { criticalShock, type Direction } from '../../liquidation/cascade.ts';
import type { Forces } from '../../liquidation/forces.ts';
import { NO_LEG, type Stakes } from '../../liquidation/stakes.ts';
import type { Book } from '../../snapshot/types.ts';
import { capShares, type LeverageCaps, openCapRoom } from '../leverage-caps.ts';

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
 * Tries caps quickly: one pass over the stakes, no sorting, distances to a basis point.
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
  const { positions, markets, accounts } = book;
  const { notional } = carried.values;
  const flows = { down: markets.map(openBins), up: markets.map(openBins) };
  const gross = new Float64Array(accounts.ids.length);
  for (let i = 0; i < positions.length; i++) {
    if (positions.isolated[i]) continue;
    const who = positions.account[i] as number;
    gross[who] = (gross[who] as number) + (notional[i] as number);
  }
  const kept = new Float64Array(accounts.ids.length);
  const room = openCapRoom(positions.length, accounts.ids.length);

  return (caps) => {
    const shares = capShares(book, carried, caps, room);
    const reduced = new Float64Array(2 * markets.length);
    kept.set(gross);
    for (let i = 0; i < positions.length; i++) {
      const gone = (notional[i] as number) * (shares[i] as number);
      if (gone === 0) continue;
      const c = 2 * (positions.market[i] as number) + ((positions.side[i] as number) > 0 ? 0 : 1);
      reduced[c] = (reduced[c] as number) + gone;
      if (positions.isolated[i]) continue;
      const who = positions.account[i] as number;
      kept[who] = (kept[who] as number) - gone;
    }
    return { reduced, ...shocks(shares) };
  };

  function shocks(shares: Float64Array): Pick<Sketch, 'down' | 'up'> {
    for (const bins of [...flows.down, ...flows.up]) bins.fill(0);
    const { leg, hedge, equity, slope, maintenance, fall, rise, length } = stakes;
    for (let i = 0; i < length; i++) {
      const row = leg[i] as number;
      const other = hedge[i] as number;
      const own = (notional[row] as number) * (1 - (shares[row] as number));
      const opposite = other === NO_LEG ? 0 : (notional[other] as number) * (1 - (shares[other] as number));
      const m = positions.market[row] as number;
      const who = positions.account[row] as number;
      const isolated = positions.isolated[row] === 1;
      const changed = isolated ? (shares[row] as number) > 0 : (kept[who] as number) < (gross[who] as number);
      let falls = fall[i] as number;
      let rises = rise[i] as number;
      if (changed) {
        // Of the account, and of this market in it.
        const all = isolated ? own : (kept[who] as number);
        const before = isolated ? (notional[row] as number) : (gross[who] as number);
        const here = (notional[row] as number) + (other === NO_LEG ? 0 : (notional[other] as number));
        const margin = (maintenance[i] as number) * (before > 0 ? all / before : 0);
        const share = all > 0 ? (own + opposite) / all : 0;
        const steep = (slope[i] as number) * (here > 0 ? (own + opposite) / here : 0);
        const spare = (equity[i] as number) - margin;
        falls = distanceTo(spare, steep - margin * share);
        rises = distanceTo(spare, -steep + margin * share);
      }
      const net = ((positions.side[row] as number) > 0 ? 1 : -1) * (own - opposite);
      if (net > 0) add(flows.down[m] as Float64Array, falls, net);
      else if (net < 0) add(flows.up[m] as Float64Array, rises, -net);
    }
    const critical = (direction: Direction, m: number): number | null => {
      const closing = cumulated((direction === 'down' ? flows.down : flows.up)[m] as Float64Array);
      const { impact } = (forces[m] as Forces)[direction];
      return closing.at.length === 0 ? null : criticalShock({ direction, closing, impact }, runawayMove);
    };
    return { down: markets.map((_, m) => critical('down', m)), up: markets.map((_, m) => critical('up', m)) };
  }
}

/** What is left is used up at this distance, if it is at all. */
const distanceTo = (spare: number, perUnit: number): number =>
  spare <= 0 ? 0 : perUnit > 0 ? spare / perUnit : Number.NaN;

const openBins = (): Float64Array => new Float64Array(FURTHEST_BP + 1);

function add(bins: Float64Array, distance: number, amount: number): void {
  // Nearer rather than farther: a sketch is no better than what will be measured.
  const bp = Math.floor(distance * BP);
  if (bp <= FURTHEST_BP) bins[bp] = (bins[bp] as number) + amount;
}

/** The bins that hold anything, as a curve: flow and notional are the same here. */
function cumulated(bins: Float64Array): Forces['down']['closing'] {
  const at: number[] = [];
  const sums: number[] = [];
  let sum = 0;
  for (let bp = 0; bp < bins.length; bp++) {
    const own = bins[bp] as number;
    if (own === 0) continue;
    sum += own;
    at.push(bp / BP);
    sums.push(sum);
  }
  const column = Float64Array.from(sums);
  return { at: Float64Array.from(at), sums: [column, column] };
}
