import { LEAST_TIMES, normalEquations } from './em.ts';
import { type Expectations, expectationsOf } from './expectations.ts';
import type { FitProblem } from './fit-problem.ts';
import { solveFactored, solveSquare } from './linear-systems.ts';
import type { PackedModel } from './packed-model.ts';

/**
 * A model as one free vector: coefficients, logarithms of the variances, and logits of the transitions, k a column (a column's
 * probabilities are its softmax: one logit too many, which no step moves).
 */
export interface Point {
  readonly place: Float64Array;
  readonly model: PackedModel;
  readonly expectations: Expectations;
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** How the log-likelihood rises with the transition itself, at the cost of its column's others; known also where that is zero. */
  readonly rises: Float64Array;
  /** Multiplies with the inverse information of the complete data: of the gradient it makes, to first order, the step of EM. */
  readonly precondition: (vector: Float64Array) => Float64Array;
  /** The most that the log-likelihood changes, to first order, when one parameter moves by its standard error in the complete data. */
  readonly slope: number;
}

const varianceCount = ({ k, variance }: FitProblem): number => (variance === 'constant' ? 1 : k);

/** Where in a place the logits of the transitions begin. */
export const transitionsFrom = (problem: FitProblem): number => problem.coefficients + varianceCount(problem);

/** Logits of transitions that cannot be seen any more stay finite. */
const LEAST_PROBABILITY = 1e-300;

export function placeOf(problem: FitProblem, model: PackedModel): Float64Array {
  const { k, width, constants, columns, coefficients } = problem;
  const variances = varianceCount(problem);
  const place = new Float64Array(coefficients + variances + k * k);
  for (let i = 0; i < k; i++)
    for (let a = 0; a < width; a++)
      place[columns[i * width + a] as number] = (
        a < constants ? model.means[i] : model.coefficients[i * model.regressors + a - constants]
      ) as number;
  for (let i = 0; i < variances; i++) place[coefficients + i] = Math.log(model.variances[i] as number);
  place.set(
    model.transition.map((p) => Math.log(Math.max(p, LEAST_PROBABILITY))),
    coefficients + variances,
  );
  return place;
}

export function modelAt(problem: FitProblem, place: Float64Array): PackedModel {
  const { k, width, constants, columns, coefficients: size } = problem;
  const regressors = width - constants;
  const means = new Float64Array(k);
  const coefficients = new Float64Array(k * regressors);
  for (let i = 0; i < k; i++)
    for (let a = 0; a < width; a++) {
      const own = place[columns[i * width + a] as number] as number;
      if (a < constants) means[i] = own;
      else coefficients[i * regressors + a - constants] = own;
    }
  const count = varianceCount(problem);
  const variances = Float64Array.from({ length: k }, (_, i) => Math.exp(place[size + (i % count)] as number));
  const transition = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const logits = Array.from({ length: k }, (_, i) => place[size + count + i * k + j] as number);
    const greatest = Math.max(...logits);
    const chances = logits.map((logit) => Math.exp(logit - greatest));
    const total = chances.reduce((sum, chance) => sum + chance, 0);
    for (const [i, chance] of chances.entries()) transition[i * k + j] = chance / total;
  }
  return { k, regressors, means, coefficients, variances, transition };
}

/**
 * The log-likelihood and its exact gradient, by Fisher's identity: that of the complete data's log-likelihood, expected over the
 * smoothed states, the ergodic start included.
 *
 * Source: Hamilton (1994), section 22.4 and its appendix; Louis (1982), Finding the Observed Information Matrix when Using the EM Algorithm.
 *
 * @returns undefined where the model is degenerate
 */
export function pointAt(problem: FitProblem, place: Float64Array): Point | undefined {
  const model = modelAt(problem, place);
  const { k, coefficients: size, floor } = problem;
  if (model.variances.some((variance) => !(variance >= floor && variance < Number.POSITIVE_INFINITY))) return undefined;
  const expectations = expectationsOf(problem, model);
  const { logLikelihood, occupancy, squares } = expectations;
  if (!Number.isFinite(logLikelihood) || occupancy.some((times) => !(times >= LEAST_TIMES))) return undefined;
  const equations = normalEquations(problem, model, expectations);
  if (!equations) return undefined;
  const count = varianceCount(problem);
  const gradient = new Float64Array(place.length);
  const information = new Float64Array(place.length);
  gradient.set(equations.score);
  for (let i = 0; i < k; i++) {
    const at = size + (i % count);
    const times = occupancy[i] as number;
    gradient[at] = (gradient[at] as number) + ((squares[i] as number) / (model.variances[i] as number) - times) / 2;
    information[at] = (information[at] as number) + times / 2;
  }
  const rises = transitionRises(model, expectations);
  const goings = leavings(expectations.flow, k);
  for (let at = 0; at < k * k; at++) {
    const p = model.transition[at] as number;
    gradient[size + count + at] = p * (rises[at] as number);
    information[size + count + at] = p * (goings[at % k] as number);
  }
  const precondition = (vector: Float64Array): Float64Array => {
    const result = vector.map((value, at) => value / Math.max(information[at] as number, 1e-12));
    result.set(solveFactored(equations.factor, vector.subarray(0, size)));
    return result;
  };
  const coefficientStep = solveFactored(equations.factor, equations.score);
  let slope = Math.sqrt(
    Math.max(
      0,
      equations.score.reduce((sum, g, at) => sum + g * (coefficientStep[at] as number), 0),
    ),
  );
  // On its logit a transition close to zero has a vast standard error: there, what one unit of the logit changes is what counts.
  for (let at = size; at < gradient.length; at++)
    slope = Math.max(slope, Math.abs(gradient[at] as number) / Math.sqrt(Math.max(1, information[at] as number)));
  return { place, model, expectations, logLikelihood, gradient, rises, precondition, slope };
}

/** Expected steps from each state, the last time not among them. */
export function leavings(flow: Float64Array, k: number): Float64Array {
  const sums = new Float64Array(k);
  for (const [at, times] of flow.entries()) sums[at % k] = (sums[at % k] as number) + times;
  return sums;
}

function transitionRises({ k, transition }: PackedModel, { ease, first, ergodic }: Expectations): Float64Array {
  const pull = ergodicPull(k, transition, ergodic, first);
  const alone = ease.map((each, at) => each + (pull[Math.floor(at / k)] as number) * (ergodic[at % k] as number));
  const cost = leavings(
    alone.map((each, at) => each * (transition[at] as number)),
    k,
  );
  return alone.map((each, at) => each - (cost[at % k] as number));
}

/**
 * How the log-probability of the first state moves with the transitions, by way of the ergodic distribution: from (I - P + π·1')·dπ = dP·π
 * it is h_i·π_j for P_ij, h solving (I - P + π·1')'·h = first / π.
 */
function ergodicPull(k: number, transition: Float64Array, ergodic: Float64Array, first: Float64Array): Float64Array {
  const transposed = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      transposed[j * k + i] = (i === j ? 1 : 0) - (transition[i * k + j] as number) + (ergodic[i] as number);
  const odds = first.map((chance, i) => ((ergodic[i] as number) > 0 ? chance / (ergodic[i] as number) : 0));
  // A chain that falls apart has no one start to move: what the first value says of it is left out.
  return solveSquare(transposed, odds) ?? new Float64Array(k);
}
