import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { admit } from '../../shared/incident/feed/admit.ts';
import type { FeedTerms } from '../../shared/incident/feed/terms.ts';
import { timeFigure } from '../../shared/presentation/figures.ts';
import { Problem } from '../../shared/runtime/problem.ts';
import type { Clock } from '../../shared/snapshot/age.ts';
import type { Fragment } from '../../shared/snapshot/fragment.ts';
import { joinFragments } from '../../shared/snapshot/join.ts';
import { LIMITS } from '../../shared/snapshot/limits.ts';
import { type Format, parseSnapshot } from '../../shared/snapshot/parse.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import {
  type CompleteSnapshot,
  completeSnapshot,
  type LandedPart,
  type Landing,
  landedParts,
  landPart,
  readCursor,
  readFragments,
  readSnapshot,
} from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { announcedIn, missingParts, partsConflict, requireCounted, uncounted } from './parts.ts';
import { jumpRefused, NOTHING_STORED, STAYS_INCOMPLETE } from './refuse-jump.ts';

export interface Push {
  readonly venue: string;
  readonly body: Buffer;
  readonly format: Format;
  /** Whether snapshots are of now, or replayed from another day; of now if it is absent. */
  readonly clock?: Clock;
}

/** The answer to a push that was taken. */
export interface Receipt {
  /** `accepted` where this push added something, `duplicate` where all of it was here. */
  readonly status: 'accepted' | 'duplicate';
  readonly snapshotId: string;
  /** Whether the whole book is here, and so visible and assessed. */
  readonly complete: boolean;
  readonly sequence?: number;
  /** Parts that are still to come; 0 is the announcement. */
  readonly missing: readonly number[];
  readonly late?: boolean;
  /** The newest snapshot when a late one came; `receivedAt` in Unix milliseconds. */
  readonly behind?: CompleteSnapshot['behind'];
  readonly detail: string;
}

/**
 * Takes a snapshot's first body: the whole book, or the announcement of a book in parts.
 *
 * @throws Problem for everything that is wrong with it; nothing of it is stored then
 */
export async function receiveSnapshot(tables: Tables, { venue, body, format, clock }: Push): Promise<Receipt> {
  const fragment = parse(body, format, 'snapshot');
  const header = fragment.header as NonNullable<Fragment['header']>;
  if (clock !== 'replay') refuseAhead(header.timestamp, tables.now());
  // Asked before anything is stored, so that a slip in the sequence or the time does not use up the snapshot's id.
  const [holder, newest, terms] = await Promise.all([
    readSnapshot(tables, venue, header.sequence),
    readCursor(tables, venue),
    feedTerms(tables, venue),
  ]);
  if (holder && holder.header.snapshotId !== header.snapshotId)
    throw sequenceTaken(header.sequence, holder.header.snapshotId);
  const admission = admit(newest, header, tables.now(), terms);
  if (!admission.admitted) throw await jumpRefused(tables, venue, admission.refusal, terms, NOTHING_STORED);
  const landed = await landedParts(tables, venue, header.snapshotId);
  const others = announcedIn(landed) ? [] : uncounted(header, landed);
  if (others.length > 0) throw partsConflict(header, others, false);
  return land(tables, venue, header.snapshotId, 0, body, fragment, terms);
}

/** Takes one part of an announced book; parts may come in any order, also before the announcement. */
export async function receivePart(
  tables: Tables,
  { venue, body, format }: Push,
  snapshotId: string,
  part: number,
): Promise<Receipt> {
  const fragment = parse(body, format, 'part');
  return land(tables, venue, snapshotId, part, body, fragment);
}

function parse(body: Buffer, format: Format, role: 'snapshot' | 'part'): Fragment {
  const parsed = parseSnapshot(body, { format, role });
  if (parsed.ok) return parsed.fragment;
  const { faults, total } = parsed;
  const shown =
    total > faults.length
      ? `${total} faults, the first ${faults.length} of them listed`
      : total === 1
        ? 'one fault'
        : `${total} faults`;
  throw new Problem('snapshot-invalid', `The body has ${shown}. Nothing of it was stored.`, parsed);
}

const feedTerms = async (tables: Tables, venue: string): Promise<FeedTerms> => (await readPolicy(tables, venue)).feed;

function refuseAhead(timestamp: number, now: number): void {
  if (timestamp <= now + LIMITS.aheadMs) return;
  const fault = {
    path: '/timestamp',
    message: `is ${timestamp - now} ms ahead of our clock; at most ${LIMITS.aheadMs} are accepted`,
  };
  throw new Problem('snapshot-invalid', 'The snapshot is from the future.', { faults: [fault], total: 1 });
}

const sequenceTaken = (sequence: number, holder: string): Problem =>
  new Problem(
    'sequence-conflict',
    `The sequence ${sequence} belongs to the snapshot ${JSON.stringify(holder)}: it must rise with each snapshot.`,
  );

/** @param known the feed terms, if they have been read for this request; only a completion needs them */
async function land(
  tables: Tables,
  venue: string,
  snapshotId: string,
  part: number,
  body: Buffer,
  fragment: Fragment,
  known?: FeedTerms,
): Promise<Receipt> {
  const digest = createHash('sha256').update(body).digest('hex');
  const landing =
    part === 0
      ? await landPart(tables, venue, snapshotId, part, digest, fragment)
      : await landCounted(tables, venue, snapshotId, part, digest, fragment);
  if (!landing.landed) {
    const what = part === 0 ? 'The snapshot' : `Part ${part} of`;
    throw new Problem(
      'snapshot-conflict',
      `${what} ${JSON.stringify(snapshotId)} is here already, with another body. Use a new snapshotId.`,
    );
  }
  const parts = await landedParts(tables, venue, snapshotId);
  const header = announcedIn(parts);
  const others = header ? uncounted(header, parts) : [];
  if (header && others.length > 0) throw partsConflict(header, others, true);
  const missing = header ? missingParts(header, parts) : [0];
  if (!header || missing.length > 0) {
    return {
      status: landing.first ? 'accepted' : 'duplicate',
      snapshotId,
      complete: false,
      missing,
      detail: header ? `Waiting for ${missing.length} of ${header.parts} parts.` : 'Waiting for the announcement.',
    };
  }
  const visible = await readSnapshot(tables, venue, header.sequence);
  if (parts.length > 1 && !visible) await requireConsistent(tables, venue, header, parts);
  const terms = known ?? (await feedTerms(tables, venue));
  const completion = await completeSnapshot(tables, venue, header, parts, terms);
  if ('takenBy' in completion) throw sequenceTaken(header.sequence, completion.takenBy);
  if ('refused' in completion) throw await jumpRefused(tables, venue, completion.refused, terms, STAYS_INCOMPLETE);
  const { complete, first } = completion;
  return {
    status: first || landing.first ? 'accepted' : 'duplicate',
    snapshotId,
    complete: true,
    sequence: header.sequence,
    missing: [],
    late: complete.late,
    ...(complete.behind ? { behind: complete.behind } : {}),
    detail: complete.late
      ? lateDetail(complete)
      : first
        ? 'The snapshot is complete.'
        : 'The snapshot was here already.',
  };
}

/** Lands a part that is counted by its announcement, or that comes before it. @throws Problem, PartContended */
async function landCounted(
  tables: Tables,
  venue: string,
  snapshotId: string,
  part: number,
  digest: string,
  fragment: Fragment,
): Promise<Landing> {
  for (let attempt = 0; attempt < 7; attempt++) {
    const header = announcedIn(await landedParts(tables, venue, snapshotId));
    if (header) requireCounted(header, part);
    const landing = await landPart(tables, venue, snapshotId, part, digest, fragment, header === undefined);
    if (landing.landed || landing.reason !== 'contended') return landing;
    // The announcement has come between, or other parts are landing before it, too.
    await wait(Math.random() * 10 * 2 ** attempt);
  }
  throw new PartContended(`Part ${part} of ${snapshotId} was overtaken each time it was to land`);
}

/** Others wrote each time: the same push again may well be taken. */
class PartContended extends Error {
  override name = 'PartContended';
}

/** Why a snapshot is late, and what to do if it should not be. */
function lateDetail({ header: { sequence }, behind }: CompleteSnapshot): string {
  const moves = 'stored and marked late, it moves nothing';
  // Before it was recorded what a late one was behind.
  if (!behind) return `The sequence ${sequence} is behind a newer snapshot: ${moves}.`;
  const newest = `${behind.sequence} (snapshot ${JSON.stringify(behind.snapshotId)}, received ${timeFigure(behind.receivedAt)})`;
  return `The sequence ${sequence} is behind ${newest}: ${moves}. If that one is wrong, have Breakwater's operator reset the venue (venue reset).`;
}

/** What only the whole can show: names that parts declare twice or never. */
async function requireConsistent(
  tables: Tables,
  venue: string,
  header: NonNullable<Fragment['header']>,
  parts: readonly LandedPart[],
): Promise<void> {
  const fragments = await readFragments(
    tables,
    parts.map(({ blob }) => blob),
  );
  const joined = joinFragments(venue, header, fragments);
  if (!joined.ok) {
    throw new Problem(
      'snapshot-invalid',
      'The parts do not fit together; the snapshot stays incomplete. Push it anew under a new snapshotId.',
      joined,
    );
  }
}
