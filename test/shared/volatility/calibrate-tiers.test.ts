import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CalibrationResult, calibrateTiers, leaveOf } from '../../../shared/volatility/calibrate-tiers.ts';
import { DEFAULT_BUDGET } from '../../../shared/volatility/regime-terms.ts';

/** Bars a year of a market that is easy to count in. */
const YEAR = 1_000;
const calm = (bars: number): number[] => Array<number>(bars).fill(1);
const calibrated = (ratios: readonly number[], budget = DEFAULT_BUDGET) => {
  const result = calibrateTiers(Float64Array.from(ratios), YEAR, budget, 6);
  if (!result.calibrated) throw new Error(result.reason);
  return result;
};

describe('thresholds', () => {
  test('are the lowest that a budget allows: of twelve spikes a year, the largest eight may count', () => {
    // Spikes of 2, 2.5, … 7.5, far enough apart to be told from one another.
    const spikes = Array.from({ length: 12 }, (_, i) => [2 + i / 2, ...calm(82)]).flat();
    const { tiers, entriesPerYear } = calibrated([...spikes, ...calm(YEAR - spikes.length)], {
      elevated: 12,
      stressed: 10,
      extreme: 8,
    });
    expect(tiers).toEqual({
      elevated: { enter: 1.2, leave: 1.05 },
      stressed: { enter: 2.5, leave: 1.375 },
      extreme: { enter: 3.5, leave: 1.625 },
    });
    expect(entriesPerYear).toEqual({ elevated: 12, stressed: 10, extreme: 8 });
  });

  test('count a slow decay once, not each bar of it that is above', () => {
    const decay = Array.from({ length: 40 }, (_, i) => 1 + 8 * 0.9 ** i);
    const { entriesPerYear } = calibrated([...calm(500), ...decay, ...calm(460)]);
    expect(entriesPerYear).toEqual({ elevated: 1, stressed: 1, extreme: 1 });
  });

  test('rise from tier to tier, are left below where they are entered, and keep to their budget, for any history', () => {
    const ratio = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0.6, max: 1.6, noNaN: true }) },
      { weight: 1, arbitrary: fc.double({ min: 1, max: 15, noNaN: true }) },
    );
    fc.assert(
      fc.property(fc.array(ratio, { minLength: YEAR, maxLength: 2 * YEAR }), (ratios) => {
        const result: CalibrationResult = calibrateTiers(Float64Array.from(ratios), YEAR, DEFAULT_BUDGET, 6);
        if (!result.calibrated) return;
        const { elevated, stressed, extreme } = result.tiers;
        expect(elevated.enter).toBeLessThan(stressed.enter);
        expect(stressed.enter).toBeLessThan(extreme.enter);
        for (const tier of ['elevated', 'stressed', 'extreme'] as const) {
          const { enter, leave } = result.tiers[tier];
          expect(leave).toBeCloseTo(leaveOf(enter), 4);
          expect(leave).toBeLessThan(enter);
          expect(result.entriesPerYear[tier]).toBeLessThanOrEqual(DEFAULT_BUDGET[tier]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('what cannot be calibrated is said to be so', () => {
  test('less than a year of bars', () => {
    expect(calibrateTiers(Float64Array.from(calm(YEAR - 1)), YEAR, DEFAULT_BUDGET, 6)).toEqual({
      calibrated: false,
      reason: 'too little history',
    });
  });

  test('a market that is over any threshold all the time', () => {
    const wild = Float64Array.from({ length: YEAR }, (_, i) => (i % 20 < 8 ? 1_000 : 1));
    expect(calibrateTiers(wild, YEAR, DEFAULT_BUDGET, 6)).toEqual({ calibrated: false, reason: 'always over budget' });
  });
});
