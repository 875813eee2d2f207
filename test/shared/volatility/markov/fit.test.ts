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
