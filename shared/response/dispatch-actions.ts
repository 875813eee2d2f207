import { actionsFrom } from '../action/batch.ts';
import { type ActionSummary, summariseActions } from '../action/summarise.ts';
import { ACTION_KINDS, type Action } from '../action/types.ts';
import { approvalIdOf } from '../approval/decide.ts';
import { planInputFrom, unfitToActOn } from '../assessment/plan-input.ts';
import { positionName, stillToClose } from '../deleveraging/plan/compare.ts';
import { openPlan, planOn } from '../deleveraging/plan/plan.ts';
import type { Reduction } from '../deleveraging/plan/types.ts';
import type { Policy } from '../policy/types.ts';
import { log } from '../runtime/log.ts';
import { carriedOutReply, carriedOutText, outcomeReply } from '../slack/response-reply.ts';
import type { Book } from '../snapshot/types.ts';
import { claimForSending, endAction, markSent } from '../store/actions.ts';
import { readNewestAssessment } from '../store/assessments.ts';
import { type Dispatch, readDispatch, type Undone, writeDispatch } from '../store/dispatches.ts';
import { planActions, readPlanProgress } from '../store/plan-actions.ts';
import { type PlanRecord, readPlan } from '../store/plans.ts';
import { readBook } from '../store/snapshots.ts';
import { mapBounded, type Tables } from '../store/tables.ts';
import type { Following } from '../store/verifications.ts';
import { type ActionEndpoint, sendAction } from '../venue/action-client.ts';
import { approvalOf, plannedRecord } from './plan-response.ts';
import type { Dispatched, RespondState, WaitingStep } from './respond-state.ts';
import { type Officers, showOutcome, tellOnce } from './tell.ts';
import { tellTask, type WaitingTask } from './waiting-task.ts';

/** Where and how a venue takes actions. */
export interface Desk extends ActionEndpoint {
  /** The smallest part of a contract that it trades. */
  readonly contractStep?: number;
}

export interface DispatchConnections extends Officers {
  readonly task: WaitingTask;
  /** In force now: read anew before each action, so that the kill switch is at once. */
  readonly policyInForce: () => Promise<Policy>;
  readonly deskOf: () => Promise<Desk>;
}

/** Of one request. */
const SEND_MS = 8_000;
/** Of the right to send an action: longer than sending it takes. */
const LEASE_MS = 30_000;
/** Actions sent side by side. */
const WIDTH = 4;

/**
 * Carries an approved plan out. First it looks whether the book still asks for it: what was approved is done, or nothing. That is decided
 * once; then the actions are sent, each in effect once, and the task is told when all have had their last word, which may be later.
 *
 * To be called again from any point goes on where the last try has ended.
 *
 * @throws VenueUnavailable where the venue did not take an action: the same call again sends the very same request
 */
export async function dispatchActions(
  connections: DispatchConnections,
  { state, taskToken }: Required<WaitingStep>,
): Promise<void> {
  const { tables, task, policyInForce, deskOf } = connections;
  const { venue } = state;
  const record = await plannedRecord(tables, state);
  const { planId } = record;
  const desk = await deskOf();
  const decided =
    (await readDispatch(tables, venue, planId)) ??
    (await writeDispatch(tables, venue, planId, await decide(tables, await policyInForce(), record, desk)));
  if (!decided.dispatched) {
    const { reason } = decided;
    log('info', 'a plan was not carried out', { venue, planId, reason });
    await showOutcome(connections, approvalIdOf(approvalOf(record)), UNDONE[reason].text);
    await tellUndone(connections, state, record, reason);
    await task.succeed(taskToken, { undone: reason } satisfies Dispatched);
    return;
  }
  const { actions } = decided;
  await planActions(tables, { venue, planId, actions, taskToken });
  // The least intrusive first: what has been sent by then is there before the next begins.
  for (const kind of ACTION_KINDS) {
    const own = actions.filter((action) => action.kind === kind);
    await mapBounded(own, WIDTH, (action) => send(tables, policyInForce, desk, action));
  }
  // Where the venue was quicker, its last word found nobody waiting yet.
  await tellTask(tables, task, { venue, planId, done: true });
}

/** What the officers are told of a plan that is not carried out. */
const UNDONE: Readonly<Record<Undone, { readonly text: string; readonly following: Following }>> = {
  recovered: { text: 'The book has recovered meanwhile: nothing was done.', following: 'close' },
  moved: { text: 'The book has moved since: nothing was done.', following: 'plan' },
  superseded: { text: 'A newer plan has taken the place of this one: nothing was done.', following: 'close' },
  'kill switch': { text: 'The kill switch is on: nothing was done.', following: 'human' },
  late: { text: 'The newest snapshot came late: nothing was done.', following: 'human' },
  integrity: { text: 'The newest data have failed their checks: nothing was done.', following: 'human' },
};

async function tellUndone(
  { policyInForce, ...officers }: DispatchConnections,
  state: RespondState,
  { planId, venue }: PlanRecord,
  reason: Undone,
): Promise<void> {
  const { text, following } = UNDONE[reason];
  const { officers: named } = (await policyInForce()).response.approval;
  await tellOnce(
    officers,
    state,
    planId,
    'ended',
    outcomeReply(`${venue}: ${text}`, following, named),
    following === 'human',
  );
}

/** Whether the plan is carried out on the newest book, and by what actions. */
async function decide(
  tables: Tables,
  policy: Policy,
  record: PlanRecord,
  { contractStep }: Pick<Desk, 'contractStep'>,
): Promise<Dispatch> {
  const { venue, planId, snapshotId, sequence, means, deleveraging } = record;
  if (policy.response.killSwitch) return { dispatched: false, reason: 'kill switch' };
  const [plan, assessment] = await Promise.all([readPlan(tables, record), readNewestAssessment(tables, venue)]);
  if (!assessment) throw new Error(`${venue} has a plan and no assessment`);
  const unfit = unfitToActOn(assessment);
  if (unfit) return { dispatched: false, reason: unfit };
  let reductions: readonly Reduction[] = plan.reductions;
  if (assessment.sequence !== sequence) {
    const book = await readBook(tables, venue, assessment.sequence);
    const current = planOn(openPlan(planInputFrom(book, assessment, policy, { means, deleveraging })));
    const still = stillToClose(plan, current, heldIn(book, plan.reductions), policy.response.dispatch.tolerance);
    if ('overtaken' in still) return { dispatched: false, reason: still.overtaken };
    ({ reductions } = still);
  }
  const { capForMs } = policy.response.dispatch;
  const actions = actionsFrom(reductions, {
    venue,
    planId,
    snapshotId,
    sequence,
    participation: policy.deleveraging.participation,
    caps: capForMs > 0 ? plan.caps.map((cap) => ({ ...cap, until: assessment.timestamp + capForMs })) : [],
    expiresAt: tables.now() + policy.response.dispatch.withinMs,
    ...(contractStep === undefined ? {} : { contractStep }),
  });
  return actions.length === 0 ? { dispatched: false, reason: 'recovered' } : { dispatched: true, actions };
}

/** Contracts that a book holds of the positions that a plan reduces, by `positionName`. */
function heldIn({ positions, accounts, markets }: Book, reductions: readonly Reduction[]): Map<string, number> {
  const wanted = new Set(reductions.map(positionName));
  const held = new Map<string, number>();
  for (let i = 0; i < positions.length; i++) {
    const name = positionName({
      accountId: accounts.ids[positions.account[i] as number] as string,
      symbol: markets[positions.market[i] as number]?.symbol ?? '',
      side: (positions.side[i] as number) > 0 ? 'long' : 'short',
      marginMode: positions.isolated[i] ? 'isolated' : 'cross',
    });
    if (wanted.has(name)) held.set(name, positions.contracts[i] as number);
  }
  return held;
}

/** Sends one action, unless it has been, must not be begun any more, or the kill switch has been turned. @throws VenueUnavailable */
async function send(tables: Tables, policyInForce: () => Promise<Policy>, desk: Desk, action: Action): Promise<void> {
  const { actionId } = action;
  if ((await policyInForce()).response.killSwitch) {
    await endAction(tables, actionId, 'cancelled', 'the kill switch was turned before it was sent');
    return;
  }
  // One name for all tries: whoever of them sends, sends the same bytes under the same idempotency key.
  const claim = await claimForSending(tables, actionId, 'dispatch-actions', LEASE_MS);
  if (!claim.claimed) {
    if (claim.reason === 'expired') await endAction(tables, actionId, 'timed-out', 'it was too old to be begun');
    return;
  }
  const sent = await sendAction(desk, claim.action, { timeoutMs: SEND_MS, now: tables.now });
  log('info', 'an action was sent', { actionId, ...sent });
  if (sent.outcome === 'refused') {
    await endAction(tables, actionId, 'rejected', `the venue answered ${sent.status}: ${sent.detail}`);
  } else {
    await markSent(tables, actionId);
  }
}

/**
 * Ends a dispatch that nobody waits for any more: what the venue has not had its last word on is given up. What it tells later is kept
 * beside the action.
 */
export async function closeDispatch({ tables }: Pick<Officers, 'tables'>, state: RespondState): Promise<Dispatched> {
  const { venue } = state;
  const { planId } = await plannedRecord(tables, state);
  const decided = await readDispatch(tables, venue, planId);
  if (!decided) throw new Error(`The plan ${planId} of ${venue} could not be dispatched at all`);
  if (!decided.dispatched) return { undone: decided.reason };
  const progress = await readPlanProgress(tables, venue, planId);
  const open = (progress?.actions ?? []).filter(({ done }) => !done);
  await mapBounded(open, WIDTH, ({ actionId, status }) =>
    endAction(
      tables,
      actionId,
      'timed-out',
      status === 'planned' ? 'the venue could not be reached' : 'the venue has not had its last word in time',
    ),
  );
  const after = await readPlanProgress(tables, venue, planId);
  return summariseActions(after?.actions ?? []);
}

/** Tells the officers what became of the actions of a plan, once. */
export async function tellCarriedOut(officers: Officers, state: RespondState, summary: ActionSummary): Promise<void> {
  const record = await plannedRecord(officers.tables, state);
  await showOutcome(officers, approvalIdOf(approvalOf(record)), carriedOutText(summary));
  await tellOnce(officers, state, record.planId, 'carried out', carriedOutReply(summary), summary.rejectedCount > 0);
}
