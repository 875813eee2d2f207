/**
 * P(X > x) of a chi-squared variable of an even number of degrees of freedom, 2m: e^(-x/2) Σ (x/2)^i / i! for i < m, the chance of
 * fewer than m events where x/2 are expected (Abramowitz and Stegun 26.4.21). No approximation is needed.
 *
 * @param x not negative; infinity has no tail
 * @throws RangeError
 */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  if (!(x >= 0) || !(degreesOfFreedom > 0) || degreesOfFreedom % 2 !== 0)
    throw new RangeError(`No chi-squared tail at ${x} with ${degreesOfFreedom} degrees of freedom`);
  const mean = x / 2;
  let term = Math.exp(-mean);
  // So far out that the first term is no number any more: no double is left of the others worth telling.
  if (term === 0) return 0;
  let sum = term;
  for (let i = 1; i < degreesOfFreedom / 2; i++) {
    term *= mean / i;
    sum += term;
  }
  return Math.min(1, sum);
}
