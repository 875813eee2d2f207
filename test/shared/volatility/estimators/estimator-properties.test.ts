import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candle } from '../../../../shared/snapshot/types.ts';
import { estimateVolatility } from '../../../../shared/volatility/estimators/estimate.ts';
import { ESTIMATOR_NAMES, type EstimatorName } from '../../../../shared/volatility/estimators/estimators.ts';
import { brownianBars, HOUR, mean, sampleVariance } from './simulated.ts';

const WINDOW = 8;
const valuesOf = (candles: readonly Candle[], estimator: EstimatorName, periods = 1): number[] => [
  ...estimateVolatility(candles, { estimator, window: WINDOW, periods }).values,
];

const price = fc.double({ min: 50, max: 200, noNaN: true });
/** Any four prices make a bar, and bars need not join. */
const bars = fc.array(fc.tuple(price, price, price, price), { minLength: WINDOW + 1, maxLength: 30 }).map((rows) =>
  rows.map((four, i): Candle => {
    const [open, close] = four;
    return { timestamp: (i + 1) * HOUR, open, close, high: Math.max(...four), low: Math.min(...four) };
  }),
);

const closeTo = (values: readonly number[], others: readonly number[]): void => {
  values.forEach((value, i) => {
    if (Number.isNaN(value)) expect(others[i]).toBeNaN();
    else expect(others[i]).toBeCloseTo(value, 10);
  });
};

describe.each(ESTIMATOR_NAMES)('%s', (name) => {
  test('does not depend on the unit of the price', () => {
    fc.assert(
      fc.property(bars, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (candles, unit) => {
        const scaled = candles.map(
          ({ timestamp, open, high, low, close }): Candle => ({
            timestamp,
            open: open * unit,
            high: high * unit,
            low: low * unit,
            close: close * unit,
          }),
        );
        closeTo(valuesOf(candles, name), valuesOf(scaled, name));
      }),
    );
  });

  test('of a constant price is 0', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (p) => {
        const still = Array.from({ length: 20 }, (_, i) => ({
          timestamp: (i + 1) * HOUR,
          open: p,
          high: p,
          low: p,
          close: p,
        }));
        expect(valuesOf(still, name).filter((value) => !Number.isNaN(value) && value !== 0)).toEqual([]);
      }),
    );
  });

  test('grows with the square root of the bars a year', () => {
    fc.assert(
      fc.property(bars, fc.double({ min: 0.1, max: 1e6, noNaN: true }), (candles, periods) => {
        closeTo(
          valuesOf(candles, name).map((value) => value * Math.sqrt(periods)),
          valuesOf(candles, name, periods),
        );
      }),
    );
  });

  test('of any sound bars is finite and not negative', () => {
    fc.assert(
      fc.property(bars, (candles) => {
        const known = valuesOf(candles, name).filter((value) => !Number.isNaN(value));
        expect(known.length).toBeGreaterThan(0);
        expect(known.every((value) => value >= 0 && value < Number.POSITIVE_INFINITY)).toBe(true);
      }),
    );
  });
});

describe('on a simulated Brownian motion', () => {
  const SIGMA = 0.01;
  const DAY = 24;
  const candles = brownianBars(DAY * 400, SIGMA, 11);
  /** Variance estimates of days that share no bar, against the true variance. */
  const estimates = (estimator: EstimatorName): number[] =>
    [...estimateVolatility(candles, { estimator, window: DAY, periods: 1 }).values]
      .filter((_, i) => i >= DAY && i % DAY === 0)
      .map((value) => (value / SIGMA) ** 2);

  test('every estimator finds the true variance, ranges a little below: they are seen at steps only', () => {
    for (const name of ESTIMATOR_NAMES) {
      expect(mean(estimates(name))).toBeGreaterThan(0.85);
      expect(mean(estimates(name))).toBeLessThan(1.05);
    }
  });

  test('ranges know more than closes, and Garman and Klass more than Parkinson, by about what the papers say', () => {
    // Against their own mean: seen at steps only, ranges are a little short, which is not to count for them.
    const spread = (name: EstimatorName) => sampleVariance(estimates(name)) / mean(estimates(name)) ** 2;
    const efficiency = (name: EstimatorName) => spread('close') / spread(name);
    expect(efficiency('parkinson')).toBeGreaterThan(4);
    expect(efficiency('parkinson')).toBeLessThan(7);
    expect(efficiency('rogers-satchell')).toBeGreaterThan(5);
    expect(efficiency('garman-klass')).toBeGreaterThan(efficiency('parkinson'));
    expect(efficiency('garman-klass')).toBeLessThan(10);
    expect(efficiency('yang-zhang')).toBeGreaterThan(5);
  });

  test('a steady drift disturbs Parkinson, and not Rogers and Satchell', () => {
    const drifting = brownianBars(DAY * 100, SIGMA, 12, 200, SIGMA);
    const at = (name: EstimatorName) =>
      mean(
        valuesOf(drifting, name)
          .filter((value) => !Number.isNaN(value))
          .map((value) => (value / SIGMA) ** 2),
      );
    expect(at('parkinson')).toBeGreaterThan(1.2);
    expect(at('rogers-satchell')).toBeLessThan(1.1);
    expect(at('rogers-satchell')).toBeGreaterThan(0.8);
  });
});
