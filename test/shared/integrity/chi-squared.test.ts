import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chiSquaredTail } from '../../../shared/integrity/chi-squared.ts';

/** The tail by summing the density in small steps: (x/2)^(m-1) e^(-x/2) / (2 (m-1)!) for 2m degrees of freedom. */
function slowTail(x: number, degreesOfFreedom: number): number {
  const m = degreesOfFreedom / 2;
  let factorial = 1;
  for (let i = 2; i < m; i++) factorial *= i;
  const density = (at: number) => ((at / 2) ** (m - 1) * Math.exp(-at / 2)) / (2 * factorial);
  const step = 0.001;
  let sum = 0;
  for (let at = x; at < x + 150; at += step) sum += (step * (density(at) + density(at + step))) / 2;
  return sum;
}

describe('the tail of chi-squared', () => {
  test.each([
    [2, 5.991, 0.05],
    [4, 9.488, 0.05],
    [8, 2.733, 0.95],
    [8, 13.362, 0.1],
    [8, 15.507, 0.05],
    [8, 17.535, 0.025],
    [8, 20.09, 0.01],
    [8, 26.124, 0.001],
    [20, 37.566, 0.01],
  ])('with %d degrees of freedom beyond %d is %d, as in printed tables', (degrees, x, probability) => {
    expect(chiSquaredTail(x, degrees) / probability).toBeCloseTo(1, 3);
  });

  test('begins at 1, never rises and ends at 0', () => {
    expect(chiSquaredTail(0, 8)).toBe(1);
    expect(chiSquaredTail(1e6, 8)).toBe(0);
    expect(chiSquaredTail(Number.POSITIVE_INFINITY, 8)).toBe(0);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 3_000, noNaN: true }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        (x, more) => {
          expect(chiSquaredTail(x + more, 8)).toBeLessThanOrEqual(chiSquaredTail(x, 8) * (1 + 1e-12));
        },
      ),
    );
  });

  test('is that of a density summed in small steps', () => {
    for (const degrees of [2, 4, 8, 12])
      for (const x of [0.5, 4, 15.5, 40]) expect(chiSquaredTail(x, degrees)).toBeCloseTo(slowTail(x, degrees), 6);
  });

  test('refuses what has none', () => {
    expect(() => chiSquaredTail(-1, 8)).toThrow(RangeError);
    expect(() => chiSquaredTail(Number.NaN, 8)).toThrow(RangeError);
    expect(() => chiSquaredTail(1, 7)).toThrow(RangeError);
    expect(() => chiSquaredTail(1, 0)).toThrow(RangeError);
  });
});
