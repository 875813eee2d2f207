import { bipowerVariation, MU_1, realisedVariance, tripowerQuarticity } from './realised-measures.ts';

/** How much of a day's variance came by a jump, and whether that can be chance. */
export type JumpMeasure =
  | {
      readonly measured: true;
      readonly realisedVariance: number;
      readonly bipowerVariation: number;
      /** z_TP,rm: standard normal where nothing jumped, large where something did. */
      readonly z: number;
      /** Share of the realised variance that came by jumps, 0 to 1; chance included. */
      readonly jumpShare: number;
    }
  | { readonly measured: false; readonly reason: 'too few returns' | 'a return is no number' | 'no variation' };

/** Tri-power quarticity takes three in a row; below that many returns its law is far from normal anyway. */
const LEAST_RETURNS = 3;

/** Variance of the ratio (RV - BV)/RV, times n, of constant volatility: μ₁⁻⁴ + 2 μ₁⁻² - 5 = (π/2)² + π - 5. */
export const RATIO_VARIANCE = MU_1 ** -4 + 2 * MU_1 ** -2 - 5;

/** Quantile of z that 1 day in 1,000 without a jump exceeds. Source: as Andersen, Bollerslev, Diebold (2007) choose it. */
export const JUMP_Z = 3.090232306167813;

/**
 * The jump statistic of Barndorff-Nielsen and Shephard in its ratio form:
 * z = ((RV - BV)/RV) / √(((π/2)² + π - 5) · max(1, TP/BV²) / n).
 *
 * Source: Barndorff-Nielsen, Shephard (2004, 2006); Huang, Tauchen (2005), whose z_TP,rm this is and who prefer it to the plain
 * difference for days of few returns. Simulated, about 5 % of quiet days are beyond the 5 % quantile at some hundred returns; with
 * the 24 of hourly bars it is a rough guide.
 *
 * @param returns log returns of a day, fractions, equally far apart
 */
export function jumpMeasure(returns: ArrayLike<number>): JumpMeasure {
  const n = returns.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(returns[i] as number);
    if (!Number.isFinite(size)) return { measured: false, reason: 'a return is no number' };
    largest = Math.max(largest, size);
  }
  if (n < LEAST_RETURNS) return { measured: false, reason: 'too few returns' };
  if (largest === 0) return { measured: false, reason: 'no variation' };
  // The statistic has no unit: in units of the largest return no power of a return is lost below the smallest double.
  const scaled = Float64Array.from(returns, (value) => value / largest);
  const all = realisedVariance(scaled);
  const smooth = bipowerVariation(scaled);
  const relative = (all - smooth) / all;
  // Where no two moves are neighbours there is no quarticity either; its ratio is never below 1 in truth.
  const square = smooth * smooth;
  const quarticityRatio = square > 0 ? Math.max(1, tripowerQuarticity(scaled) / square) : 1;
  return {
    measured: true,
    realisedVariance: all * largest ** 2,
    bipowerVariation: smooth * largest ** 2,
    z: relative / Math.sqrt((RATIO_VARIANCE * quarticityRatio) / n),
    jumpShare: Math.max(0, relative),
  };
}

/**
 * Variance that came by jumps, counted only where chance is ruled out: RV - BV where z is beyond the critical value, else 0.
 *
 * Source: Andersen, Bollerslev, Diebold (2007), Roughing It Up.
 */
export function significantJumpVariance(measure: JumpMeasure, criticalZ: number = JUMP_Z): number {
  return measure.measured && measure.z > criticalZ
    ? Math.max(0, measure.realisedVariance - measure.bipowerVariation)
    : 0;
}
