import { verdictOf } from '../approval/decide.ts';
import type { Policy } from '../policy/types.ts';
import type { SlackMessage } from '../slack/blocks.ts';
import { outcomeReply } from '../slack/response-reply.ts';
import type { PostedMessage, Slack } from '../slack/web-client.ts';
import { type Moved, noteOutcome, readAsked, withdrawApproval } from '../store/approvals.ts';
import { readNotificationLog } from '../store/notifications.ts';
import { isTold, noteTold, type Telling } from '../store/plans.ts';
import type { Tables } from '../store/tables.ts';
import type { Following } from '../store/verifications.ts';
import type { ResponseInput } from './open-response.ts';
import { planOf, type RespondState } from './respond-state.ts';
import { showCurrent } from './show-current.ts';
import type { WaitingTask } from './waiting-task.ts';

/** Where the officers are told, and what it is told from. */
export interface Officers {
  readonly tables: Tables;
  readonly slack: Slack;
}

/** Says something of a plan in the thread of its incident, once; a crash between the post and its note says it twice rather than never. */
export async function tellOnce(
  { tables, slack }: Officers,
  input: ResponseInput,
  planId: string,
  what: Telling,
  message: SlackMessage,
  broadcast = false,
): Promise<void> {
  const { venue } = input;
  if (await isTold(tables, venue, planId, what)) return;
  await postInThread({ tables, slack }, input, message, broadcast);
  await noteTold(tables, venue, planId, what);
}

/** @throws Error where the officers have not been told of the incident */
export async function postInThread(
  { tables, slack }: Officers,
  input: ResponseInput,
  message: SlackMessage,
  broadcast: boolean,
): Promise<PostedMessage> {
  const { message: root } = await readNotificationLog(tables, input, input.incidentId);
  if (!root) throw new Error(`The officers have not been told of the incident ${input.incidentId} yet`);
  return slack.post({ channel: root.channel, threadTs: root.ts, broadcast, ...message });
}

/** Brings the message that asks for an approval up to date, where there is one. @param known the version that it shows already */
export async function showApproval({ tables, slack }: Officers, approvalId: string, known?: number): Promise<void> {
  const message = await readAsked(tables, approvalId);
  if (message) await showCurrent(tables, approvalId, (now) => slack.update({ ...message, ...now }), known);
}

/** Notes what came of an approval and shows it on its message. */
export async function showOutcome(officers: Officers, approvalId: string, outcome: string): Promise<void> {
  await noteOutcome(officers.tables, approvalId, outcome);
  await showApproval(officers, approvalId);
}

/** What came of a plan that the officers were asked about, and what follows. */
export interface Outcome {
  readonly what: Telling;
  readonly text: string;
  readonly following: Following;
}

/** Says what came of a plan on the message that asked for it and in the thread, once; where a human is needed to the whole channel. */
export async function tellOutcome(
  officers: Officers,
  state: RespondState,
  approvalId: string,
  { response }: Pick<Policy, 'response'>,
  { what, text, following }: Outcome,
): Promise<void> {
  await showOutcome(officers, approvalId, text);
  const reply = outcomeReply(`${state.venue}: ${text}`, following, response.approval.officers);
  await tellOnce(officers, state, planOf(state).planId, what, reply, following === 'human');
}

/**
 * Withdraws an approval that nobody has decided, answers the task that waits for it, and says so on its message. What has been decided
 * stands.
 */
export async function withdraw(
  officers: Officers,
  task: WaitingTask,
  approvalId: string,
  why: string,
): Promise<Moved | undefined> {
  const moved = await withdrawApproval(officers.tables, approvalId, why);
  if (moved?.approval.status !== 'withdrawn') return moved;
  // Also where it was withdrawn before: a crash between the two is made good by the next try.
  await task.succeed(moved.taskToken, verdictOf(moved.approval));
  await showApproval(officers, approvalId);
  return moved;
}
