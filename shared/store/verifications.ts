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

/** When the actions of a plan were done, and when its verification has to be over. Times are Unix milliseconds. */
export interface Done {
  /** Of the newest snapshot that had been assessed by then: only snapshots above it show what was done. */
  readonly sequence: number;
  readonly from: number;
  /** The one deadline: no snapshot and no repetition renews it. */
  readonly until: number;
}

type StoredDone = Item & Pick<Done, 'sequence'> & Partial<Done>;

/**
 * Notes, once, that all actions of a plan are done. Written before anything is displayed, because no other plan of the venue is made
 * until then.
 *
 * @param sequence of the newest snapshot that has been assessed
 * @param withinMs that the verification may take from now on
 * @returns what stands
 */
export async function noteDone(
  tables: Tables,
  venue: string,
  planId: string,
  sequence: number,
  withinMs: number,
): Promise<Done> {
  const { pk, sk } = sinceKey(venue, planId);
  const from = tables.now();
  const done: Done = { sequence, from, until: from + withinMs };
  const item = { pk, sk, type: 'verified-since', expiresAt: expiryAfter(tables, RETENTION_DAYS.record) };
  if (await putItem(tables, tables.state, { ...item, ...done }, absent(tables))) return done;
  const standing = await getItem<StoredDone>(tables, tables.state, pk, sk);
  if (!standing) return done;
  const timed = { ...done, ...standing };
  if (standing.until === undefined) {
    // Form 1 had no deadline: it begins now, once.
    const untimed = { expression: 'attribute_not_exists(#until)', names: { '#until': 'until' } };
    if (!(await putItem(tables, tables.state, timed, untimed)))
      return noteDone(tables, venue, planId, sequence, withinMs);
  }
  return { sequence: timed.sequence, from: timed.from, until: timed.until };
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

/** Undefined while nothing has been found; null if the time was over before anything could be. */
export const readVerification = async (
  tables: Tables,
  venue: string,
  planId: string,
): Promise<VerificationRecord | null | undefined> => {
  const { pk, sk } = verificationKey(venue, planId);
  return (await getItem<Item & { verified: VerificationRecord | null }>(tables, tables.state, pk, sk))?.verified;
};

/** Writes what was found, or null if nothing could be, once. @returns what stands */
export async function writeVerification(
  tables: Tables,
  venue: string,
  planId: string,
  verified: VerificationRecord | null,
): Promise<VerificationRecord | null> {
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const item = { ...verificationKey(venue, planId), type: 'verification', verified, expiresAt };
  if (await putItem(tables, tables.state, item, absent(tables))) return verified;
  const standing = await readVerification(tables, venue, planId);
  return standing === undefined ? verified : standing;
}

/** A task that waits for another assessment of its venue. */
export interface Waiting {
  readonly planId: string;
  /** A secret: who has it may end the task. */
  readonly taskToken: string;
  /** Sequence of the newest assessment when it began to wait: it waits for another. */
  readonly after: number;
  /** Before it the task is not told: looks are spread over the verification's time. Unix milliseconds. */
  readonly notBefore: number;
  /** When the verification has to be over. */
  readonly until: number;
}

const WAITING_DAYS = 2;

const waitingKey = (venue: string): string => `waiting#${venue}`;

/** Has a task woken by another assessment; a newer token replaces the previous one. */
export const awaitAssessment = (tables: Tables, venue: string, waiting: Waiting): Promise<unknown> =>
  writeWaiting(tables, venue, waiting, false);

/** The tasks that wait for another assessment of a venue. */
export const readWaiting = async (tables: Tables, venue: string): Promise<Waiting[]> =>
  (
    await queryPartition<Item & Pick<Waiting, 'planId' | 'taskToken'> & Partial<Waiting> & { told: boolean }>(
      tables,
      tables.state,
      waitingKey(venue),
    )
  )
    .filter(({ told }) => !told)
    // Form 1 waits for whatever comes next, without a deadline of its own.
    .map((item) => ({ after: 0, notBefore: 0, until: Number.POSITIVE_INFINITY, ...item }));

/** Written after the task was told: a crash in between tells it twice, which has no effect. */
export const noteWoken = (tables: Tables, venue: string, waiting: Waiting): Promise<unknown> =>
  writeWaiting(tables, venue, waiting, true);

/** Nothing is deleted: what has been told runs out. One that waits anew with another token is left alone by a late note. */
const writeWaiting = (
  tables: Tables,
  venue: string,
  { planId, taskToken, after, notBefore, until }: Waiting,
  told: boolean,
): Promise<unknown> =>
  putItem(
    tables,
    tables.state,
    {
      pk: waitingKey(venue),
      sk: planId,
      type: 'waiting-task',
      ...{ planId, taskToken, after, notBefore, told },
      ...(Number.isFinite(until) ? { until } : {}),
      expiresAt: expiryAfter(tables, WAITING_DAYS),
    },
    told ? { expression: 'taskToken = :token', values: { ':token': taskToken } } : undefined,
  );
