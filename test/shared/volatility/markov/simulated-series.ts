import fc from 'fast-check';
import { seededNormals } from '../../../../shared/volatility/markov/seeded.ts';
import type { MarkovModel } from '../../../../shared/volatility/markov/types.ts';

/** A series of the model, the same for the same seed, and the states that made it. */
export function simulateMarkov(
  { states, transition }: MarkovModel,
  n: number,
  seed: number,
  exogenous: readonly Float64Array[] = [],
): { series: Float64Array; path: Uint8Array } {
  const normal = seededNormals(seed);
  // Two normals make a uniform: the share of the half plane below their angle.
  const uniform = () => Math.atan2(normal(), normal()) / (2 * Math.PI) + 0.5;
  const path = new Uint8Array(n);
  let state = 0;
  const series = Float64Array.from({ length: n }, (_, t) => {
    let left = uniform();
    let next = 0;
    while (next < states.length - 1 && left >= (transition[next]?.[state] as number))
      left -= transition[next++]?.[state] as number;
    state = next;
    path[t] = state;
    const { mean, variance, coefficients = [] } = states[state] as MarkovModel['states'][number];
    const expected = coefficients.reduce((sum, own, r) => sum + own * (exogenous[r]?.[t] as number), mean);
    return expected + Math.sqrt(variance) * normal();
  });
  return { series, path };
}

/** Any model of so many states, with transitions away from zero. */
export const anyModel = (k: number, regressors = 0): fc.Arbitrary<MarkovModel> => {
  const real = fc.double({ min: -3, max: 3, noNaN: true });
  const columns = fc.array(
    fc.array(fc.double({ min: 0.02, max: 1, noNaN: true }), { minLength: k, maxLength: k }).map((weights) => {
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / whole);
    }),
    { minLength: k, maxLength: k },
  );
  const state = fc.record({
    mean: real,
    variance: fc.double({ min: 0.05, max: 10, noNaN: true }),
    ...(regressors > 0 && { coefficients: fc.array(real, { minLength: regressors, maxLength: regressors }) }),
  });
  return fc.record({
    states: fc.array(state, { minLength: k, maxLength: k }),
    transition: columns.map((own) => own.map((_, i) => own.map((column) => column[i] as number))),
  });
};
