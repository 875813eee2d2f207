import type { Candle } from '../../snapshot/types.ts';

/** The log returns that fell into one day. */
export interface DayOfReturns {
  /** Its beginning, Unix milliseconds. */
  readonly from: number;
  /** Close to close, each in the day of its bar; the first one is from the last close of the day before. */
  readonly returns: Float64Array;
}

const DAY_MS = 86_400_000;

/**
 * Returns by day (UTC), in order; days of which there is no bar are left out, so that whoever needs all of them counts.
 *
 * @param candles sound bars in rising order of time, as readCandles gives them
 */
export function intradayReturns(candles: readonly Candle[], dayMs: number = DAY_MS): DayOfReturns[] {
  const days = new Map<number, number[]>();
  for (let i = 1; i < candles.length; i++) {
    const [before, { timestamp, close }] = [candles[i - 1] as Candle, candles[i] as Candle];
    const from = Math.floor(timestamp / dayMs) * dayMs;
    const own = days.get(from) ?? [];
    own.push(Math.log(close / before.close));
    days.set(from, own);
  }
  return [...days].map(([from, returns]) => ({ from, returns: Float64Array.from(returns) }));
}
