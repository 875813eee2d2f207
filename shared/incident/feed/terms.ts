/** What is accepted of a venue's feed, and from when on its state is an incident. */
export interface FeedTerms {
  /**
   * How far the sequence may jump ahead of the newest snapshot: `base`, and `perSecond` more for each second that has passed
   * since that one.
   */
  readonly sequenceJump: { readonly base: number; readonly perSecond: number };
  /** The highest first sequence of a venue, and the highest that time alone lets it jump to: above it there is room. */
  readonly firstSequence: number;
  /** How far a snapshot's time may lie behind that of the newest snapshot, in milliseconds. */
  readonly timeBackMs: number;
  /** Pushes refused for a jump are an incident from `count` on; after `quietMs` without one it is over. */
  readonly refusedRun: { readonly count: number; readonly quietMs: number };
  /** Snapshots that come late one after the other: from `count` on they are the reason why nothing moves. */
  readonly lateRun: { readonly count: number };
  /** A snapshot that was received so long ago and is not assessed is an incident, in milliseconds. */
  readonly unassessedAfterMs: number;
  /** The same of one that moved a severity, until its incidents have been opened. */
  readonly unansweredAfterMs: number;
}

export const DEFAULT_FEED_TERMS: FeedTerms = {
  // Twice the pace of a clock in microseconds, the fastest that fits a safe integer: no outage locks a venue out.
  // The base is a restart that skips a block of numbers, or half a second of such a clock's jitter.
  sequenceJump: { base: 1_000_000, perSecond: 2_000_000 },
  // Half of what a safe integer holds. A clock in microseconds reaches it in 2112.
  firstSequence: 2 ** 52,
  // As far as a snapshot may lie ahead of our clock: none that was accepted locks out the ones after it.
  timeBackMs: 300_000,
  // One is a slip, two a slip and its retry. Ten minutes are twice the silence that is an alert by default.
  refusedRun: { count: 3, quietMs: 600_000 },
  // Two snapshots on parallel connections overtake each other; a third in a row has another reason.
  lateRun: { count: 3 },
  // A book of a million positions is assessed within seconds, and one that fails is given up within a minute.
  unassessedAfterMs: 120_000,
  // The incidents of 5,000 markets take up to 228 s to open, by the limits of Step Functions.
  unansweredAfterMs: 300_000,
};
