import { createHash } from 'node:crypto';
import { approvalIdOf } from '../approval/decide.ts';
import { whyOnlyProposed } from '../approval/only-proposed.ts';
import { fitnessOf, reasonOf } from '../assessment/fitness.ts';
import { fitPlanInput } from '../assessment/plan-input.ts';
import type { Assessment } from '../assessment/types.ts';
import { explainPlan } from '../deleveraging/plan/explain.ts';
import { openPlan, planOn } from '../deleveraging/plan/plan.ts';
import type { Means } from '../deleveraging/plan/types.ts';
import { reaches } from '../incident/decide.ts';
import type { Incident } from '../incident/types.ts';
import type { Policy } from '../policy/types.ts';
import { PlanUnknown } from '../runtime/final-fault.ts';
import { planMessage } from '../slack/plan-message.ts';
import { outcomeReply } from '../slack/response-reply.ts';
import type { Clock } from '../snapshot/age.ts';
import { readApproval } from '../store/approvals.ts';
import { readNewestAssessment } from '../store/assessments.ts';
import { readDecidedAt } from '../store/dispatches.ts';
import {
  type NewestPlan,
  type PlanRecord,
  readNewestPlan,
  readPlan,
  readPlanRecord,
  writePlan,
} from '../store/plans.ts';
import { readBook } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';
import { readDone } from '../store/verifications.ts';
import { ageOfBook } from './age-of-book.ts';
import type { ResponseInput } from './open-response.ts';
import { type Planned, planOf, type RespondState, type Unplanned } from './respond-state.ts';
import { tellOnce, withdraw } from './tell.ts';
import { incidentOf, type Officers } from './thread.ts';
import type { WaitingTask } from './waiting-task.ts';

/** What a plan is made with, besides what is stored. */
export interface PlanResponseTerms {
  /** In force at the venue. */
  readonly policy: Policy;
  readonly codeVersion: string;
  /** Whether the venue takes actions. */
  readonly takesActions: boolean;
  /** By which the age of the newest book is told. */
  readonly clock: Clock;
}

/** One incident, version and round always has the same plan. */
export const planIdOf = ({ venue, incidentId, version }: ResponseInput, round = 0): string =>
  createHash('sha256')
    .update(JSON.stringify(round === 0 ? [venue, incidentId, version] : [venue, incidentId, version, round]))
    .digest('hex')
    .slice(0, 16);

/** The approval that a plan is asked for. What is approved is this content and nothing else. */
export const approvalOf = ({ venue, planId, detail }: PlanRecord) => ({
  venue,
  planId,
  planHash: detail.key.split('#').at(-1) as string,
});

export const approvalIdFor = (record: PlanRecord): string => approvalIdOf(approvalOf(record));

/** A plan with the approval that the officers were asked for. */
export const askedOf = (record: PlanRecord) => ({ planId: record.planId, approvalId: approvalIdFor(record) });

/** The record of the plan that the machine is at. @throws PlanUnknown */
export async function plannedRecord(tables: Tables, state: RespondState): Promise<PlanRecord> {
  const { planId } = planOf(state);
  const record = await readPlanRecord(tables, state.venue, planId);
  if (!record) throw new PlanUnknown(`There is no plan ${planId} of ${state.venue}`);
  return record;
}

/** Over a task's own time: what is pressed in the last second still finds somebody who waits. */
const GRACE_S = 60;

/**
 * Plans what would make the venue's book safe again, and stores the plan. If it may not be carried out, the officers
 * read it in the incident's thread; if it may, the next step asks them.
 *
 * A plan is of the whole venue: one is enough for incidents that come together, and while one is being carried out there is no other.
 * After a plan that was not enough the machine comes here again. The same call again finds its own plan, and of its time what is left.
 */
export async function planResponse(
  officers: Officers,
  task: WaitingTask,
  terms: PlanResponseTerms,
  state: RespondState,
): Promise<Planned> {
  const { tables } = officers;
  const { round, means } = nextRound(state);
  const own = await readPlanRecord(tables, state.venue, planIdOf(state, round));
  const record = own ?? (await makePlan(officers, task, terms, state, { round, means }));
  if (typeof record !== 'string' && record.replaces !== null) {
    const before = await readPlanRecord(tables, state.venue, record.replaces);
    if (before) await withdrawAsking(officers, task, before, SUPERSEDED);
  }
  if (typeof record === 'string') {
    if (round > 0) await handOver(officers, terms.policy, state, NO_FURTHER_PLAN[record] ?? record);
    return { planned: false, act: false, reason: record };
  }
  const why = whyOnlyProposed(terms.policy.response, terms.takesActions);
  if (why) {
    await tellOnce(
      officers,
      state,
      record.planId,
      'proposed',
      planMessage(record, await readPlan(tables, record), why),
    );
  }
  const { verification } = terms.policy.response;
  return {
    planned: true,
    planId: record.planId,
    round: record.round,
    means: record.means,
    act: why === undefined,
    ...(why ? { reason: why } : {}),
    ...(await timesOf(tables, terms.policy, record, own !== undefined)),
    verificationSeconds: Math.ceil(verification.withinMs / 1_000),
  };
}

/**
 * How long the steps after a plan wait, in seconds: the policy's times, and for a response that is resumed what is left of them. An
 * approval runs out when its officers were told that it does, and actions when the venue was told.
 */
async function timesOf(
  tables: Tables,
  { response }: Policy,
  record: PlanRecord,
  resumed: boolean,
): Promise<Pick<Extract<Planned, { planned: true }>, 'approvalSeconds' | 'dispatchSeconds' | 'silenceSeconds'>> {
  const { approval, dispatch } = response;
  const asked = resumed ? await readApproval(tables, approvalIdFor(record)) : undefined;
  const decidedAt = resumed ? await readDecidedAt(tables, record.venue, record.planId) : undefined;
  const now = tables.now();
  const left = (until: number | undefined, ms: number) =>
    Math.ceil(Math.min(until === undefined ? ms : Math.max(0, until - now), ms) / 1_000) + GRACE_S;
  const silenceSeconds = Math.ceil(dispatch.silenceMs / 1_000);
  return {
    approvalSeconds: left(asked?.approval.expiresAt, approval.expiresAfterMs),
    // Step Functions wants a task's silence to be shorter than its time.
    dispatchSeconds: Math.max(
      left(decidedAt === undefined ? undefined : decidedAt + dispatch.withinMs, dispatch.withinMs),
      silenceSeconds + GRACE_S,
    ),
    silenceSeconds,
  };
}

/** Which plan in a row comes now, and by what means it closes. */
function nextRound({ plan, verification }: RespondState): { round: number; means: Means } {
  if (!plan?.planned) return { round: 0, means: 'cap' };
  const means = verification && 'means' in verification ? verification.means : undefined;
  return { round: plan.round + 1, means: means ?? plan.means };
}

async function makePlan(
  officers: Officers,
  task: WaitingTask,
  { policy, codeVersion, clock }: PlanResponseTerms,
  input: ResponseInput,
  { round, means }: { readonly round: number; readonly means: Means },
): Promise<PlanRecord | Unplanned> {
  const { tables } = officers;
  const { venue, incidentId } = input;
  const planId = planIdOf(input, round);
  const incident = await incidentOf(tables, input);
  const newest = await readNewestPlan(tables, venue);
  if (incident.status === 'resolved') {
    const before = newest && (await readPlanRecord(tables, venue, newest.planId));
    if (before?.incidentId === incidentId) await withdrawAsking(officers, task, before, RECOVERED);
    return 'resolved';
  }
  const assessment = await readNewestAssessment(tables, venue);
  if (!assessment) throw new Error(`${venue} has an incident and no assessment`);
  const unasked =
    round === 0
      ? await whyNotAsked(tables, policy, incident, assessment, newest)
      : whyNoFurther(policy, newest, planIdOf(input, round - 1), round);
  if (unasked) return unasked;
  const { snapshotId, sequence, timestamp } = assessment;
  const { unfit } = fitnessOf(assessment);
  if (unfit) return unfit;
  if ((await ageOfBook(tables, clock, venue, sequence, tables.now())) > policy.response.dispatch.bookAgeMs)
    return 'stale';
  const deleveraging = newest?.deleverages ?? false;
  const book = await readBook(tables, venue, sequence);
  const fit = fitPlanInput(book, assessment, policy, { means, deleveraging });
  if (typeof fit === 'string') return fit;
  const ground = openPlan(fit);
  const plan = planOn(ground);
  // What is left out may well be what would have to be closed.
  if (plan.reductions.length === 0) return plan.excluded ? reasonOf(plan.excluded.markets) : 'nothing to close';
  const made = { venue, planId, incidentId, snapshotId, sequence, timestamp };
  const by = { policyVersion: policy.version, codeVersion, round, means, deleveraging };
  await writePlan(tables, { ...made, ...by }, { ...plan, ...explainPlan(ground, plan) }, newest);
  const record = await readPlanRecord(tables, venue, planId);
  return record ?? 'superseded';
}

/** Why an incident is not the occasion of a plan. */
async function whyNotAsked(
  tables: Tables,
  policy: Policy,
  { venue, group, severity }: Incident,
  { sequence, timestamp }: Assessment,
  newest: NewestPlan | undefined,
): Promise<Unplanned | undefined> {
  const { groups, planFrom, everyMs, dispatch, verification } = policy.response;
  if (!groups.includes(group) || !reaches(severity, planFrom)) return 'not asked for';
  if (!newest) return undefined;
  const age = timestamp - newest.timestamp;
  // Until a book shows what the last plan has closed, another would close it twice. A response that has ended before that keeps nobody
  // waiting for longer than it could have taken.
  if (newest.dispatched && age < dispatch.withinMs + verification.withinMs) {
    const since = await readDone(tables, venue, newest.planId);
    if (since === undefined || sequence <= since) return 'at work';
  }
  return age < everyMs ? 'planned lately' : undefined;
}

/** Why a plan that was not enough is not followed by another: another response has gone on, or there have been enough. */
function whyNoFurther(
  { response }: Policy,
  newest: NewestPlan | undefined,
  lastPlanId: string,
  round: number,
): Unplanned | undefined {
  if (newest?.planId !== lastPlanId) return 'superseded';
  return round >= response.verification.rounds ? 'enough' : undefined;
}

const RECOVERED = 'The book has recovered before anybody decided: nothing was done.';
const SUPERSEDED = 'The book has moved on, and a newer plan has taken the place of this one: nothing was done.';

const NO_FURTHER_PLAN: Readonly<Partial<Record<Unplanned, string>>> = {
  late: 'No further plan: the newest snapshot came late.',
  stale: 'No further plan: the newest book is too old to be acted on.',
  integrity: 'No further plan: the newest data have failed their checks.',
  assumed: 'No further plan: the newest data rest on assumptions.',
  'nothing to close': 'No further plan: nothing that could be closed would help.',
  superseded: 'No further plan: another one has been made meanwhile.',
  resolved: 'No further plan: the incident has resolved.',
  enough: 'No further plan: there have been as many in a row as the policy allows.',
};

const withdrawAsking = (officers: Officers, task: WaitingTask, record: PlanRecord, why: string) =>
  withdraw(officers, task, approvalIdFor(record), why);

/** After a plan that was not enough there is no other: said under the last one, to those who may decide. */
async function handOver(officers: Officers, policy: Policy, state: RespondState, text: string): Promise<void> {
  const { plan, venue } = state;
  if (!plan?.planned) return;
  const following = text === NO_FURTHER_PLAN.resolved ? 'close' : 'human';
  const reply = outcomeReply(`${venue}: ${text}`, following, policy.response.approval.officers);
  await tellOnce(officers, state, plan.planId, 'ended', reply, following === 'human');
}
