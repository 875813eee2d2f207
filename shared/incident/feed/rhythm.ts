/** Gaps between snapshots that a venue's rhythm is told from, and how few of them tell nothing yet. */
export const RHYTHM_GAPS = 16;
const FEWEST_GAPS = 4;
/** A feed is silent once it has missed as many snapshots as this. */
const MISSED = 5;
/** What recovers between two checks is not reported. */
export const SHORTEST_MS = 120_000;

/**
 * Silence that is still normal for a venue: five times its own rhythm, the median of its last gaps; two minutes at least, and no
 * more than what the operator has configured, which also holds until the rhythm is known.
 */
export function allowedSilence(gaps: readonly number[], configuredMs: number): number {
  if (gaps.length < FEWEST_GAPS) return configuredMs;
  const sorted = [...gaps].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  return Math.min(configuredMs, Math.max(SHORTEST_MS, MISSED * median));
}
