import { ergodicOf } from './durations.ts';
import type { Expectations } from './expectations.ts';
import type { FitProblem } from './fit-problem.ts';
import { factorise, solveFactored } from './linear-systems.ts';
import type { PackedModel } from './packed-model.ts';

/** A state in which the series is expected to be less often is not there. */
export const LEAST_TIMES = 0.5;

/** The normal equations of all coefficients of the model: each state's weighted least squares, scattered to where they belong. */
export interface NormalEquations {
  /** Σ z·e / σ²: also the gradient of the log-likelihood. */
  readonly score: Float64Array;
  /** Cholesky's factor of Σ z·z' / σ², the information of the complete data. */
  readonly factor: Float64Array;
}

/** Undefined where a state has too little of the data to tell its coefficients. */
export function normalEquations(
  { k, width, columns, coefficients: size }: FitProblem,
  { variances }: PackedModel,
  { cross, gram }: Expectations,
): NormalEquations | undefined {
  const score = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < k; i++) {
    const precision = 1 / (variances[i] as number);
    for (let a = 0; a < width; a++) {
      const from = i * width + a;
      const row = columns[from] as number;
      score[row] = (score[row] as number) + (cross[from] as number) * precision;
      for (let b = 0; b < width; b++) {
        const at = row * size + (columns[i * width + b] as number);
        matrix[at] = (matrix[at] as number) + (gram[from * width + b] as number) * precision;
      }
    }
  }
  const factor = factorise(matrix, size);
  return factor && { score, factor };
}

/**
 * The M-step in closed form: weighted least squares for means and coefficients, then variances, then transitions. Where a mean is
 * shared by states of different variance the former is found given the latter and then the reverse: conditional maximisation, which
 * climbs as surely (Meng, Rubin 1993, Maximum Likelihood Estimation via the ECM Algorithm).
 *
 * Source: Hamilton (1990), Analysis of Time Series Subject to Changes in Regime.
 *
 * @returns undefined where the step leads to a degenerate model: a state of less than half an observation, or a variance collapsed
 */
export function maximise(problem: FitProblem, model: PackedModel, expectations: Expectations): PackedModel | undefined {
  const { k, width, constants, columns } = problem;
  const { occupancy, squares, cross, gram } = expectations;
  if (occupancy.some((times) => !(times >= LEAST_TIMES))) return undefined;
  const equations = normalEquations(problem, model, expectations);
  if (!equations) return undefined;
  const step = solveFactored(equations.factor, equations.score);
  const means = model.means.slice();
  const coefficients = model.coefficients.slice();
  const left = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let sum = squares[i] as number;
    for (let a = 0; a < width; a++) {
      const from = i * width + a;
      const move = step[columns[from] as number] as number;
      if (a < constants) means[i] = (means[i] as number) + move;
      else {
        const at = i * model.regressors + a - constants;
        coefficients[at] = (coefficients[at] as number) + move;
      }
      sum -= 2 * move * (cross[from] as number);
      for (let b = 0; b < width; b++)
        sum += move * (gram[from * width + b] as number) * (step[columns[i * width + b] as number] as number);
    }
    left[i] = sum;
  }
  const variances = variancesFrom(problem, left, occupancy);
  // Written so that NaN is degenerate too.
  if (variances.some((variance) => !(variance >= problem.floor))) return undefined;
  return { ...model, means, coefficients, variances, transition: likelierTransition(model, expectations) };
}

function variancesFrom({ variance }: FitProblem, squares: Float64Array, occupancy: Float64Array): Float64Array {
  if (variance === 'switching') return squares.map((sum, i) => sum / (occupancy[i] as number));
  const total = (sums: Float64Array) => sums.reduce((sum, own) => sum + own, 0);
  return squares.map(() => total(squares) / total(occupancy));
}

/**
 * Expected goings over expected stays. That would be all if the chain began anywhere; it begins in its ergodic distribution, which
 * moves with the transitions, so the step is halved until the whole expectation does not fall.
 */
function likelierTransition({ k, transition }: PackedModel, { flow, first, ergodic }: Expectations): Float64Array {
  const aim = flow.slice();
  for (let j = 0; j < k; j++) {
    let total = 0;
    for (let i = 0; i < k; i++) total += flow[i * k + j] as number;
    for (let i = 0; i < k; i++)
      aim[i * k + j] = (total > 0 ? (flow[i * k + j] as number) / total : transition[i * k + j]) as number;
  }
  const worth = (p: Float64Array, start: Float64Array): number => weighted(flow, p) + weighted(first, start);
  const least = worth(transition, ergodic);
  for (let share = 1; share > 1e-3; share /= 2) {
    const tried = aim.map((p, at) => share * p + (1 - share) * (transition[at] as number));
    if (worth(tried, ergodicOf(tried, k)) >= least) return tried;
  }
  return transition;
}

/** Σ weight · log p, where what has no weight counts nothing. */
function weighted(weights: Float64Array, probabilities: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++)
    if ((weights[at] as number) > 0) sum += (weights[at] as number) * Math.log(probabilities[at] as number);
  return sum;
}
