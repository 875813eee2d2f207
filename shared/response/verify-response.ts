import { blockedBehind } from '../assessment/fit-book.ts';
import { fitnessOf } from '../assessment/fitness.ts';
import { fitPlanInput } from '../assessment/plan-input.ts';
import type { Assessment } from '../assessment/types.ts';
import { type Verification, verifyPlan } from '../deleveraging/plan/compare.ts';
import { planDeleveraging } from '../deleveraging/plan/plan.ts';
import type { Means } from '../deleveraging/plan/types.ts';
import { MOST_LOOKS } from '../policy/time-limits.ts';
import type { Policy } from '../policy/types.ts';
import { verifiedText } from '../slack/response-reply.ts';
import { readAssessmentAt, readNewestAssessment, readNewestAssessmentRecord } from '../store/assessments.ts';
import { type PlanRecord, readPlan } from '../store/plans.ts';
import { readBook } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';
import {
  awaitAssessment,
  type Following,
  noteDone,
  readVerification,
  type VerificationRecord,
  writeVerification,
} from '../store/verifications.ts';
import { tellCarriedOut } from './dispatch-actions.ts';
import { askedOf, plannedRecord } from './plan-response.ts';
import { type RespondState, secondsLeft, type Verified, type WaitingStep } from './respond-state.ts';
import { tellOutcome } from './tell.ts';
import type { Officers } from './thread.ts';
import type { WaitingTask } from './waiting-task.ts';

/** How much longer than what is left of its time a task may wait before it is taken again with the right time. */
const TOO_LONG_S = 5;

/**
 * Looks on newer snapshots whether a plan that was carried out has helped, and says what follows. If there is no newer one yet, the
 * task waits for another assessment, which has it look again. All looks have one deadline, recorded once; after it the verification
 * is closed, whoever comes and however late.
 *
 * Execution history: a look is ten events (a waiting task six, its two choices four). 100 looks of ten plans are 10,000; what else a
 * response does is about 60 events a plan. A step that is retried to its last try adds up to 560. That is below Step Functions' 25,000
 * unless nearly every step fails for days, and a response that ends by it is resumed.
 */
export async function verifyResponse(
  officers: Officers,
  task: WaitingTask,
  policy: Policy,
  codeVersion: string,
  { state, taskToken }: Required<WaitingStep>,
): Promise<void> {
  const { tables } = officers;
  const { venue, verification } = state;
  const record = await plannedRecord(tables, state);
  const { planId } = record;
  const newest = (await readNewestAssessmentRecord(tables, venue))?.sequence ?? 0;
  const done = await noteDone(tables, venue, planId, newest, policy.response.verification.withinMs);
  // Before the look: an assessment made between the two then wakes the task.
  await awaitAssessment(tables, venue, {
    ...{ planId, taskToken, until: done.until, after: newest },
    // The first that comes is looked at whenever it comes.
    notBefore: newest !== done.sequence ? tables.now() + (done.until - done.from) / MOST_LOOKS : 0,
  });
  const isOver = tables.now() >= done.until;
  const found = await findOnce(tables, policy, codeVersion, record, done.sequence, isOver);
  if (found !== undefined) {
    await task.succeed(taskToken, await conclude(officers, policy, state, record, found));
    return;
  }
  await tellActions(officers, state, record);
  const withinSeconds = secondsLeft(done.until, tables.now());
  // As after a retry, or when a response is resumed: the task would wait beyond the deadline.
  const waits = verification && 'withinSeconds' in verification ? verification.withinSeconds : withinSeconds;
  if (waits > withinSeconds + TOO_LONG_S) {
    await task.succeed(taskToken, { next: 'look', withinSeconds } satisfies Verified);
  }
}

/**
 * Ends a verification that nobody waits for any more: with what has been found, or with one last look. If that finds nothing either,
 * no newer snapshot has come by which the plan could be judged.
 */
export async function closeVerification(
  officers: Officers,
  policy: Policy,
  codeVersion: string,
  state: RespondState,
): Promise<Verified> {
  const { tables } = officers;
  const { venue } = state;
  const record = await plannedRecord(tables, state);
  const newest = (await readNewestAssessmentRecord(tables, venue))?.sequence ?? 0;
  const { sequence } = await noteDone(tables, venue, record.planId, newest, policy.response.verification.withinMs);
  const found = await findOnce(tables, policy, codeVersion, record, sequence, true);
  return conclude(officers, policy, state, record, found ?? null);
}

/** What has been found before, or is now, and then stands. @param isOver whether that nothing is found is what stands */
async function findOnce(
  tables: Tables,
  policy: Policy,
  codeVersion: string,
  record: PlanRecord,
  since: number,
  isOver: boolean,
): Promise<VerificationRecord | null | undefined> {
  const { venue, planId } = record;
  const before = await readVerification(tables, venue, planId);
  if (before !== undefined) return before;
  const found = await look(tables, policy, codeVersion, record, since);
  if (found === undefined && !isOver) return undefined;
  return writeVerification(tables, venue, planId, found ?? null);
}

/** Says what became of a plan and what was found, in this order. @param found null if nothing could be */
async function conclude(
  officers: Officers,
  policy: Policy,
  state: RespondState,
  record: PlanRecord,
  found: VerificationRecord | null,
): Promise<Verified> {
  await tellActions(officers, state, record);
  const following = found?.following ?? 'human';
  const text = found ? verifiedText(found.verification) : NOT_VERIFIED;
  await tellOutcome(officers, state, askedOf(record), policy, { what: 'verified', text, following });
  return following === 'harder' ? { next: 'plan', means: 'liquidate' } : { next: following };
}

const NOT_VERIFIED = 'Not verified: no newer snapshot has come by which it could be judged.';

async function tellActions(officers: Officers, state: RespondState, record: PlanRecord): Promise<void> {
  const { actions } = state;
  if (actions && 'share' in actions) await tellCarriedOut(officers, state, record, actions);
}

/** What the newest book shows of a plan; undefined if it is no newer than what was done, or nothing may be judged by it. */
async function look(
  tables: Tables,
  policy: Policy,
  codeVersion: string,
  record: PlanRecord,
  since: number,
): Promise<VerificationRecord | undefined> {
  const assessment = await readNewestAssessment(tables, record.venue);
  if (!assessment || assessment.sequence <= since) return undefined;
  const { sequence } = assessment;
  if (!(await mayBeJudged(tables, record, assessment))) return undefined;
  const found = await verifyOn(tables, policy, record, sequence);
  return { ...found, sequence, policyVersion: policy.version, codeVersion };
}

/**
 * Whether a snapshot shows what a plan has done: not a late one, nor one in which anything that the plan has reduced may not be acted on.
 * Without these positions a book looks better than it is.
 */
async function mayBeJudged(tables: Tables, record: PlanRecord, assessment: Assessment): Promise<boolean> {
  const fitness = fitnessOf(assessment);
  if (fitness.unfit) return false;
  if (fitness.blocked.length === 0) return true;
  const [plan, book] = await Promise.all([
    readPlan(tables, record),
    readBook(tables, record.venue, assessment.sequence),
  ]);
  return blockedBehind(book, fitness, plan.reductions).length === 0;
}

/** Whether a plan has helped, and what follows, by a snapshot that is newer than what was done. @throws BlobMissing */
export async function verifyOn(
  tables: Tables,
  policy: Policy,
  record: PlanRecord,
  sequence: number,
): Promise<Pick<VerificationRecord, 'verification' | 'following'>> {
  const { venue } = record;
  const [plan, book, assessment] = await Promise.all([
    readPlan(tables, record),
    readBook(tables, venue, sequence),
    readAssessmentAt(tables, venue, sequence),
  ]);
  const fit = fitPlanInput(book, assessment, policy, record);
  if (typeof fit === 'string') throw new Error(`Nothing may be judged by the snapshot ${sequence} of ${venue}: ${fit}`);
  const current = planDeleveraging(fit);
  const verification = verifyPlan(plan, current, policy.response.verification.leastImprovement);
  return { verification, following: whatFollows(verification, record, policy) };
}

/**
 * What follows on a verification: nothing where the book is safe; another plan by the same means where it has become better; by the
 * next rung where it has not; and a human where there is no rung left, or enough plans have been made.
 */
export function whatFollows(
  { verdict }: Pick<Verification, 'verdict'>,
  { round, means }: { readonly round: number; readonly means: Means },
  { response }: Pick<Policy, 'response'>,
): Following {
  if (verdict === 'safe') return 'close';
  if (verdict === 'stuck' || round + 1 >= response.verification.rounds) return 'human';
  if (verdict === 'improved') return 'plan';
  return means === 'cap' ? 'harder' : 'human';
}
