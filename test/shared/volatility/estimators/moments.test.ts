import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meanOf, mergeMoments, momentsOf, sampleVarianceOf } from '../../../../shared/volatility/estimators/moments.ts';
import { mean, sampleVariance } from './simulated.ts';

const of = (values: readonly number[]) => values.map(momentsOf).reduce(mergeMoments);

describe('moments', () => {
  test('of parts are those of the whole, wherever it is cut', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(), (all, at) => {
        const cut = 1 + (at % (all.length - 1));
        const merged = mergeMoments(of(all.slice(0, cut)), of(all.slice(cut)));
        expect(merged.count).toBe(all.length);
        expect(meanOf(merged)).toBeCloseTo(mean(all), 12);
        expect(sampleVarianceOf(merged)).toBeCloseTo(sampleVariance(all), 11);
      }),
    );
  });

  test('of small differences on a large number keep their digits', () => {
    // The sum of squares less the square of the sum has none left here.
    expect(sampleVarianceOf(of([1e9 + 1, 1e9 + 2, 1e9 + 3]))).toBe(1);
  });

  test('of equal numbers have no variance at all', () => {
    expect(sampleVarianceOf(of(Array(17).fill(0.1)))).toBeLessThan(1e-33);
    expect(sampleVarianceOf(of(Array(17).fill(0)))).toBe(0);
  });
});
