import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { RHYTHM_GAPS } from '../incident/feed.ts';
import type { Fragment } from '../snapshot/fragment.ts';
import { packFragment, unpackFragment } from '../snapshot/pack.ts';
import type { SnapshotHeader } from '../snapshot/types.ts';
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

/** The newest snapshot of a venue. */
export interface Cursor {
  readonly sequence: number;
  readonly snapshotId: string;
  readonly timestamp: number;
  readonly receivedAt: number;
  /** The venue's rhythm: how long before it the one before had been received, and so on, the newest last. */
  readonly gaps: readonly number[];
}

/** Digits enough for every safe integer, so that keys sort as numbers do. */
export const sequenceKey = (sequence: number): string => String(sequence).padStart(16, '0');

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

/** Everything that has landed of a snapshot, in the order of the parts. */
export async function landedParts(tables: Tables, venue: string, snapshotId: string): Promise<LandedPart[]> {
  return queryPartition<LandedPart & Item>(tables, tables.state, landedKey(venue, snapshotId), 'part#');
}

export const readFragments = (tables: Tables, blobs: readonly BlobRef[]): Promise<Fragment[]> =>
  mapBounded(blobs, 4, async (blob) => unpackFragment(await readBlob(tables, blob)));

export async function readCursor(tables: Tables, venue: string): Promise<Cursor | undefined> {
  return getItem<Cursor & Item>(tables, tables.state, venueKey(venue), 'cursor');
}

/** The complete snapshot that holds a sequence number of a venue. */
export async function readSnapshot(
  tables: Tables,
  venue: string,
  sequence: number,
): Promise<CompleteSnapshot | undefined> {
  return getItem<CompleteSnapshot & Item>(tables, tables.state, venueKey(venue), `snapshot#${sequenceKey(sequence)}`);
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
      ...complete,
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    };
    const next: Cursor = {
      sequence: header.sequence,
      snapshotId: header.snapshotId,
      timestamp: header.timestamp,
      receivedAt,
      gaps: cursor ? [...cursor.gaps, Math.max(0, receivedAt - cursor.receivedAt)].slice(-RHYTHM_GAPS) : [],
    };
    const unmoved: Condition = cursor
      ? {
          expression: '#sequence = :sequence',
          names: { '#sequence': 'sequence' },
          values: { ':sequence': cursor.sequence },
        }
      : { expression: 'attribute_not_exists(pk)' };
    const cursorWrite = late
      ? {
          ConditionCheck: {
            TableName: tables.state,
            Key: marshall({ pk, sk: 'cursor' }),
            ConditionExpression: unmoved.expression,
            ExpressionAttributeNames: unmoved.names,
            ExpressionAttributeValues: marshall(unmoved.values ?? {}),
          },
        }
      : { Put: conditionalPut(tables.state, { pk, sk: 'cursor', type: 'cursor', ...next }, unmoved) };
    try {
      await tables.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: conditionalPut(tables.state, headerItem, absent(tables)) }, cursorWrite],
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
