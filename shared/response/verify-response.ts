import { blockedBehind } from '../assessment/fit-book.ts';
import { fitnessOf } from '../assessment/fitness.ts';
import { fitPlanInput } from '../assessment/plan-input.ts';
import type { Assessment } from '../assessment/types.ts';
import { type Verification, verifyPlan } from '../deleveraging/plan/compare.ts';
import { planDeleveraging } from '../deleveraging/plan/plan.ts';
import type { Means } from '../deleveraging/plan/types.ts';
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
import { approvalIdFor, plannedRecord } from './plan-response.ts';
import type { RespondState, Verified, WaitingStep } from './respond-state.ts';
import { tellOutcome } from './tell.ts';
import type { Officers } from './thread.ts';
import type { WaitingTask } from './waiting-task.ts';

/**
 * Looks on newer snapshots whether a plan that was carried out has helped, and says what follows. Where there is no newer one yet, the
 * task waits for the next assessment, which has it look again.
 */
export async function verifyResponse(
  officers: Officers,
  task: WaitingTask,
  policy: Policy,
  codeVersion: string,
  { state, taskToken }: Required<WaitingStep>,
): Promise<void> {
  const { tables } = officers;
  const { venue, actions } = state;
  const record = await plannedRecord(tables, state);
  if (actions && 'share' in actions) await tellCarriedOut(officers, state, actions);
  const since = await noteDone(
    tables,
    venue,
    record.planId,
    (await readNewestAssessmentRecord(tables, venue))?.sequence ?? 0,
  );
  // Before the look: what is assessed between the two is then told of.
  await awaitAssessment(tables, venue, { planId: record.planId, taskToken });
  const found =
    (await readVerification(tables, venue, record.planId)) ?? (await look(tables, policy, codeVersion, record, since));
  if (!found) return;
  const { verification, following } = await writeVerification(tables, venue, record.planId, found);
  await tellOutcome(officers, state, approvalIdFor(record), policy, {
    what: 'verified',
    text: verifiedText(verification),
    following,
  });
  const next: Verified = {
    next: following === 'harder' ? 'plan' : following,
    ...(following === 'harder' ? { means: 'liquidate' } : {}),
  };
  await task.succeed(taskToken, next);
}

/** What the newest book shows of a plan; undefined where none may be judged by that is newer than what was done. */
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

/** Ends a verification that nobody waits for any more: no newer snapshot has come that shows whether the plan has helped. */
export async function closeVerification(officers: Officers, policy: Policy, state: RespondState): Promise<Verified> {
  const record = await plannedRecord(officers.tables, state);
  await tellOutcome(officers, state, approvalIdFor(record), policy, {
    what: 'verified',
    text: 'Not verified: no newer snapshot has come by which it could be judged.',
    following: 'human',
  });
  return { next: 'human' };
}
