import { createHash } from 'node:crypto';
import { plannedState } from '../action/send.ts';
import type { Action, ActionProgress } from '../action/types.ts';
import { FinalFault } from '../runtime/final-fault.ts';
import { ActionContended, actionKey, planKey, readActionState, writeState } from './actions.ts';
import { AGAIN, untilUncontended } from './contention.ts';
import {
  absent,
  expiryAfter,
  getItem,
  type Item,
  mapBounded,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** Actions written side by side. */
const WIDTH = 8;

/** Thrown where a plan has other actions already: it would be carried out twice. */
export class PlanConflict extends FinalFault {
  override readonly name = 'PlanConflict';
}

export interface PlannedActions {
  readonly venue: string;
  readonly planId: string;
  readonly actions: readonly Action[];
  /** Of the task that waits for the plan's actions; a secret, as who has it may end the task. Absent where nobody waits. */
  readonly taskToken?: string;
}

/**
 * Writes the actions of a plan, each once; to repeat it from any point changes nothing, and what was planned first is what is sent. Only
 * a newer task token takes the place of the one before: a task that is tried again has another.
 *
 * @throws PlanConflict where the plan was given other actions before
 */
export async function planActions(
  tables: Tables,
  { venue, planId, actions, taskToken }: PlannedActions,
): Promise<void> {
  const pk = planKey(venue, planId);
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const ids = actions.map(({ actionId }) => actionId).sort();
  const digest = createHash('sha256').update(JSON.stringify(ids)).digest('hex');
  // Before the first action, so that of two plans under one id only one can ever have any.
  const head: PlanHead & Item = { pk, sk: 'actions', type: 'plan-actions', digest, count: ids.length, expiresAt };
  if (!(await putItem(tables, tables.state, head, absent(tables)))) {
    const before = await getItem<PlanHead & Item>(tables, tables.state, pk, 'actions');
    if (before?.digest !== digest) {
      throw new PlanConflict(`The plan ${planId} of ${venue} has ${before?.count} other actions already`);
    }
  }
  if (taskToken !== undefined) await noteWaiting(tables, venue, planId, taskToken);
  await mapBounded(actions, WIDTH, (action) => planAction(tables, action));
}

/** Keeps the token of the task that waits for a plan's actions, in place of the one before. */
const noteWaiting = (tables: Tables, venue: string, planId: string, taskToken: string): Promise<unknown> =>
  putItem(tables, tables.state, {
    pk: planKey(venue, planId),
    sk: 'task',
    type: 'plan-task',
    taskToken,
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  });

interface PlanHead {
  /** Of the ids of its actions. */
  readonly digest: string;
  readonly count: number;
}

async function planAction(tables: Tables, action: Action): Promise<void> {
  const { actionId } = action;
  const request = {
    pk: actionKey(actionId),
    sk: 'request',
    type: 'action-request',
    // As text, so that it is sent to the last byte as it was planned, however often.
    request: JSON.stringify(action),
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  };
  await untilUncontended(
    async () => {
      if (await writeState(tables, plannedState(action, tables.now()), absent(tables), request)) return true;
      // Written before, if it is there.
      return (await readActionState(tables, actionId)) ? true : AGAIN;
    },
    () => new ActionContended(`The action ${actionId} could not be planned`),
  );
}

export interface PlanProgress {
  /** How many actions the plan has; while they are being written not all of them are in the list. */
  readonly planned: number;
  readonly actions: readonly ActionProgress[];
}

/** How far the actions of a plan are; undefined where none were planned. */
export async function readPlanProgress(
  tables: Tables,
  venue: string,
  planId: string,
): Promise<PlanProgress | undefined> {
  const pk = planKey(venue, planId);
  const head = await getItem<PlanHead & Item>(tables, tables.state, pk, 'actions');
  if (!head) return undefined;
  const items = await queryPartition<Item & { progress: ActionProgress }>(tables, tables.state, pk, 'action#');
  return { planned: head.count, actions: items.map(({ progress }) => progress) };
}

/** A secret: it goes to Step Functions and nowhere else, least of all into a log. */
export async function readTaskToken(tables: Tables, venue: string, planId: string): Promise<string | undefined> {
  const pk = planKey(venue, planId);
  return (await getItem<Item & { taskToken: string }>(tables, tables.state, pk, 'task'))?.taskToken;
}
