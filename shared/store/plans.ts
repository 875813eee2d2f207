import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Explanation } from '../deleveraging/plan/explain.ts';
import type { Plan } from '../deleveraging/plan/types.ts';
import { type BlobRef, readBlob, writeBlob } from './blobs.ts';
import {
  absent,
  type Condition,
  conditionalPut,
  expiryAfter,
  getItem,
  type Item,
  putItem,
  RETENTION_DAYS,
  type Tables,
  transact,
} from './tables.ts';

/** A plan as it was made: on what, by what, and where all of it is. */
export interface PlanRecord {
  readonly venue: string;
  readonly planId: string;
  readonly incidentId: string;
  readonly snapshotId: string;
  readonly sequence: number;
  /** Of the snapshot, Unix milliseconds. */
  readonly timestamp: number;
  readonly policyVersion: number;
  readonly codeVersion: string;
  readonly detail: BlobRef;
}

export type ExplainedPlan = Plan & Explanation;

const planKey = (venue: string, planId: string) => ({ pk: `plan#${venue}#${planId}`, sk: 'plan' }) as const;
const newestKey = (venue: string) => ({ pk: `plans#${venue}`, sk: 'newest' }) as const;

/** The record of a plan; undefined where there is none. */
export const readPlanRecord = (tables: Tables, venue: string, planId: string): Promise<PlanRecord | undefined> => {
  const { pk, sk } = planKey(venue, planId);
  return getItem<PlanRecord & Item>(tables, tables.state, pk, sk);
};

/** @throws BlobMissing where it is past its retention */
export const readPlan = async (tables: Tables, { detail }: Pick<PlanRecord, 'detail'>): Promise<ExplainedPlan> =>
  JSON.parse(zstdDecompressSync(await readBlob(tables, detail)).toString('utf8')) as ExplainedPlan;

/** The newest plan of a venue, whatever became of it. */
export const readNewestPlan = (
  tables: Tables,
  venue: string,
): Promise<Pick<PlanRecord, 'planId' | 'timestamp'> | undefined> => {
  const { pk, sk } = newestKey(venue);
  return getItem<Item & Pick<PlanRecord, 'planId' | 'timestamp'>>(tables, tables.state, pk, sk);
};

/**
 * Stores a plan as its venue's newest, once: its details first, then both records in one transaction.
 *
 * @param newest what stood there when it was decided to plan
 * @returns false where another plan of the venue came between
 */
export async function writePlan(
  tables: Tables,
  record: Omit<PlanRecord, 'detail'>,
  plan: ExplainedPlan,
  newest: Pick<PlanRecord, 'planId'> | undefined,
): Promise<boolean> {
  const { venue, planId, timestamp } = record;
  const detail = await writeBlob(
    tables,
    `${venue}#${planId}#plan`,
    zstdCompressSync(Buffer.from(JSON.stringify(plan))),
  );
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const unmoved: Condition = newest
    ? { expression: 'planId = :planId', values: { ':planId': newest.planId } }
    : absent(tables);
  return transact(tables, [
    {
      Put: conditionalPut(
        tables.state,
        { ...newestKey(venue), type: 'newest-plan', planId, timestamp, expiresAt },
        unmoved,
      ),
    },
    {
      Put: conditionalPut(
        tables.state,
        { ...planKey(venue, planId), type: 'plan', ...record, detail, expiresAt },
        absent(tables),
      ),
    },
  ]);
}

/** Whether the officers have been told of a plan. */
export const isPlanTold = async (tables: Tables, venue: string, planId: string): Promise<boolean> =>
  (await getItem(tables, tables.state, planKey(venue, planId).pk, 'told')) !== undefined;

/** Written after Slack has it: a crash in between tells twice rather than never. */
export const notePlanTold = (tables: Tables, venue: string, planId: string): Promise<unknown> =>
  putItem(tables, tables.state, {
    pk: planKey(venue, planId).pk,
    sk: 'told',
    type: 'plan-told',
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  });
