import { describe, expect, test } from '@jest/globals';
import { BENFORD, fitFirstDigits, oddFirstDigits } from '../../../shared/integrity/first-digits.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';

/** Counts by the law, as whole numbers. */
const lawful = (trades: number) => BENFORD.map((share) => Math.round(share * trades));

describe("Benford's law", () => {
  test('has the shares that are printed everywhere, and they are all', () => {
    expect(BENFORD.map((share) => Number((share * 100).toFixed(1)))).toEqual([
      30.1, 17.6, 12.5, 9.7, 7.9, 6.7, 5.8, 5.1, 4.6,
    ]);
    expect(BENFORD.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
  });

  test('fits the first digits of the powers of two, the classic of them', () => {
    const counts = new Array<number>(9).fill(0);
    for (let n = 0; n < 1_000; n++) {
      const digit = Number(String(2 ** n)[0]);
      counts[digit - 1] = (counts[digit - 1] as number) + 1;
    }
    expect(counts).toEqual([301, 176, 125, 97, 79, 69, 56, 52, 45]);
    const fit = fitFirstDigits(counts);
    expect(fit?.probability).toBeGreaterThan(0.999);
    expect(fit?.meanDeviation).toBeLessThan(0.001);
    expect(oddFirstDigits(counts, TERMS)).toEqual([]);
  });

  test('is held against digits that are all alike: chi-squared 0.4006 a trade, the ones most amiss', () => {
    const fit = fitFirstDigits(new Array<number>(9).fill(100));
    const byHand = BENFORD.reduce((sum, share) => sum + (100 - 900 * share) ** 2 / (900 * share), 0);
    expect(fit?.chiSquared).toBeCloseTo(byHand, 9);
    expect(fit?.chiSquared).toBeCloseTo(900 * 0.40134, 0);
    expect(fit).toMatchObject({ trades: 900, digit: 1, deviation: expect.closeTo(1 / 9 - Math.log10(2), 12) });
    expect(fit?.meanDeviation).toBeCloseTo(BENFORD.reduce((sum, share) => sum + Math.abs(share - 1 / 9), 0) / 9, 12);
  });

  test('says nothing of what are no nine counts', () => {
    expect(fitFirstDigits([1, 2, 3])).toBeUndefined();
    expect(fitFirstDigits(new Array<number>(9).fill(0))).toBeUndefined();
    expect(fitFirstDigits(new Array<number>(9).fill(-1))).toBeUndefined();
    expect(fitFirstDigits(new Array<number>(9).fill(Number.NaN))).toBeUndefined();
    expect(fitFirstDigits(new Array<number>(9).fill(1e308))).toBeUndefined();
  });
});

describe('first digits of trade sizes', () => {
  test('that are all alike are a note, with the digit that is most amiss', () => {
    expect(oddFirstDigits(new Array<number>(9).fill(100), TERMS)).toEqual([
      {
        check: 'trade-first-digits',
        level: 'note',
        message: expect.stringMatching(
          /^trade sizes do not begin with digits by Benford's law: 11.1 % begin with 1 where 30.1 % are usual \(chi-squared 36\d\)$/,
        ),
        values: expect.objectContaining({ trades: 900, digit: 1 }),
      },
    ]);
  });

  test('say nothing where there are fewer than 500 trades', () => {
    expect(oddFirstDigits([...new Array<number>(8).fill(55), 59], TERMS)).toEqual([]);
    expect(oddFirstDigits([...new Array<number>(8).fill(55), 60], TERMS)).toHaveLength(1);
    expect(oddFirstDigits(undefined, TERMS)).toEqual([]);
  });

  test('of a million trades that deviate significantly but by little are no note', () => {
    const counts = lawful(1_000_000).map((count, i) => count + (i === 0 ? -20_000 : 2_500));
    expect(fitFirstDigits(counts)?.probability).toBeLessThan(1e-12);
    expect(fitFirstDigits(counts)?.meanDeviation).toBeLessThan(0.015);
    expect(oddFirstDigits(counts, TERMS)).toEqual([]);
  });

  test.each([
    [60_000, 0],
    [70_000, 1],
  ])('of a million trades that lack %d ones are %d notes: a mean deviation of 0.015 lies between', (lacking, notes) => {
    const counts = lawful(1_000_000).map((count, i) => count + (i === 0 ? -lacking : lacking / 8));
    expect(oddFirstDigits(counts, TERMS)).toHaveLength(notes);
  });

  test('that deviate by much but could by chance are no note', () => {
    const counts = [125, 100, 66, 51, 45, 38, 32, 28, 25];
    const wide = { ...TERMS, trades: { ...TERMS.trades, firstDigits: { significance: 0.01, meanDeviation: 0 } } };
    const fit = fitFirstDigits(counts);
    expect(fit?.probability).toBeGreaterThan(0.01);
    expect(oddFirstDigits(counts, wide)).toEqual([]);
  });
});
