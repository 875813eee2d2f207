import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { weightedQuantiles } from '../../../shared/leverage/weighted-quantiles.ts';
import { plainQuantile } from './plain-measure.ts';

const PS = [0.5, 0.9, 0.99];
const total = (pairs: readonly (readonly [number, number])[]) => pairs.reduce((sum, [, weight]) => sum + weight, 0);
const quantiles = (pairs: readonly (readonly [value: number, weight: number])[], ps = PS): number[] =>
  weightedQuantiles(
    Float64Array.from(pairs, ([value]) => value),
    Float64Array.from(pairs, ([, weight]) => weight),
    total(pairs),
    ps,
  );
// Whole weights add up exactly, in whatever order.
const pair = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.nat(1_000));
const pairs = fc.array(pair, { minLength: 1, maxLength: 200 }).filter((some) => total(some) > 0);

describe('weightedQuantiles', () => {
  test('half of the weight at 1 makes 1 the median, and one part more makes it 2', () => {
    expect(
      quantiles(
        [
          [2, 50],
          [1, 50],
        ],
        [0.5],
      ),
    ).toEqual([1]);
    expect(
      quantiles(
        [
          [2, 51],
          [1, 50],
        ],
        [0.5],
      ),
    ).toEqual([2]);
  });

  test('weight decides, not number: one heavy value outweighs a hundred light ones', () => {
    expect(quantiles([...Array.from({ length: 100 }, (_, i) => [i, 1] as const), [1_000, 900]], [0.05, 0.5])).toEqual([
      49, 1_000,
    ]);
  });

  test('a value without weight is no quantile', () => {
    expect(
      quantiles([
        [1, 0],
        [2, 5],
        [3, 0],
      ]),
    ).toEqual([2, 2, 2]);
  });

  test('a single value is all of its quantiles', () => {
    expect(quantiles([[7, 0.1]])).toEqual([7, 7, 7]);
  });

  test('for any values and weights they are those of a whole sort', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        expect(quantiles(some)).toEqual(PS.map((p) => plainQuantile(some, p)));
      }),
    );
  });

  test('for any ascending probabilities each is that of a whole sort, equal ones too', () => {
    const probabilities = fc
      .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })
      .map((ps) => ps.sort((a, b) => a - b));
    fc.assert(
      fc.property(pairs, probabilities, (some, ps) => {
        expect(quantiles(some, ps)).toEqual(ps.map((p) => plainQuantile(some, p)));
      }),
    );
  });

  test.each(['rising', 'falling', 'all equal', 'organ pipe'])(
    'a hundred thousand values that are %s are selected too',
    (shape) => {
      const n = 100_000;
      const value = (i: number) =>
        ({ rising: i, falling: n - i, 'all equal': 3, 'organ pipe': Math.min(i, n - i) })[shape] as number;
      const some = Array.from({ length: n }, (_, i) => [value(i), 1] as const);
      expect(quantiles(some)).toEqual(PS.map((p) => plainQuantile(some, p)));
    },
  );

  test('values keep their weights while they are reordered', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const values = Float64Array.from(some, ([value]) => value);
        const weights = Float64Array.from(some, ([, weight]) => weight);
        weightedQuantiles(values, weights, total(some), PS);
        const sorted = (list: (readonly [number, number])[]) => list.map(String).sort();
        expect(sorted(Array.from(values, (value, i) => [value, weights[i] as number] as const))).toEqual(sorted(some));
      }),
    );
  });
});
