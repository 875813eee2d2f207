import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { excessNotional, leverageCapacity } from '../../../shared/leverage/capacity.ts';
import { haircutOf } from '../../../shared/leverage/haircuts.ts';
import { studentQuantile, unitVarianceScale } from '../../../shared/numeric/student-t.ts';
import { horizonVolatility } from '../../../shared/volatility/horizon.ts';
import type { VolatilityReading } from '../../../shared/volatility/types.ts';

describe('leverage capacity', () => {
  test('worked by hand: 1 / (0.005 + 5.072·0.01 + 0.002)', () => {
    const tail = studentQuantile(0.999, 4) * unitVarianceScale(4);
    expect(tail).toBeCloseTo(7.173182 / Math.SQRT2, 5);
    expect(leverageCapacity(0.01, 0.005, tail, 0.002)).toBeCloseTo(1 / (0.007 + tail * 0.01), 12);
  });

  test('without volatility and cost it is what maintenance allows, and it only falls with volatility', () => {
    expect(leverageCapacity(0, 0.005, 5, 0)).toBe(200);
    const sigma = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(sigma, sigma, (a, b) => {
        const [calm, wild] = [Math.min(a, b), Math.max(a, b)];
        expect(leverageCapacity(wild, 0.005, 5, 0.002)).toBeLessThanOrEqual(leverageCapacity(calm, 0.005, 5, 0.002));
      }),
    );
  });

  test('a position at its capacity has just its maintenance and cost left after a move of z·sigma', () => {
    const [sigma, mmr, tail, cost] = [0.02, 0.01, 4, 0.003];
    const leverage = leverageCapacity(sigma, mmr, tail, cost);
    expect(1 / leverage - tail * sigma).toBeCloseTo(mmr + cost, 12);
  });

  test.each([
    [-0.1, 0.01, 5, 0],
    [Number.NaN, 0.01, 5, 0],
    [0.1, Number.POSITIVE_INFINITY, 5, 0],
    [0, 0, 5, 0],
  ])('%d, %d, %d, %d have none', (sigma, mmr, tail, cost) => {
    expect(() => leverageCapacity(sigma, mmr, tail, cost)).toThrow(RangeError);
  });

  test('the excess of each market is what would bring its positions down to its own capacity', () => {
    const excess = excessNotional(
      Uint32Array.of(0, 0, 1, 1),
      Float64Array.of(100, 100, 100, 100),
      Float64Array.of(10, 40, 10, 40),
      Float64Array.of(20, 5),
    );
    expect([...excess]).toEqual([50, 50 + 87.5]);
  });
});

describe('haircuts', () => {
  const terms = { fixed: { XAUT: 0.1 }, floor: 0.02, cap: 0.95 };
  const risk = { sigma: 0.01, dailyVolatility: 0.05, dailyVolume: 400, held: 100 };

  test('cover what the price may lose before it can be sold, and what selling all of it costs', () => {
    // 5 quantiles of 1 %, and 0.05·sqrt(100 / 400).
    expect(haircutOf('BTC', risk, terms, 5, 1)).toBeCloseTo(0.05 + 0.025, 14);
  });

  test('grow with volatility and with how much there is to sell, between floor and cap', () => {
    expect(haircutOf('BTC', { ...risk, sigma: 0.03 }, terms, 5, 1)).toBeCloseTo(0.175, 14);
    expect(haircutOf('BTC', { ...risk, held: 1_600 }, terms, 5, 1)).toBeCloseTo(0.15, 14);
    expect(haircutOf('BTC', { ...risk, sigma: 0, held: 0 }, terms, 5, 1)).toBe(0.02);
    expect(haircutOf('BTC', { ...risk, sigma: 3 }, terms, 5, 1)).toBe(0.95);
  });

  test('of what the policy fixes are as it says, and of the unit of value none', () => {
    expect(haircutOf('XAUT', risk, terms, 5, 1)).toBe(0.1);
    expect(haircutOf('USDT', undefined, terms, 5, 1)).toBe(0);
    // A name that every object has is a currency like any other.
    expect(haircutOf('constructor', undefined, terms, 5, 1)).toBe(0);
  });
});

describe('volatility over a horizon', () => {
  const reading: VolatilityReading = {
    regime: 'calm',
    fast: 0.004,
    slow: 0.005,
    ratio: 0.8,
    annualised: 0.37,
    intervalMs: 3_600_000,
    bars: 500,
    warming: false,
    extremeFrom: 2.95,
    probabilities: null,
  };

  test('is the present one by the square root of time, and no less than the median', () => {
    expect(horizonVolatility({ ...reading, fast: 0.02 }, 4 * 3_600_000, 0.03)).toBeCloseTo(0.04, 14);
    expect(horizonVolatility(reading, 4 * 3_600_000, 0.03)).toBeCloseTo(0.01, 14);
  });

  test('is assumed where nothing is known, and stands beside what is seen while it warms', () => {
    const cold = { ...reading, intervalMs: null, warming: true };
    expect(horizonVolatility(cold, 86_400_000 / 4, 0.03)).toBeCloseTo(0.015, 14);
    expect(horizonVolatility({ ...reading, warming: true }, 3_600_000, 0.048)).toBeCloseTo(0.048 / Math.sqrt(24), 12);
    expect(horizonVolatility({ ...reading, fast: 0.1, warming: true }, 3_600_000, 0.048)).toBeCloseTo(0.1, 12);
  });
});
