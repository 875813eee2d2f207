import { verdictOf } from '../approval/decide.ts';
import type { Policy } from '../policy/types.ts';
import type { SlackMessage } from '../slack/blocks.ts';
import { outcomeReply } from '../slack/response-reply.ts';
import { type Moved, noteOutcome, withdrawApproval } from '../store/approvals.ts';
import { isTold, noteTold, type Telling } from '../store/plans.ts';
import type { Following } from '../store/verifications.ts';
import { display } from './display.ts';
import type { ResponseInput } from './open-response.ts';
import { showApproval } from './show-approval.ts';
import { type Officers, postInThread } from './thread.ts';
import type { WaitingTask } from './waiting-task.ts';

/**
 * Says something of a plan in the thread of its incident, once; a crash between the post and its note says it twice rather than never.
 * What Slack refuses stays unsaid, and is logged.
 */
export async function tellOnce(
  officers: Officers,
  input: ResponseInput,
  planId: string,
  what: Telling,
  message: SlackMessage,
  broadcast = false,
): Promise<void> {
  const { tables } = officers;
  const { venue } = input;
  if (await isTold(tables, venue, planId, what)) return;
  const fields = { venue, planId, what, text: message.text };
  const told = await display('what came of a plan', fields, () => postInThread(officers, input, message, broadcast));
  if (told) await noteTold(tables, venue, planId, what);
}

/** Notes what came of an approval and shows it on its message. */
export async function showOutcome(officers: Officers, approvalId: string, outcome: string): Promise<void> {
  await noteOutcome(officers.tables, approvalId, outcome);
  await showDecided(officers, approvalId);
}

/** Shows what has been decided of an approval. */
export const showDecided = (officers: Officers, approvalId: string): Promise<boolean> =>
  display('an approval', { approvalId }, () => showApproval(officers, approvalId));

/** What came of a plan that the officers were asked about, and what follows. */
export interface Outcome {
  readonly what: Telling;
  readonly text: string;
  readonly following: Following;
}

/** Says what came of a plan on the message that asked for it and in the thread, once; to the whole channel if a human is needed. */
export async function tellOutcome(
  officers: Officers,
  input: ResponseInput,
  { planId, approvalId }: { readonly planId: string; readonly approvalId: string },
  { response }: Pick<Policy, 'response'>,
  { what, text, following }: Outcome,
): Promise<void> {
  await showOutcome(officers, approvalId, text);
  const reply = outcomeReply(`${input.venue}: ${text}`, following, response.approval.officers);
  await tellOnce(officers, input, planId, what, reply, following === 'human');
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
  await showDecided(officers, approvalId);
  return moved;
}
