import type { VolatilityReading } from './types.ts';

/**
 * Forecast of the volatility of the log return over a horizon, a fraction: what the market does now, and no less than its own
 * median, by the square root of time (an EWMA's forecast is flat).
 *
 * No less than the median, because a quiet day says little of the next one: capacity that rises in every lull would be what fills
 * the market with leverage before a crash.
 *
 * @param horizonMs milliseconds
 * @param assumedDaily volatility of the daily log return where the market's own is not known yet
 */
export function horizonVolatility(
  { fast, slow, intervalMs, warming }: VolatilityReading,
  horizonMs: number,
  assumedDaily: number,
): number {
  if (intervalMs === null) return assumedDaily * Math.sqrt(horizonMs / DAY_MS);
  // While warming, a few quiet bars are no measure: what is assumed stands beside them.
  const least = warming ? assumedDaily * Math.sqrt(intervalMs / DAY_MS) : slow;
  return Math.max(fast, least) * Math.sqrt(horizonMs / intervalMs);
}

const DAY_MS = 86_400_000;
