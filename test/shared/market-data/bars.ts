import type { Candle } from '../../../shared/snapshot/types.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Where the bars of these tests begin. */
export const START = Date.UTC(2026, 0, 10);

/** A sound bar whose figures tell which one it is. */
export function bar(n: number, over: Partial<Candle> = {}): Candle {
  const open = 100 + n / 8;
  return {
    timestamp: START + n * HOUR,
    open,
    high: open + 1.5,
    low: open - 1.25,
    close: open + 0.3,
    baseVolume: 1_000 + n,
    ...over,
  };
}

export const barsUpTo = (count: number): Candle[] => Array.from({ length: count }, (_, n) => bar(n));
