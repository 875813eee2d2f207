import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ergodic, expectedDurations } from '../../../../shared/volatility/markov/durations.ts';
import { modelFrom, named, present, summaryOf } from './goldens.ts';
import { anyModel } from './simulated-series.ts';

describe('the ergodic distribution', () => {
  test('of two states is that of the textbook', () => {
    const [p, q] = [0.9, 0.7];
    const [calm, stressed] = ergodic([
      [p, 1 - q],
      [1 - p, q],
    ]);
    expect(calm).toBeCloseTo((1 - q) / (2 - p - q), 15);
    expect(stressed).toBeCloseTo((1 - p) / (2 - p - q), 15);
  });

  test('is left unchanged by a step of the chain, and sums to one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }).chain((k) => anyModel(k)),
        ({ transition }) => {
          const shares = ergodic(transition);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
          for (const [i, row] of transition.entries())
            expect(row.reduce((sum, p, j) => sum + p * (shares[j] as number), 0)).toBeCloseTo(shares[i] as number, 14);
        },
      ),
    );
  });

  test('keeps its digits where a state is left once in 1e15 steps', () => {
    const [rare, usual] = ergodic([
      [1 - 1e-3, 1e-15],
      [1e-3, 1],
    ]);
    expect((rare as number) / (1e-12 / (1 + 1e-12))).toBeCloseTo(1, 14);
    expect(usual).toBeCloseTo(1, 11);
  });

  test('of a chain that ends in one state is that state, whichever it is', () => {
    expect(
      ergodic([
        [1, 0.1, 0.2],
        [0, 0.9, 0.3],
        [0, 0, 0.5],
      ]).map((p) => Math.round(p * 1e12) / 1e12),
    ).toEqual([1, 0, 0]);
    expect(
      ergodic([
        [0.5, 0, 0],
        [0.3, 0.9, 0],
        [0.2, 0.1, 1],
      ]).map((p) => Math.round(p * 1e12) / 1e12),
    ).toEqual([0, 0, 1]);
  });

  test('of a chain that falls apart is where equal chances end, and of one that swings its middle', () => {
    expect(
      ergodic([
        [1, 0],
        [0, 1],
      ]),
    ).toEqual([0.5, 0.5]);
    expect(
      ergodic([
        [1, 0, 0.5],
        [0, 1, 0.5],
        [0, 0, 0],
      ]).map((p) => Math.round(p * 1e12) / 1e12),
    ).toEqual([0.5, 0.5, 0]);
    expect(
      ergodic([
        [0, 1],
        [1, 0],
      ]),
    ).toEqual([0.5, 0.5]);
  });
});

describe('expected durations', () => {
  (present ? test : test.skip)(named('are those that statsmodels gives'), () => {
    for (const [name, regressors] of [
      ['fedfunds_const_k2', 0],
      ['areturns_L1_var_k2', 1],
    ] as const) {
      const { params, expected_durations } = summaryOf(name);
      const durations = expectedDurations(modelFrom(Object.values(params), regressors).transition);
      expect(durations[0]).toBeCloseTo(expected_durations[0] as number, 9);
      expect(durations[1]).toBeCloseTo(expected_durations[1] as number, 9);
    }
  });

  test('of a state that is never left is without end, of one that is never kept a step', () => {
    expect(
      expectedDurations([
        [1, 1],
        [0, 0],
      ]),
    ).toEqual([Number.POSITIVE_INFINITY, 1]);
  });
});
