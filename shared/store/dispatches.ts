import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Action } from '../action/types.ts';
import type { Unfit } from '../assessment/fitness.ts';
import type { Overtaken } from '../deleveraging/plan/compare.ts';
import type { BlockedMarket } from '../deleveraging/plan/types.ts';
import type { Clock } from '../snapshot/age.ts';
import { type BlobRef, readBlob, writeBlob } from './blobs.ts';
import { putNewest, readNewestPlan } from './plans.ts';
import {
  absent,
  conditionalPut,
  expiryAfter,
  getItem,
  type Item,
  RETENTION_DAYS,
  type Tables,
  transact,
} from './tables.ts';

/** Why an approved plan is not carried out. */
export type Undone = Overtaken | 'superseded' | 'kill switch' | 'stale' | 'given up' | Unfit;

/** The same, with what the officers are told. */
export interface UndoneDecision {
  readonly dispatched: false;
  readonly reason: Undone;
  /** What of the plan may not be acted on any more, by symbol: of `integrity` and `assumed`. */
  readonly blocked?: readonly Pick<BlockedMarket, 'symbol' | 'by'>[];
  /** How old the newest book was, in milliseconds: of `stale`. */
  readonly ageMs?: number;
}

/** What was decided about an approved plan when it was to be carried out: once, whatever the book does afterwards. */
export type DispatchDecision = { readonly dispatched: true; readonly actions: readonly Action[] } | UndoneDecision;

/** What that was decided on: all that is needed to decide it again, besides the plan. */
export interface DispatchBasis {
  /** Of the newest snapshot that had been assessed. */
  readonly sequence: number;
  readonly policyVersion: number;
  readonly codeVersion: string;
  /** Unix milliseconds. */
  readonly decidedAt: number;
  /** The smallest part of a contract that the venue trades; null if it has reported none. */
  readonly contractStep: number | null;
  /** By which the book's age was told; absent in what was decided before ages were looked at. */
  readonly clock?: Clock;
}

export type Dispatch = DispatchDecision & { readonly basis: DispatchBasis };

type StoredDispatch = { readonly basis: DispatchBasis } & (
  | { readonly actions: BlobRef }
  | Omit<UndoneDecision, 'dispatched'>
);

const dispatchKey = (venue: string, planId: string) => ({ pk: `plan#${venue}#${planId}`, sk: 'dispatch' }) as const;

/** When it was decided whether a plan is carried out, Unix milliseconds; undefined while it is not. */
export async function readDecidedAt(tables: Tables, venue: string, planId: string): Promise<number | undefined> {
  const { pk, sk } = dispatchKey(venue, planId);
  return (await getItem<Item & { dispatch: StoredDispatch }>(tables, tables.state, pk, sk))?.dispatch.basis.decidedAt;
}

/** @throws BlobMissing if the actions are past their retention */
export async function readDispatch(tables: Tables, venue: string, planId: string): Promise<Dispatch | undefined> {
  const { pk, sk } = dispatchKey(venue, planId);
  const item = await getItem<Item & { dispatch: StoredDispatch }>(tables, tables.state, pk, sk);
  if (!item) return undefined;
  const { dispatch } = item;
  const { basis } = dispatch;
  if ('reason' in dispatch) return { dispatched: false, ...dispatch };
  const bytes = zstdDecompressSync(await readBlob(tables, dispatch.actions));
  return { dispatched: true, actions: JSON.parse(bytes.toString('utf8')) as Action[], basis };
}

/**
 * Writes what was decided, once, and before any action is: of two who decide at once, both go on with what the first has written. Only
 * the venue's newest plan is carried out, and marks it as begun in the same transaction: no other plan comes between.
 *
 * @returns what stands
 */
export async function writeDispatch(
  tables: Tables,
  venue: string,
  planId: string,
  dispatch: Dispatch,
): Promise<Dispatch> {
  if (!dispatch.dispatched) return writeUndone(tables, venue, planId, dispatch);
  const { basis } = dispatch;
  const newest = await readNewestPlan(tables, venue);
  if (newest?.planId !== planId) {
    return writeUndone(tables, venue, planId, { dispatched: false, reason: 'superseded', basis });
  }
  const bytes = zstdCompressSync(Buffer.from(JSON.stringify(dispatch.actions)));
  const actions = await writeBlob(tables, `${venue}#${planId}#actions`, bytes);
  return put(tables, venue, planId, dispatch, { actions, basis }, [
    putNewest(tables, venue, { ...newest, dispatched: true }, { ...newest, dispatched: false }),
  ]);
}

/** Writes that a plan is not carried out, once. @returns what stands */
export function writeUndone(
  tables: Tables,
  venue: string,
  planId: string,
  undone: UndoneDecision & Pick<Dispatch, 'basis'>,
): Promise<Dispatch> {
  const { dispatched: _, ...stored } = undone;
  return put(tables, venue, planId, undone, stored);
}

async function put(
  tables: Tables,
  venue: string,
  planId: string,
  dispatch: Dispatch,
  stored: StoredDispatch,
  beside: readonly ReturnType<typeof putNewest>[] = [],
): Promise<Dispatch> {
  const item = {
    ...dispatchKey(venue, planId),
    type: 'dispatch',
    dispatch: stored,
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  };
  if (await transact(tables, [{ Put: conditionalPut(tables.state, item, absent(tables)) }, ...beside])) return dispatch;
  const standing = await readDispatch(tables, venue, planId);
  if (standing) return standing;
  throw new DispatchContended(`The plan ${planId} of ${venue} was overtaken while it was being dispatched`);
}

/** Thrown where another plan was written meanwhile; nothing was written, and trying again is safe. */
export class DispatchContended extends Error {
  override name = 'DispatchContended';
}
