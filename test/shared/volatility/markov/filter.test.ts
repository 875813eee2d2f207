import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filterStates, startProbabilities, stepFilter } from '../../../../shared/volatility/markov/filter.ts';
import { smoothStates } from '../../../../shared/volatility/markov/smooth.ts';
import type { MarkovModel } from '../../../../shared/volatility/markov/types.ts';
import { enumeratePaths } from './enumerated-paths.ts';
import { columnsOf, greatestGap, modelFrom, named, present, stateOf, summaryOf } from './goldens.ts';
import { anyModel } from './simulated-series.ts';

const value = fc.double({ min: -8, max: 8, noNaN: true });
const CALM_AND_STRESSED: MarkovModel = {
  states: [
    { mean: 0, variance: 1e-6 },
    { mean: 0, variance: 1e-4 },
  ],
  transition: [
    [0.98, 0.1],
    [0.02, 0.9],
  ],
};

describe('the filter and the smoother', () => {
  test.each([
    [2, 8, 0],
    [3, 6, 0],
    [2, 6, 1],
    [3, 5, 2],
    [5, 4, 0],
  ])(
    'give with %d states over %d values and %d regressors what every path, one by one, adds up to',
    (k, n, regressors) => {
      const values = fc.array(value, { minLength: n, maxLength: n });
      const others = fc.array(values, { minLength: regressors, maxLength: regressors });
      fc.assert(
        fc.property(anyModel(k, regressors), values, others, (model, series, exogenous) => {
          const slow = enumeratePaths(series, model, exogenous);
          const regressorColumns = exogenous.map((x) => Float64Array.from(x));
          // Where a path's probability underflows, the slow version has nothing to compare with.
          fc.pre(slow.logLikelihood > -500);
          const fast = filterStates(Float64Array.from(series), model, regressorColumns);
          expect(Math.abs(fast.logLikelihood - slow.logLikelihood)).toBeLessThan(
            1e-12 * Math.max(1, -slow.logLikelihood),
          );
          expect(greatestGap(fast.predicted, slow.predicted)).toBeLessThan(1e-12);
          expect(greatestGap(fast.filtered, slow.filtered)).toBeLessThan(1e-12);
          expect(greatestGap(smoothStates(fast, model), slow.smoothed)).toBeLessThan(1e-12);
        }),
        { numRuns: 40 },
      );
    },
  );

  test('give probabilities that sum to one at every time, and agree at the last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }).chain((k) => anyModel(k)),
        fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (model, series) => {
          const k = model.states.length;
          const paths = filterStates(Float64Array.from(series), model);
          const smoothed = smoothStates(paths, model);
          for (const probabilities of [paths.filtered, paths.predicted, smoothed])
            for (let row = 0; row < probabilities.length; row += k) {
              const own = probabilities.subarray(row, row + k);
              expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
              expect(own.every((p) => p >= 0 && p <= 1 + 1e-12)).toBe(true);
            }
          expect(smoothed.slice(-k)).toEqual(paths.filtered.slice(-k));
        },
      ),
    );
  });

  test('with one state are a Gaussian likelihood and certainty', () => {
    const model: MarkovModel = { states: [{ mean: 1, variance: 4 }], transition: [[1]] };
    const { logLikelihood, filtered } = filterStates(Float64Array.of(1, 3), model);
    expect(logLikelihood).toBeCloseTo(-Math.log(2 * Math.PI * 4) - 0.5, 14);
    expect([...filtered]).toEqual([1, 1]);
  });
});

describe('step by step', () => {
  test('the filter gives the very same numbers as over the whole series', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((k) => anyModel(k, 1)),
        fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }),
        (model, rows) => {
          const series = Float64Array.from(rows, ([y]) => y);
          const { filtered } = filterStates(series, model, [Float64Array.from(rows, ([, x]) => x)]);
          let probabilities = startProbabilities(model);
          const steps = rows.flatMap(([y, x]) => {
            probabilities = stepFilter(probabilities, y, model, [x]);
            return [...probabilities];
          });
          expect(steps).toEqual([...filtered]);
        },
      ),
    );
  });

  test('what is no distribution over the states is refused', () => {
    for (const wrong of [[0.5], [0, 0], [Number.NaN, 1], [-0.1, 1.1], [0.2, 0.3, 0.5]])
      expect(() => stepFilter(wrong, 0, CALM_AND_STRESSED)).toThrow(/are no probabilities of 2 states/);
    expect(() => stepFilter([0.5, 0.5], Number.NaN, CALM_AND_STRESSED)).toThrow('The series has NaN at index 0');
  });
});

describe('a value far out', () => {
  test('of 40 standard deviations of the wildest state is that state, without a density of zero', () => {
    const { logLikelihood, filtered } = filterStates(Float64Array.of(0, 0.4, 0), CALM_AND_STRESSED);
    expect(filtered[3]).toBe(1);
    expect(logLikelihood).toBeGreaterThan(-820);
    expect(logLikelihood).toBeLessThan(-780);
  });

  test('where that state cannot be entered, the odds of the others hold', () => {
    const never: MarkovModel = {
      states: [...CALM_AND_STRESSED.states, { mean: 0, variance: 100 }],
      transition: [
        [0.98, 0.1, 0.5],
        [0.02, 0.9, 0.5],
        [0, 0, 0],
      ],
    };
    const series = Float64Array.of(0, 3, -5, 0);
    const paths = filterStates(series, never);
    const two = filterStates(series, CALM_AND_STRESSED);
    expect(greatestGap(stateOf(paths.filtered, 1, 3), stateOf(two.filtered, 1, 2))).toBeLessThan(1e-12);
    expect(paths.logLikelihood).toBeCloseTo(two.logLikelihood, 6);
    expect(smoothStates(paths, never).every(Number.isFinite)).toBe(true);
  });

  test('as far as numbers go leaves probabilities, not NaN', () => {
    for (const far of [1e3, 1e100, 1e200, -Number.MAX_VALUE]) {
      const paths = filterStates(Float64Array.of(0, far, 0, 1e-3), CALM_AND_STRESSED);
      expect(
        [...paths.filtered, ...smoothStates(paths, CALM_AND_STRESSED)].every((p) => p >= 0 && p <= 1 + 1e-12),
      ).toBe(true);
      expect(paths.logLikelihood).not.toBeNaN();
    }
  });
});

describe('what is refused', () => {
  test.each([
    ['a value that is no number', [1, Number.NaN], /^The series has NaN at index 1$/],
    ['an infinite value', [Number.NEGATIVE_INFINITY], /^The series has -Infinity at index 0$/],
  ])('%s', (_, series, message) => {
    expect(() => filterStates(Float64Array.from(series), CALM_AND_STRESSED)).toThrow(
      new RangeError((message as RegExp).source.slice(1, -1)),
    );
  });

  const [calm, stressed] = CALM_AND_STRESSED.states as [MarkovModel['states'][0], MarkovModel['states'][0]];
  test.each<[string, Partial<MarkovModel>, string]>([
    ['a variance of zero', { states: [calm, { ...stressed, variance: 0 }] }, 'The variance of state 1 is 0'],
    ['a mean that is no number', { states: [{ ...calm, mean: Number.NaN }, stressed] }, 'The mean of state 0 is NaN'],
    [
      'coefficients of one state only',
      { states: [calm, { ...stressed, coefficients: [1] }] },
      'State 1 has 1 coefficients, state 0 has 0',
    ],
    [
      'rows that sum to one where columns should',
      {
        transition: [
          [0.98, 0.02],
          [0.1, 0.9],
        ],
      },
      'The probabilities of leaving or keeping state 0 sum to 1.08',
    ],
    [
      'a negative probability',
      {
        transition: [
          [1.1, 0.1],
          [-0.1, 0.9],
        ],
      },
      'The probability of going from state 0 to 1 is -0.1',
    ],
    ['a matrix of another size', { transition: [[1]] }, 'The transition matrix of 2 states is not 2 by 2'],
    ['no states', { states: [], transition: [] }, 'A Markov model has 1 to 8 states, not 0'],
  ])('%s', (_, part, message) => {
    expect(() => filterStates(Float64Array.of(1), { ...CALM_AND_STRESSED, ...part })).toThrow(new RangeError(message));
  });

  test('regressors that the model does not have, or of another length', () => {
    expect(() => filterStates(Float64Array.of(1), CALM_AND_STRESSED, [Float64Array.of(1)])).toThrow(
      /0 coefficients a state, but 1/,
    );
    const model = {
      ...CALM_AND_STRESSED,
      states: CALM_AND_STRESSED.states.map((state) => ({ ...state, coefficients: [1] })),
    };
    expect(() => filterStates(Float64Array.of(1), model, [Float64Array.of(1, 2)])).toThrow(
      /has 2 values, the series has 1/,
    );
    expect(() => filterStates(Float64Array.of(1), model, [Float64Array.of(Number.NaN)])).toThrow(
      /Exogenous series 0 has NaN at index 0/,
    );
  });
});

const goldenTest = present ? test : test.skip;
describe('published models', () => {
  goldenTest(named('federal funds: likelihoods at the published and at the fitted parameters'), () => {
    const { params, llf, published, llf_at_published } = summaryOf('fedfunds_const_k2');
    const { fedfunds = new Float64Array() } = columnsOf('stata_fedfunds.csv');
    expect(filterStates(fedfunds, modelFrom(Object.values(params), 0)).logLikelihood).toBeCloseTo(llf, 9);
    const { logLikelihood } = filterStates(fedfunds, modelFrom(published.params, 0));
    expect(logLikelihood).toBeCloseTo(llf_at_published, 9);
    expect(Math.abs(logLikelihood - published.llf)).toBeLessThan(1e-4);
  });

  goldenTest(named("federal funds: Stata's predicted, filtered and smoothed probabilities"), () => {
    const { fedfunds = new Float64Array() } = columnsOf('stata_fedfunds.csv');
    const stata = columnsOf('stata_predict_fedfunds.csv');
    const model = modelFrom(summaryOf('fedfunds_const_k2').published.params, 0);
    const paths = filterStates(fedfunds, model);
    const smoothed = smoothStates(paths, model);
    for (const i of [0, 1]) {
      expect(greatestGap(stateOf(paths.predicted, i, 2), stata[`const_p${i + 1}`] as Float64Array)).toBeLessThan(1e-5);
      expect(greatestGap(stateOf(paths.filtered, i, 2), stata[`const_f${i + 1}`] as Float64Array)).toBeLessThan(1e-5);
      expect(greatestGap(stateOf(smoothed, i, 2), stata[`const_sm${i + 1}`] as Float64Array)).toBeLessThan(1e-5);
    }
  });

  goldenTest(named('stock returns with a lag: likelihoods at the published and at the fitted parameters'), () => {
    const { params, llf, published, llf_at_published } = summaryOf('areturns_L1_var_k2');
    const { areturns = new Float64Array() } = columnsOf('stata_areturns.csv');
    const likelihoodAt = (own: readonly number[]) =>
      filterStates(areturns.slice(1), modelFrom(own, 1), [areturns.slice(0, -1)]).logLikelihood;
    expect(likelihoodAt(Object.values(params))).toBeCloseTo(llf, 9);
    expect(likelihoodAt(published.params)).toBeCloseTo(llf_at_published, 9);
    expect(Math.abs(likelihoodAt(published.params) - published.llf)).toBeLessThan(1e-4);
  });

  test.each([
    ['fedfunds_const_k2', 'stata_fedfunds.csv', 'fedfunds', 0],
    ['areturns_L1_var_k2', 'stata_areturns.csv', 'areturns', 1],
  ] as const)(named('%s: the probabilities that statsmodels finds at its parameters'), (name, file, column, lags) => {
    if (!present) return;
    const series = columnsOf(file)[column] as Float64Array;
    const model = modelFrom(Object.values(summaryOf(name).params), lags);
    const golden = columnsOf(`${name}.csv`);
    const paths = filterStates(series.slice(lags), model, lags === 1 ? [series.slice(0, -1)] : []);
    const smoothed = smoothStates(paths, model);
    for (const i of [0, 1]) {
      expect(greatestGap(stateOf(paths.filtered, i, 2), golden[`filt${i}`] as Float64Array)).toBeLessThan(1e-9);
      expect(greatestGap(stateOf(smoothed, i, 2), golden[`smooth${i}`] as Float64Array)).toBeLessThan(1e-9);
    }
  });
});
