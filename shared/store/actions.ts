import { type AcknowledgementDecision, decideAcknowledgement } from '../action/decide.ts';
import {
  type ClaimDecision,
  decideClaim,
  decideEnding,
  decideSent,
  type Ending,
  type StepDecision,
} from '../action/send.ts';
import type { Acknowledgement, Action, ActionProgress, ActionState } from '../action/types.ts';
import { AGAIN, untilUncontended } from './contention.ts';
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

export const actionKey = (actionId: string): string => `action#${actionId}`;
export const planKey = (venue: string, planId: string): string => `plan#${venue}#${planId}`;

/** Thrown where others wrote an action again and again meanwhile; nothing was written, and trying again is safe. */
export class ActionContended extends Error {
  override name = 'ActionContended';
}

/** The action as it was planned: what is sent. */
export async function readAction(tables: Tables, actionId: string): Promise<Action | undefined> {
  const item = await getItem<Item & { request: string }>(tables, tables.state, actionKey(actionId), 'request');
  return item && (JSON.parse(item.request) as Action);
}

/** Orders as text: smaller, and of any size of number, where DynamoDB's mapping refuses integers beyond 2^53. */
type StoredState = Omit<ActionState, 'orders'> & { readonly orders: string };

export async function readActionState(tables: Tables, actionId: string): Promise<ActionState | undefined> {
  const item = await getItem<Item & { state: StoredState }>(tables, tables.state, actionKey(actionId), 'action');
  return item && { ...item.state, orders: JSON.parse(item.state.orders) as ActionState['orders'] };
}

export type Claimed =
  | { readonly claimed: true; readonly action: Action }
  | { readonly claimed: false; readonly reason: 'unknown' | Extract<ClaimDecision, { claimed: false }>['reason'] };

/**
 * Lets one sender at a time send an action. Whoever dies between the venue's taking it and `markSent` leaves it to be sent again: the
 * same bytes under the same idempotency key, so that the venue executes it once.
 *
 * @param sender  the same name claims again what it holds
 * @param leaseMs longer than sending takes
 */
export async function claimForSending(
  tables: Tables,
  actionId: string,
  sender: string,
  leaseMs: number,
): Promise<Claimed> {
  const decision = await moveAction(tables, actionId, (state): Moved<ClaimDecision> => {
    const now = tables.now();
    const decided = decideClaim(state, { sender, until: now + leaseMs }, now);
    return { decided, state: decided.claimed && decided.reason !== 'held' ? decided.state : undefined };
  });
  if (!decision) return { claimed: false, reason: 'unknown' };
  if (!decision.claimed) return decision;
  const action = await readAction(tables, actionId);
  return action ? { claimed: true, action } : { claimed: false, reason: 'unknown' };
}

/** Notes that the venue has taken an action. */
export const markSent = (tables: Tables, actionId: string): Promise<StepDecision | undefined> =>
  step(tables, actionId, (state) => decideSent(state, tables.now()));

/** Ends an action that the venue will not: see `decideEnding`. */
export const endAction = (
  tables: Tables,
  actionId: string,
  ending: Ending,
  reason: string,
): Promise<StepDecision | undefined> =>
  step(tables, actionId, (state) => decideEnding(state, ending, reason, tables.now()));

export interface Acknowledged {
  readonly decision: AcknowledgementDecision;
  /** The action after it. */
  readonly state: ActionState;
}

/**
 * Takes an acknowledgement to its action; undefined where there is no such action. What comes after the last word is written beside the
 * action, which it does not move.
 *
 * @throws ActionContended
 */
export async function acknowledgeAction(
  tables: Tables,
  acknowledgement: Acknowledgement,
): Promise<Acknowledged | undefined> {
  const { actionId } = acknowledgement;
  const outcome = await moveAction(tables, actionId, (last): Moved<Acknowledged> => {
    const decision = decideAcknowledgement(last, acknowledgement, tables.now());
    return decision.change
      ? { decided: { decision, state: decision.state }, state: decision.state }
      : { decided: { decision, state: last }, state: undefined };
  });
  if (outcome && !outcome.decision.change && outcome.decision.reason === 'late') {
    await noteLate(tables, acknowledgement);
  }
  return outcome;
}

async function noteLate(tables: Tables, acknowledgement: Acknowledgement): Promise<void> {
  const { actionId, acknowledgementId } = acknowledgement;
  await putItem(
    tables,
    tables.state,
    {
      pk: actionKey(actionId),
      sk: `late#${acknowledgementId}`,
      type: 'late-acknowledgement',
      acknowledgement: JSON.stringify(acknowledgement),
      receivedAt: tables.now(),
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    },
    absent(tables),
  );
}

/** What was decided, and the state to be written where there is one. */
interface Moved<D> {
  readonly decided: D;
  readonly state: ActionState | undefined;
}

const step = (tables: Tables, actionId: string, decide: (state: ActionState) => StepDecision) =>
  moveAction(tables, actionId, (state): Moved<StepDecision> => {
    const decided = decide(state);
    return { decided, state: decided.change ? decided.state : undefined };
  });

/** Reads, decides and writes, until nobody else has written between. @throws ActionContended */
const moveAction = <D>(
  tables: Tables,
  actionId: string,
  decide: (state: ActionState) => Moved<D>,
): Promise<D | undefined> =>
  untilUncontended(
    async () => {
      const last = await readActionState(tables, actionId);
      if (!last) return undefined;
      const { decided, state } = decide(last);
      if (!state) return decided;
      const unmoved = { expression: '#state.version = :version', values: { ':version': last.version } };
      return (await writeState(tables, state, { ...unmoved, names: { '#state': 'state' } })) ? decided : AGAIN;
    },
    () => new ActionContended(`The action ${actionId} was written by others each time that it was to be moved`),
  );

/**
 * Writes an action and its place in its plan, all or nothing; where it is new, with its request.
 *
 * @returns false where the condition on the action did not hold; then nothing was written
 */
export async function writeState(
  tables: Tables,
  state: ActionState,
  condition: Condition,
  request?: Item,
): Promise<boolean> {
  const { actionId, kind, status, done, reason, ordered, filled } = state;
  const progress: ActionProgress = { actionId, kind, status, done, reason, ordered, filled };
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const stored: StoredState = { ...state, orders: JSON.stringify(state.orders) };
  const own = { pk: actionKey(actionId), sk: 'action', type: 'action', state: stored, expiresAt };
  const place = {
    pk: planKey(state.venue, state.planId),
    sk: actionKey(actionId),
    type: 'plan-action',
    progress,
    expiresAt,
  };
  return transact(tables, [
    { Put: conditionalPut(tables.state, own, condition) },
    { Put: conditionalPut(tables.state, place) },
    ...(request ? [{ Put: conditionalPut(tables.state, request) }] : []),
  ]);
}
