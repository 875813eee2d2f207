import type { PackedModel } from './packed-model.ts';

/** Probabilities of the states at each time, row by row: `filtered[t * k + i]`. */
export interface StatePaths {
  /** Given all up to t. */
  readonly filtered: Float64Array;
  /** Given all before t. */
  readonly predicted: Float64Array;
}

/** Below this the probabilities of an observation are worked out again by logarithms. */
const FAINT = 1e-200;

/**
 * Hamilton's filter over flat arrays (Hamilton 1994, equations 22.4.5 to 22.4.7), from these probabilities one step before the first
 * value; returns the log-likelihood. Writes into `paths`, allocates nothing per value.
 *
 * Densities are taken relative to the greatest of them, so that a value however far out leaves the states their odds.
 */
export function runForward(
  series: Float64Array,
  exogenous: readonly Float64Array[],
  { k, regressors, means, coefficients, variances, transition }: PackedModel,
  before: Float64Array,
  { filtered, predicted }: StatePaths,
): number {
  const precision = variances.map((variance) => -0.5 / variance);
  const height = variances.map((variance) => -0.5 * Math.log(2 * Math.PI * variance));
  const logDensity = new Float64Array(k);
  const past = before.slice();
  let logLikelihood = 0;
  for (let t = 0, row = 0; t < series.length; t++, row += k) {
    const value = series[t] as number;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < k; i++) {
      let residual = value - (means[i] as number);
      for (let r = 0; r < regressors; r++)
        residual -= (coefficients[i * regressors + r] as number) * ((exogenous[r] as Float64Array)[t] as number);
      const density = (height[i] as number) + (precision[i] as number) * residual * residual;
      logDensity[i] = density;
      if (density > greatest) greatest = density;
    }
    let sum = 0;
    for (let i = 0, at = 0; i < k; i++) {
      let chance = 0;
      for (let j = 0; j < k; j++, at++) chance += (transition[at] as number) * (past[j] as number);
      predicted[row + i] = chance;
      const joint = chance * Math.exp((logDensity[i] as number) - greatest);
      filtered[row + i] = joint;
      sum += joint;
    }
    if (!(sum >= FAINT)) {
      // The state in which the value is least unlikely could hardly be entered: weigh both together.
      greatest = weighByLogarithms(logDensity, predicted, filtered, row);
      sum = 0;
      for (let i = 0; i < k; i++) sum += filtered[row + i] as number;
    }
    const inverse = 1 / sum;
    for (let i = 0; i < k; i++) {
      const probability = (filtered[row + i] as number) * inverse;
      filtered[row + i] = probability;
      past[i] = probability;
    }
    logLikelihood += greatest + Math.log(sum);
  }
  return logLikelihood;
}

function weighByLogarithms(
  logDensity: Float64Array,
  predicted: Float64Array,
  filtered: Float64Array,
  row: number,
): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logDensity.length; i++)
    greatest = Math.max(greatest, (logDensity[i] as number) + Math.log(predicted[row + i] as number));
  if (greatest === Number.NEGATIVE_INFINITY) {
    // So far out that its square is no number (1e154 standard deviations): the states keep the odds they had.
    filtered.set(predicted.subarray(row, row + logDensity.length), row);
    return greatest;
  }
  for (let i = 0; i < logDensity.length; i++)
    filtered[row + i] = Math.exp((logDensity[i] as number) + Math.log(predicted[row + i] as number) - greatest);
  return greatest;
}
