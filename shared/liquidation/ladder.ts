import { type Depth, depthWithin } from './depth.ts';

/** What has been liquidated once the price has moved by a distance, and what could take it. */
export interface Rung {
  /** Share of the mark. */
  readonly distance: number;
  /** Notional of longs liquidated by a fall of up to that distance. */
  readonly long: number;
  /** Notional of shorts liquidated by a rise of up to that distance. */
  readonly short: number;
  /** Liquidated notional over the depth within the distance; null where there is no depth for it. */
  readonly absorption: { readonly long: number | null; readonly short: number | null };
}

/** Where more is liquidated at once than on either side of it. */
export interface Wall {
  readonly side: 'long' | 'short';
  /** Far end of the step it stands in. */
  readonly distance: number;
  readonly price: number;
  readonly notional: number;
}

export interface Ladder {
  readonly ladder: readonly Rung[];
  /** The highest first. */
  readonly walls: readonly Wall[];
  /** Notional that some price liquidates, however far: of longs by a fall, of shorts by a rise. */
  readonly liquidatable: { readonly long: number; readonly short: number };
}

/** Width of a step in which walls are looked for. */
const STEP = 0.0025;
/** Steps up to the whole of the price; what lies further is only in `liquidatable`. */
const STEPS = 400;
const WALLS = 5;
/** A wall is at least this share of what can be liquidated on its side. */
const WALL_SHARE = 0.02;

/** The distances that are told, in steps. */
const RUNGS = [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 50, 60, 80, 100, 120, 160, 200, 300, 400] as const;

/** The exact far end of each step. */
const ENDS = Float64Array.from({ length: STEPS + 1 }, (_, step) => step * STEP);

/** Notional by the step in which it is liquidated; the last one holds what is further than all. */
export interface LadderSteps {
  readonly long: Float64Array;
  readonly short: Float64Array;
}

export const openSteps = (): LadderSteps => ({
  long: new Float64Array(STEPS + 2),
  short: new Float64Array(STEPS + 2),
});

/** The step that a distance falls in: the first whose far end is at or beyond it. */
export function stepOf(distance: number): number {
  if (!(distance <= 1)) return STEPS + 1;
  let step = Math.ceil(distance / STEP);
  // The quotient may round to either side of a whole number; the ends decide.
  while (step > 0 && distance <= (ENDS[step - 1] as number)) step--;
  while (step <= STEPS && distance > (ENDS[step] as number)) step++;
  return step;
}

/** Cumulates the steps of one market to its ladder. */
export function ladderOf({ long, short }: LadderSteps, markPrice: number, bids: Depth, asks: Depth): Ladder {
  const cumulated = { long: cumulate(long), short: cumulate(short) };
  return {
    ladder: RUNGS.map((step) => {
      const distance = ENDS[step] as number;
      const longs = cumulated.long[step] as number;
      const shorts = cumulated.short[step] as number;
      return {
        distance,
        long: longs,
        short: shorts,
        absorption: {
          long: over(longs, depthWithin(bids, distance)),
          short: over(shorts, depthWithin(asks, distance)),
        },
      };
    }),
    walls: [...wallsOf(long, 'long', markPrice), ...wallsOf(short, 'short', markPrice)]
      .sort((a, b) => b.notional - a.notional)
      .slice(0, WALLS),
    liquidatable: { long: cumulated.long[STEPS + 1] as number, short: cumulated.short[STEPS + 1] as number },
  };
}

const over = (liquidated: number, depth: number): number | null =>
  liquidated === 0 ? 0 : depth > 0 ? liquidated / depth : null;

function cumulate(steps: Float64Array): Float64Array {
  const sums = new Float64Array(steps.length);
  let sum = 0;
  for (let step = 0; step < steps.length; step++) {
    sum += steps[step] as number;
    sums[step] = sum;
  }
  return sums;
}

function wallsOf(steps: Float64Array, side: Wall['side'], markPrice: number): Wall[] {
  const least = WALL_SHARE * steps.reduce((sum, notional) => sum + notional, 0);
  const walls: Wall[] = [];
  for (let step = 1; step <= STEPS; step++) {
    const notional = steps[step] as number;
    const before = steps[step - 1] as number;
    const after = step < STEPS ? (steps[step + 1] as number) : 0;
    if (notional < least || notional === 0 || notional <= before || notional < after) continue;
    const distance = ENDS[step] as number;
    walls.push({ side, distance, price: markPrice * (side === 'long' ? 1 - distance : 1 + distance), notional });
  }
  return walls;
}
