import type { Candle } from '../snapshot/types.ts';
import { extendedToOpen, garmanKlass } from '../volatility/range-variance.ts';

export interface CandleFinding {
  /** 1-based, the header line included. */
  readonly line: number;
  readonly fault: string;
}

export interface CandleFile {
  /** Sound bars, in rising order of time. */
  readonly candles: readonly Candle[];
  /** What was passed over (bars that cannot be, repeats, steps back) or is missing (gaps), with its line. */
  readonly findings: readonly CandleFinding[];
  /** Rows of the file, header and blank lines apart. */
  readonly rows: number;
}

/** Whether at least half of a file's rows are bars that are used: from fewer nothing is concluded. */
export const holdsMostOf = ({ candles, rows }: CandleFile): boolean => candles.length > 0 && 2 * candles.length >= rows;

interface Row {
  readonly line: number;
  readonly candle: Candle;
}

/**
 * Reads bars from CSV: `t,open,high,low,close,…` with t as an ISO date (UTC if it names no zone) or in Unix seconds, milliseconds,
 * microseconds or nanoseconds, told apart by magnitude row by row; or Binance's kline layout (`open_time,open,…,volume,…`), with or without
 * its header line. A file with its newest bars first is turned. A bar that opens at the close before, outside its range, is used with its
 * range extended. A bad line is a finding and is passed over: nothing is thrown for bad input.
 */
export function readCandles(text: string): CandleFile {
  const rows: Row[] = [];
  for (const [i, source] of text.split('\n').entries()) {
    const cells = source.trim().split(',');
    if (source.trim() === '' || (i === 0 && Number.isNaN(timeOf(cells[0] as string)))) continue;
    rows.push({ line: i + 1, candle: candleFrom(cells) });
  }
  return checked(fallsMore(rows.map(({ candle }) => candle.timestamp)) ? rows.reverse() : rows);
}

/** Whether times fall from row to row more often than they rise: the newest come first. */
export function fallsMore(times: readonly number[]): boolean {
  let falls = 0;
  for (let i = 1; i < times.length; i++) falls += Math.sign((times[i - 1] as number) - (times[i] as number)) || 0;
  return falls > 0;
}

function checked(rows: readonly Row[]): CandleFile {
  const candles: Candle[] = [];
  const findings: CandleFinding[] = [];
  let interval = Number.POSITIVE_INFINITY;
  const extended: number[] = [];
  /** Of the row before, whether it is used or not. */
  let closeBefore: number | undefined;
  for (const { line, candle: read } of rows) {
    const last = candles.at(-1);
    const wider = extendedToOpen(read, closeBefore);
    const candle = wider ?? read;
    closeBefore = read.close;
    const fault = faultOf(candle, last);
    if (fault !== undefined) {
      findings.push({ line, fault });
      continue;
    }
    if (wider) extended.push(line);
    if (last) {
      const step = candle.timestamp - last.timestamp;
      const missing = Math.round(step / interval) - 1;
      if (missing > 0)
        findings.push({ line, fault: `${missing} ${missing === 1 ? 'bar is' : 'bars are'} missing before this one` });
      interval = Math.min(interval, step);
    }
    candles.push(candle);
  }
  const [first] = extended;
  if (first !== undefined)
    findings.push({
      line: first,
      fault: `${extended.length} ${extended.length === 1 ? 'bar opens' : 'bars open'} at the close before, outside the range, from this line on: used with the range extended`,
    });
  return { candles, findings, rows: rows.length };
}

/** A time as a file writes it, in Unix milliseconds; NaN if it is none. Bars lie between 1973 and 5138, whatever the unit: each unit has three decades of its own. */
export function timeOf(cell: string): number {
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](.+))?$/.exec(cell);
  if (date) {
    const [, day, clock = '00:00:00'] = date;
    return Date.parse(`${day}T${clock}${/(Z|[+-]\d\d:?\d\d)$/i.test(clock) ? '' : 'Z'}`);
  }
  const t = Number(cell);
  if (t < 1e11) return t * 1_000;
  if (t < 1e14) return t;
  return Math.floor(t < 1e17 ? t / 1e3 : t / 1e6);
}

function candleFrom(cells: readonly string[]): Candle {
  const timestamp = timeOf(cells[0] as string);
  const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN, volume] = cells
    .slice(1)
    .map(Number);
  return { timestamp, open, high, low, close, ...(volume !== undefined && volume >= 0 ? { baseVolume: volume } : {}) };
}

function faultOf(candle: Candle, last: Candle | undefined): string | undefined {
  const { timestamp } = candle;
  if (!Number.isInteger(timestamp) || timestamp <= 0) return "the bar's time is none";
  const checked = garmanKlass(candle);
  if (!checked.valid) return checked.fault;
  if (last && timestamp === last.timestamp) return 'the bar repeats the time of the one before';
  return last && timestamp < last.timestamp ? 'the bar is older than the one before' : undefined;
}
