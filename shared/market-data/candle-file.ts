import type { Candle } from '../snapshot/types.ts';
import { garmanKlass } from '../volatility/range-variance.ts';

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
}

/**
 * Reads bars from CSV: `t,open,high,low,close,…` with t in seconds or as an ISO date in UTC, or Binance's kline layout (`open_time,open,…,volume,…` in
 * milliseconds, with or without its header line). A bad line is a finding and is passed over: nothing is thrown for bad input.
 */
export function readCandles(text: string): CandleFile {
  const candles: Candle[] = [];
  const findings: CandleFinding[] = [];
  let interval = Number.POSITIVE_INFINITY;
  for (const [i, source] of text.split('\n').entries()) {
    const line = i + 1;
    const cells = source.trim().split(',');
    if (source.trim() === '' || (i === 0 && Number.isNaN(timeOf(cells[0] as string)))) continue;
    const candle = candleFrom(cells);
    const last = candles.at(-1);
    const fault = faultOf(candle, last);
    if (fault !== undefined) {
      findings.push({ line, fault });
      continue;
    }
    if (last) {
      const step = candle.timestamp - last.timestamp;
      const missing = Math.round(step / interval) - 1;
      if (missing > 0)
        findings.push({ line, fault: `${missing} ${missing === 1 ? 'bar is' : 'bars are'} missing before this one` });
      interval = Math.min(interval, step);
    }
    candles.push(candle);
  }
  return { candles, findings };
}

/** Unix milliseconds. No bar lies before 1973 in milliseconds, nor after 5138 in seconds. */
function timeOf(cell: string): number {
  if (/^\d{4}-\d\d-\d\d/.test(cell)) return Date.parse(cell);
  const t = Number(cell);
  return t < 1e11 ? t * 1_000 : t;
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
