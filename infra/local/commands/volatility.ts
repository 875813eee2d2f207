import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type CandleFile, holdsMostOf, readCandles } from '../../../shared/market-data/candle-file.ts';
import { percentFigure, plainFigure, timeFigure } from '../../../shared/presentation/figures.ts';
import { fitMarkov } from '../../../shared/volatility/markov/fit.ts';
import type { MarkovModel } from '../../../shared/volatility/markov/types.ts';
import { type RegimeHistory, regimeHistory } from '../../../shared/volatility/regime-history.ts';
import { DEFAULT_REGIME_TERMS } from '../../../shared/volatility/regime-terms.ts';
import { REGIMES } from '../../../shared/volatility/types.ts';
import { regimeChart } from '../regime-chart.ts';
import { table } from '../table.ts';
import { type Command, UsageError, type Values, wholeNumber } from './command.ts';
import { printEstimates } from './volatility-estimate.ts';
import { printFit } from './volatility-fit.ts';

const USAGE = `Usage: npm run -s cli -- volatility regimes FILE.csv [--chart FILE.svg] [--json]
       npm run -s cli -- volatility estimate FILE.csv --estimator E --window N [--periods P] [--json]
       npm run -s cli -- volatility fit FILE.csv --column C --states K [--json]

The first two read bars (t,open,high,low,close,… in seconds, or Binance's kline
layout), the last any column of a CSV file with a header line.

  regimes    the regimes that the market went through, each bar judged by what
             was known at its time
    --chart FILE     draw price, ratio and regimes as an SVG picture
    --states K       fit a Markov-switching filter of K states to the file's
                     returns, and give their probabilities beside the regimes;
                     unlike these it knows the whole file
    --json           print {episodes: [{regime, from, to, bars}]} and nothing
                     else, with --states also probabilities: [{timestamp,
                     states}]; times in Unix milliseconds

  estimate   volatility of the log return over a window of bars
    --estimator E    close, ewma, parkinson, garman-klass, rogers-satchell,
                     gk-yz or yang-zhang
    --window N       bars that each value looks at
    --periods P      bars a year: values are annualised by its root; 1 where
                     it is absent, which is volatility per bar
    --lambda L       weight of the past, of ewma only; 0.94 where it is absent
    --json           print [{t, value}] and nothing else; t in Unix seconds,
                     as in the file

  fit        a Markov-switching model of a column, by maximum likelihood
    --column C       name of the column
    --states K       2 to 8; two or three are usual
    --mean M         switching, constant or zero; switching where it is absent
    --variance V     switching or constant; switching where it is absent
    --returns        take the column for prices and fit their log returns
    --json           print {converged, logLikelihood, transition, states:
                     [{mean, variance}], starts} and nothing else;
                     transition[i][j] is Pr(now i | before j)`;

type Print = (file: string, values: Values) => void;

const SUBJECTS: Readonly<Record<string, Print>> = {
  regimes: withCandles(printRegimes),
  estimate: withCandles(printEstimates),
  fit: printFit,
};

export const command: Command = {
  name: 'volatility',
  usage: USAGE,
  options: {
    json: { type: 'boolean' },
    chart: { type: 'string' },
    estimator: { type: 'string' },
    window: { type: 'string' },
    periods: { type: 'string' },
    lambda: { type: 'string' },
    column: { type: 'string' },
    states: { type: 'string' },
    mean: { type: 'string' },
    variance: { type: 'string' },
    returns: { type: 'boolean' },
  },
  positionals: 2,
  async run({ values, positionals: [subject = '', file = ''] }) {
    const run = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
    if (!run) throw new UsageError(`volatility has no ${JSON.stringify(subject)}\n\n${USAGE}`);
    run(file, values);
    return 0;
  },
};

/** Reads the file as bars; what was passed over is told apart. */
function withCandles(print: (candles: CandleFile['candles'], file: string, values: Values) => void): Print {
  return (file, values) => {
    const read = readCandles(readFileSync(file, 'utf8'));
    const { candles, findings, rows } = read;
    tellPassedOver(file, findings);
    if (candles.length === 0) throw new UsageError(`${file} has no bar that can be read`);
    if (!holdsMostOf(read))
      throw new UsageError(`${file}: only ${candles.length} of ${rows} rows are bars that can be used`);
    print(candles, file, values);
  };
}

const TOLD = 5;

/** What was passed over belongs to the person, not into the figures. */
function tellPassedOver(file: string, findings: CandleFile['findings']): void {
  for (const { line, fault } of findings.slice(0, TOLD)) console.error(`${file}:${line}: ${fault}`);
  if (findings.length > TOLD) console.error(`… and ${findings.length - TOLD} more`);
}

function printRegimes(candles: CandleFile['candles'], file: string, values: Values): void {
  const { json, chart } = values;
  const history = regimeHistory(candles, { ...DEFAULT_REGIME_TERMS, filter: filterFor(candles, values) });
  if (typeof chart === 'string') writeFileSync(chart, regimeChart(history, basename(file)));
  const { episodes, bars } = history;
  const probabilities = bars.flatMap(({ timestamp, probabilities: states }) => (states ? [{ timestamp, states }] : []));
  console.log(
    json ? JSON.stringify({ episodes, ...(probabilities.length > 0 ? { probabilities } : {}) }) : regimeTables(history),
  );
}

/** The filter of the states that are asked for; null where none are. @throws UsageError where the bars fit none */
function filterFor(candles: CandleFile['candles'], values: Values): MarkovModel | null {
  const states = wholeNumber(values, 'states', 2, 8);
  if (states === undefined) return null;
  const returns = Float64Array.from(candles.slice(1), ({ close }, i) =>
    Math.log(close / (candles[i] as (typeof candles)[number]).close),
  );
  const fit = fitMarkov(returns, { states, mean: 'zero', variance: 'switching' });
  if (!fit.converged) throw new UsageError(`${states} states do not fit: ${fit.reason} (${fit.detail})`);
  return fit.model;
}

const YEAR_MS = 365.25 * 86_400_000;

/** How much of the history each regime took, and the episodes of the worst ones. */
function regimeTables({ bars, episodes }: RegimeHistory): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return 'No bar';
  const years = (last.timestamp - first.timestamp) / YEAR_MS;
  const extreme = episodes.filter(({ regime }) => regime === 'extreme');
  return [
    `${bars.length} bars, ${timeFigure(first.timestamp)} to ${timeFigure(last.timestamp)}`,
    table([
      ['regime', 'of all bars', 'episodes', 'a year', 'median bars', 'shortest'],
      ...REGIMES.map((regime) => {
        const own = episodes.filter((episode) => episode.regime === regime).map((episode) => episode.bars);
        own.sort((a, b) => a - b);
        return [
          regime,
          percentFigure(own.reduce((sum, count) => sum + count, 0) / bars.length),
          String(own.length),
          // Of a few days nothing can be said about a year.
          years < 0.25 ? '' : plainFigure(own.length / years),
          own.length === 0 ? '' : String(own[own.length >> 1]),
          own.length === 0 ? '' : String(own[0]),
        ];
      }),
    ]),
    ...latestProbabilities(bars),
    extreme.length === 0
      ? 'Never extreme.'
      : `Extreme\n${table([
          ['from', 'to', 'bars'],
          ...extreme.map(({ from, to, bars: count }) => [timeFigure(from), timeFigure(to), String(count)]),
        ])}`,
  ].join('\n\n');
}

/** The filter's last word, where there is one. */
function latestProbabilities(bars: RegimeHistory['bars']): string[] {
  const states = bars.at(-1)?.probabilities;
  return states ? [`After the last bar, by rising volatility: ${states.map(percentFigure).join(', ')}`] : [];
}
