import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hillExponent, oddTail } from '../../../shared/integrity/tail-exponent.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';

/** The largest of n sizes that lie where those of a Pareto distribution are expected: (n / i)^(1/α). */
const pareto = (alpha: number, sizes: number, n = 10_000) =>
  Array.from({ length: sizes }, (_, i) => (n / (i + 1)) ** (1 / alpha));

describe("Hill's estimate", () => {
  test('by hand: of 8, 4, 2 and 1 it is 3 / (ln 8 + ln 4 + ln 2) = 0.7213', () => {
    const fit = hillExponent([2, 8, 1, 4]);
    expect(fit?.exponent).toBeCloseTo(1 / (2 * Math.LN2), 12);
    expect(fit?.standardError).toBeCloseTo((fit?.exponent as number) / Math.sqrt(3), 12);
    expect(fit?.sizes).toBe(3);
  });

  test.each([0.7, 1.2, 1.5, 2, 4])(
    'finds the exponent %d of sizes that lie as those of a Pareto distribution',
    (alpha) => {
      const k = 199;
      // Σ ln((k+1) / i) for i = 1..k is k ln(k+1) - ln k!, so the estimate is α by this factor exactly.
      const logFactorial = Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((sum, log) => sum + log, 0);
      const factor = k / (k * Math.log(k + 1) - logFactorial);
      expect(hillExponent(pareto(alpha, 200))?.exponent).toBeCloseTo(alpha * factor, 9);
      expect(Math.abs(factor - 1)).toBeLessThan(0.03);
    },
  );

  test('does not depend on the unit of sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 50 }),
        fc.integer({ min: -30, max: 30 }),
        (sizes, power) => {
          const before = hillExponent(sizes);
          const after = hillExponent(sizes.map((size) => size * 2 ** power));
          if (!before || !after || before.exponent > 1e6) return;
          expect(after.exponent / before.exponent).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  test('says nothing of one size, of sizes that are all the same, and of what is none', () => {
    expect(hillExponent([])).toBeUndefined();
    expect(hillExponent([5])).toBeUndefined();
    expect(hillExponent([5, 5, 5])).toBeUndefined();
    expect(hillExponent([5, 0])).toBeUndefined();
    expect(hillExponent([5, Number.NaN])).toBeUndefined();
  });
});

describe('the tail of trade sizes', () => {
  const notes = (alpha: number, count = 10_000, sizes = 200) =>
    oddTail({ count, largestSizes: pareto(alpha, sizes) }, TERMS).map(({ check, level }) => `${check}: ${level}`);

  test.each([
    [0.6, 1],
    [0.9, 0],
    [1.5, 0],
    [2.2, 0],
    [3, 1],
  ])('with the exponent %d is %d notes: within 2.326 standard errors of 1 to 2 it is usual', (alpha, expected) => {
    expect(notes(alpha)).toHaveLength(expected);
  });

  test('says what the exponent is and what is usual', () => {
    expect(oddTail({ count: 10_000, largestSizes: pareto(4, 200) }, TERMS)[0]?.message).toMatch(
      /^the largest trade sizes fall off with an exponent of 4.0\d, where 1 to 2 is usual$/,
    );
  });

  test('is the largest tenth of trades at most, and fifty sizes at least', () => {
    expect(notes(4, 10_000, 50)).toHaveLength(1);
    expect(notes(4, 10_000, 49)).toEqual([]);
    expect(notes(4, 500)).toHaveLength(1);
    expect(notes(4, 499)).toEqual([]);
    expect(oddTail({ largestSizes: pareto(4, 200) }, TERMS)).toEqual([]);
    expect(oddTail({ count: 10_000 }, TERMS)).toEqual([]);
  });

  test('may come in any order', () => {
    const sizes = pareto(4, 200);
    expect(oddTail({ count: 1_000, largestSizes: sizes.toReversed() }, TERMS)).toEqual(
      oddTail({ count: 1_000, largestSizes: sizes }, TERMS),
    );
  });
});
