import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maximise } from '../../../../shared/volatility/markov/em.ts';
import { expectationsOf } from '../../../../shared/volatility/markov/expectations.ts';
import { filterStates } from '../../../../shared/volatility/markov/filter.ts';
import { poseProblem } from '../../../../shared/volatility/markov/fit-problem.ts';
import { packModel } from '../../../../shared/volatility/markov/packed-model.ts';
import { modelAt, placeOf, pointAt } from '../../../../shared/volatility/markov/score.ts';
import { smoothStates } from '../../../../shared/volatility/markov/smooth.ts';
import type { MarkovModel, MeanTerms, VarianceTerms } from '../../../../shared/volatility/markov/types.ts';
import { greatestGap } from './goldens.ts';
import { anyModel } from './simulated-series.ts';

const FLOOR = 1e-8;
/** A problem of any terms and a model that keeps to them. */
const posed = fc
  .record({
    k: fc.integer({ min: 2, max: 4 }),
    regressors: fc.integer({ min: 0, max: 2 }),
    n: fc.integer({ min: 20, max: 80 }),
    mean: fc.constantFrom<MeanTerms>('switching', 'constant', 'zero'),
    variance: fc.constantFrom<VarianceTerms>('switching', 'constant'),
  })
  .chain(({ k, regressors, n, mean, variance }) => {
    const column = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: n, maxLength: n });
    return fc.record({
      series: column.map((own) => Float64Array.from(own)),
      exogenous: fc.array(
        column.map((own) => Float64Array.from(own)),
        { minLength: regressors, maxLength: regressors },
      ),
      model: anyModel(k, regressors).map((model): MarkovModel => {
        const [first] = model.states;
        return {
          ...model,
          states: model.states.map((state) => ({
            ...state,
            ...(mean === 'zero' && { mean: 0 }),
            ...(mean === 'constant' && { mean: first?.mean as number }),
            ...(variance === 'constant' && { variance: first?.variance as number }),
          })),
        };
      }),
      mean: fc.constant(mean),
      variance: fc.constant(variance),
    });
  })
  .map(({ series, exogenous, model, mean, variance }) => ({
    problem: poseProblem(series, exogenous, model.states.length, mean, variance, FLOOR),
    model,
    packed: packModel(model),
  }));

describe('the expectations', () => {
  test('are the sums of what filter and smoother give value by value', () => {
    fc.assert(
      fc.property(posed, ({ problem, model, packed }) => {
        const { series, exogenous, k } = problem;
        const { logLikelihood, occupancy, first, flow, squares } = expectationsOf(problem, packed);
        const paths = filterStates(series, model, exogenous);
        const smoothed = smoothStates(paths, model);
        expect(logLikelihood).toBe(paths.logLikelihood);
        expect(greatestGap(first, smoothed.subarray(0, k))).toBeLessThan(1e-10);
        for (let i = 0; i < k; i++) {
          const { mean, coefficients = [] } = model.states[i] as MarkovModel['states'][number];
          let times = 0;
          let square = 0;
          for (const [t, value] of series.entries()) {
            const residual = coefficients.reduce(
              (left, own, r) => left - own * (exogenous[r]?.[t] as number),
              value - mean,
            );
            times += smoothed[t * k + i] as number;
            square += (smoothed[t * k + i] as number) * residual ** 2;
          }
          expect(occupancy[i]).toBeCloseTo(times, 8);
          expect((squares[i] as number) / Math.max(1, square)).toBeCloseTo(square / Math.max(1, square), 8);
        }
        expect(flow.reduce((sum, own) => sum + own, 0)).toBeCloseTo(series.length - 1, 8);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a step of EM', () => {
  test('never lowers the likelihood, whatever switches and whatever the start', () => {
    fc.assert(
      fc.property(posed, ({ problem, packed }) => {
        let model = packed;
        for (let step = 0; step < 5; step++) {
          const before = expectationsOf(problem, model);
          const next = maximise(problem, model, before);
          if (!next) return;
          const after = expectationsOf(problem, next).logLikelihood;
          expect(after).toBeGreaterThanOrEqual(before.logLikelihood - 1e-9 * Math.abs(before.logLikelihood));
          model = next;
        }
      }),
      { numRuns: 200 },
    );
  });

  test('keeps a mean or a variance that is shared shared, and a mean of zero zero', () => {
    fc.assert(
      fc.property(posed, ({ problem, packed }) => {
        const next = maximise(problem, packed, expectationsOf(problem, packed));
        if (!next) return;
        if (problem.mean !== 'switching') expect(new Set(next.means).size).toBe(1);
        if (problem.mean === 'zero') expect(next.means[0]).toBe(0);
        if (problem.variance === 'constant') expect(new Set(next.variances).size).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the gradient', () => {
  test('is that of the likelihood, as differences show', () => {
    fc.assert(
      fc.property(posed, ({ problem, packed }) => {
        const place = placeOf(problem, packed);
        const point = pointAt(problem, place);
        fc.pre(point !== undefined);
        const likelihoodAt = (at: number, by: number) => {
          const moved = place.slice();
          moved[at] = (moved[at] as number) + by;
          return expectationsOf(problem, modelAt(problem, moved)).logLikelihood;
        };
        // Five points: where a density is steep three are not enough.
        const step = 1e-5;
        for (const [at, slope] of (point?.gradient ?? []).entries()) {
          const wide = likelihoodAt(at, 2 * step) - likelihoodAt(at, -2 * step);
          const difference = (8 * (likelihoodAt(at, step) - likelihoodAt(at, -step)) - wide) / (12 * step);
          const size = Math.max(1, Math.abs(slope), Math.abs(point?.logLikelihood as number) / 100);
          expect(Math.abs(difference - slope) / size).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is right too where states hardly ever change and the first value decides in which the chain began', () => {
    const model: MarkovModel = {
      states: [
        { mean: 0, variance: 1 },
        { mean: 0.5, variance: 2 },
      ],
      transition: [
        [1 - 3e-7, 1e-7],
        [3e-7, 1 - 1e-7],
      ],
    };
    const problem = poseProblem(Float64Array.of(0.3, -1, 2, 0.7), [], 2, 'switching', 'switching', FLOOR);
    const point = pointAt(problem, placeOf(problem, packModel(model)));
    const [calm = 0, wild = 0] = point?.expectations.first ?? [];
    // With flows of about zero what is left is the start: by the logit of leaving 0, log π_0 falls as π_1 = 3/4 and log π_1 rises as π_0.
    const leaving = wild / 4 - (3 * calm) / 4;
    expect(point?.gradient[4 + 2]).toBeCloseTo(leaving, 5);
  });

  test('belongs to the place: a model put into its vector and taken out again is the same', () => {
    fc.assert(
      fc.property(posed, ({ problem, packed }) => {
        const again = modelAt(problem, placeOf(problem, packed));
        expect(greatestGap(again.transition, packed.transition)).toBeLessThan(1e-14);
        expect(greatestGap(again.variances, packed.variances)).toBeLessThan(1e-13);
        expect(again.means).toEqual(packed.means);
        expect(again.coefficients).toEqual(packed.coefficients);
      }),
    );
  });
});
