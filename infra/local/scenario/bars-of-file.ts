import { readFileSync } from 'node:fs';
import { holdsMostOf, readCandles } from '../../../shared/market-data/candle-file.ts';
import { timeFigure } from '../../../shared/presentation/figures.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { UsageError } from '../commands/command.ts';

/** Findings that are printed; the rest are counted. */
const SHOWN = 5;

/**
 * Reads the bars that are to drive a play, and prints which they are and what is amiss with their file.
 *
 * @param from Unix milliseconds, included
 * @param to   Unix milliseconds, excluded
 * @throws UsageError where the file holds no bars, or none in that time
 */
export function barsOfFile(
  file: string,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): readonly Candle[] {
  const read = readCandles(readFileSync(file, 'utf8'));
  const { candles, findings, rows } = read;
  if (candles.length === 0)
    throw new UsageError(`${file} holds no bars: neither t,open,high,low,close,… in seconds nor Binance klines`);
  if (!holdsMostOf(read))
    throw new UsageError(`${file}: only ${candles.length} of ${rows} rows are bars that can be used`);
  const chosen = candles.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  const [first] = chosen;
  const last = chosen.at(-1);
  if (!first || !last) throw new UsageError(`${file} has no bar between --from and --to`);
  for (const { line, fault } of findings.slice(0, SHOWN)) console.log(`${file}:${line}: ${fault}`);
  if (findings.length > SHOWN) console.log(`${file}: ${findings.length - SHOWN} more findings`);
  console.log(`${chosen.length} bars from ${timeFigure(first.timestamp)} to ${timeFigure(last.timestamp)}`);
  return chosen;
}
