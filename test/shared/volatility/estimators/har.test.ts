import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  EVERY_DAY_LAGS,
  fitHar,
  forecastHar,
  type HarModel,
  type HarOptions,
  TRADING_DAY_LAGS,
} from '../../../../shared/volatility/estimators/har.ts';
import { gaussian, mean } from './simulated.ts';

const modelOf = (variances: ArrayLike<number>, options?: HarOptions): HarModel => {
  const fit = fitHar(variances, options);
  if (!fit.fitted) throw new Error(fit.reason);
  return fit.model;
};
const forecastOf = (model: HarModel, recent: ArrayLike<number>): number => {
  const made = forecastHar(model, recent);
  if (!made.forecast) throw new Error(made.reason);
  return made.variance;
};
const meanOfLast = (values: readonly number[], count: number): number => mean(values.slice(-count));
const { exp, log: ln } = Math;

/** Days of a process that is a HAR in truth: of the variances, or of their logarithms. */
function simulateHar(
  coefficients: readonly number[],
  noise: number,
  log: boolean,
  days: number,
  seed: number,
): number[] {
  const next = gaussian(seed);
  const [constant = 0, ...betas] = coefficients;
  const as = log ? ln : (value: number) => value;
  const level = constant / (1 - betas.reduce((sum, beta) => sum + beta, 0));
  const variances: number[] = Array(30).fill(log ? exp(level) : level);
  for (let day = 0; day < days; day++) {
    const recent = variances.slice(-30);
    const foreseen = betas.reduce(
      (sum, beta, k) => sum + beta * as(meanOfLast(recent, EVERY_DAY_LAGS[k] as number)),
      constant,
    );
    variances.push(log ? exp(foreseen + noise * next()) : Math.max(foreseen + noise * next(), 1e-9));
  }
  return variances;
}

/** Least squares as a first course writes it: (X'X) b = X'y, by Gauss. */
function normalEquations(rows: readonly (readonly number[])[], target: readonly number[]): number[] {
  const width = rows[0]?.length as number;
  const system = Array.from({ length: width }, (_, j) => [
    ...Array.from({ length: width }, (_, k) =>
      rows.reduce((sum, row) => sum + (row[j] as number) * (row[k] as number), 0),
    ),
    rows.reduce((sum, row, i) => sum + (row[j] as number) * (target[i] as number), 0),
  ]);
  for (const [j, pivot] of system.entries()) {
    const head = pivot[j] as number;
    for (const [i, row] of system.entries()) {
      if (i === j) continue;
      const times = (row[j] as number) / head;
      row.forEach((value, k) => {
        row[k] = value - times * (pivot[k] as number);
      });
    }
  }
  return system.map((row, j) => (row[width] as number) / (row[j] as number));
}

describe('a HAR model', () => {
  test('finds the coefficients of a process that is one', () => {
    const truth = [2e-4, 0.35, 0.3, 0.2];
    const { coefficients, residualVariance, r2 } = modelOf(simulateHar(truth, 2e-4, false, 8_000, 51));
    expect((coefficients[0] as number) / 2e-4).toBeCloseTo(1, 0);
    truth.slice(1).forEach((beta, k) => {
      expect(Math.abs((coefficients[k + 1] as number) - beta)).toBeLessThan(0.06);
    });
    expect(Math.sqrt(residualVariance) / 2e-4).toBeCloseTo(1, 1);
    expect(r2).toBeGreaterThan(0.3);
  });

  test('finds those of logarithms too', () => {
    const truth = [-0.9, 0.3, 0.4, 0.15];
    const { coefficients, residualVariance } = modelOf(simulateHar(truth, 0.5, true, 8_000, 52), { log: true });
    truth.slice(1).forEach((beta, k) => {
      expect(Math.abs((coefficients[k + 1] as number) - beta)).toBeLessThan(0.06);
    });
    expect(Math.sqrt(residualVariance)).toBeCloseTo(0.5, 1);
  });

  test('of logarithms forecasts the mean, not the median: half the residual variance is added', () => {
    const variances = simulateHar([-0.9, 0.3, 0.4, 0.15], 0.8, true, 6_000, 53);
    const model = modelOf(variances, { log: true });
    const ends = variances.map((_, i) => i).filter((i) => i >= 30);
    const forecasts = ends.map((end) => forecastOf(model, variances.slice(end - 30, end)));
    const actual = mean(ends.map((end) => variances[end] as number));
    expect(mean(forecasts) / actual).toBeGreaterThan(0.95);
    expect(mean(forecasts) / actual).toBeLessThan(1.05);
    expect(mean(forecasts) / exp(model.residualVariance / 2) / actual).toBeLessThan(0.8);
  });

  test.each([
    [{}],
    [{ log: true }],
    [{ lags: TRADING_DAY_LAGS }],
    [{ horizon: 5, log: true }],
    [{ lags: [1, 2, 4, 8], horizon: 3 }],
  ])('%j is what normal equations of rows written out one by one give', (options: HarOptions) => {
    const { log = false, lags = EVERY_DAY_LAGS, horizon = 1 } = options;
    const variances = simulateHar([-0.9, 0.3, 0.4, 0.15], 0.5, true, 300, 54).map((value) => value * 1_000);
    const as = log ? Math.log : (value: number) => value;
    const rows: number[][] = [];
    const target: number[] = [];
    for (let today = Math.max(...lags); today + horizon <= variances.length; today++) {
      const past = variances.slice(0, today);
      rows.push([1, ...lags.map((lag) => as(meanOfLast(past, lag)))]);
      target.push(as(mean(variances.slice(today, today + horizon))));
    }
    const model = modelOf(variances, options);
    const plain = normalEquations(rows, target);
    const fitted = rows.map((row) => row.reduce((sum, value, j) => sum + value * (plain[j] as number), 0));
    const residuals = target.map((value, i) => (value - (fitted[i] as number)) ** 2);
    const around = target.map((value) => (value - mean(target)) ** 2);
    expect(model.observations).toBe(rows.length);
    model.coefficients.forEach((own, j) => {
      expect(own).toBeCloseTo(plain[j] as number, 7);
    });
    expect(model.r2).toBeCloseTo(1 - mean(residuals) / mean(around), 9);
    expect(model.residualVariance).toBeCloseTo((mean(residuals) * rows.length) / (rows.length - 1 - lags.length), 9);
    const [last = []] = [[1, ...lags.map((lag) => as(meanOfLast(variances, lag)))]];
    const foreseen = last.reduce((sum, value, j) => sum + value * (plain[j] as number), 0);
    expect(forecastOf(model, variances)).toBeCloseTo(log ? exp(foreseen + model.residualVariance / 2) : foreseen, 7);
  });

  test('has no unit: variances a hundred times as large are forecast a hundred times as large', () => {
    const variances = simulateHar([2e-4, 0.35, 0.3, 0.2], 2e-4, false, 200, 55);
    fc.assert(
      fc.property(fc.boolean(), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (log, unit) => {
        const scaled = variances.map((value) => value * unit);
        const [own, other] = [variances, scaled].map((all) => forecastOf(modelOf(all, { log }), all)) as [
          number,
          number,
        ];
        expect(other / unit / own).toBeCloseTo(1, 8);
      }),
    );
  });

  test('of variances themselves never forecasts beyond what it has seen, nor a negative one', () => {
    const variances = simulateHar([2e-4, 0.35, 0.3, 0.2], 2e-4, false, 200, 56);
    const model = modelOf(variances);
    const [least, most] = model.seen;
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 30, maxLength: 40 }), (recent) => {
        const forecast = forecastOf(model, recent);
        expect(forecast).toBeGreaterThanOrEqual(least);
        expect(forecast).toBeLessThanOrEqual(most);
      }),
    );
    expect(least).toBeGreaterThan(0);
  });

  const some = simulateHar([2e-4, 0.35, 0.3, 0.2], 2e-4, false, 60, 57);
  test.each([
    ['too few days', some.slice(-37), {}],
    ['too few days', [], {}],
    ['not a variance', [...some, -1], {}],
    ['not a variance', [...some, Number.NaN], {}],
    ['not a variance', [...some, 0], { log: true }],
    ['singular', Array(90).fill(3e-4), {}],
    ['singular', Array(90).fill(3e-4), { log: true }],
    ['singular', some, { lags: [1, 1] }],
  ] as const)('is not fitted to what is %s', (reason, variances, options) => {
    expect(fitHar(variances, options)).toEqual({ fitted: false, reason });
  });

  test('is fitted to as many days as twice its coefficients', () => {
    expect(fitHar(some.slice(-38)).fitted).toBe(true);
  });

  test('forecasts from no fewer days than its longest lag, and from variances only', () => {
    const [model, ofLogarithms] = [modelOf(some), modelOf(some, { log: true })];
    expect(forecastHar(model, some.slice(-29))).toEqual({ forecast: false, reason: 'too few days' });
    expect(forecastHar(model, some.slice(-30)).forecast).toBe(true);
    expect(forecastHar(model, [...some, Number.POSITIVE_INFINITY])).toEqual({
      forecast: false,
      reason: 'not a variance',
    });
    expect(forecastHar(ofLogarithms, [...some, 0])).toEqual({ forecast: false, reason: 'not a variance' });
    // What lies before the longest lag does not matter.
    expect(forecastHar(model, [Number.NaN, ...some.slice(-30)])).toEqual(forecastHar(model, some));
  });

  test.each([{ horizon: 0 }, { horizon: 1.5 }, { lags: [0, 7] }, { lags: [1, Number.NaN] }])(
    '%j is no span of days',
    (options) => {
      expect(() => fitHar(some, options)).toThrow(RangeError);
    },
  );
});
