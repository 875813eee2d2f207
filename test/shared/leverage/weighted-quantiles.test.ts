import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { weightedQuantiles } from '../../../shared/leverage/weighted-quantiles.ts';

/** Sorted, and counted up to the share asked for. */
function slowly(pairs: readonly (readonly [number, number])[], probabilities: readonly number[]): number[] {
  const sorted = [...pairs].sort(([a], [b]) => a - b);
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  return probabilities.map((p) => {
    let weight = 0;
    for (const [value, w] of sorted) {
      weight += w;
      if (weight >= p * total) return value;
    }
    return (sorted.at(-1) as readonly [number, number])[0];
  });
}

test('of any values, with any ties and weights, they are what sorting would find', () => {
  // Whole weights: sums are exact, so that no rounding decides on which side of a boundary a value falls.
  const pair = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 60 }), (pairs) => {
      const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
      fc.pre(total > 0);
      const probabilities = [0.1, 0.25, 0.5, 0.9, 0.99, 1];
      const values = Float64Array.from(pairs, ([value]) => value);
      const weights = Float64Array.from(pairs, ([, weight]) => weight);
      expect(weightedQuantiles(values, weights, total, probabilities)).toEqual(slowly(pairs, probabilities));
    }),
    { numRuns: 2_000 },
  );
});

test('values and weights stay together while they are reordered', () => {
  const values = Float64Array.from({ length: 500 }, (_, i) => (i * 7919) % 503);
  const weights = Float64Array.from(values, (value) => value + 1);
  weightedQuantiles(
    values,
    weights,
    weights.reduce((a, b) => a + b),
    [0.5, 0.9],
  );
  for (let i = 0; i < values.length; i++) expect(weights[i]).toBe((values[i] as number) + 1);
});
