/** Weight of the past for daily returns. Source: J.P. Morgan (1996), RiskMetrics Technical Document, 4th ed., section 5.3. */
export const RISKMETRICS_LAMBDA = 0.94;

/** One step of an exponentially weighted moving average: λ·before + (1 - λ)·now. */
export const fade = (before: number, now: number, lambda: number): number => lambda * before + (1 - lambda) * now;

/**
 * The variance of each return as it was foreseen the step before: σ²(1) = initial, σ²(t + 1) = λ·σ²(t) + (1 - λ)·r(t)².
 *
 * Source: RiskMetrics (1996), eq. 5.3, the mean taken as 0.
 *
 * @param returns in order; the variances are in their unit, squared
 * @param lambda weight of the past, in (0, 1)
 * @param initial by default the mean of all squared returns: right for a whole sample looked back on; who must not know what is
 *                to come gives one of their own
 * @throws RangeError when lambda is not in (0, 1)
 */
export function ewmaVariances(
  returns: ArrayLike<number>,
  lambda: number,
  initial: number = meanSquare(returns),
): Float64Array {
  checkLambda(lambda);
  const variances = new Float64Array(returns.length);
  let variance = initial;
  for (let i = 0; i < returns.length; i++) {
    variances[i] = variance;
    variance = fade(variance, (returns[i] as number) ** 2, lambda);
  }
  return variances;
}

/**
 * What an EWMA is warmed with where nobody says otherwise: the bars whose returns hold 99 % of its weight, 1 - λⁿ ≥ 0.99 (75 returns
 * of 76 bars at 0.94).
 *
 * Source: RiskMetrics (1996), section 5.3, at a tolerance of 1 %.
 */
export const warmUpWindow = (lambda: number): number => 1 + Math.ceil(Math.log(0.01) / Math.log(lambda));

/** @throws RangeError when lambda is not in (0, 1) */
export function checkLambda(lambda: number): void {
  if (!(lambda > 0 && lambda < 1)) throw new RangeError(`An EWMA's lambda lies between 0 and 1, not at ${lambda}`);
}

function meanSquare(returns: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < returns.length; i++) sum += (returns[i] as number) ** 2;
  return sum / returns.length;
}
