import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCandles } from '../../../../shared/market-data/candle-file.ts';
import { fitHar, forecastHar, type HarModel } from '../../../../shared/volatility/estimators/har.ts';
import { intradayReturns } from '../../../../shared/volatility/estimators/intraday-returns.ts';
import { realisedVariance } from '../../../../shared/volatility/estimators/realised-measures.ts';
import { mean } from './simulated.ts';

/** Hourly bars of bitcoin in dollars, 2019 to 2023. */
const BARS = new URL('../../../../../shared/data/candles/btc-usd-1h-2019-11-20-to-2023-12-31.csv', import.meta.url);
const present = existsSync(BARS);
const check = present ? test : test.skip;
const named = (name: string): string => (present ? name : `${name} (the bars are absent)`);

const DAY_MS = 86_400_000;
/** Fitted on what was before; what comes after it has not seen. */
const CUT = Date.UTC(2022, 0, 1);

let variances: number[] = [];
let cut = 0;

if (present)
  beforeAll(() => {
    const { candles } = readCandles(readFileSync(BARS, 'utf8'));
    // One hour is no bar, and the first day begins in its middle.
    const days = intradayReturns(candles).filter(({ returns }) => returns.length >= 23);
    expect(days.every(({ from }, i) => i === 0 || from - (days[i - 1]?.from as number) === DAY_MS)).toBe(true);
    variances = days.map(({ returns }) => realisedVariance(returns));
    cut = days.findIndex(({ from }) => from >= CUT);
  });

/** Mean losses of forecasts of one day from all days before it. Source of QLIKE: Patton (2011), y/f - ln(y/f) - 1. */
function losses(foresee: (before: readonly number[]) => number): { squared: number; qlike: number } {
  const days = variances.slice(cut).map((actual, i) => ({ actual, foreseen: foresee(variances.slice(0, cut + i)) }));
  return {
    squared: mean(days.map(({ actual, foreseen }) => (actual - foreseen) ** 2)),
    qlike: mean(days.map(({ actual, foreseen }) => actual / foreseen - Math.log(actual / foreseen) - 1)),
  };
}

const fitted = (log: boolean, days: readonly number[]): HarModel => {
  const fit = fitHar(days, { log });
  if (!fit.fitted) throw new Error(fit.reason);
  return fit.model;
};
const harOf = (model: HarModel) => (before: readonly number[]) => {
  const made = forecastHar(model, before);
  return made.forecast ? made.variance : Number.NaN;
};

describe('on the days of 2019 to 2023', () => {
  check(
    named('it explains in sample what such models do: a fifth to a third of the variance, near half of its log'),
    () => {
      expect(variances).toHaveLength(1_502);
      const [plain, log] = [fitted(false, variances), fitted(true, variances)];
      expect(plain.r2).toBeGreaterThan(0.2);
      expect(plain.r2).toBeLessThan(0.35);
      expect(log.r2).toBeGreaterThan(0.42);
      expect(log.r2).toBeLessThan(0.6);
      // Volatility lasts, and does not explode.
      const persistence = log.coefficients.slice(1).reduce((sum, beta) => sum + beta, 0);
      expect(persistence).toBeGreaterThan(0.7);
      expect(persistence).toBeLessThan(1);
    },
  );

  check.each([false, true])(
    named('fitted before 2022 it foresees 2022 and 2023 better than their past mean and than yesterday (log: %j)'),
    (log) => {
      const har = losses(harOf(fitted(log, variances.slice(0, cut))));
      const fixed = mean(variances.slice(0, cut));
      for (const naive of [losses(() => fixed), losses(mean), losses((before) => before.at(-1) as number)]) {
        expect(har.squared).toBeLessThan(0.9 * naive.squared);
        expect(har.qlike).toBeLessThan(0.8 * naive.qlike);
      }
    },
  );

  check(named('logarithms foresee better than the variances themselves'), () => {
    const [plain, log] = [false, true].map((of) => losses(harOf(fitted(of, variances.slice(0, cut)))));
    expect(log?.qlike).toBeLessThan(plain?.qlike as number);
    expect(log?.squared).toBeLessThan(plain?.squared as number);
  });
});
