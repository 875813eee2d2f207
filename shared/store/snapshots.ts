import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { RHYTHM_GAPS } from '../incident/feed/rhythm.ts';
import { advanceSequence, fillSequence, NO_SEQUENCES, type SequenceHistory } from '../incident/feed/sequence.ts';
import type { Fragment } from '../snapshot/fragment.ts';
import { joinFragments } from '../snapshot/join.ts';
import { packFragment, unpackFragment } from '../snapshot/pack.ts';
import type { Book, SnapshotHeader } from '../snapshot/types.ts';
import { type BlobRef, readBlob, writeBlob } from './blobs.ts';
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

/** Since format 2 a header does not go through the stream by itself: the cursor does. */
const HEADER_FORMAT = 2;
const CURSOR_FORMAT = 2;

const venueKey = (venue: string): string => `venue#${venue}`;
const landedKey = (venue: string, snapshotId: string): string => `snapshot#${venue}#${snapshotId}`;
const partKey = (part: number): string => `part#${String(part).padStart(4, '0')}`;

export type Landing = { readonly landed: true; readonly first: boolean } | { readonly landed: false };

/**
 * Stores one body: its columns first, then the record that refers to them. Safe to repeat from any point.
 *
 * @param digest hash of the unpacked body
 * @returns not landed where the same part is there with another body
 */
export async function landPart(
  tables: Tables,
  venue: string,
  snapshotId: string,
  part: number,
  digest: string,
  fragment: Fragment,
): Promise<Landing> {
  const pk = landedKey(venue, snapshotId);
  const sk = partKey(part);
  const before = await getItem<LandedPart & Item>(tables, tables.state, pk, sk);
  if (before) return before.digest === digest ? { landed: true, first: false } : { landed: false };
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
  const first = await putItem(
    tables,
    tables.state,
    { pk, sk, type: 'part', ...landed, expiresAt: expiryAfter(tables, RETENTION_DAYS.book) },
    absent(tables),
  );
  if (first) return { landed: true, first };
  // Another request was faster: the same body, or another one.
  const winner = await getItem<LandedPart & Item>(tables, tables.state, pk, sk);
  return winner?.digest === digest ? { landed: true, first: false } : { landed: false };
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
  const item = await getItem<Omit<Cursor, 'arrived' | 'turn'> & Partial<Cursor> & Item>(
    tables,
    tables.state,
    venueKey(venue),
    'cursor',
  );
  if (!item) return undefined;
  const { pk: _, sk: __, type: ___, ...cursor } = item;
  // Before format 2 the header itself went through the stream, and a cursor knew neither.
  return { arrived: cursor.sequence, turn: 0, ...cursor } as Cursor;
}

/** The complete snapshot that holds a sequence number of a venue. */
export async function readSnapshot(
  tables: Tables,
  venue: string,
  sequence: number,
): Promise<CompleteSnapshot | undefined> {
  return getItem<CompleteSnapshot & Item>(tables, tables.state, venueKey(venue), `snapshot#${sequenceKey(sequence)}`);
}

/** What the stream hands to assess-snapshot: a venue's cursor; from before format 2 a snapshot's header. */
export type Arrival = { readonly pk: string; readonly arrived: number } | CompleteSnapshot;

/** The snapshot that arrived. @throws Error if it is not there: it was written in one transaction with the cursor */
export async function readArrived(tables: Tables, arrival: Arrival): Promise<CompleteSnapshot> {
  if ('header' in arrival) return arrival;
  const venue = arrival.pk.slice(venueKey('').length);
  const snapshot = await readSnapshot(tables, venue, arrival.arrived);
  if (!snapshot) throw new Error(`There is no snapshot ${arrival.arrived} of ${venue}, although it arrived`);
  return snapshot;
}

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
  | { readonly takenBy: string };

/**
 * Makes a snapshot visible: the header item and the venue's cursor, in one transaction, once. A snapshot whose sequence is
 * behind the cursor is marked late and leaves the cursor alone.
 *
 * @returns the snapshot, `first` for the call that made it visible; or who holds the sequence number already
 */
export async function completeSnapshot(
  tables: Tables,
  venue: string,
  header: SnapshotHeader,
  parts: readonly LandedPart[],
): Promise<Completion> {
  const pk = venueKey(venue);
  for (let attempt = 0; attempt < 10; attempt++) {
    const there = await readSnapshot(tables, venue, header.sequence);
    if (there)
      return there.header.snapshotId === header.snapshotId
        ? { complete: there, first: false }
        : { takenBy: there.header.snapshotId };
    const cursor = await readCursor(tables, venue);
    const late = cursor !== undefined && cursor.sequence > header.sequence;
    const receivedAt = tables.now();
    const complete: CompleteSnapshot = {
      venue,
      header,
      blobs: parts.map(({ blob }) => blob),
      receivedAt,
      late,
      positions: parts.reduce((sum, { positions }) => sum + positions, 0),
      accounts: parts.reduce((sum, { accounts }) => sum + accounts, 0),
    };
    const headerItem = {
      pk,
      sk: `snapshot#${sequenceKey(header.sequence)}`,
      type: 'snapshot',
      formatVersion: HEADER_FORMAT,
      ...complete,
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    };
    const cursorItem = {
      pk,
      sk: 'cursor',
      type: 'cursor',
      formatVersion: CURSOR_FORMAT,
      ...cursorAfter(cursor, header, receivedAt, late),
    };
    try {
      await tables.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: conditionalPut(tables.state, headerItem, absent(tables)) },
            { Put: conditionalPut(tables.state, cursorItem, unmoved(cursor)) },
          ],
        }),
      );
      return { complete, first: true };
    } catch (error) {
      // Another snapshot of the venue came between: look again at what stands now.
      if (!(error instanceof TransactionCanceledException)) throw error;
    }
  }
  throw new Error(`The cursor of ${venue} moved ten times while ${header.snapshotId} was being completed`);
}

/**
 * Hands a snapshot to assess-snapshot once more, behind those that arrived before. The cursor stays where it is; a snapshot that
 * is completed at the same time sees the turn and takes the next.
 *
 * @throws Error if the venue has no cursor: it never completed a snapshot
 */
export async function handSnapshotOnAgain(tables: Tables, venue: string, sequence: number): Promise<void> {
  try {
    await tables.client.send(
      new UpdateItemCommand({
        TableName: tables.state,
        Key: marshall({ pk: venueKey(venue), sk: 'cursor' }),
        UpdateExpression: 'SET arrived = :sequence ADD turn :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: marshall({ ':sequence': sequence, ':one': 1 }),
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new Error(`${venue} has no cursor`);
    throw error;
  }
}

/** The cursor after a snapshot; a late one leaves the newest as it is, and fills a gap if it was missed. */
function cursorAfter(
  cursor: Cursor | undefined,
  { sequence, snapshotId, timestamp }: SnapshotHeader,
  receivedAt: number,
  late: boolean,
): Cursor {
  const arrival = { arrived: sequence, turn: (cursor?.turn ?? 0) + 1 };
  if (cursor && late) return { ...cursor, sequences: fillSequence(cursor.sequences, sequence), ...arrival };
  return {
    sequence,
    snapshotId,
    timestamp,
    receivedAt,
    gaps: cursor ? [...cursor.gaps, Math.max(0, receivedAt - cursor.receivedAt)].slice(-RHYTHM_GAPS) : [],
    sequences: cursor ? advanceSequence(cursor.sequences, cursor.sequence, sequence, receivedAt) : NO_SEQUENCES,
    ...arrival,
  };
}

/** True if the cursor is still the one that was read; one of format 1 has no turn and is told by its sequence. */
const unmoved = (cursor: Cursor | undefined): Condition =>
  cursor === undefined
    ? { expression: 'attribute_not_exists(pk)' }
    : cursor.turn === 0
      ? {
          expression: '#sequence = :sequence AND #sequences = :sequences AND attribute_not_exists(turn)',
          names: { '#sequence': 'sequence', '#sequences': 'sequences' },
          values: { ':sequence': cursor.sequence, ':sequences': cursor.sequences },
        }
      : { expression: 'turn = :turn', values: { ':turn': cursor.turn } };
