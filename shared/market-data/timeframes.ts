/** CCXT's names of bars by their length in milliseconds. */
const TIMEFRAMES: ReadonlyMap<number, string> = new Map([
  [60_000, '1m'],
  [180_000, '3m'],
  [300_000, '5m'],
  [900_000, '15m'],
  [1_800_000, '30m'],
  [3_600_000, '1h'],
  [7_200_000, '2h'],
  [14_400_000, '4h'],
  [86_400_000, '1d'],
]);

/** Series of the bars that a venue pushes in its snapshots, whatever their length; polled ones go by their timeframe. */
export const PUSHED_BARS = 'pushed';

/** Series of polled bars of a length; undefined where no venue has such bars. */
export const timeframeOf = (intervalMs: number): string | undefined => TIMEFRAMES.get(intervalMs);
