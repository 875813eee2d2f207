import { leastSquares } from './least-squares.ts';

/** Yesterday, the last week and the last month of a market that trades every day, as derivatives of crypto-assets do. */
export const EVERY_DAY_LAGS: readonly number[] = [1, 7, 30];
/** The same of an exchange with five trading days a week. Source: Corsi (2009). */
export const TRADING_DAY_LAGS: readonly number[] = [1, 5, 22];

export interface HarOptions {
  /** How many days ahead: what is forecast is the mean variance of a day over them. 1 by default. */
  readonly horizon?: number;
  /** Regress logarithms: closer to normal, and never a negative forecast. By default the variances themselves. */
  readonly log?: boolean;
  /** Days that each regressor is a mean of. By default those of a market that trades every day. */
  readonly lags?: readonly number[];
}

export interface HarModel {
  readonly horizon: number;
  readonly log: boolean;
  readonly lags: readonly number[];
  /** The constant, then one for each lag. */
  readonly coefficients: readonly number[];
  /** Share of the variance of what was regressed that is explained, in sample. */
  readonly r2: number;
  /** Σ residual² / (days - coefficients); in squared logarithms where the model is of them. */
  readonly residualVariance: number;
  /** Days that it was fitted to. */
  readonly observations: number;
  /** The smallest and the largest that was to be forecast: a linear forecast may leave what can be. */
  readonly seen: readonly [least: number, most: number];
}

export type HarFit =
  | { readonly fitted: true; readonly model: HarModel }
  | { readonly fitted: false; readonly reason: 'too few days' | 'not a variance' | 'singular' };

/**
 * Fits the heterogeneous autoregression: RV(t+1..t+h) = c + Σ β(k) · mean of the last lag(k) days' RV + error, by least squares.
 *
 * Source: Corsi (2009), A Simple Approximate Long-Memory Model of Realized Volatility; with logarithms, those of the means.
 *
 * @param variances realised variances of days that follow one another, oldest first, not annualised
 * @throws RangeError for a horizon or lags that are not whole numbers from 1 up
 */
export function fitHar(
  variances: ArrayLike<number>,
  { horizon = 1, log = false, lags = EVERY_DAY_LAGS }: HarOptions = {},
): HarFit {
  checkSpans([horizon, ...lags]);
  const longest = Math.max(0, ...lags);
  const observations = variances.length - longest - horizon + 1;
  // As many days again as coefficients, or the residuals say nothing.
  if (observations < 2 * (lags.length + 1)) return { fitted: false, reason: 'too few days' };
  if (!allVariances(variances, log)) return { fitted: false, reason: 'not a variance' };
  const asRegressed = log ? Math.log : (value: number) => value;
  /** Of each day from which is forecast. */
  const each = (measure: (end: number) => number) =>
    Float64Array.from({ length: observations }, (_, i) => measure(longest + i));
  const ahead = each((end) => meanBefore(variances, end + horizon, horizon));
  const target = ahead.map(asRegressed);
  const regressors = lags.map((lag) => each((end) => asRegressed(meanBefore(variances, end, lag))));
  const solution = leastSquares([each(() => 1), ...regressors], target);
  const total = squaresAroundMean(target);
  if (!solution.solved || !(total > 0)) return { fitted: false, reason: 'singular' };
  const { coefficients, residualSquares } = solution;
  return {
    fitted: true,
    model: {
      horizon,
      log,
      lags,
      coefficients: [...coefficients],
      r2: 1 - residualSquares / total,
      residualVariance: residualSquares / (observations - coefficients.length),
      observations,
      seen: [ahead.reduce((a, b) => Math.min(a, b)), ahead.reduce((a, b) => Math.max(a, b))],
    },
  };
}

export type HarForecast =
  | { readonly forecast: true; readonly variance: number }
  | { readonly forecast: false; readonly reason: 'too few days' | 'not a variance' };

/**
 * The mean variance of a day over the model's horizon. Of logarithms exp(forecast + ½ residual variance), which is the mean of a
 * log-normal where exp(forecast) would be its median. Held within what was seen while fitting where it is one of the variances
 * themselves, since nothing else keeps those positive.
 *
 * Source: for the bound, Bollerslev, Patton, Quaedvlieg (2016), Exploiting the Errors, who do the like.
 *
 * @param recent realised variances of the last days, oldest first: as many as the longest lag, or more
 */
export function forecastHar(model: HarModel, recent: ArrayLike<number>): HarForecast {
  const { log, lags, coefficients, residualVariance, seen } = model;
  const longest = Math.max(0, ...lags);
  const end = recent.length;
  if (end < longest) return { forecast: false, reason: 'too few days' };
  const known = Float64Array.from({ length: longest }, (_, i) => recent[end - longest + i] as number);
  if (!allVariances(known, log)) return { forecast: false, reason: 'not a variance' };
  const value = lags.reduce((sum, lag, k) => {
    const mean = meanBefore(known, longest, lag);
    return sum + (coefficients[k + 1] as number) * (log ? Math.log(mean) : mean);
  }, coefficients[0] as number);
  const variance = log ? Math.exp(value + residualVariance / 2) : Math.min(Math.max(value, seen[0]), seen[1]);
  return { forecast: true, variance };
}

/** Mean of the so many values before an index. */
function meanBefore(values: ArrayLike<number>, end: number, count: number): number {
  let sum = 0;
  for (let i = end - count; i < end; i++) sum += values[i] as number;
  return sum / count;
}

function squaresAroundMean(values: Float64Array): number {
  const mean = meanBefore(values, values.length, values.length);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Of a day without any variation there is no logarithm. */
function allVariances(values: ArrayLike<number>, log: boolean): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value) || value < 0 || (log && value === 0)) return false;
  }
  return true;
}

function checkSpans(spans: readonly number[]): void {
  for (const span of spans) {
    if (!Number.isInteger(span) || span < 1)
      throw new RangeError(`A span of days is a whole number from 1 up, not ${span}`);
  }
}
