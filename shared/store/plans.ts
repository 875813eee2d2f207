import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Explanation } from '../deleveraging/plan/explain.ts';
import type { Means, Plan } from '../deleveraging/plan/types.ts';
import { type BlobRef, readBlob, writeBlob } from './blobs.ts';
import {
  absent,
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
  /** How many plans for the same version of the incident went before. */
  readonly round: number;
  /** What it was made with: see `PlanInput`. */
  readonly means: Means;
  readonly deleveraging: boolean;
  /** The venue's newest plan before it; null for the first. */
  readonly replaces: string | null;
  readonly detail: BlobRef;
}

/** What stands of a venue's newest plan, whatever became of it. */
export interface NewestPlan {
  readonly planId: string;
  readonly timestamp: number;
  /** Whether it deleverages winners: the trigger lets go later than it grips. */
  readonly deleverages: boolean;
  /** Whether it was decided to carry it out. */
  readonly dispatched: boolean;
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

/** The newest plan of a venue. */
export const readNewestPlan = (tables: Tables, venue: string): Promise<NewestPlan | undefined> => {
  const { pk, sk } = newestKey(venue);
  return getItem<Item & NewestPlan>(tables, tables.state, pk, sk);
};

/**
 * Stores a plan as its venue's newest, once: its details first, then both records in one transaction.
 *
 * @param newest what stood there when it was decided to plan
 * @returns false where another plan of the venue came between, or that one was begun to be carried out
 */
export async function writePlan(
  tables: Tables,
  record: Omit<PlanRecord, 'detail' | 'replaces'>,
  plan: ExplainedPlan,
  newest: NewestPlan | undefined,
): Promise<boolean> {
  const { venue, planId, timestamp } = record;
  const detail = await writeBlob(
    tables,
    `${venue}#${planId}#plan`,
    zstdCompressSync(Buffer.from(JSON.stringify(plan))),
  );
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const deleverages = plan.reductions.some(({ rung }) => rung === 'deleverage');
  const next: NewestPlan = { planId, timestamp, deleverages, dispatched: false };
  return transact(tables, [
    putNewest(tables, venue, next, newest),
    {
      Put: conditionalPut(
        tables.state,
        { ...planKey(venue, planId), type: 'plan', ...record, replaces: newest?.planId ?? null, detail, expiresAt },
        absent(tables),
      ),
    },
  ]);
}

/** The venue's newest plan in a transaction, which is nothing where that is not the one that it was decided on. */
export const putNewest = (tables: Tables, venue: string, next: NewestPlan, last: NewestPlan | undefined) => ({
  Put: conditionalPut(
    tables.state,
    { ...newestKey(venue), type: 'newest-plan', ...next, expiresAt: expiryAfter(tables, RETENTION_DAYS.record) },
    last
      ? {
          expression: 'planId = :planId AND dispatched = :dispatched',
          values: { ':planId': last.planId, ':dispatched': last.dispatched },
        }
      : absent(tables),
  ),
});

/** Notifications about a plan, each sent once: what is proposed, what was carried out, what came of it, and why nothing follows. */
export type Telling = 'proposed' | 'carried out' | 'verified' | 'ended';

/** Whether the officers have been told. */
export const isTold = async (tables: Tables, venue: string, planId: string, what: Telling): Promise<boolean> =>
  (await getItem(tables, tables.state, planKey(venue, planId).pk, `told#${what}`)) !== undefined;

/** Written after Slack has it: a crash in between tells twice rather than never. */
export const noteTold = (tables: Tables, venue: string, planId: string, what: Telling): Promise<unknown> =>
  putItem(tables, tables.state, {
    pk: planKey(venue, planId).pk,
    sk: `told#${what}`,
    type: 'plan-told',
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  });
