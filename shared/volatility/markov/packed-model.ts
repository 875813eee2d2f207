import { type MarkovModel, MOST_STATES } from './types.ts';

/** A model in flat arrays, with what the densities need worked out. */
export interface PackedModel {
  readonly k: number;
  /** Exogenous series. */
  readonly regressors: number;
  readonly means: Float64Array;
  /** `coefficients[i * regressors + r]`. */
  readonly coefficients: Float64Array;
  readonly variances: Float64Array;
  /** `transition[i * k + j]` = Pr(i | j). */
  readonly transition: Float64Array;
}

/** Published transition matrices are rounded: so far from one may a column's sum be. */
const ROUNDED = 1e-6;

/** A variance below this has no inverse that is a number. */
const LEAST_VARIANCE = 1e-300;

/** @throws RangeError where it is no model, naming what is wrong with it */
export function packModel({ states, transition }: MarkovModel): PackedModel {
  const k = states.length;
  if (k < 1 || k > MOST_STATES) throw new RangeError(`A Markov model has 1 to ${MOST_STATES} states, not ${k}`);
  const regressors = states[0]?.coefficients?.length ?? 0;
  for (const [i, { mean, variance, coefficients = [] }] of states.entries()) {
    if (!Number.isFinite(mean)) throw new RangeError(`The mean of state ${i} is ${mean}`);
    if (!(variance >= LEAST_VARIANCE && variance < Number.POSITIVE_INFINITY))
      throw new RangeError(`The variance of state ${i} is ${variance}`);
    if (coefficients.length !== regressors)
      throw new RangeError(`State ${i} has ${coefficients.length} coefficients, state 0 has ${regressors}`);
    const odd = coefficients.find((coefficient) => !Number.isFinite(coefficient));
    if (odd !== undefined) throw new RangeError(`A coefficient of state ${i} is ${odd}`);
  }
  if (transition.length !== k || transition.some((row) => row.length !== k))
    throw new RangeError(`The transition matrix of ${k} states is not ${k} by ${k}`);
  const flat = Float64Array.from(transition.flat());
  for (let j = 0; j < k; j++) {
    let total = 0;
    for (let i = 0; i < k; i++) {
      const probability = flat[i * k + j] as number;
      if (!(probability >= 0))
        throw new RangeError(`The probability of going from state ${j} to ${i} is ${probability}`);
      total += probability;
    }
    if (!(Math.abs(total - 1) <= ROUNDED))
      throw new RangeError(`The probabilities of leaving or keeping state ${j} sum to ${total}`);
  }
  return {
    k,
    regressors,
    means: Float64Array.from(states, ({ mean }) => mean),
    coefficients: Float64Array.from(states.flatMap(({ coefficients = [] }) => coefficients)),
    variances: Float64Array.from(states, ({ variance }) => variance),
    transition: flat,
  };
}

/** The states in their order: by rising variance, then by rising mean, then by their coefficients. */
export function unpackModel({ k, regressors, means, coefficients, variances, transition }: PackedModel): MarkovModel {
  const coefficientsOf = (i: number) => coefficients.subarray(i * regressors, (i + 1) * regressors);
  const order = Array.from({ length: k }, (_, i) => i).sort((a, b) => {
    const keys = (i: number) => [variances[i] as number, means[i] as number, ...coefficientsOf(i)];
    const [one, other] = [keys(a), keys(b)];
    return one.map((key, at) => key - (other[at] as number)).find((difference) => difference !== 0) ?? 0;
  });
  return {
    states: order.map((i) => ({
      mean: means[i] as number,
      variance: variances[i] as number,
      ...(regressors > 0 && { coefficients: [...coefficientsOf(i)] }),
    })),
    transition: order.map((i) => order.map((j) => transition[i * k + j] as number)),
  };
}
