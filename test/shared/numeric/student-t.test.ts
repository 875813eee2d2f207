import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { studentQuantile, studentTail, unitVarianceScale } from '../../../shared/numeric/student-t.ts';

describe("Student's t", () => {
  // Critical values as printed in the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  test.each([
    [1, 0.9, 3.078],
    [1, 0.975, 12.706],
    [2, 0.975, 4.303],
    [3, 0.99, 4.541],
    [4, 0.95, 2.132],
    [4, 0.99, 3.747],
    [4, 0.999, 7.173],
    [10, 0.995, 3.169],
    [30, 0.975, 2.042],
    [100, 0.999, 3.174],
  ])('with %d degrees of freedom, the quantile at %d is the printed %d', (degrees, p, printed) => {
    expect(studentQuantile(p, degrees).toFixed(3)).toBe(printed.toFixed(3));
  });

  test('with one degree of freedom it is the Cauchy distribution, with two it has a closed form', () => {
    for (const t of [0, 0.1, 1, 3, 20, 1e3, 1e6]) {
      expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 14);
      const closed = (1 - t / Math.sqrt(2 + t * t)) / 2;
      expect(Math.abs(studentTail(t, 2) - closed)).toBeLessThan(1e-15);
    }
    // Where 1 - P(T <= t) has no digits left: the tail of the Cauchy is atan(1 / t) / pi.
    expect(studentTail(1e12, 1) / (Math.atan(1e-12) / Math.PI)).toBeCloseTo(1, 12);
  });

  test('the tail falls from 1 to 0, symmetric about one half', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (t, step, degrees) => {
          const tail = studentTail(t, degrees);
          expect(tail + studentTail(-t, degrees)).toBeCloseTo(1, 13);
          expect(studentTail(t + step, degrees)).toBeLessThanOrEqual(tail + 1e-15);
          expect(tail).toBeGreaterThanOrEqual(0);
          expect(tail).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('the quantile is the inverse of the tail', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (p, degrees) => {
          expect(Math.abs(studentTail(studentQuantile(p, degrees), degrees) - (1 - p))).toBeLessThan(1e-12);
        },
      ),
    );
  });

  test('what has no answer is refused', () => {
    expect(() => studentTail(1, 0)).toThrow(RangeError);
    expect(() => studentTail(Number.NaN, 3)).toThrow(RangeError);
    expect(() => studentQuantile(0, 3)).toThrow(RangeError);
    expect(() => studentQuantile(1, 3)).toThrow(RangeError);
    expect(() => unitVarianceScale(2)).toThrow(RangeError);
    expect(unitVarianceScale(4)).toBe(Math.SQRT1_2);
  });
});
