import { NO_SEQUENCES } from '../incident/feed/sequence.ts';
import { expressionValues, keyOf } from './encoding.ts';
import { type Lowered, lowerStates } from './lower-states.ts';
import {
  type CompleteSnapshot,
  type Cursor,
  headerKey,
  landedKey,
  readCursor,
  sequenceKey,
  setAsideKey,
  unmoved,
  venueKey,
} from './snapshots.ts';
import {
  conditionalPut,
  type Item,
  lastOfRange,
  mapBounded,
  newestOf,
  putItem,
  queryPartition,
  queryRange,
  type Tables,
  transact,
} from './tables.ts';

/** An operator's correction of where a venue's feed stands; kept for ever, as what was set aside refers to it. */
export interface Reset {
  /** Unix milliseconds. */
  readonly at: number;
  readonly by: string;
  readonly why: string | null;
  /** Where the venue stood. */
  readonly from: { readonly sequence: number; readonly snapshotId: string; readonly receivedAt: number };
  /** The sequence that the venue goes on from. */
  readonly to: number;
  readonly status: 'begun' | 'done';
}

export interface ResetTerms {
  readonly to: number;
  readonly by: string;
  readonly why?: string;
}

export type ResetOutcome =
  | {
      readonly done: true;
      readonly reset: Reset;
      /** The newest snapshot that is left. */
      readonly newest: { readonly sequence: number; readonly snapshotId: string } | null;
      /** Sequences of what was set aside, by this run. */
      readonly snapshots: readonly number[];
      readonly assessments: readonly number[];
      readonly lowered: Lowered;
    }
  | { readonly done: false; readonly reason: 'unknown' | 'moved' }
  | { readonly done: false; readonly reason: 'already' | 'unfinished'; readonly reset: Reset };

const RESET = 'reset#';
const resetKey = (at: number): string => `${RESET}${new Date(at).toISOString()}`;
/** Late snapshots that keep coming move the cursor's turn and nothing else: the last steps are done again. */
const TRIES = 10;

/** Every reset of a venue, oldest first. */
export const readResets = async (tables: Tables, venue: string): Promise<Reset[]> =>
  (await queryPartition<Reset & Item>(tables, tables.state, venueKey(venue), RESET)).map(resetOf);

/**
 * Puts a venue's feed back, or forward, to a sequence that is right: its next snapshot above it is accepted and assessed as
 * usual. What stands above it is set aside, not deleted: it is neither the newest nor in the way any more.
 *
 * Recorded first; then what is above is set aside, states are lowered, and at last the cursor moves: until then every snapshot
 * that comes is late and moves nothing. A run that ended anywhere is taken up by the next one with the same `to`.
 *
 * @returns why it was not done: a venue without a snapshot, another reset begun and not finished, or a newer snapshot meanwhile
 */
export async function resetVenue(tables: Tables, venue: string, terms: ResetTerms): Promise<ResetOutcome> {
  const { to } = terms;
  const cursor = await readCursor(tables, venue);
  const last = await newestOf<Reset & Item>(tables, tables.state, venueKey(venue), RESET);
  // One that was begun before the newest snapshot came is of another time.
  const begun = last?.status === 'begun' && last.from.snapshotId === cursor?.snapshotId ? resetOf(last) : undefined;
  if (begun && begun.to !== to) return { done: false, reason: 'unfinished', reset: begun };
  if (last?.status === 'done' && last.to === to && (!cursor || cursor.sequence === to)) {
    const above = await itemsAbove(tables, venue, to);
    if (above.snapshots.length + above.assessments.length === 0)
      return { done: false, reason: 'already', reset: resetOf(last) };
  }
  if (!cursor) return { done: false, reason: 'unknown' };
  const reset = begun ?? (await beginReset(tables, venue, terms, cursor, last));
  let standing = cursor;
  let lowered: Lowered | undefined;
  const snapshots: number[] = [];
  const assessments: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const above = await itemsAbove(tables, venue, to);
    snapshots.push(...(await setSnapshotsAside(tables, venue, above.snapshots, reset)));
    assessments.push(...(await setAssessmentsAside(tables, above.assessments, reset)));
    const newest = await newestUpTo(tables, venue, to);
    // Nothing but the newest snapshot moves them, so that once is enough.
    lowered ??= await lowerStates(tables, venue, {
      to,
      timestamp: newest?.header.timestamp ?? 0,
      epoch: reset.at,
    });
    if (await moveCursor(tables, venue, standing, newest, reset)) {
      const left = newest && { sequence: newest.header.sequence, snapshotId: newest.header.snapshotId };
      return { done: true, reset: { ...reset, status: 'done' }, newest: left ?? null, snapshots, assessments, lowered };
    }
    const now = await readCursor(tables, venue);
    if (now?.sequence !== standing.sequence || now.snapshotId !== standing.snapshotId)
      return { done: false, reason: 'moved' };
    standing = now;
  }
  return { done: false, reason: 'moved' };
}

const resetOf = ({ at, by, why, from, to, status }: Reset): Reset => ({ at, by, why, from, to, status });

const resetItem = (venue: string, reset: Reset): Item => ({
  pk: venueKey(venue),
  sk: resetKey(reset.at),
  type: 'reset',
  ...reset,
});

async function beginReset(
  tables: Tables,
  venue: string,
  { to, by, why }: ResetTerms,
  { sequence, snapshotId, receivedAt }: Cursor,
  last: Reset | undefined,
): Promise<Reset> {
  const at = Math.max(tables.now(), (last?.at ?? 0) + 1);
  const from = { sequence, snapshotId, receivedAt };
  const reset: Reset = { at, by, why: why ?? null, from, to, status: 'begun' };
  if (!(await putItem(tables, tables.state, resetItem(venue, reset), { expression: 'attribute_not_exists(pk)' })))
    throw new Error(`Another reset of ${venue} was begun at the same time: look at it first`);
  return reset;
}

interface Above {
  readonly snapshots: readonly (CompleteSnapshot & Item)[];
  readonly assessments: readonly (Item & { readonly sequence: number })[];
}

async function itemsAbove(tables: Tables, venue: string, to: number): Promise<Above> {
  const pk = venueKey(venue);
  const above = (key: (sequence: number) => string) => ({ from: key(to + 1), to: key(Number.MAX_SAFE_INTEGER) });
  const [snapshots, assessments] = await Promise.all([
    queryRange<CompleteSnapshot & Item>(tables, tables.state, pk, above(headerKey)),
    queryRange<Item & { sequence: number }>(tables, tables.state, pk, above(assessmentKey)),
  ]);
  return { snapshots, assessments };
}

const assessmentKey = (sequence: number): string => `assessment#${sequenceKey(sequence)}`;

const newestUpTo = (tables: Tables, venue: string, to: number): Promise<CompleteSnapshot | undefined> =>
  lastOfRange<CompleteSnapshot & Item>(tables, tables.state, venueKey(venue), {
    from: headerKey(0),
    to: headerKey(to),
  });

/** What landed goes first: the header says where it is. Its snapshotId is free then, for the same book under another sequence. */
const setSnapshotsAside = (
  tables: Tables,
  venue: string,
  snapshots: Above['snapshots'],
  reset: Reset,
): Promise<number[]> =>
  mapBounded(snapshots, 4, async (snapshot) => {
    const { snapshotId, sequence } = snapshot.header;
    const landed = await queryPartition(tables, tables.state, landedKey(venue, snapshotId), 'part#');
    for (const part of landed) await setAside(tables, part, reset);
    await setAside(tables, snapshot, reset);
    return sequence;
  });

const setAssessmentsAside = (tables: Tables, assessments: Above['assessments'], reset: Reset): Promise<number[]> =>
  mapBounded(assessments, 4, async (assessment) => {
    await setAside(tables, assessment, reset);
    return assessment.sequence;
  });

/** Of a type of its own: what the stream hands on is told by its type. @throws Error if it is being written by another */
async function setAside(tables: Tables, item: Item, { at }: Reset): Promise<void> {
  const { pk, sk, type, formatVersion = 1 } = item;
  const aside = {
    ...item,
    sk: `${setAsideKey(sk)}${new Date(at).toISOString()}`,
    type: 'set-aside',
    was: type,
    wasFormat: formatVersion,
  };
  const moved = await transact(tables, [
    { Put: conditionalPut(tables.state, aside) },
    { Delete: { TableName: tables.state, Key: keyOf(pk, sk) } },
  ]);
  if (!moved) throw new Error(`${pk} ${sk} was being written at the same time: run the reset again`);
}

/** Moves the cursor, and ends the reset with it. @returns false if the cursor has moved since it was read */
function moveCursor(
  tables: Tables,
  venue: string,
  standing: Cursor,
  newest: CompleteSnapshot | undefined,
  reset: Reset,
): Promise<boolean> {
  const key = { pk: venueKey(venue), sk: 'cursor' };
  const condition = unmoved(standing);
  return transact(tables, [
    newest
      ? {
          Put: conditionalPut(
            tables.state,
            { ...key, type: 'cursor', ...cursorAt(standing, newest, reset.to) },
            condition,
          ),
        }
      : {
          // A venue of which nothing is left begins anew.
          Delete: {
            TableName: tables.state,
            Key: keyOf(key.pk, key.sk),
            ConditionExpression: condition.expression,
            ExpressionAttributeNames: condition.names,
            ExpressionAttributeValues: condition.values && expressionValues(condition.values),
          },
        },
    { Put: conditionalPut(tables.state, resetItem(venue, { ...reset, status: 'done' })) },
  ]);
}

/** It stands at the sequence that was asked for, also if the newest snapshot that is left is further back. */
const cursorAt = ({ gaps, turn }: Cursor, { header, receivedAt }: CompleteSnapshot, sequence: number): Cursor => ({
  sequence,
  snapshotId: header.snapshotId,
  timestamp: header.timestamp,
  receivedAt,
  gaps,
  sequences: NO_SEQUENCES,
  late: null,
  arrived: header.sequence,
  turn: turn + 1,
});
