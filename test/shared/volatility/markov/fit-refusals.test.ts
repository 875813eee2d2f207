import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filterStates } from '../../../../shared/volatility/markov/filter.ts';
import { fitMarkov } from '../../../../shared/volatility/markov/fit.ts';
import { seededNormals } from '../../../../shared/volatility/markov/seeded.ts';
import type { FitTerms, MarkovModel } from '../../../../shared/volatility/markov/types.ts';
import { simulateMarkov } from './simulated-series.ts';

const SIZES: FitTerms = { states: 2, mean: 'zero', variance: 'switching' };
const LEVELS: FitTerms = { states: 2, mean: 'switching', variance: 'constant' };
const BOTH: FitTerms = { states: 2, mean: 'switching', variance: 'switching' };
const refused = (series: readonly number[], terms: FitTerms) => {
  const result = fitMarkov(Float64Array.from(series), terms);
  return result.converged ? 'converged' : `${result.reason}: ${result.detail}`;
};

const THREE: MarkovModel = {
  states: [
    { mean: 0.1, variance: 0.04 },
    { mean: -0.2, variance: 1 },
    { mean: 1, variance: 20 },
  ],
  transition: [
    [0.97, 0.04, 0.02],
    [0.02, 0.94, 0.08],
    [0.01, 0.02, 0.9],
  ],
};

describe('what cannot be fitted is a result', () => {
  const noise = (n: number, seed = 1) => {
    const normal = seededNormals(seed);
    return Array.from({ length: n }, normal);
  };

  test.each([SIZES, LEVELS, BOTH])('of a series without variation: %j', (terms) => {
    expect(refused(Array<number>(100).fill(0), terms)).toBe('no variation: every value is 0');
    expect(refused(Array<number>(100).fill(3.7), terms)).toMatch(/^no variation: /);
  });

  test('of a few points', () => {
    expect(refused([1, -2, 3], SIZES)).toBe('too few observations: 3 values for 4 parameters of 2 states');
    expect(refused([], SIZES)).toMatch(/^too few observations/);
  });

  test('of a value that is no number, naming it', () => {
    expect(refused([...noise(50), Number.NaN, ...noise(50)], SIZES)).toBe(
      'a value is not finite: the series has NaN at index 50',
    );
    const exogenous = [Float64Array.from([...noise(49), Number.POSITIVE_INFINITY])];
    expect(refused(noise(50), { ...SIZES, exogenous })).toBe(
      'a value is not finite: exogenous series 0 has Infinity at index 49',
    );
  });

  test('of values whose squares are no numbers', () => {
    const series = noise(50).map((value) => 1e200 * value);
    expect(refused(series, SIZES)).toMatch(/^values out of range: /);
    expect(
      refused(
        series.map((value) => value / Number.POSITIVE_INFINITY),
        SIZES,
      ),
    ).toMatch(/^no variation: /);
    expect(
      refused(
        series.map((value) => (value / 1e200) * 1e-150),
        BOTH,
      ),
    ).toMatch(/^values out of range: /);
  });

  test('of regressors that cannot be told apart, or that explain everything', () => {
    const x = Float64Array.from(noise(60));
    const terms = { ...BOTH, exogenous: [x, x.map((value) => 3 * value)] };
    expect(refused(noise(60, 2), terms)).toMatch(/^regressors are collinear/);
    expect(refused(noise(60, 2), { ...BOTH, exogenous: [new Float64Array(60).fill(4)] })).toMatch(
      /^regressors are collinear/,
    );
    expect(refused(noise(60, 2), { ...BOTH, exogenous: [new Float64Array(60)] })).toMatch(/^regressors are collinear/);
    expect(refused([...x], { ...BOTH, exogenous: [x] })).toMatch(/^no variation/);
  });

  test('of steps that were not enough: where the search stood is told, and not as a fit', () => {
    const { series } = simulateMarkov(THREE, 500, 1);
    const result = fitMarkov(series, { ...BOTH, states: 3, maxIterations: 2 });
    expect(result).toMatchObject({ converged: false, reason: 'no start converged' });
    if (result.converged) return;
    expect(result.best?.model.states).toHaveLength(3);
    expect(result.starts.map(({ outcome }) => outcome)).toContain('iterations exhausted');
  });

  test('of values on a lattice, where likelihood has no bound: every start degenerates or ends at a top within', () => {
    const lattice = noise(200).map((value) => Math.round(value));
    const result = fitMarkov(Float64Array.from(lattice), { ...BOTH, states: 3 });
    const model = result.converged ? result.model : result.best?.model;
    for (const { variance } of model?.states ?? []) expect(variance).toBeGreaterThan(1e-9);
  });

  test('one enormous outlier does not take a state for itself as a collapse', () => {
    for (const terms of [SIZES, BOTH, LEVELS]) {
      const result = fitMarkov(Float64Array.from([...noise(300), 1e9, ...noise(300, 2)]), terms);
      const model = result.converged ? result.model : result.best?.model;
      if (!result.converged) expect(result.detail).not.toBe('');
      for (const { mean, variance } of model?.states ?? []) {
        expect(Number.isFinite(mean)).toBe(true);
        expect(variance).toBeGreaterThan(1e-6);
      }
    }
  });

  test('any series at all ends in a model that is one, or in a reason', () => {
    const values = [
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -2, max: 2 }),
      fc.constantFrom(0, 1, -1, 1e-9, 1e9),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 1, 1e-300, 1e300, Number.MAX_VALUE, Number.MIN_VALUE),
    ].map((value) => fc.array(value, { maxLength: 80, size: 'max' }));
    const terms: readonly FitTerms[] = [SIZES, LEVELS, BOTH, { ...SIZES, states: 3 }, { ...BOTH, mean: 'constant' }];
    fc.assert(
      fc.property(fc.oneof(...values), fc.constantFrom(...terms), (series, own) => {
        const result = fitMarkov(Float64Array.from(series), { ...own, maxIterations: 60 });
        if (!result.converged) return expect(result.detail).not.toBe('');
        expect(result.logLikelihood).not.toBeNaN();
        expect(() => filterStates(Float64Array.from(series), result.model)).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  test('terms that are none are refused', () => {
    const series = Float64Array.from(noise(50));
    expect(() => fitMarkov(series, { ...SIZES, states: 1 })).toThrow(/2 to 8 states, not 1/);
    expect(() => fitMarkov(series, { ...SIZES, states: 9 })).toThrow(RangeError);
    expect(() => fitMarkov(series, { ...LEVELS, mean: 'zero' })).toThrow(/Nothing switches/);
    expect(() => fitMarkov(series, { ...SIZES, exogenous: [new Float64Array(3)] })).toThrow(
      /3 values, the series has 50/,
    );
    expect(() => fitMarkov(series, { ...SIZES, starts: 0 })).toThrow(/0 starts/);
    expect(() => fitMarkov(series, { ...SIZES, tolerance: 0 })).toThrow(/tolerance of 0/);
    expect(() => fitMarkov(series, { ...SIZES, maxIterations: 0 })).toThrow(/at most 0 iterations/);
  });
});
