import { type ActionSummary, summariseActions } from '../action/summarise.ts';
import { ACTION_KINDS, type Action } from '../action/types.ts';
import { verdictOf } from '../approval/decide.ts';
import { LEASE_MS, SEND_MS } from '../policy/time-limits.ts';
import type { Policy } from '../policy/types.ts';
import { PlanUnapproved } from '../runtime/final-fault.ts';
import { log } from '../runtime/log.ts';
import { carriedOutReply, carriedOutText, undoneText } from '../slack/response-reply.ts';
import type { Clock } from '../snapshot/age.ts';
import { claimForSending, endAction, markSent } from '../store/actions.ts';
import { readApproval } from '../store/approvals.ts';
import { readNewestAssessmentRecord } from '../store/assessments.ts';
import {
  type Dispatch,
  type DispatchBasis,
  readDispatch,
  type Undone,
  type UndoneDecision,
  writeDispatch,
  writeUndone,
} from '../store/dispatches.ts';
import { planActions, readPlanProgress } from '../store/plan-actions.ts';
import type { PlanRecord } from '../store/plans.ts';
import { mapBounded, type Tables } from '../store/tables.ts';
import type { Following } from '../store/verifications.ts';
import { type ActionEndpoint, loggedOutcome, sendAction } from '../venue/action-client.ts';
import { decideDispatch } from './decide-dispatch.ts';
import type { ResponseInput } from './open-response.ts';
import { approvalIdFor, askedOf, plannedRecord } from './plan-response.ts';
import type { Dispatched, RespondState, WaitingStep } from './respond-state.ts';
import { showOutcome, tellOnce, tellOutcome } from './tell.ts';
import type { Officers } from './thread.ts';
import { openHeartbeat, tellTask, type WaitingTask } from './waiting-task.ts';

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
  readonly codeVersion: string;
  /** By which the age of the newest book is told. */
  readonly clock: Clock;
}

/** Actions sent side by side. */
const WIDTH = 4;

/**
 * Carries an approved plan out. First it looks whether the book still asks for it: what was approved is done, or nothing. That is decided
 * once; then the actions are sent, each in effect once, and the task is told when all have had their last word, which may be later.
 *
 * To be called again from any point goes on where the last try has ended.
 *
 * Of many actions the task is given signs of life while they are sent.
 *
 * @throws VenueUnavailable if the venue did not take an action: the same call again sends the very same request
 * @throws PlanUnapproved whatever the machine was told
 */
export async function dispatchActions(
  connections: DispatchConnections,
  { state, taskToken }: Required<WaitingStep>,
): Promise<void> {
  const { tables, task, policyInForce, deskOf } = connections;
  const { venue } = state;
  const record = await plannedRecord(tables, state);
  const { planId } = record;
  await refuseUnapproved(tables, record);
  const desk = await deskOf();
  const decided =
    (await readDispatch(tables, venue, planId)) ??
    (await writeDispatch(tables, venue, planId, await decideNow(connections, record, desk)));
  if (!decided.dispatched) {
    const { reason } = decided;
    log('info', 'a plan was not carried out', { venue, planId, reason });
    await tellUndone(connections, state, record, await policyInForce(), decided);
    await task.succeed(taskToken, { undone: reason } satisfies Dispatched);
    return;
  }
  const { actions } = decided;
  await planActions(tables, { venue, planId, actions, taskToken });
  const beat = openHeartbeat(task, taskToken, tables.now);
  // The least intrusive first: what has been sent by then is there before the next begins.
  for (const kind of ACTION_KINDS) {
    const own = actions.filter((action) => action.kind === kind);
    await mapBounded(own, WIDTH, async (action) => {
      await beat();
      await send(tables, policyInForce, desk, action);
    });
  }
  // Where the venue was quicker, its last word found nobody waiting yet.
  await tellTask(tables, task, { venue, planId, done: true });
}

/** The machine's input can be forged: only what the table says is approved is carried out. @throws PlanUnapproved */
async function refuseUnapproved(tables: Tables, record: PlanRecord): Promise<void> {
  if (await isApproved(tables, record)) return;
  throw new PlanUnapproved(`The plan ${record.planId} of ${record.venue} has not been approved`);
}

export async function isApproved(tables: Tables, record: PlanRecord): Promise<boolean> {
  const asked = await readApproval(tables, approvalIdFor(record));
  return asked !== undefined && verdictOf(asked.approval)?.decision === 'approved';
}

/** Decides on the newest book, by the policy that is in force. */
async function decideNow(
  { tables, policyInForce, codeVersion, clock }: DispatchConnections,
  record: PlanRecord,
  { contractStep }: Desk,
): Promise<Dispatch> {
  const policy = await policyInForce();
  const basis = await basisNow({ tables, codeVersion, clock }, policy, record, contractStep ?? null);
  return { ...(await decideDispatch(tables, policy, record, basis)), basis };
}

async function basisNow(
  { tables, codeVersion, clock }: Pick<DispatchConnections, 'tables' | 'codeVersion' | 'clock'>,
  policy: Policy,
  { venue }: PlanRecord,
  contractStep: number | null,
): Promise<DispatchBasis> {
  const newest = await readNewestAssessmentRecord(tables, venue);
  if (!newest) throw new Error(`${venue} has a plan and no assessment`);
  const { version: policyVersion } = policy;
  return { sequence: newest.sequence, policyVersion, codeVersion, decidedAt: tables.now(), contractStep, clock };
}

/**
 * Withdraws an approved plan that could not be carried out, unless it has been decided before whether it is. Nothing of it is done
 * then, whoever tries later.
 *
 * @returns what stands
 */
export async function giveUpDispatch(
  connections: Pick<DispatchConnections, 'tables' | 'codeVersion' | 'clock' | 'policyInForce'>,
  record: PlanRecord,
): Promise<Dispatch> {
  const { tables, policyInForce } = connections;
  const { venue, planId } = record;
  const decided = await readDispatch(tables, venue, planId);
  if (decided) return decided;
  const basis = await basisNow(connections, await policyInForce(), record, null);
  return writeUndone(tables, venue, planId, { dispatched: false, reason: 'given up', basis });
}

/** Tells the officers why an approved plan is not carried out, once: on the message that asked for it, and in the thread. */
export function tellUndone(
  officers: Officers,
  input: ResponseInput,
  record: PlanRecord,
  policy: Policy,
  decided: UndoneDecision,
): Promise<void> {
  const outcome = { what: 'ended', text: undoneText(decided), following: FOLLOWING[decided.reason] } as const;
  return tellOutcome(officers, input, askedOf(record), policy, outcome);
}

/** What follows on a plan that is not carried out. */
const FOLLOWING: Readonly<Record<Undone, Following>> = {
  recovered: 'close',
  moved: 'plan',
  superseded: 'close',
  'kill switch': 'human',
  'given up': 'human',
  late: 'human',
  stale: 'human',
  integrity: 'human',
  assumed: 'human',
  sample: 'human',
};

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
  // A refusal's words may name accounts: they are stored for the officers, and the log has no more than how to find them there.
  log('info', 'an action was sent', { actionId, ...loggedOutcome(sent) });
  if (sent.outcome === 'refused') {
    await endAction(tables, actionId, 'rejected', `the venue answered ${sent.status}: ${sent.detail}`);
  } else {
    await markSent(tables, actionId);
  }
}

/**
 * Ends a dispatch that nobody waits for any more: what the venue has not had its last word on is given up. What it tells later is kept
 * beside the action. A plan of which nothing could be decided in all that time is withdrawn.
 */
export async function closeDispatch(
  connections: Omit<DispatchConnections, 'task' | 'deskOf'>,
  state: RespondState,
): Promise<Dispatched> {
  const { tables, policyInForce } = connections;
  const { venue } = state;
  const record = await plannedRecord(tables, state);
  const { planId } = record;
  const decided = await giveUpDispatch(connections, record);
  if (!decided.dispatched) {
    await tellUndone(connections, state, record, await policyInForce(), decided);
    return { undone: decided.reason };
  }
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
export async function tellCarriedOut(
  officers: Officers,
  input: ResponseInput,
  record: PlanRecord,
  summary: ActionSummary,
): Promise<void> {
  await showOutcome(officers, approvalIdFor(record), carriedOutText(summary));
  await tellOnce(officers, input, record.planId, 'carried out', carriedOutReply(summary), summary.rejectedCount > 0);
}
