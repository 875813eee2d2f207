import { admit, type Newest, type Refusal } from '../incident/feed/admit.ts';
import { RHYTHM_GAPS } from '../incident/feed/rhythm.ts';
import { extendRun, type Run } from '../incident/feed/run.ts';
import { advanceSequence, fillSequence, NO_SEQUENCES, type SequenceHistory } from '../incident/feed/sequence.ts';
import type { FeedTerms } from '../incident/feed/terms.ts';
import type { Fragment } from '../snapshot/fragment.ts';
import { joinFragments } from '../snapshot/join.ts';
import { packFragment, unpackFragment } from '../snapshot/pack.ts';
import type { Book, SnapshotHeader } from '../snapshot/types.ts';
import { arrivalItem } from './arrivals.ts';
import { type BlobRef, readBlob, writeBlob } from './blobs.ts';
import { AGAIN, untilUncontended } from './contention.ts';
import { expressionValues, keyOf } from './encoding.ts';
import {
  absent,
  type Condition,
  conditionalPut,
  expiryAfter,
  getItem,
  type Item,
  mapBounded,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
  transact,
} from './tables.ts';

/** One body as it landed: 0 is the one with the header, 1 and up are parts. */
export interface LandedPart {
  readonly part: number;
  /** Hash of the unpacked body: the same part with another body is a conflict. */
  readonly digest: string;
  readonly blob: BlobRef;
  /** Of part 0 only. */
  readonly header?: SnapshotHeader;
  readonly positions: number;
  readonly accounts: number;
}

/** What makes a snapshot visible: written once, when all of it has landed. */
export interface CompleteSnapshot {
  readonly venue: string;
  readonly header: SnapshotHeader;
  /** In the order of their numbers. */
  readonly blobs: readonly BlobRef[];
  readonly receivedAt: number;
  /** Behind a snapshot that was complete before: stored and marked, it moves nothing. */
  readonly late: boolean;
  /** The newest snapshot when a late one came: what it is behind. */
  readonly behind?: Pick<Newest, 'sequence' | 'snapshotId' | 'receivedAt'>;
  readonly positions: number;
  readonly accounts: number;
}

/** Where a venue's feed stands: its newest snapshot, and the one that arrived last. One item, written by each completion. */
export interface Cursor {
  readonly sequence: number;
  readonly snapshotId: string;
  readonly timestamp: number;
  readonly receivedAt: number;
  /** The venue's rhythm: how long before it the one before had been received, and so on, the newest last. */
  readonly gaps: readonly number[];
  readonly sequences: SequenceHistory;
  /** Late snapshots since the newest one. */
  readonly late: Run | null;
  /**
   * Sequence of the snapshot that was completed last, late ones included. The stream hands this item to assess-snapshot: a
   * stream keeps the order of the versions of one item only, so that a venue's snapshots are assessed in the order of their
   * completion at any parallelisation factor.
   */
  readonly arrived: number;
  /** Rises with each write: what the next write is conditional on. A write without a change would not reach the stream. */
  readonly turn: number;
}

/** The snapshot in parts that came last, complete or not. */
export interface Incoming {
  readonly snapshotId: string;
  /** When the first of it came. */
  readonly since: number;
}

/** Digits enough for every safe integer, so that keys sort as numbers do. */
export const sequenceKey = (sequence: number): string => String(sequence).padStart(16, '0');

export const venueKey = (venue: string): string => `venue#${venue}`;
export const landedKey = (venue: string, snapshotId: string): string => `snapshot#${venue}#${snapshotId}`;
export const headerKey = (sequence: number): string => `snapshot#${sequenceKey(sequence)}`;
const partKey = (part: number): string => `part#${String(part).padStart(4, '0')}`;

export type Landing =
  | { readonly landed: true; readonly first: boolean }
  /** `contended`: the announcement, or another part, has come between; only a part that is unannounced can be. */
  | { readonly landed: false; readonly reason: 'other body' | 'contended' };

/**
 * Stores one body: its columns first, then the record that refers to them. Safe to repeat from any point.
 *
 * @param digest hash of the unpacked body
 * @param unannounced whether it may land only as long as the announcement has not
 * @returns not landed where the same part is there with another body, or where something came between
 */
export async function landPart(
  tables: Tables,
  venue: string,
  snapshotId: string,
  part: number,
  digest: string,
  fragment: Fragment,
  unannounced = false,
): Promise<Landing> {
  const pk = landedKey(venue, snapshotId);
  const sk = partKey(part);
  const before = await getItem<LandedPart & Item>(tables, tables.state, pk, sk);
  if (before)
    return before.digest === digest ? { landed: true, first: false } : { landed: false, reason: 'other body' };
  // Said before it lands, so that a snapshot of which only one part ever comes is known to be on its way.
  if (part > 0 || (fragment.header as SnapshotHeader).parts > 1) await noteIncoming(tables, venue, snapshotId);
  const blob = await writeBlob(tables, `${venue}#${snapshotId}#${part}`, packFragment(fragment));
  const landed: LandedPart = {
    part,
    digest,
    blob,
    ...(fragment.header ? { header: fragment.header } : {}),
    positions: fragment.positions.length,
    accounts: fragment.declaredAccounts,
  };
  const item = { pk, sk, type: 'part', ...landed, expiresAt: expiryAfter(tables, RETENTION_DAYS.book) };
  const first = unannounced
    ? await putUnannounced(tables, item)
    : await putItem(tables, tables.state, item, absent(tables));
  if (first) return { landed: true, first };
  // Another request was faster: the same body, or another one.
  const winner = await getItem<LandedPart & Item>(tables, tables.state, pk, sk);
  if (!winner && unannounced) return { landed: false, reason: 'contended' };
  return winner?.digest === digest ? { landed: true, first: false } : { landed: false, reason: 'other body' };
}

const noteIncoming = (tables: Tables, venue: string, snapshotId: string): Promise<unknown> =>
  putItem(
    tables,
    tables.state,
    { pk: venueKey(venue), sk: 'incoming', type: 'incoming', snapshotId, since: tables.now() } satisfies Incoming &
      Item,
    {
      expression: 'attribute_not_exists(pk) OR snapshotId <> :snapshotId',
      values: { ':snapshotId': snapshotId },
    },
  );

/** The snapshot in parts that a venue has begun last, where it has not become visible; its sequence once it is announced. */
export async function readIncomplete(
  tables: Tables,
  venue: string,
): Promise<(Incoming & { readonly sequence?: number }) | undefined> {
  const incoming = await getItem<Incoming & Item>(tables, tables.state, venueKey(venue), 'incoming');
  if (!incoming) return undefined;
  const parts = await landedParts(tables, venue, incoming.snapshotId);
  const header = parts.find(({ part }) => part === 0)?.header;
  const visible = header && (await readSnapshot(tables, venue, header.sequence));
  if (visible?.header.snapshotId === incoming.snapshotId) return undefined;
  const { snapshotId, since } = incoming;
  return { snapshotId, since, ...(header ? { sequence: header.sequence } : {}) };
}

/** Everything that has landed of a snapshot, in the order of the parts. */
export async function landedParts(tables: Tables, venue: string, snapshotId: string): Promise<LandedPart[]> {
  return queryPartition<LandedPart & Item>(tables, tables.state, landedKey(venue, snapshotId), 'part#');
}

export const readFragments = (tables: Tables, blobs: readonly BlobRef[]): Promise<Fragment[]> =>
  mapBounded(blobs, 4, async (blob) => unpackFragment(await readBlob(tables, blob)));

export async function readCursor(tables: Tables, venue: string): Promise<Cursor | undefined> {
  const item = await getItem<Omit<Cursor, 'arrived' | 'turn' | 'late'> & Partial<Cursor> & Item>(
    tables,
    tables.state,
    venueKey(venue),
    'cursor',
  );
  if (!item) return undefined;
  const { pk: _, sk: __, type: ___, ...cursor } = item;
  // Before format 2 the header itself went through the stream, and a cursor knew none of these.
  return { arrived: cursor.sequence, turn: 0, late: null, ...cursor } as Cursor;
}

/** The complete snapshot that holds a sequence number of a venue. */
export async function readSnapshot(
  tables: Tables,
  venue: string,
  sequence: number,
): Promise<CompleteSnapshot | undefined> {
  return getItem<CompleteSnapshot & Item>(tables, tables.state, venueKey(venue), headerKey(sequence));
}

/** Where an item of a venue goes that an operator's reset sets aside, the time of the reset to be added. */
export const setAsideKey = (sk: string): string => `set-aside#${sk}#`;

/**
 * The book of a snapshot that is complete.
 *
 * @throws Error where it is not there or does not hold together; BlobMissing where it is past its retention
 */
export async function readBook(tables: Tables, venue: string, sequence: number): Promise<Book> {
  const snapshot = await readSnapshot(tables, venue, sequence);
  if (!snapshot) throw new Error(`There is no snapshot ${sequence} of ${venue}`);
  return bookOf(tables, snapshot);
}

/** The same of a header that is at hand. */
export async function bookOf(tables: Tables, { venue, header, blobs }: CompleteSnapshot): Promise<Book> {
  const joined = joinFragments(venue, header, await readFragments(tables, blobs));
  if (joined.ok) return joined.book;
  const [fault] = joined.faults;
  throw new Error(`The stored snapshot ${header.snapshotId} does not hold together: ${fault?.path} ${fault?.message}`);
}

export type Completion =
  | { readonly complete: CompleteSnapshot; readonly first: boolean }
  | { readonly takenBy: string }
  | { readonly refused: Refusal };

/** Other snapshots of the venue were completed each time; nothing was written, and trying again is safe. */
export class SnapshotContended extends Error {
  override name = 'SnapshotContended';
}

/**
 * Makes a snapshot visible, once: the header item, the venue's cursor and the arrival, in one transaction. A snapshot whose sequence
 * is behind the cursor is marked late and leaves the cursor alone.
 *
 * @param terms what is accepted after the newest snapshot, which may be another one than when the first part came
 * @returns the snapshot, `first` for the call that made it visible; or who holds the sequence number already; or why it
 * cannot come after the newest snapshot, and then it stays invisible
 * @throws SnapshotContended, and what transact throws
 */
export function completeSnapshot(
  tables: Tables,
  venue: string,
  header: SnapshotHeader,
  parts: readonly LandedPart[],
  terms: FeedTerms,
): Promise<Completion> {
  const pk = venueKey(venue);
  const attempt = async (): Promise<Completion | typeof AGAIN> => {
    const there = await readSnapshot(tables, venue, header.sequence);
    if (there)
      return there.header.snapshotId === header.snapshotId
        ? { complete: there, first: false }
        : { takenBy: there.header.snapshotId };
    const cursor = await readCursor(tables, venue);
    const receivedAt = tables.now();
    const admission = admit(cursor, header, receivedAt, terms);
    if (!admission.admitted) return { refused: admission.refusal };
    const { late } = admission;
    const complete: CompleteSnapshot = {
      venue,
      header,
      blobs: parts.map(({ blob }) => blob),
      receivedAt,
      late,
      ...(cursor && late ? { behind: placeOf(cursor) } : {}),
      positions: parts.reduce((sum, { positions }) => sum + positions, 0),
      accounts: parts.reduce((sum, { accounts }) => sum + accounts, 0),
    };
    const headerItem = {
      pk,
      sk: headerKey(header.sequence),
      type: 'snapshot',
      ...complete,
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    };
    const cursorItem = {
      pk,
      sk: 'cursor',
      type: 'cursor',
      ...cursorAfter(cursor, header, receivedAt, late),
    };
    const written = await transact(tables, [
      { Put: conditionalPut(tables.state, headerItem, absent(tables)) },
      { Put: conditionalPut(tables.state, cursorItem, unmoved(cursor)) },
      { Put: conditionalPut(tables.state, arrivalItem(tables, venue, { sequence: header.sequence, receivedAt })) },
    ]);
    // If not, another snapshot of the venue came between: look again at what stands now.
    return written ? { complete, first: true } : AGAIN;
  };
  return untilUncontended(
    attempt,
    () => new SnapshotContended(`The cursor of ${venue} moved each time that ${header.snapshotId} was to be completed`),
  );
}

const placeOf = ({ sequence, snapshotId, receivedAt }: Newest): NonNullable<CompleteSnapshot['behind']> => ({
  sequence,
  snapshotId,
  receivedAt,
});

/** The cursor after a snapshot; a late one leaves the newest as it is, and fills a gap if it was missed. */
function cursorAfter(
  cursor: Cursor | undefined,
  { sequence, snapshotId, timestamp }: SnapshotHeader,
  receivedAt: number,
  late: boolean,
): Cursor {
  const arrival = { arrived: sequence, turn: (cursor?.turn ?? 0) + 1 };
  if (cursor && late) {
    const sequences = fillSequence(cursor.sequences, sequence);
    return { ...cursor, sequences, late: extendRun(cursor.late, receivedAt), ...arrival };
  }
  return {
    sequence,
    snapshotId,
    timestamp,
    receivedAt,
    gaps: cursor ? [...cursor.gaps, Math.max(0, receivedAt - cursor.receivedAt)].slice(-RHYTHM_GAPS) : [],
    sequences: cursor ? advanceSequence(cursor.sequences, cursor.sequence, sequence, receivedAt) : NO_SEQUENCES,
    late: null,
    ...arrival,
  };
}

/** True if the cursor is still the one that was read; one of format 1 has no turn and is told by its sequence. */
export const unmoved = (cursor: Cursor | undefined): Condition =>
  cursor === undefined
    ? { expression: 'attribute_not_exists(pk)' }
    : cursor.turn === 0
      ? {
          expression: '#sequence = :sequence AND #sequences = :sequences AND attribute_not_exists(turn)',
          names: { '#sequence': 'sequence', '#sequences': 'sequences' },
          values: { ':sequence': cursor.sequence, ':sequences': cursor.sequences },
        }
      : {
          // With the sequence: a reset that leaves nothing lets the turns begin anew.
          expression: 'turn = :turn AND #sequence = :sequence',
          names: { '#sequence': 'sequence' },
          values: { ':turn': cursor.turn, ':sequence': cursor.sequence },
        };

/** Puts a part at a moment at which there is no announcement; false if there is one, or the part. */
function putUnannounced(tables: Tables, item: Item): Promise<boolean> {
  const { expression, values } = absent(tables);
  return transact(tables, [
    { Put: conditionalPut(tables.state, item, absent(tables)) },
    {
      ConditionCheck: {
        TableName: tables.state,
        Key: keyOf(item.pk, partKey(0)),
        ConditionExpression: expression,
        ExpressionAttributeValues: expressionValues(values ?? {}),
      },
    },
  ]);
}
