import type { CarriedBook } from '../leverage/carried-book.ts';
import type { Book } from '../snapshot/types.ts';
import { runCascade } from './cascade.ts';
import { returnTail } from './collapse.ts';
import type { Forces } from './forces.ts';
import { jointLosses } from './losses.ts';
import type { Stakes } from './stakes.ts';

/** Moves of all markets at once that the fund is tried against, as shares of their marks. */
export const STRESS_GRID = [
  -0.5, -0.3, -0.2, -0.15, -0.1, -0.075, -0.05, -0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2,
  0.3, 0.5,
] as const;

export interface StressPoint {
  /** The common shock. */
  readonly shock: number;
  /** What accounts lack in sum once each market's cascade has ended, in the valuation's unit. */
  readonly loss: number;
  /** What of it the fund cannot carry. */
  readonly shortfall: number;
}

export interface Stress {
  readonly stress: readonly StressPoint[];
  /** Mean loss in the worst cases that the confidence leaves out, over the liquidation horizon. */
  readonly expectedShortfall: number;
  /** Balance over expected shortfall; null where nothing is expected to be lost, or too little to be told from it. */
  readonly coverage: number | null;
}

/**
 * Tries the insurance fund against common shocks: every market takes the shock and its own cascade, every account is valued where
 * that ends, and what accounts lack falls to the fund.
 *
 * Expected shortfall is the mean loss of the worst (1 - confidence) of a Student-t return, each point of the grid standing for the
 * returns nearest to it.
 *
 * @param balance of the fund, in the valuation's unit
 * @param only 1 for each market that the fund stands for; all if absent. An account's positions elsewhere stay at their marks.
 * @param sigma volatility of the log return over the horizon, of the venue's markets by open interest
 */
export function stressFund(
  book: Book,
  carried: CarriedBook,
  stakes: Stakes,
  forces: readonly Forces[],
  balance: number,
  { sigma, degreesOfFreedom, confidence }: { sigma: number; degreesOfFreedom: number; confidence: number },
  only?: Uint8Array,
): Stress {
  const losses = jointLosses(
    book,
    carried,
    stakes,
    forces.map(({ down, up }) =>
      STRESS_GRID.map((shock) =>
        shock < 0 ? -Math.min(1, runCascade(down, -shock).move) : shock > 0 ? runCascade(up, shock).move : 0,
      ),
    ),
    STRESS_GRID.length,
    only,
  );
  const stress = STRESS_GRID.map((shock, g): StressPoint => {
    const loss = losses[g] as number;
    return { shock, loss, shortfall: Math.max(0, loss - Math.max(0, balance)) };
  });
  const expectedShortfall = worstMean(stress, sigma, degreesOfFreedom, 1 - confidence);
  const coverage = Math.max(0, balance) / expectedShortfall;
  return {
    stress,
    expectedShortfall,
    coverage: expectedShortfall > 0 && Number.isFinite(coverage) ? coverage : null,
  };
}

function worstMean(stress: readonly StressPoint[], sigma: number, degreesOfFreedom: number, share: number): number {
  const bounds = STRESS_GRID.slice(1).map((shock, i) => Math.log1p((shock + (STRESS_GRID[i] as number)) / 2));
  const above = (bound: number | undefined, outside: number): number =>
    bound === undefined ? outside : returnTail(bound, sigma, degreesOfFreedom);
  const cases = stress
    .map(({ loss }, i) => ({ loss, probability: above(bounds[i - 1], 1) - above(bounds[i], 0) }))
    .sort((a, b) => b.loss - a.loss);
  let left = share;
  let sum = 0;
  for (const { loss, probability } of cases) {
    const taken = Math.min(left, probability);
    sum += taken * loss;
    left -= taken;
    if (left <= 0) break;
  }
  return sum / share;
}
