import type { Verification } from '../deleveraging/plan/compare.ts';
import {
  absent,
  expiryAfter,
  getItem,
  type Item,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

const sinceKey = (venue: string, planId: string) => ({ pk: `plan#${venue}#${planId}`, sk: 'verified-since' }) as const;

/**
 * From which snapshot on the book shows what a plan's actions have done: noted once, when all had had their last word.
 *
 * @param sequence of the newest snapshot that had been assessed by then
 * @returns the sequence that stands: only snapshots above it count
 */
export async function noteDone(tables: Tables, venue: string, planId: string, sequence: number): Promise<number> {
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const item = { ...sinceKey(venue, planId), type: 'verified-since', sequence, expiresAt };
  if (await putItem(tables, tables.state, item, absent(tables))) return sequence;
  return (await readDone(tables, venue, planId)) ?? sequence;
}

/** From which snapshot on the book shows what a plan's actions have done; undefined while they are not done. */
export const readDone = async (tables: Tables, venue: string, planId: string): Promise<number | undefined> => {
  const { pk, sk } = sinceKey(venue, planId);
  return (await getItem<Item & { sequence: number }>(tables, tables.state, pk, sk))?.sequence;
};

/** Lowers it after a reset of the venue: any snapshot that comes now shows it. @returns whether there was anything to lower */
export async function lowerDone(tables: Tables, venue: string, planId: string, to: number): Promise<boolean> {
  const { pk, sk } = sinceKey(venue, planId);
  const item = await getItem<Item & { sequence: number }>(tables, tables.state, pk, sk);
  if (!item || item.sequence <= to) return false;
  return putItem(
    tables,
    tables.state,
    { ...item, sequence: to },
    { expression: '#sequence = :was', names: { '#sequence': 'sequence' }, values: { ':was': item.sequence } },
  );
}

/** What was found of a plan that was carried out, and on which snapshot. */
export interface VerificationRecord {
  readonly verification: Verification;
  readonly following: Following;
  readonly sequence: number;
  readonly policyVersion: number;
  readonly codeVersion: string;
}

/** What follows on a verification: nothing, another plan, one that is harder, or a human. */
export type Following = 'close' | 'plan' | 'harder' | 'human';

const verificationKey = (venue: string, planId: string) =>
  ({ pk: `plan#${venue}#${planId}`, sk: 'verification' }) as const;

export const readVerification = async (
  tables: Tables,
  venue: string,
  planId: string,
): Promise<VerificationRecord | undefined> => {
  const { pk, sk } = verificationKey(venue, planId);
  return (await getItem<Item & { verified: VerificationRecord }>(tables, tables.state, pk, sk))?.verified;
};

/** Writes what was found, once. @returns what stands */
export async function writeVerification(
  tables: Tables,
  venue: string,
  planId: string,
  verified: VerificationRecord,
): Promise<VerificationRecord> {
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const item = { ...verificationKey(venue, planId), type: 'verification', verified, expiresAt };
  if (await putItem(tables, tables.state, item, absent(tables))) return verified;
  return (await readVerification(tables, venue, planId)) ?? verified;
}

/** A task that waits for the next assessment of its venue. */
export interface Waiting {
  readonly planId: string;
  /** A secret: who has it may end the task. */
  readonly taskToken: string;
}

const WAITING_DAYS = 2;

const waitingKey = (venue: string): string => `waiting#${venue}`;

/** Has a task told of the next assessment; a newer token takes the place of the one before. */
export const awaitAssessment = (tables: Tables, venue: string, { planId, taskToken }: Waiting): Promise<unknown> =>
  writeWaiting(tables, venue, { planId, taskToken }, false);

/** The tasks that are to be told of a venue's next assessment. */
export const readWaiting = async (tables: Tables, venue: string): Promise<Waiting[]> =>
  (await queryPartition<Item & Waiting & { told: boolean }>(tables, tables.state, waitingKey(venue))).filter(
    ({ told }) => !told,
  );

/** Written after the task was told: a crash in between tells it twice, which has no effect. */
export const noteWoken = (tables: Tables, venue: string, waiting: Waiting): Promise<unknown> =>
  writeWaiting(tables, venue, waiting, true);

/** Nothing is deleted: what has been told runs out. One that waits anew with another token is left alone by a late note. */
const writeWaiting = (tables: Tables, venue: string, { planId, taskToken }: Waiting, told: boolean): Promise<unknown> =>
  putItem(
    tables,
    tables.state,
    {
      pk: waitingKey(venue),
      sk: planId,
      type: 'waiting-task',
      planId,
      taskToken,
      told,
      expiresAt: expiryAfter(tables, WAITING_DAYS),
    },
    told ? { expression: 'taskToken = :token', values: { ':token': taskToken } } : undefined,
  );
