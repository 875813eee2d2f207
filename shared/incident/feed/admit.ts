import type { FeedTerms } from './terms.ts';

/** Where a snapshot stands in its venue's feed. */
export interface Place {
  readonly sequence: number;
  /** The snapshot's own time, Unix milliseconds. */
  readonly timestamp: number;
}

/** The newest snapshot of a venue, and when it was received by our clock. */
export type Newest = Place & { readonly snapshotId: string; readonly receivedAt: number };

export type SequenceDecision =
  | { readonly accepted: true; readonly reason: 'first' | 'ahead' | 'late' }
  | { readonly accepted: false; readonly reason: 'first' | 'jump'; readonly most: number };

/**
 * Whether a sequence is accepted after the newest one. A venue may count by ones or use a clock down to microseconds, so the
 * allowed jump grows with the time since the newest snapshot; by our clock or by the snapshots' own times, whichever is more,
 * as a delivery that was held up brings both at once. Time carries it to `firstSequence` at most, and only `base` beyond: no
 * single push can use up the numbers.
 *
 * @param at when it was received, Unix milliseconds
 */
export function decideSequence(
  newest: Newest | undefined,
  next: Place,
  at: number,
  { sequenceJump: { base, perSecond }, firstSequence }: FeedTerms,
): SequenceDecision {
  if (!newest) {
    return next.sequence <= firstSequence
      ? { accepted: true, reason: 'first' }
      : { accepted: false, reason: 'first', most: firstSequence };
  }
  if (next.sequence <= newest.sequence) return { accepted: true, reason: 'late' };
  const passedMs = Math.max(0, at - newest.receivedAt, next.timestamp - newest.timestamp);
  const withTime = newest.sequence + base + Math.floor((perSecond * passedMs) / 1_000);
  const most = Math.max(newest.sequence + base, Math.min(withTime, firstSequence));
  return next.sequence <= most ? { accepted: true, reason: 'ahead' } : { accepted: false, reason: 'jump', most };
}

export type TimeDecision =
  | { readonly accepted: true; readonly reason: 'first' | 'late' | 'onward' | 'back' }
  | { readonly accepted: false; readonly reason: 'back'; readonly least: number };

/** Whether a snapshot's own time is accepted after that of the newest one. A late one is held against nothing. */
export function decideTime(newest: Newest | undefined, next: Place, { timeBackMs }: FeedTerms): TimeDecision {
  if (!newest) return { accepted: true, reason: 'first' };
  if (next.sequence <= newest.sequence) return { accepted: true, reason: 'late' };
  if (next.timestamp >= newest.timestamp) return { accepted: true, reason: 'onward' };
  const least = newest.timestamp - timeBackMs;
  return next.timestamp >= least ? { accepted: true, reason: 'back' } : { accepted: false, reason: 'back', least };
}

/** Why a snapshot is refused, and what would have been accepted. */
export type Refusal =
  | { readonly kind: 'sequence-jump'; readonly given: number; readonly most: number; readonly newest: Newest | null }
  | { readonly kind: 'time-jump'; readonly given: number; readonly least: number; readonly newest: Newest };

export type Admission =
  | { readonly admitted: true; readonly late: boolean }
  | { readonly admitted: false; readonly refusal: Refusal };

/** Both decisions about a snapshot; late is one at or behind the newest. */
export function admit(newest: Newest | undefined, next: Place, at: number, terms: FeedTerms): Admission {
  const sequence = decideSequence(newest, next, at, terms);
  if (!sequence.accepted) {
    const { most } = sequence;
    return {
      admitted: false,
      refusal: { kind: 'sequence-jump', given: next.sequence, most, newest: newest ?? null },
    };
  }
  const time = decideTime(newest, next, terms);
  if (newest && !time.accepted) {
    const { least } = time;
    return { admitted: false, refusal: { kind: 'time-jump', given: next.timestamp, least, newest } };
  }
  return { admitted: true, late: sequence.reason === 'late' };
}
