import { ergodicOf } from './durations.ts';
import type { FitProblem } from './fit-problem.ts';
import { runForward } from './forward.ts';
import type { PackedModel } from './packed-model.ts';

/**
 * What the E-step knows of the hidden states: sums over all times, weighted with the smoothed probabilities. They are enough for the
 * M-step, for the exact gradient of the log-likelihood and for the information of the complete data.
 */
export interface Expectations {
  readonly logLikelihood: number;
  /** The ergodic distribution of the model. */
  readonly ergodic: Float64Array;
  /** Smoothed probabilities at the first time. */
  readonly first: Float64Array;
  /** Expected times in each state. */
  readonly occupancy: Float64Array;
  /** Expected goings from j to i: `flow[i * k + j]`. */
  readonly flow: Float64Array;
  /** The same for each unit of the transition's probability; known also where that is zero. */
  readonly ease: Float64Array;
  /** Σ e², e the residual by the state's present mean and coefficients. */
  readonly squares: Float64Array;
  /** Σ z·e for the state's regressors z: `cross[i * width + a]`. */
  readonly cross: Float64Array;
  /** Σ z·z': `gram[(i * width + a) * width + b]`. */
  readonly gram: Float64Array;
}

/** Filter and smoother in one: forward with everything kept, backward with only the sums kept. */
export function expectationsOf(problem: FitProblem, model: PackedModel): Expectations {
  const { series, exogenous, k, width, constants, paths } = problem;
  const { filtered, predicted } = paths;
  const { means, coefficients, regressors, transition } = model;
  const ergodic = ergodicOf(transition, k);
  const logLikelihood = runForward(series, exogenous, model, ergodic, paths);
  const occupancy = new Float64Array(k);
  const ease = new Float64Array(k * k);
  const squares = new Float64Array(k);
  const cross = new Float64Array(k * width);
  const gram = new Float64Array(k * width * width);
  const weight = new Float64Array(k);
  const z = new Float64Array(width).fill(1);
  const last = (series.length - 1) * k;
  const smoothed = filtered.slice(last, last + k);
  for (let t = series.length - 1, row = last; ; ) {
    const value = series[t] as number;
    for (let a = constants; a < width; a++) z[a] = (exogenous[a - constants] as Float64Array)[t] as number;
    for (let i = 0; i < k; i++) {
      const probability = smoothed[i] as number;
      let residual = value - (means[i] as number);
      for (let r = 0; r < regressors; r++)
        residual -= (coefficients[i * regressors + r] as number) * (z[constants + r] as number);
      occupancy[i] = (occupancy[i] as number) + probability;
      squares[i] = (squares[i] as number) + probability * residual * residual;
      for (let a = 0, at = i * width; a < width; a++, at++) {
        const weighted = probability * (z[a] as number);
        cross[at] = (cross[at] as number) + weighted * residual;
        for (let b = 0; b <= a; b++)
          gram[at * width + b] = (gram[at * width + b] as number) + weighted * (z[b] as number);
      }
      const chance = predicted[row + i] as number;
      weight[i] = chance > 0 ? Math.min(probability / chance, 1e300) : 0;
    }
    if (t === 0) break;
    t--;
    row -= k;
    for (let j = 0; j < k; j++) {
      const here = filtered[row + j] as number;
      let ahead = 0;
      for (let i = 0, at = j; i < k; i++, at += k) {
        const entering = weight[i] as number;
        ahead += (transition[at] as number) * entering;
        ease[at] = (ease[at] as number) + here * entering;
      }
      smoothed[j] = here * ahead;
    }
  }
  const flow = ease.map((each, at) => each * (transition[at] as number));
  for (let i = 0; i < k; i++)
    for (let a = 0; a < width; a++)
      for (let b = 0; b < a; b++) gram[(i * width + b) * width + a] = gram[(i * width + a) * width + b] as number;
  return { logLikelihood, ergodic, first: smoothed, occupancy, flow, ease, squares, cross, gram };
}
