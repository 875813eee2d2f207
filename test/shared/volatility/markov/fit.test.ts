import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filterStates } from '../../../../shared/volatility/markov/filter.ts';
import { fitMarkov } from '../../../../shared/volatility/markov/fit.ts';
import { seededNormals } from '../../../../shared/volatility/markov/seeded.ts';
import type { FitResult, FitTerms, MarkovModel } from '../../../../shared/volatility/markov/types.ts';
import { columnsOf, greatestGap, named, paramsOf, present, summaryOf } from './goldens.ts';
import { simulateMarkov } from './simulated-series.ts';

const SIZES: FitTerms = { states: 2, mean: 'zero', variance: 'switching' };
const LEVELS: FitTerms = { states: 2, mean: 'switching', variance: 'constant' };
const BOTH: FitTerms = { states: 2, mean: 'switching', variance: 'switching' };

function converged(result: FitResult) {
  if (!result.converged) throw new Error(`${result.reason}: ${result.detail}`);
  return result;
}
const refused = (series: readonly number[], terms: FitTerms) => {
  const result = fitMarkov(Float64Array.from(series), terms);
  return result.converged ? 'converged' : `${result.reason}: ${result.detail}`;
};

const TWO: MarkovModel = {
  states: [
    { mean: 0, variance: 1e-4 },
    { mean: 0, variance: 16e-4 },
  ],
  transition: [
    [0.98, 0.06],
    [0.02, 0.94],
  ],
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

const goldenTest = present ? test : test.skip;
describe('published models are found from nothing but the series', () => {
  goldenTest(named('federal funds: the mean switches'), () => {
    const golden = summaryOf('fedfunds_const_k2');
    const { fedfunds = new Float64Array() } = columnsOf('stata_fedfunds.csv');
    const { model, logLikelihood, aic, bic, parameters } = converged(fitMarkov(fedfunds, LEVELS));
    expect(greatestGap(paramsOf(model), Object.values(golden.params))).toBeLessThan(1e-4);
    expect(greatestGap(paramsOf(model), golden.published.params)).toBeLessThan(1e-4);
    expect(Math.abs(logLikelihood - golden.published.llf)).toBeLessThan(1e-4);
    expect(logLikelihood).toBeGreaterThan(golden.llf);
    expect(parameters).toBe(5);
    expect(aic).toBeCloseTo(golden.aic, 4);
    expect(bic).toBeCloseTo(golden.bic, 4);
  });

  goldenTest(named('stock returns: the mean, the variance and the answer to the last return switch'), () => {
    const golden = summaryOf('areturns_L1_var_k2');
    const { areturns = new Float64Array() } = columnsOf('stata_areturns.csv');
    const fit = converged(fitMarkov(areturns.slice(1), { ...BOTH, exogenous: [areturns.slice(0, -1)] }));
    expect(greatestGap(paramsOf(fit.model), Object.values(golden.params))).toBeLessThan(1e-4);
    expect(greatestGap(paramsOf(fit.model), golden.published.params)).toBeLessThan(1e-4);
    expect(Math.abs(fit.logLikelihood - golden.published.llf)).toBeLessThan(1e-4);
    expect(fit.logLikelihood).toBeGreaterThan(golden.llf);
    expect(fit.parameters).toBe(8);
    expect(fit.aic).toBeCloseTo(golden.aic, 4);
    expect(fit.bic).toBeCloseTo(golden.bic, 4);
  });
});

describe('a fit', () => {
  test('recovers what a simulated series was made of, within a few standard errors', () => {
    const { model } = converged(fitMarkov(simulateMarkov(TWO, 6_000, 11).series, SIZES));
    // Of n values in a state the log-variance has a standard error of √(2 / n), somewhat more as states are hidden.
    expect(Math.abs(Math.log((model.states[0]?.variance as number) / 1e-4))).toBeLessThan(4 * Math.sqrt(2 / 4_500));
    expect(Math.abs(Math.log((model.states[1]?.variance as number) / 16e-4))).toBeLessThan(4 * Math.sqrt(2 / 1_500));
    expect(Math.abs((model.transition[0]?.[0] as number) - 0.98)).toBeLessThan(4 * Math.sqrt((0.98 * 0.02) / 4_500));
    expect(Math.abs((model.transition[1]?.[1] as number) - 0.94)).toBeLessThan(4 * Math.sqrt((0.94 * 0.06) / 1_500));
  });

  test('recovers three states with their means, the stressed one rare', () => {
    const { series, path } = simulateMarkov(THREE, 8_000, 5);
    const { model, logLikelihood } = converged(fitMarkov(series, { ...BOTH, states: 3 }));
    for (const [i, { mean, variance }] of THREE.states.entries()) {
      const times = path.filter((state) => state === i).length;
      const found = model.states[i] as MarkovModel['states'][number];
      expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / times));
      expect(Math.abs(Math.log(found.variance / variance))).toBeLessThan(5 * Math.sqrt(2 / times));
      const stay = THREE.transition[i]?.[i] as number;
      expect(Math.abs((model.transition[i]?.[i] as number) - stay)).toBeLessThan(
        5 * Math.sqrt((stay * (1 - stay)) / times),
      );
    }
    // The truth has had no say in the fit, which therefore explains the series better.
    expect(logLikelihood).toBeGreaterThan(filterStates(series, THREE).logLikelihood);
  });

  test('recovers switching coefficients where nothing else switches', () => {
    const normal = seededNormals(3);
    const x = Float64Array.from({ length: 3_000 }, () => 50 * normal());
    const truth: MarkovModel = {
      states: [
        { mean: 2, variance: 4, coefficients: [-0.1] },
        { mean: 2, variance: 4, coefficients: [0.2] },
      ],
      transition: [
        [0.95, 0.1],
        [0.05, 0.9],
      ],
    };
    const { series } = simulateMarkov(truth, x.length, 8, [x]);
    const { model } = converged(
      fitMarkov(series, { states: 2, mean: 'constant', variance: 'constant', exogenous: [x] }),
    );
    expect(model.states.map(({ coefficients }) => coefficients?.[0]?.toFixed(2))).toEqual(['-0.10', '0.20']);
    expect(model.states[0]?.mean).toBe(model.states[1]?.mean);
    expect(model.states[0]?.variance).toBe(model.states[1]?.variance);
    expect(model.states[0]?.mean).toBeCloseTo(2, 0);
  });

  test('stands at a top: no parameter can be moved to advantage', () => {
    const { series } = simulateMarkov(THREE, 1_500, 21);
    const { model, logLikelihood } = converged(fitMarkov(series, { ...BOTH, states: 3 }));
    const moved = (state: number, by: number, what: 'mean' | 'variance'): MarkovModel => ({
      ...model,
      states: model.states.map((own, i) => (i === state ? { ...own, [what]: own[what] * (1 + by) } : own)),
    });
    const shifted = (to: number, from: number, j: number, by: number): MarkovModel => ({
      ...model,
      transition: model.transition.map((row, i) =>
        row.map((p, at) => (at !== j ? p : i === to ? p + by : i === from ? p - by : p)),
      ),
    });
    for (const state of [0, 1, 2])
      for (const by of [-1e-3, 1e-3]) {
        expect(filterStates(series, moved(state, by, 'mean')).logLikelihood).toBeLessThanOrEqual(logLikelihood + 1e-9);
        expect(filterStates(series, moved(state, by, 'variance')).logLikelihood).toBeLessThan(logLikelihood);
      }
    for (const j of [0, 1, 2])
      for (const to of [0, 1, 2]) {
        const from = (to + 1) % 3;
        const by = Math.min(1e-4, model.transition[from]?.[j] as number);
        if (by > 0)
          expect(filterStates(series, shifted(to, from, j, by)).logLikelihood).toBeLessThanOrEqual(
            logLikelihood + 1e-9,
          );
      }
  });

  test('is the same for the same series, terms and seed, and says the likelihood that the filter computes', () => {
    const { series } = simulateMarkov(TWO, 800, 2);
    const fit = converged(fitMarkov(series, SIZES));
    expect(fitMarkov(series, SIZES)).toEqual(fit);
    expect(filterStates(series, fit.model).logLikelihood).toBe(fit.logLikelihood);
    expect(converged(fitMarkov(series, { ...SIZES, seed: 9 })).logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
    expect(fit.starts).toHaveLength(8);
    expect(converged(fitMarkov(series, { ...SIZES, starts: 3 })).starts).toHaveLength(3);
    expect(Math.max(...fit.starts.map(({ logLikelihood }) => logLikelihood))).toBeCloseTo(fit.logLikelihood, 6);
  });

  test('in another unit is the same fit: sigmas by the factor, transitions as they are', () => {
    const { series } = simulateMarkov(THREE, 1_200, 7);
    const plain = converged(fitMarkov(series, BOTH));
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.boolean(), (factor, mirrored) => {
        const c = mirrored ? -factor : factor;
        const scaled = converged(
          fitMarkov(
            series.map((value) => c * value),
            BOTH,
          ),
        );
        expect(scaled.logLikelihood + series.length * Math.log(factor)).toBeCloseTo(plain.logLikelihood, 6);
        for (const [i, { mean, variance }] of scaled.model.states.entries()) {
          const own = plain.model.states[i] as MarkovModel['states'][number];
          expect(variance / (factor * factor) / own.variance).toBeCloseTo(1, 6);
          expect(mean / c).toBeCloseTo(own.mean, 6);
        }
        expect(greatestGap(scaled.model.transition.flat(), plain.model.transition.flat())).toBeLessThan(1e-6);
      }),
      { numRuns: 10 },
    );
  });

  test('gives its states in the order of rising variance, or of rising mean where they share one', () => {
    const terms: FitTerms[] = [SIZES, BOTH, LEVELS, { ...SIZES, states: 3 }, { ...LEVELS, states: 3 }];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(...terms), (seed, own) => {
        const result = fitMarkov(simulateMarkov(THREE, 400, seed).series, own);
        const model = result.converged ? result.model : result.best?.model;
        if (!model) return;
        const key = own.variance === 'constant' ? 'mean' : 'variance';
        const keys = model.states.map((state) => state[key]);
        expect(keys).toEqual(keys.toSorted((a, b) => a - b));
        for (const [j] of keys.entries())
          expect(model.transition.reduce((sum, row) => sum + (row[j] as number), 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 25 },
    );
  });

  test('puts a transition that never happens at zero', () => {
    const ladder: MarkovModel = {
      states: [1, 9, 100].map((variance) => ({ mean: 0, variance })),
      transition: [
        [0.95, 0.05, 0],
        [0.05, 0.9, 0.2],
        [0, 0.05, 0.8],
      ],
    };
    const { model } = converged(fitMarkov(simulateMarkov(ladder, 4_000, 4).series, { ...SIZES, states: 3 }));
    expect([model.transition[2]?.[0], model.transition[0]?.[2]]).toContain(0);
  });
});

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
    const terms = [SIZES, LEVELS, BOTH, { ...SIZES, states: 3 }, { ...BOTH, mean: 'constant' }];
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
