import { durationFigure } from '../presentation/figures.ts';
import type { SnapshotHeader } from '../snapshot/types.ts';
import { finding, type IntegrityFinding } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

interface Place {
  readonly sequence: number;
  readonly timestamp: number;
}

/** The newest snapshot of a venue that was checked, and what that one came after. */
export interface VenueCursor extends Place {
  readonly before: Place | null;
}

/**
 * Checks a snapshot against the one before it, and against the time at which it came. The same snapshot again finds the same, as the
 * cursor keeps what it came after; a late one is held against nothing and moves nothing.
 *
 * @param receivedAt when the snapshot came, Unix milliseconds, as it was recorded then: asking the clock anew would find otherwise
 * in a replay; undefined where it is not known
 */
export function checkVenue(
  { sequence, timestamp }: Pick<SnapshotHeader, 'sequence' | 'timestamp'>,
  cursor: VenueCursor | undefined,
  { venue }: IntegrityTerms,
  receivedAt?: number,
): { readonly findings: IntegrityFinding[]; readonly cursor: VenueCursor } {
  const ages = receivedAt === undefined ? [] : ageFindings(receivedAt - timestamp, venue);
  if (cursor && cursor.sequence > sequence) {
    const message = `the snapshot ${sequence} is behind ${cursor.sequence}, which was here before it`;
    const behind = finding('sequence-behind', 'note', message, { sequence, newest: cursor.sequence });
    return { findings: [behind, ...ages], cursor };
  }
  const before = cursor?.sequence === sequence ? cursor.before : (cursor ?? null);
  return {
    findings: [...(before ? orderFindings({ sequence, timestamp }, before) : []), ...ages],
    cursor: {
      sequence,
      timestamp,
      before: before && { sequence: before.sequence, timestamp: before.timestamp },
    },
  };
}

function orderFindings({ sequence, timestamp }: Place, before: Place): IntegrityFinding[] {
  const findings: IntegrityFinding[] = [];
  const missing = sequence - before.sequence - 1;
  if (missing > 0) {
    const which = missing === 1 ? '1 snapshot is' : `${missing} snapshots are`;
    const message = `${which} missing between ${before.sequence} and ${sequence}`;
    findings.push(finding('sequence-gap', 'note', message, { missing, sequence, before: before.sequence }));
  }
  // Not after it: also where either is no time.
  if (!(timestamp > before.timestamp)) {
    const back = before.timestamp - timestamp;
    const message = back > 0 ? `time went back by ${durationFigure(back)}` : 'time has not moved';
    findings.push(
      finding('time-backwards', 'doubtful', `${message} since the snapshot ${before.sequence}`, {
        timestamp,
        before: before.timestamp,
      }),
    );
  }
  return findings;
}

function ageFindings(
  age: number,
  { doubtfulAgeMs, failedAgeMs, aheadMs }: IntegrityTerms['venue'],
): IntegrityFinding[] {
  if (age > doubtfulAgeMs) {
    const level = age > failedAgeMs ? 'failed' : 'doubtful';
    return [finding('time-stale', level, `the snapshot was ${durationFigure(age)} old when it came`, { age })];
  }
  if (-age > aheadMs)
    return [
      finding('time-ahead', 'doubtful', `the snapshot's time is ${durationFigure(-age)} ahead of ours`, {
        ahead: -age,
      }),
    ];
  return [];
}
