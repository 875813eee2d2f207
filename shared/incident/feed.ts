import type { Severity } from '../policy/types.ts';
import type { Event } from './decide.ts';

/** The newest that was heard of a venue. */
export interface LastHeard {
  readonly snapshotId: string;
  /** By our clock, Unix milliseconds. */
  readonly receivedAt: number;
  /** How long before it the one before had come, and so on, the newest last; milliseconds, at most RHYTHM_GAPS. */
  readonly gaps?: readonly number[];
}

/** Gaps between snapshots that a venue's rhythm is told from, and how few of them tell nothing yet. */
export const RHYTHM_GAPS = 16;
const FEWEST_GAPS = 4;
/** A feed is silent once it has missed as many snapshots as this. */
const MISSED = 5;
/** Nobody is told of a silence shorter than two checks. */
const SHORTEST_MS = 120_000;

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

/** How many times the allowed silence a feed must be silent for each severity. */
const TIMES: readonly (readonly [Severity, number])[] = [
  ['critical', 3],
  ['warning', 1],
];

/**
 * What a venue's silence amounts to at the time of a check.
 *
 * @param last undefined where the venue has never sent anything: then nobody has begun to rely on it, and nothing is said
 * @param at time of the check, Unix milliseconds: also the event's order
 * @param configuredMs the longest silence that the operator lets pass
 */
export function feedEvent(
  venue: string,
  last: LastHeard | undefined,
  at: number,
  configuredMs: number,
  codeVersion: string,
): Event | undefined {
  if (!last) return undefined;
  const allowedMs = allowedSilence(last.gaps ?? [], configuredMs);
  const silence = Math.max(0, at - last.receivedAt);
  const [severity, times] = TIMES.find(([, factor]) => silence > factor * allowedMs) ?? ['normal' as const, null];
  return {
    venue,
    symbol: '*',
    group: 'feed',
    severity,
    order: at,
    sighting: {
      rule: 'feed-silence',
      metric: 'feed.silence',
      value: silence,
      threshold: times === null ? null : times * allowedMs,
      regime: null,
      timestamp: at,
      snapshotId: last.snapshotId,
    },
    policyVersion: 0,
    codeVersion,
  };
}
