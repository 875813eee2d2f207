import { studentTail, unitVarianceScale } from '../numeric/student-t.ts';

/**
 * Probability that the price reaches a critical shock within the liquidation horizon: P(r ≤ ln(1 - down)) + P(r ≥ ln(1 + up)), r a
 * Student-t return of mean zero and the given volatility.
 *
 * @param critical shocks as shares of the mark; null for a direction in which nothing runs away
 * @param sigma volatility of the log return over the horizon, a fraction
 * @param degreesOfFreedom ν > 2
 * @throws RangeError
 */
export function collapseProbability(
  critical: { readonly down: number | null; readonly up: number | null },
  sigma: number,
  degreesOfFreedom: number,
): number {
  const beyond = (distance: number): number => returnTail(distance, sigma, degreesOfFreedom);
  return (
    (critical.down === null ? 0 : beyond(-Math.log1p(-critical.down))) +
    (critical.up === null ? 0 : beyond(Math.log1p(critical.up)))
  );
}

/** P(r > distance) of a Student-t return r of mean zero and volatility sigma. @throws RangeError */
export function returnTail(distance: number, sigma: number, degreesOfFreedom: number): number {
  if (!(sigma >= 0)) throw new RangeError(`A volatility of ${sigma}`);
  if (sigma === 0) return distance > 0 ? 0 : distance < 0 ? 1 : 0.5;
  return studentTail(distance / (sigma * unitVarianceScale(degreesOfFreedom)), degreesOfFreedom);
}
