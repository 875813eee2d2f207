import { collapseProbability } from '../../liquidation/collapse.ts';
import type { Capacity } from '../../liquidation/risk-ground.ts';
import { capShares, type LeverageCaps, noCaps } from '../leverage-caps.ts';
import { noClosing, reduceBook } from '../reduced-book.ts';
import { openCapSketch, type Sketch } from './cap-sketch.ts';
import { openExcessSketch } from './excess-sketch.ts';
import { polishShares } from './polish-shares.ts';
import { type Circumstances, type MeasuredBook, measureForPlan } from './standing.ts';
import type { PlanTargets } from './types.ts';

/** Caps that are sketched first: from the highest leverage there is down to the lowest cap, evenly in logarithms. */
const GRID = 12;
/** No venue lends more: what is above is capped by the first cap that is tried. */
export const HIGHEST_CAP = 200;
/** Halvings of the stretch between two of them, to half a percent. */
const SHARPENINGS = 6;
const EXCESS_HALVINGS = 24;
/** Positions that may be measured again in one search, all books taken together: what keeps a book of a million within seconds. */
const MEASURED_POSITIONS = 2_000_000;
const MOST_MEASUREMENTS = 64;
/** What a cap is lowered by where the measured book does not bear the sketch out, and the finest that it is raised by again. */
const STEP = 1.02;
/** Positions below which each is looked at by itself, and how often the book may be measured for that. */
const FEW = 16;
const MOST_TRIES = 20_000;
const FINEST = 1.000_5;

export interface CapSearch {
  readonly caps: LeverageCaps;
  /** The book under these caps. */
  readonly after: MeasuredBook;
  /** Share of each position that is closed. */
  readonly shares: Float64Array;
}

/**
 * The caps on effective leverage, by market and side, under which a book meets its targets with the least closed: sketched on a grid
 * and sharpened, then measured for good, lowered where the sketch was too kind and raised where it was too strict.
 *
 * The two sides of a market are capped apart, as a fall closes longs and a rise shorts: of all pairs of caps that keep the sum of
 * both probabilities within its target, the one that closes least. Excess is brought down by one cap for both.
 *
 * @returns the best there is: where the lowest cap does not reach a target, that
 */
export function searchCaps(
  measured: MeasuredBook,
  circumstances: Circumstances,
  targets: PlanTargets,
  lowestCap: number,
): CapSearch {
  const { markets } = measured;
  const caps = noCaps(markets.length);
  if (!meets(measured, targets).includes(false)) return { caps, shares: noShares(measured), after: measured };
  const collapsing = markets.map((market) => market.collapseProbability > targets.collapseProbability);
  if (collapsing.includes(true)) capForCollapse(caps, collapsing, measured, circumstances, targets, lowestCap);
  lowerForExcess(caps, measured, targets.excessShare, lowestCap);
  const found = settled(caps, measured, circumstances, targets, lowestCap);
  return measured.book.positions.length <= FEW ? polished(found, measured, circumstances, targets) : found;
}

/** Of so few positions each is looked at by itself. */
function polished(
  found: CapSearch,
  measured: MeasuredBook,
  circumstances: Circumstances,
  targets: PlanTargets,
): CapSearch {
  if (meets(found.after, targets).includes(false)) return found;
  const after = (shares: Float64Array): MeasuredBook => closedBy(shares, measured, circumstances);
  const shares = polishShares(
    found.shares,
    measured.carried.values.notional,
    (candidate) => !meets(after(candidate), targets).includes(false),
    MOST_TRIES,
  );
  return { caps: found.caps, shares, after: after(shares) };
}

/** Sets the caps of markets that are likely to collapse. */
function capForCollapse(
  caps: LeverageCaps,
  collapsing: readonly boolean[],
  measured: MeasuredBook,
  { model }: Circumstances,
  { collapseProbability: limit }: PlanTargets,
  lowestCap: number,
): void {
  const { book, carried, ground, markets } = measured;
  const sketch = openCapSketch(book, carried, ground.stakes, ground.forces, model.runawayMove);
  const top = Math.max(lowestCap, Math.min(HIGHEST_CAP, measured.highestLeverage));
  // The first of the grid is no cap at all.
  const grid = Array.from({ length: GRID + 1 }, (_, k) =>
    k === 0 ? Number.POSITIVE_INFINITY : top * (lowestCap / top) ** ((k - 1) / (GRID - 1)),
  );
  const tried = grid.map((cap) => sketch(new Float64Array(2 * markets.length).fill(cap)));
  /** Of collapse by a fall for the longs (0), by a rise for the shorts (1). */
  const sideProbability = (side: 0 | 1, m: number, one: Sketch): number => {
    const critical = side === 0 ? { down: one.down[m] ?? null, up: null } : { down: null, up: one.up[m] ?? null };
    return collapseProbability(critical, (ground.capacities[m] as Capacity).sigma, model.degreesOfFreedom);
  };
  const chosen = markets.map((_, m) =>
    collapsing[m]
      ? cheapestPair(
          m,
          tried,
          tried.map((one) => sideProbability(0, m, one)),
          tried.map((one) => sideProbability(1, m, one)),
          limit,
        )
      : undefined,
  );
  chosen.forEach((pair, m) => {
    if (!pair) return;
    caps[2 * m] = grid[pair.long] as number;
    caps[2 * m + 1] = grid[pair.short] as number;
  });
  // Each cap lies between the grid's that is enough and the one before that is not: all are sharpened at once, each against the share
  // of the limit that its own side has had in the pair that was chosen.
  const tooHigh = caps.slice();
  const allowed = caps.map((_, c) => {
    const pair = chosen[c >> 1];
    if (!pair) return 0;
    const other = tried[c % 2 === 0 ? pair.short : pair.long] as Sketch;
    const k = c % 2 === 0 ? pair.long : pair.short;
    if (k > 0) tooHigh[c] = k === 1 ? Math.max(top, measured.highestLeverage) : (grid[k - 1] as number);
    return limit - sideProbability(c % 2 === 0 ? 1 : 0, c >> 1, other);
  });
  for (let i = 0; i < SHARPENINGS; i++) {
    const middle = caps.map((low, c) => (tooHigh[c] === low ? low : Math.sqrt(low * (tooHigh[c] as number))));
    const there = sketch(middle);
    for (let c = 0; c < caps.length; c++) {
      if (tooHigh[c] === caps[c]) continue;
      const within = sideProbability((c % 2) as 0 | 1, c >> 1, there) <= (allowed[c] as number);
      (within ? caps : tooHigh)[c] = middle[c] as number;
    }
  }
}

/**
 * Of all pairs of caps within the limit, the one that closes least; the lowest of both where none is.
 *
 * @param down probability of collapse that way under each cap that was tried
 * @param up the same for rises
 */
function cheapestPair(
  m: number,
  tried: readonly Sketch[],
  down: readonly number[],
  up: readonly number[],
  limit: number,
): { readonly long: number; readonly short: number } {
  let best = { long: tried.length - 1, short: tried.length - 1 };
  let least = Number.POSITIVE_INFINITY;
  for (let long = 0; long < tried.length; long++) {
    for (let short = 0; short < tried.length; short++) {
      if ((down[long] as number) + (up[short] as number) > limit) continue;
      const closed = (tried[long]?.reduced[2 * m] as number) + (tried[short]?.reduced[2 * m + 1] as number);
      if (closed < least) {
        least = closed;
        best = { long, short };
      }
    }
  }
  return best;
}

/** Lowers both caps of each market until its excess is within its target. */
function lowerForExcess(caps: LeverageCaps, measured: MeasuredBook, limit: number, lowestCap: number): void {
  const { book, carried, ground, markets } = measured;
  const capacity = Float64Array.from(ground.capacities, ({ leverage }) => leverage);
  const excess = openExcessSketch(book, carried, capacity);
  const under = (common: readonly number[]): LeverageCaps =>
    caps.map((cap, c) => Math.min(cap, common[c >> 1] as number));
  const already = excess(caps);
  const low = markets.map((_, m) => ((already[m] as number) > limit ? lowestCap : Number.POSITIVE_INFINITY));
  const high = low.map((from) => (from === lowestCap ? Math.max(lowestCap, measured.highestLeverage) : from));
  for (let i = 0; i < EXCESS_HALVINGS; i++) {
    const middle = low.map((from, m) => Math.sqrt(from * (high[m] as number)));
    const there = excess(under(middle));
    middle.forEach((cap, m) => {
      ((there[m] as number) <= limit ? low : high)[m] = cap;
    });
  }
  caps.set(under(low));
}

const meets = (after: MeasuredBook, targets: PlanTargets): boolean[] =>
  after.markets.map(
    (market) => market.collapseProbability <= targets.collapseProbability && market.excessShare <= targets.excessShare,
  );

/** Measures what was sketched, and mends it as far as there is time. */
function settled(
  caps: LeverageCaps,
  measured: MeasuredBook,
  circumstances: Circumstances,
  targets: PlanTargets,
  lowestCap: number,
): CapSearch {
  let left = Math.max(
    2,
    Math.min(MOST_MEASUREMENTS, Math.floor(MEASURED_POSITIONS / Math.max(1, measured.book.positions.length))),
  );
  let best = applied(caps, measured, circumstances);
  left--;
  let step = STEP;
  while (left > 0) {
    const met = meets(best.after, targets);
    if (!met.includes(false)) break;
    const lower = best.caps.map((cap, c) => {
      if (met[c >> 1]) return cap;
      // A side without a cap begins at the highest leverage that there is.
      return Math.max(lowestCap, Math.min(cap, measured.highestLeverage) / step);
    });
    if (lower.every((cap, c) => cap === best.caps[c])) break;
    best = applied(lower, measured, circumstances);
    left--;
    step **= 1.5;
  }
  if (meets(best.after, targets).includes(false) || left < caps.length) return best;
  // One cap at a time is raised as long as all targets hold: what is closed more than needed is given back.
  for (let factor = STEP; factor >= FINEST && left > 0; factor = Math.sqrt(factor)) {
    for (let c = 0; c < caps.length && left > 0; c++) {
      if (!Number.isFinite(best.caps[c] as number)) continue;
      const raised = best.caps.slice();
      raised[c] = (raised[c] as number) * factor;
      const other = applied(raised, measured, circumstances);
      left--;
      if (!meets(other.after, targets).includes(false)) best = other;
    }
  }
  return best;
}

/** The book under caps. */
function applied(caps: LeverageCaps, measured: MeasuredBook, circumstances: Circumstances): CapSearch {
  const shares = capShares(measured.book, measured.carried, caps);
  return { caps, shares, after: closedBy(shares, measured, circumstances) };
}

/** The book once a share of each position is closed. */
function closedBy(shares: Float64Array, { book, carried }: MeasuredBook, circumstances: Circumstances): MeasuredBook {
  const closing = noClosing(shares.length);
  const { closingCost } = circumstances;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] as number;
    if (share === 0) continue;
    closing.contracts[i] = (book.positions.contracts[i] as number) * share;
    closing.cost[i] = (carried.values.notional[i] as number) * share * closingCost;
  }
  return measureForPlan(reduceBook(book, carried, closing), circumstances);
}

const noShares = ({ book }: MeasuredBook): Float64Array => new Float64Array(book.positions.length);
