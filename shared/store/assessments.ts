import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Assessment, MarketState, VenueState } from '../assessment/types.ts';
import type { FundState } from '../liquidation/fund-history.ts';
import { BlobMissing, type BlobRef, readBlob, writeBlob } from './blobs.ts';
import { besideTransactions } from './contention.ts';
import { expressionValues, keyOf } from './encoding.ts';
import { sequenceKey } from './snapshots.ts';
import {
  absent,
  type Condition,
  conditionalPut,
  expiryAfter,
  getItem,
  getItems,
  type Item,
  mapBounded,
  newestOf,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
  transact,
} from './tables.ts';

/** What the stream carries of an assessment: small, whatever the number of markets; the rest is in the blob. */
export interface AssessmentRecord {
  readonly venue: string;
  readonly snapshotId: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly late: boolean;
  /** Of the policy that it was judged by. */
  readonly policyVersion: number;
  /** Whether any severity moved. */
  readonly moved: boolean;
  readonly detail: BlobRef;
  /** When its moves had been taken to their incidents, Unix milliseconds; absent before, and if it moved nothing. */
  readonly respondedAt?: number;
}

const assessmentKey = (venue: string, sequence: number) =>
  ({ pk: `venue#${venue}`, sk: `assessment#${sequenceKey(sequence)}` }) as const;

export async function readAssessmentRecord(
  tables: Tables,
  venue: string,
  sequence: number,
): Promise<AssessmentRecord | undefined> {
  const { pk, sk } = assessmentKey(venue, sequence);
  return getItem<AssessmentRecord & Item>(tables, tables.state, pk, sk);
}

/**
 * Writes an assessment: its details first, then the record that makes it visible, once. If it moved a severity, the same
 * transaction writes the venue's item of moves, which the stream hands to open-response: of one item the stream keeps the
 * order at any parallelisation factor.
 */
export async function writeAssessment(tables: Tables, assessment: Assessment): Promise<void> {
  const { venue, snapshotId, sequence, timestamp, late, policyVersion } = assessment;
  const detail = await writeBlob(
    tables,
    `${venue}#${snapshotId}#assessment`,
    zstdCompressSync(Buffer.from(JSON.stringify(assessment))),
  );
  const record: AssessmentRecord = {
    venue,
    snapshotId,
    sequence,
    timestamp,
    late,
    policyVersion,
    moved: assessment.moves.length > 0,
    detail,
  };
  const item = {
    ...assessmentKey(venue, sequence),
    type: 'assessment',
    ...record,
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  };
  if (!record.moved) {
    await putItem(tables, tables.state, item, absent(tables));
    return;
  }
  const put = { Put: conditionalPut(tables.state, item, absent(tables)) };
  if (await transact(tables, [put, { Update: handOn(tables, venue, sequence) }])) return;
  if (!(await readAssessmentRecord(tables, venue, sequence)))
    throw new AssessmentContended(`The assessment ${sequence} of ${venue} was neither written nor there before`);
}

/** An assessment could not be written; trying again is safe. */
export class AssessmentContended extends Error {
  override name = 'AssessmentContended';
}

/** Notes that the moves of an assessment have been taken to their incidents; once. An assessment that was set aside stays so. */
export async function noteResponded(tables: Tables, { venue, sequence }: AssessmentRecord): Promise<void> {
  const { pk, sk } = assessmentKey(venue, sequence);
  const item = await getItem<AssessmentRecord & Item>(tables, tables.state, pk, sk);
  if (!item || item.respondedAt !== undefined) return;
  await putItem(
    tables,
    tables.state,
    { ...item, respondedAt: tables.now() },
    { expression: 'attribute_exists(pk) AND attribute_not_exists(respondedAt)' },
  );
}

/** Hands the moves of an assessment that has been written to open-response once more. */
export async function handMovesOnAgain(tables: Tables, venue: string, sequence: number): Promise<void> {
  await besideTransactions(() => tables.client.send(new UpdateItemCommand(handOn(tables, venue, sequence))));
}

/** Hands the moves of an assessment to open-response, behind those that were handed on before. */
const handOn = (tables: Tables, venue: string, sequence: number) => ({
  TableName: tables.state,
  Key: keyOf(`venue#${venue}`, 'moves'),
  // A number that rises: without a change nothing would reach the stream.
  UpdateExpression: 'SET #type = :type, venue = :venue, #sequence = :sequence ADD turn :one',
  ExpressionAttributeNames: { '#type': 'type', '#sequence': 'sequence' },
  ExpressionAttributeValues: expressionValues({ ':type': 'moves', ':venue': venue, ':sequence': sequence, ':one': 1 }),
});

export const readAssessment = async (
  tables: Tables,
  { detail }: Pick<AssessmentRecord, 'detail'>,
): Promise<Assessment> => JSON.parse(zstdDecompressSync(await readBlob(tables, detail)).toString('utf8'));

/** The record of the assessment with the highest sequence of a venue. */
export const readNewestAssessmentRecord = (tables: Tables, venue: string): Promise<AssessmentRecord | undefined> =>
  newestOf<AssessmentRecord & Item>(tables, tables.state, `venue#${venue}`, 'assessment#');

/** The assessment with the highest sequence of a venue. */
export async function readNewestAssessment(tables: Tables, venue: string): Promise<Assessment | undefined> {
  const record = await readNewestAssessmentRecord(tables, venue);
  return record && readAssessment(tables, record);
}

/** The assessment of a snapshot that is known to have been assessed. @throws Error where there is none */
export async function readAssessmentAt(tables: Tables, venue: string, sequence: number): Promise<Assessment> {
  const record = await readAssessmentRecord(tables, venue, sequence);
  if (!record) throw new Error(`There is no assessment of the snapshot ${sequence} of ${venue}`);
  return readAssessment(tables, record);
}

/** Every assessment of a venue, by sequence. */
export async function readAssessments(tables: Tables, venue: string): Promise<Assessment[]> {
  const records = await queryPartition<AssessmentRecord & Item>(tables, tables.state, `venue#${venue}`, 'assessment#');
  return mapBounded(records, 8, (record) => readAssessment(tables, record));
}

export const marketKey = (venue: string, symbol: string): string => `market#${venue}#${symbol}`;

/** Where the markets stood, by symbol; new ones are left out. */
export async function readMarketStates(
  tables: Tables,
  venue: string,
  symbols: readonly string[],
): Promise<Map<string, MarketState>> {
  const keys = symbols.map((symbol) => marketKey(venue, symbol));
  const found = await getItems<Item & { state: string }>(tables, tables.state, keys, 'state');
  return new Map(
    found
      .flatMap((item) => (item ? [JSON.parse(item.state) as MarketState] : []))
      .map((state) => [state.symbol, state]),
  );
}

/** Writes the states that a snapshot moved; none is ever moved back, or moved twice by the same snapshot. */
export async function writeMarketStates(tables: Tables, venue: string, states: readonly MarketState[]): Promise<void> {
  await mapBounded(states, 16, async (state) => {
    await putItem(
      tables,
      tables.state,
      {
        pk: marketKey(venue, state.symbol),
        sk: 'state',
        type: 'market-state',
        sequence: state.sequence,
        state: JSON.stringify(state),
      },
      ahead(state.sequence),
    );
  });
}

export const venueStateKey = (venue: string): string => `venue-state#${venue}`;

/** Where a venue stood, and the markets that its book had. */
export interface StoredVenue {
  readonly state: VenueState;
  /** The markets that the next snapshot is to have; before a snapshot that has moved the state already, those that it was to have. */
  readonly known: readonly string[];
  readonly rosters: Rosters;
}

/** Names of markets, as blobs: thousands of long ones are more than an item can hold. */
interface Rosters {
  /** After the snapshot that moved the state last. */
  readonly after: BlobRef;
  /** Before it; null if it was the first. */
  readonly before: BlobRef | null;
}

/**
 * Where a venue stood before a snapshot; undefined if it is new.
 *
 * @param sequence of the snapshot: one that has moved the state before is given the markets that it was given then
 */
export async function readVenueState(
  tables: Tables,
  venue: string,
  sequence: number,
): Promise<StoredVenue | undefined> {
  const item = await getItem<Item & { state: string; rosters: Rosters }>(
    tables,
    tables.state,
    venueStateKey(venue),
    'state',
  );
  if (!item) return undefined;
  const state = JSON.parse(item.state) as VenueState;
  const { rosters } = item;
  const roster = state.sequence === sequence ? rosters.before : rosters.after;
  return { state, known: roster ? await readRoster(tables, roster) : [], rosters };
}

/**
 * Writes where a snapshot left a venue; it is never moved back, or moved twice by the same snapshot.
 *
 * @param known the markets that the next snapshot is to have
 * @param before as it was read for this snapshot
 */
export async function writeVenueState(
  tables: Tables,
  venue: string,
  state: VenueState,
  known: readonly string[],
  before: StoredVenue | undefined,
): Promise<void> {
  // The same markets are the same blob: written again, it is kept for longer.
  const after = await writeBlob(
    tables,
    `${venue}#roster`,
    zstdCompressSync(Buffer.from(JSON.stringify([...known].sort()))),
    RETENTION_DAYS.record,
  );
  await putItem(
    tables,
    tables.state,
    {
      pk: venueStateKey(venue),
      sk: 'state',
      type: 'venue-state',
      sequence: state.sequence,
      state: JSON.stringify(state),
      rosters: { after, before: before?.rosters.after ?? null } satisfies Rosters,
    },
    ahead(state.sequence),
  );
}

/** A venue that was silent for longer than its records are kept begins anew. */
async function readRoster(tables: Tables, ref: BlobRef): Promise<readonly string[]> {
  try {
    return JSON.parse(zstdDecompressSync(await readBlob(tables, ref)).toString('utf8'));
  } catch (error) {
    if (error instanceof BlobMissing) return [];
    throw error;
  }
}

export const fundKey = (venue: string): string => `fund#${venue}`;

/** What is remembered of a venue's insurance fund; undefined if it has reported none yet. */
export async function readFundState(tables: Tables, venue: string): Promise<FundState | undefined> {
  const item = await getItem<Item & { state: string }>(tables, tables.state, fundKey(venue), 'state');
  return item ? (JSON.parse(item.state) as FundState) : undefined;
}

/** Writes the fund's history; it is never moved back, or moved twice by the same snapshot. */
export const writeFundState = (tables: Tables, venue: string, state: FundState): Promise<unknown> =>
  putItem(
    tables,
    tables.state,
    {
      pk: fundKey(venue),
      sk: 'state',
      type: 'fund-state',
      sequence: state.sequence,
      state: JSON.stringify(state),
    },
    ahead(state.sequence),
  );

/** What is there is older, or nothing. */
const ahead = (sequence: number): Condition => ({
  expression: 'attribute_not_exists(pk) OR #sequence < :sequence',
  names: { '#sequence': 'sequence' },
  values: { ':sequence': sequence },
});
