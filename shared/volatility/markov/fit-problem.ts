import { openPaths } from './filter.ts';
import type { StatePaths } from './forward.ts';
import type { FitTerms, MeanTerms, VarianceTerms } from './types.ts';

/**
 * What is fitted to what, in units in which every figure is near one: the series less its centre, over its scale.
 *
 * A state's own regressors are a constant (unless its mean is zero) and the exogenous series. `columns` says which coefficient of the
 * whole model each of them takes: a constant mean is one coefficient that all states share.
 */
export interface FitProblem {
  readonly series: Float64Array;
  readonly exogenous: readonly Float64Array[];
  readonly k: number;
  readonly mean: MeanTerms;
  readonly variance: VarianceTerms;
  /** Regressors of one state, the constant included. */
  readonly width: number;
  /** 1 where a state has a constant, 0 where its mean is zero. */
  readonly constants: 0 | 1;
  /** `columns[i * width + a]`: the place of state i's a-th regressor among the coefficients of the model. */
  readonly columns: Int32Array;
  /** Coefficients of the whole model. */
  readonly coefficients: number;
  /** A variance below this is a collapse onto a few points, where the likelihood has no bound. */
  readonly floor: number;
  /** Room for the probabilities, used again by every pass. */
  readonly paths: StatePaths;
}

export function poseProblem(
  series: Float64Array,
  exogenous: readonly Float64Array[],
  k: number,
  mean: MeanTerms,
  variance: VarianceTerms,
  floor: number,
): FitProblem {
  const constants = mean === 'zero' ? 0 : 1;
  const width = constants + exogenous.length;
  const columns = new Int32Array(k * width);
  let coefficients = 0;
  for (let i = 0; i < k; i++)
    for (let a = 0; a < width; a++) {
      const shared = a === 0 && mean === 'constant' && i > 0;
      columns[i * width + a] = shared ? 0 : coefficients++;
    }
  const paths = openPaths(series.length, k);
  return { series, exogenous, k, mean, variance, width, constants, columns, coefficients, floor, paths };
}

/** Free parameters: coefficients, variances, and the transitions but one a column. */
export function freeParameters({ states: k, mean, variance, exogenous = [] }: FitTerms): number {
  const means = { switching: k, constant: 1, zero: 0 }[mean];
  return means + k * exogenous.length + (variance === 'constant' ? 1 : k) + k * (k - 1);
}
