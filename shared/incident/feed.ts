import type { Severity } from '../policy/types.ts';
import type { Event } from './decide.ts';

/** The newest that was heard of a venue. */
export interface LastHeard {
  readonly snapshotId: string;
  /** By our clock, Unix milliseconds. */
  readonly receivedAt: number;
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
 * @param allowedMs silence that is still normal
 */
export function feedEvent(
  venue: string,
  last: LastHeard | undefined,
  at: number,
  allowedMs: number,
  codeVersion: string,
): Event | undefined {
  if (!last) return undefined;
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
