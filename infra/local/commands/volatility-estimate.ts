import type { CandleFile } from '../../../shared/market-data/candle-file.ts';
import { plainFigure, timeFigure } from '../../../shared/presentation/figures.ts';
import { barsNeeded, type EstimateTerms, estimateVolatility } from '../../../shared/volatility/estimators/estimate.ts';
import {
  ESTIMATOR_NAMES,
  ESTIMATORS,
  type EstimatorName,
  estimatorNamed,
} from '../../../shared/volatility/estimators/estimators.ts';
import { RISKMETRICS_LAMBDA, warmUpWindow } from '../../../shared/volatility/estimators/ewma.ts';
import { table } from '../table.ts';
import { required, UsageError, type Values, wholeNumber } from './command.ts';

interface Reading {
  /** Open of the bar in Unix seconds, as candle files have it. */
  readonly t: number;
  readonly value: number;
}

/** Prints the volatility at every bar that has one. @throws UsageError for options that no estimate can have */
export function printEstimates(candles: CandleFile['candles'], file: string, values: Values): void {
  const terms = termsFrom(values);
  const needed = barsNeeded(terms);
  if (needed > candles.length) {
    const have = candles.length === 1 ? '1 bar' : `${candles.length} bars`;
    throw new UsageError(
      `a --window of ${terms.window} takes ${needed} bars of ${terms.estimator}, and ${file} has ${have}`,
    );
  }
  const series = estimateVolatility(candles, terms);
  const readings = candles.flatMap(({ timestamp }, i): Reading[] => {
    const value = series.values[i] as number;
    return Number.isNaN(value) ? [] : [{ t: timestamp / 1_000, value }];
  });
  console.log(values.json ? JSON.stringify(readings) : estimateTables(terms, readings));
}

function termsFrom(values: Values): EstimateTerms {
  const estimator = estimatorFrom(required(values, 'estimator'));
  const { memory, leastWindow } = ESTIMATORS[estimator];
  if (values.lambda !== undefined && memory !== 'fading') {
    throw new UsageError(`--lambda is of ${FADING.join(', ')}; ${estimator} has a window only`);
  }
  const lambda = positive(values, 'lambda', 1) ?? RISKMETRICS_LAMBDA;
  // What fades has no window of its own: how it is warmed may be left to it.
  if (memory === 'window') required(values, 'window');
  const window = wholeNumber(values, 'window', leastWindow, Number.MAX_SAFE_INTEGER) ?? warmUpWindow(lambda);
  return { estimator, window, periods: positive(values, 'periods', Number.POSITIVE_INFINITY) ?? 1, lambda };
}

const FADING = ESTIMATOR_NAMES.filter((name) => ESTIMATORS[name].memory === 'fading');

function estimatorFrom(text: string): EstimatorName {
  const name = estimatorNamed(text);
  if (name) return name;
  throw new UsageError(`--estimator is one of ${ESTIMATOR_NAMES.join(', ')}, not ${JSON.stringify(text)}`);
}

/** The value of an option that takes a number above 0 and below a bound. */
function positive(values: Values, name: string, below: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number > 0 && number < below) return number;
  const bounds = below === Number.POSITIVE_INFINITY ? 'above 0' : `between 0 and ${below}`;
  throw new UsageError(`--${name} takes a number ${bounds}, not ${JSON.stringify(text)}`);
}

const SHOWN = 10;

/** The last readings, and between what and what they lay. */
function estimateTables({ estimator, window, periods }: EstimateTerms, readings: readonly Reading[]): string {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return 'No bar has a value';
  const sorted = readings.map(({ value }) => value).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  const unit = periods === 1 ? 'a bar' : `a year of ${periods} bars`;
  return [
    `${estimator}, window ${window}, volatility of ${unit}`,
    `${readings.length} values, ${timeFigure(first.t * 1_000)} to ${timeFigure(last.t * 1_000)}`,
    table([['least', 'median', 'most'], [sorted[0] as number, median, sorted.at(-1) as number].map(volatilityFigure)]),
    table([
      ['bar', 'volatility'],
      ...readings.slice(-SHOWN).map(({ t, value }) => [timeFigure(t * 1_000), volatilityFigure(value)]),
    ]),
  ].join('\n\n');
}

/** Small per bar, large per year: three digits of either. */
const volatilityFigure = (value: number): string => `${plainFigure(value * 100)} %`;
