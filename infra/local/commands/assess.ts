import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { activityOf } from '../../../shared/assessment/activity.ts';
import { assess } from '../../../shared/assessment/assess.ts';
import { carry } from '../../../shared/assessment/measure.ts';
import { singlePositions } from '../../../shared/assessment/single-positions.ts';
import type { Assessment, MarketAssessment } from '../../../shared/assessment/types.ts';
import { findStakes } from '../../../shared/liquidation/stakes.ts';
import { holdsMostOf, readCandles } from '../../../shared/market-data/candle-file.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { durationFigure } from '../../../shared/presentation/figures.ts';
import type { Book, Market } from '../../../shared/snapshot/types.ts';
import { advanceVolatility, type VolatilityState } from '../../../shared/volatility/regime.ts';
import { assessmentTables } from '../assessment-tables.ts';
import { readBookFile } from './book-file.ts';
import { type Command, UsageError } from './command.ts';

export const command: Command = {
  name: 'assess',
  usage: `Usage: npm run -s cli -- assess FILE [--json] [--bars BARS.csv [--symbol SYMBOL]] [--positions OUT.ndjson]

Measures a snapshot (JSON or NDJSON, gzipped or not): concentration, leverage,
liquidation ladder, cascades, leverage capacity and insurance fund. One snapshot
has no history: without --bars its volatility is what the policy assumes, and its
regime calm.
A market that cannot be measured is told with the reason; the others are measured
as if nothing stood in it.

  --bars FILE       bars of a market before the book, by which its volatility is
                    measured: t,open,high,low,close,… or Binance klines
  --symbol SYMBOL   the market that they are of; the only one if it is left out
  --positions FILE  write each position as a line of JSON: value, both equities,
                    leverage, liquidation price, and where it comes from
  --json            print {venue, markets: {SYMBOL: …}, fund, findings} and nothing else;
                    of a file that is not valid, {errors, errorCount}`,
  options: {
    json: { type: 'boolean' },
    bars: { type: 'string' },
    symbol: { type: 'string' },
    positions: { type: 'string' },
  },
  positionals: 1,
  async run({ values, positionals: [file = ''] }) {
    const book = await readBookFile(file, values.json === true);
    if (!book) return 1;
    const { bars, symbol, positions } = values;
    if (typeof symbol === 'string' && typeof bars !== 'string')
      throw new UsageError('--symbol says what --bars are of');
    const { assessment } = assess({
      book,
      states: new Map(),
      ...(typeof bars === 'string' ? { seeds: seedsOf(book, bars, symbol as string | undefined) } : {}),
      policy: DEFAULT_POLICY,
      codeVersion: 'cli',
      late: false,
    });
    if (typeof positions === 'string') writePositions(positions, book, assessment);
    console.log(values.json ? JSON.stringify(asJson(assessment)) : assessmentTables(assessment));
    return 0;
  },
};

/** The contract of `assess --json`. */
function asJson({ snapshotId, sequence, timestamp, sampleShare, book, fund, funds, markets, findings }: Assessment) {
  return {
    snapshotId,
    sequence,
    timestamp,
    ...(sampleShare === undefined ? {} : { sampleShare }),
    venue: book,
    fund,
    ...(funds ? { funds } : {}),
    markets: Object.fromEntries(markets.map((market): [string, MarketAssessment] => [market.symbol, market])),
    findings,
  };
}

/** Bars that end longer than this before the book say nothing of its volatility. */
const STALE_MS = 7 * 86_400_000;

/** The volatility of a market as its bars before the book leave it. @throws UsageError if they leave none */
function seedsOf({ header, markets }: Book, file: string, symbol?: string): ReadonlyMap<string, VolatilityState> {
  const of = symbol ?? (markets.length === 1 ? markets[0]?.symbol : undefined);
  if (of === undefined)
    throw new UsageError(`The book has ${markets.length} markets: --symbol says which --bars are of`);
  if (!markets.some((market) => market.symbol === of)) throw new UsageError(`The book has no market ${of}`);
  const read = readCandles(readFileSync(file, 'utf8'));
  if (!holdsMostOf(read))
    throw new UsageError(`${file}: only ${read.candles.length} of ${read.rows} rows are bars that can be used`);
  let state: VolatilityState | undefined;
  for (const candle of read.candles) {
    if (candle.timestamp >= header.timestamp) break;
    ({ state } = advanceVolatility(state, { candle, markPrice: candle.close, timestamp: header.timestamp }));
  }
  if (!state) throw new UsageError(`${file} has no bar before the book`);
  const age = header.timestamp - state.bar.timestamp;
  if (age > STALE_MS) throw new UsageError(`${file}: its newest bar before the book is ${durationFigure(age)} older`);
  return new Map([[of, state]]);
}

/** Writes every position as a line of JSON. */
function writePositions(file: string, book: Book, { markets }: Assessment): void {
  const { model } = DEFAULT_POLICY;
  const activity = markets.map(({ volatility }, m) =>
    activityOf(book.markets[m] as Market, book.header, volatility, model),
  );
  const carried = carry(book, { activity, model });
  const stakes = findStakes(book, carried, model.assumed.maintenanceMarginRate);
  const out = openSync(file, 'w');
  try {
    for (const position of singlePositions(book, carried, stakes)) writeSync(out, `${JSON.stringify(position)}\n`);
  } finally {
    closeSync(out);
  }
}
