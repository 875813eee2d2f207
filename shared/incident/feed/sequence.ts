/** Sequences [from, to] that were passed over, and when that was seen, in Unix milliseconds by our clock. */
export interface MissingRange {
  readonly from: number;
  readonly to: number;
  readonly since: number;
}

/** How a venue counts its snapshots, and what is missing of them. */
export interface SequenceHistory {
  /** How sure it is that the venue counts by ones: up by one with each such step, down by PENALTY with each other. */
  readonly byOnes: number;
  /** Oldest first, at most MOST_RANGES; what never came is forgotten after LOST_MS. */
  readonly missing: readonly MissingRange[];
}

export const NO_SEQUENCES: SequenceHistory = { byOnes: 0, missing: [] };

/** A sequence only has to rise: a jump means something where the venue has counted by ones before. */
const SURE = 8;
const SUREST = 16;
/** A venue that begins to count otherwise is believed after four jumps. */
const PENALTY = 4;
const MOST_RANGES = 16;
/** What has not come by now will not. */
const LOST_MS = 3_600_000;

/** The history after the next snapshot of a venue, which is not late. */
export function advanceSequence(
  { byOnes, missing }: SequenceHistory,
  last: number,
  next: number,
  at: number,
): SequenceHistory {
  const awaited = missing.filter(({ since }) => at - since < LOST_MS);
  if (next === last + 1) return { byOnes: Math.min(SUREST, byOnes + 1), missing: awaited };
  const skipped = byOnes >= SURE ? [{ from: last + 1, to: next - 1, since: at }] : [];
  return { byOnes: Math.max(0, byOnes - PENALTY), missing: [...awaited, ...skipped].slice(-MOST_RANGES) };
}

/** The history after a late snapshot; the very same one where nobody missed it. */
export function fillSequence(history: SequenceHistory, sequence: number): SequenceHistory {
  const hit = history.missing.find(({ from, to }) => from <= sequence && sequence <= to);
  if (!hit) return history;
  const left = [
    { ...hit, to: sequence - 1 },
    { ...hit, from: sequence + 1 },
  ].filter(({ from, to }) => from <= to);
  return { ...history, missing: history.missing.flatMap((range) => (range === hit ? left : [range])) };
}
