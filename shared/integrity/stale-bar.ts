import { durationFigure } from '../presentation/figures.ts';
import type { Candle } from '../snapshot/types.ts';
import { finding, type IntegrityFinding } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/** The newest bar that was shown, and its distance from the one before. */
export interface BarMemory {
  readonly timestamp: number;
  readonly gapMs: number | null;
}

/** One snapshot further. A bar that begins after its snapshot is passed over: believed, it would make every later one too old. */
export function advanceBar(before: BarMemory | null, candle: Candle | undefined, timestamp: number): BarMemory | null {
  if (!candle || !Number.isFinite(candle.timestamp) || candle.timestamp > timestamp) return before;
  if (!before) return { timestamp: candle.timestamp, gapMs: null };
  if (candle.timestamp <= before.timestamp) return before;
  return { timestamp: candle.timestamp, gapMs: candle.timestamp - before.timestamp };
}

/**
 * A bar that does not advance although time does: volatility then is that of the past.
 *
 * @param intervalMs smallest distance of two bars ever; the last distance counts where it is larger, as a venue that pushes more
 * seldom than its bars are long shows every few of them
 */
export function staleBar(
  candle: Candle | undefined,
  timestamp: number,
  intervalMs: number | null,
  before: BarMemory | null,
  { bar }: IntegrityTerms,
): IntegrityFinding[] {
  if (!candle || intervalMs === null || !(intervalMs > 0)) return [];
  const interval = Math.max(intervalMs, advanceBar(before, candle, timestamp)?.gapMs ?? 0);
  const age = timestamp - candle.timestamp;
  if (!(age > bar.doubtfulIntervals * interval)) return [];
  const message = `the bar began ${durationFigure(age)} before the snapshot, where bars are ${durationFigure(interval)} apart: it does not advance`;
  return [finding('bar-stale', 'doubtful', message, { age, interval })];
}
