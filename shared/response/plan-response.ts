import { createHash } from 'node:crypto';
import { planInputFrom, unfitToActOn } from '../assessment/plan-input.ts';
import { explainPlan } from '../deleveraging/plan/explain.ts';
import { openPlan, planOn } from '../deleveraging/plan/plan.ts';
import { reaches } from '../incident/decide.ts';
import type { Incident } from '../incident/types.ts';
import type { Policy } from '../policy/types.ts';
import { planMessage } from '../slack/plan-message.ts';
import type { Slack } from '../slack/web-client.ts';
import { readNewestAssessment } from '../store/assessments.ts';
import { readIncident } from '../store/incidents.ts';
import { readNotificationLog } from '../store/notifications.ts';
import {
  isPlanTold,
  notePlanTold,
  type PlanRecord,
  readNewestPlan,
  readPlan,
  readPlanRecord,
  writePlan,
} from '../store/plans.ts';
import { readBook } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';
import type { ResponseInput } from './open-response.ts';

/** Why no plan was made. */
export type Unplanned =
  | 'not asked for'
  | 'resolved'
  | 'late'
  | 'integrity'
  | 'planned lately'
  | 'nothing to close'
  | 'superseded';
export type Planned =
  | { readonly planned: true; readonly planId: string }
  | { readonly planned: false; readonly reason: Unplanned };

/** One incident and version always has the same plan. */
export const planIdOf = ({ venue, incidentId, version }: ResponseInput): string =>
  createHash('sha256')
    .update(JSON.stringify([venue, incidentId, version]))
    .digest('hex')
    .slice(0, 16);

/**
 * Plans what would make the venue's book safe again, stores the plan, and tells the officers of it in the incident's thread.
 *
 * A plan is of the whole venue: one is enough for incidents that come together. The same call again finds its own plan and tells of it
 * where that had not been done.
 */
export async function planResponse(
  tables: Tables,
  slack: Slack,
  policy: Policy,
  codeVersion: string,
  input: ResponseInput,
): Promise<Planned> {
  const { venue, incidentId } = input;
  const planId = planIdOf(input);
  const own = await readPlanRecord(tables, venue, planId);
  if (own) {
    await tell(tables, slack, input, own);
    return { planned: true, planId };
  }
  const incident = await readIncident(tables, input, incidentId);
  if (!incident) throw new Error(`There is no incident ${incidentId} of ${venue} ${input.symbol} ${input.group}`);
  const unasked = whyNotAsked(incident, policy);
  if (unasked) return { planned: false, reason: unasked };
  const [newest, assessment] = await Promise.all([readNewestPlan(tables, venue), readNewestAssessment(tables, venue)]);
  if (!assessment) throw new Error(`${venue} has an incident and no assessment`);
  const unfit = unfitToActOn(assessment);
  if (unfit) return { planned: false, reason: unfit };
  if (newest && assessment.timestamp - newest.timestamp < policy.response.everyMs)
    return { planned: false, reason: 'planned lately' };
  const book = await readBook(tables, venue, assessment.sequence);
  const ground = openPlan(planInputFrom(book, assessment, policy));
  const plan = planOn(ground);
  if (plan.reductions.length === 0) return { planned: false, reason: 'nothing to close' };
  const record = {
    venue,
    planId,
    incidentId,
    snapshotId: assessment.snapshotId,
    sequence: assessment.sequence,
    timestamp: assessment.timestamp,
    policyVersion: policy.version,
    codeVersion,
  };
  const written = await writePlan(tables, record, { ...plan, ...explainPlan(ground, plan) }, newest);
  if (!written && !(await readPlanRecord(tables, venue, planId))) return { planned: false, reason: 'superseded' };
  await tell(tables, slack, input, (await readPlanRecord(tables, venue, planId)) as PlanRecord);
  return { planned: true, planId };
}

function whyNotAsked({ group, severity, status }: Incident, { response }: Policy): Unplanned | undefined {
  if (!response.groups.includes(group)) return 'not asked for';
  if (status === 'resolved') return 'resolved';
  return reaches(severity, response.planFrom) ? undefined : 'not asked for';
}

/** Tells of a plan in the thread of its incident, once; a crash between the post and its note tells twice rather than never. */
async function tell(tables: Tables, slack: Slack, input: ResponseInput, record: PlanRecord): Promise<void> {
  const { venue, planId } = record;
  if (await isPlanTold(tables, venue, planId)) return;
  const [{ message }, plan] = await Promise.all([
    readNotificationLog(tables, input, input.incidentId),
    readPlan(tables, record),
  ]);
  if (!message) throw new Error(`The officers have not been told of the incident ${input.incidentId} yet`);
  await slack.post({ channel: message.channel, threadTs: message.ts, broadcast: false, ...planMessage(record, plan) });
  await notePlanTold(tables, venue, planId);
}
