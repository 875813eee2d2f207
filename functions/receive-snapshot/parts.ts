import { Problem } from '../../shared/runtime/problem.ts';
import type { SnapshotHeader } from '../../shared/snapshot/types.ts';
import type { LandedPart } from '../../shared/store/snapshots.ts';

/**
 * Which parts an announcement counts: 1 to N, none if the book is whole. An accepted part is in the book, or the book is refused:
 *
 * - A part that comes after its announcement lands only if it is counted.
 * - A part that comes before it lands only if there is no announcement at that very moment (one transaction). So whatever is there and
 *   not counted had landed before the announcement did.
 * - An announcement looks for such parts before it lands, and is refused with nothing stored. One may still land between the look and
 *   the announcement: every request looks again once it has landed, and makes no book visible beside an uncounted part.
 */
const isCounted = ({ parts }: SnapshotHeader, part: number): boolean => part === 0 || (parts > 1 && part <= parts);

/** The header of a book whose announcement has landed. */
export const announcedIn = (landed: readonly LandedPart[]): SnapshotHeader | undefined =>
  landed.find(({ part }) => part === 0)?.header;

/** Parts that are counted and have not landed. */
export function missingParts({ parts }: SnapshotHeader, landed: readonly LandedPart[]): number[] {
  if (parts === 1) return [];
  const here = new Set(landed.map(({ part }) => part));
  return Array.from({ length: parts }, (_, i) => i + 1).filter((part) => !here.has(part));
}

/** @throws Problem if a part is not one of those that were announced */
export function requireCounted(header: SnapshotHeader, part: number): void {
  if (isCounted(header, part)) return;
  throw new Problem('part-unknown', `${header.snapshotId} announced ${counted(header)}: there is no part ${part}.`);
}

/** Numbers of parts that have landed and that the announcement does not count. */
export const uncounted = (header: SnapshotHeader, landed: readonly LandedPart[]): number[] =>
  landed.map(({ part }) => part).filter((part) => !isCounted(header, part));

/**
 * An announcement beside parts that it does not count.
 *
 * @param stored whether the announcement itself has landed
 */
export function partsConflict(header: SnapshotHeader, others: readonly number[], stored: boolean): Problem {
  const what = others.length === 1 ? `Part ${others[0]} is` : `The parts ${listed(others)} are`;
  const then = stored
    ? 'The snapshot stays incomplete: push it anew under a new snapshotId.'
    : 'Nothing of this push was stored: announce all of the parts, or use a new snapshotId.';
  return new Problem(
    'parts-conflict',
    `${what} here already, and ${header.snapshotId} announces ${counted(header)}. ${then}`,
  );
}

const counted = ({ parts }: SnapshotHeader): string => (parts === 1 ? 'itself as whole' : `the parts 1 to ${parts}`);

/** Of many parts the first ones, and how many there are. */
function listed(parts: readonly number[]): string {
  const most = 20;
  return parts.length > most
    ? `${parts.slice(0, most).join(', ')} and ${parts.length - most} more`
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
