import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCandles } from '../../../../shared/market-data/candle-file.ts';
import { intradayReturns } from '../../../../shared/volatility/estimators/intraday-returns.ts';
import {
  JUMP_Z,
  jumpMeasure,
  RATIO_VARIANCE,
  significantJumpVariance,
} from '../../../../shared/volatility/estimators/jump-statistic.ts';
import {
  bipowerVariation,
  realisedVariance,
  tripowerQuarticity,
} from '../../../../shared/volatility/estimators/realised-measures.ts';
import { gaussian, mean, sampleVariance } from './simulated.ts';

const measured = (returns: ArrayLike<number>) => {
  const measure = jumpMeasure(returns);
  if (!measure.measured) throw new Error(measure.reason);
  return measure;
};
const quietDays = (count: number, n: number, seed: number): Float64Array[] => {
  const next = gaussian(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: n }, () => (0.02 * next()) / Math.sqrt(n)));
};
/** One-sided quantiles of the standard normal. */
const BEYOND_5_PERCENT = 1.6448536269514722;

describe('the jump statistic', () => {
  test('has the published constant, (π/2)² + π - 5 = 0.6090', () => {
    expect(RATIO_VARIANCE).toBeCloseTo(0.609, 4);
  });

  test("is Huang and Tauchen's formula, written out", () => {
    const [day] = quietDays(1, 288, 31) as [Float64Array];
    const [rv, bv, tp] = [realisedVariance(day), bipowerVariation(day), tripowerQuarticity(day)];
    const z = (rv - bv) / rv / Math.sqrt((((Math.PI / 2) ** 2 + Math.PI - 5) / 288) * Math.max(1, tp / bv ** 2));
    expect(measured(day).z).toBeCloseTo(z, 10);
    expect(measured(day).realisedVariance).toBeCloseTo(rv, 16);
    expect(measured(day).bipowerVariation).toBeCloseTo(bv, 16);
  });

  test('is about standard normal on days of 288 returns without a jump', () => {
    const z = quietDays(1_500, 288, 32).map((day) => measured(day).z);
    expect(Math.abs(mean(z))).toBeLessThan(0.15);
    expect(Math.sqrt(sampleVariance(z))).toBeGreaterThan(0.9);
    expect(Math.sqrt(sampleVariance(z))).toBeLessThan(1.1);
  });

  test.each([
    [288, 0.035, 0.07],
    [96, 0.035, 0.075],
    [24, 0.03, 0.09],
  ])('on quiet days of %d returns is beyond its 5 %% quantile between %d and %d of the time', (n, least, most) => {
    const days = quietDays(1_500, n, 33);
    const share = days.filter((day) => measured(day).z > BEYOND_5_PERCENT).length / days.length;
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });

  test('flags a day with one big jump, and gives the jump most of its variance', () => {
    for (const day of quietDays(50, 288, 34)) {
      const jumped = day.map((value, i) => (i === 140 ? value + 0.05 : value));
      expect(measured(jumped).z).toBeGreaterThan(JUMP_Z);
      expect(measured(jumped).jumpShare).toBeGreaterThan(0.6);
      const byJump = significantJumpVariance(measured(jumped));
      expect(byJump / 0.05 ** 2).toBeGreaterThan(0.75);
      expect(byJump / 0.05 ** 2).toBeLessThan(1.25);
    }
  });

  test('counts no jump where chance is not ruled out', () => {
    const [day] = quietDays(1, 288, 35) as [Float64Array];
    expect(significantJumpVariance(measured(day))).toBe(0);
    expect(significantJumpVariance({ measured: false, reason: 'no variation' })).toBe(0);
  });

  test('of a single move among nothing is large and finite', () => {
    const returns = Array(288).fill(0);
    returns[7] = 0.01;
    expect(measured(returns)).toMatchObject({ jumpShare: 1, bipowerVariation: 0 });
    expect(measured(returns).z).toBeCloseTo(Math.sqrt(288 / RATIO_VARIANCE), 10);
  });

  test('of a move beside others too small to be squared is finite too', () => {
    expect(measured([1, 0, 1e-90, 1e-90]).z).toBeCloseTo(Math.sqrt(4 / RATIO_VARIANCE), 10);
  });

  test.each([
    [Array(24).fill(0), 'no variation'],
    [[], 'too few returns'],
    [[0.1, 0.2], 'too few returns'],
    [[0.1, Number.NaN, 0.2], 'a return is no number'],
    [[0.1, Number.NEGATIVE_INFINITY, 0.2], 'a return is no number'],
  ])('of %j is none: %s', (returns, reason) => {
    expect(jumpMeasure(returns)).toEqual({ measured: false, reason });
  });

  test('of any returns is a number or a reason, and has no unit, however small', () => {
    const any = fc.array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(0)), { minLength: 3 });
    fc.assert(
      fc.property(any, fc.constantFrom(2 ** -500, 2 ** -10, 8), (returns, unit) => {
        const exact = returns.map((value) => (Math.abs(value) < 1e-100 ? 0 : value));
        const measure = jumpMeasure(exact);
        const scaled = jumpMeasure(exact.map((value) => value * unit));
        expect(scaled.measured).toBe(measure.measured);
        if (!measure.measured || !scaled.measured) return;
        expect(Number.isFinite(measure.z)).toBe(true);
        expect(measure.jumpShare).toBeGreaterThanOrEqual(0);
        expect(measure.jumpShare).toBeLessThanOrEqual(1);
        expect(scaled.z).toBe(measure.z);
        expect(scaled.jumpShare).toBe(measure.jumpShare);
      }),
    );
  });

  const MINUTES = new URL(
    '../../../../../shared/data/candles/btcusd-perp-1m-2025-10-09-binance-layout.csv',
    import.meta.url,
  );
  const present = existsSync(MINUTES);
  (present ? test : test.skip)(`of a real day of minutes is finite${present ? '' : ' (absent)'}`, () => {
    const { candles } = readCandles(readFileSync(MINUTES, 'utf8'));
    const [day] = intradayReturns(candles);
    expect(day?.returns).toHaveLength(1_439);
    const { z, jumpShare, realisedVariance: variance } = measured(day?.returns as Float64Array);
    expect(Number.isFinite(z)).toBe(true);
    expect(jumpShare).toBeLessThan(1);
    // A day of bitcoin moves by some per cent.
    expect(Math.sqrt(variance)).toBeGreaterThan(0.002);
    expect(Math.sqrt(variance)).toBeLessThan(0.2);
  });
});
