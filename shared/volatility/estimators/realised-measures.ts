/**
 * Measures of a day's variance from the log returns within it. Returns are fractions, in order and equally far apart; variances are
 * of the whole stretch, not annualised, quarticities their square.
 */

/** E|Z|^p of a standard normal Z: 2^(p/2) Γ((p + 1)/2) / Γ(1/2), for p = 1 and 4/3. */
export const MU_1 = Math.sqrt(2 / Math.PI);
/** Γ(7/6) is a constant. */
export const MU_4_3 = (2 ** (2 / 3) * 0.9277193336300392) / Math.sqrt(Math.PI);

/** Σ r²: all variation, jumps included. */
export function realisedVariance(returns: ArrayLike<number>): number {
  return adjacentProducts(returns, 1, 2);
}

/**
 * μ₁⁻² · n/(n - 1) · Σ |r(i)| |r(i-1)|: the variation without jumps, for no jump has a large neighbour. μ₁⁻² = π/2, and n/(n - 1)
 * makes up for the n - 1 products that n returns have.
 *
 * Source: Barndorff-Nielsen, Shephard (2004), Power and Bipower Variation with Stochastic Volatility and Jumps; with Huang and
 * Tauchen's (2005) correction for a finite n.
 *
 * @param returns at least 2; of fewer it is NaN
 */
export function bipowerVariation(returns: ArrayLike<number>): number {
  const n = returns.length;
  return n < 2 ? Number.NaN : (MU_1 ** -2 * n * adjacentProducts(returns, 2, 1)) / (n - 1);
}

/**
 * n · μ₄⸝₃⁻³ · n/(n - 2) · Σ |r(i) r(i-1) r(i-2)|^(4/3): integrated quarticity, in spite of jumps.
 *
 * Source: Barndorff-Nielsen, Shephard (2004); Huang, Tauchen (2005), The Relative Contribution of Jumps to Total Price Variance.
 *
 * @param returns at least 3; of fewer it is NaN
 */
export function tripowerQuarticity(returns: ArrayLike<number>): number {
  const n = returns.length;
  return n < 3 ? Number.NaN : (n * MU_4_3 ** -3 * n * adjacentProducts(returns, 3, 4 / 3)) / (n - 2);
}

/**
 * n · μ₁⁻⁴ · n/(n - 3) · Σ |r(i) r(i-1) r(i-2) r(i-3)|: as tri-power quarticity, less disturbed by a jump and more by noise.
 *
 * Source: as there.
 *
 * @param returns at least 4; of fewer it is NaN
 */
export function quadpowerQuarticity(returns: ArrayLike<number>): number {
  const n = returns.length;
  return n < 4 ? Number.NaN : (n * MU_1 ** -4 * n * adjacentProducts(returns, 4, 1)) / (n - 3);
}

/** Sum of the products of so many returns in a row, each as |r|^power. */
function adjacentProducts(returns: ArrayLike<number>, inARow: number, power: number): number {
  const sizes = Float64Array.from(returns, (value) => Math.abs(value) ** power);
  let sum = 0;
  for (let i = inARow - 1; i < sizes.length; i++) {
    let product = sizes[i] as number;
    for (let back = 1; back < inARow; back++) product *= sizes[i - back] as number;
    sum += product;
  }
  return sum;
}
