import { newApproval, type Verdict, verdictOf } from '../approval/decide.ts';
import type { Policy } from '../policy/types.ts';
import { errorFields, log } from '../runtime/log.ts';
import { approvalMessage } from '../slack/approval-message.ts';
import { expireApproval, noteAsked, openApproval, readAsked } from '../store/approvals.ts';
import { readPlan } from '../store/plans.ts';
import { display } from './display.ts';
import { approvalIdFor, approvalOf, plannedRecord } from './plan-response.ts';
import { summaryOf } from './plan-summary.ts';
import type { RespondState, WaitingStep } from './respond-state.ts';
import { showApproval } from './show-approval.ts';
import { showDecided } from './tell.ts';
import { type Officers, postInThread } from './thread.ts';
import type { WaitingTask } from './waiting-task.ts';

/**
 * Puts a plan before the officers, in the thread of its incident, and keeps the task's token until enough of them have decided. What
 * has been decided already, or is nobody's to decide, is answered at once.
 *
 * To be called again with another token changes nothing but the token: the approval, its time and its message stay as they are. One
 * whose time is up is closed at once.
 */
export async function askApproval(
  officers: Officers,
  task: WaitingTask,
  policy: Policy,
  { state, taskToken }: Required<WaitingStep>,
): Promise<void> {
  const { tables } = officers;
  const record = await plannedRecord(tables, state);
  const approvalId = approvalIdFor(record);
  const summary = summaryOf(await readPlan(tables, record));
  const { approval: terms } = policy.response;
  const now = tables.now();
  const opened = await openApproval(
    tables,
    newApproval({
      ...approvalOf(record),
      needed: terms.needed,
      allowed: terms.officers,
      openedAt: now,
      expiresAt: now + terms.expiresAfterMs,
      onExpiry: terms.onExpiry,
    }),
    { summary, taskToken },
  );
  // A response that is resumed after its officers' time is over does not ask them anew.
  const overdue = opened.status === 'open' && now >= opened.expiresAt;
  const standing = (overdue ? await expireApproval(tables, approvalId) : undefined) ?? opened;
  const verdict = verdictOf(standing);
  if (await readAsked(tables, approvalId)) {
    // A retried step finds out whether the message is still there. A decision does not wait for an edit.
    await showApproval(officers, approvalId).catch((error) => {
      if (!verdict) throw error;
      log('error', 'an approval could not be shown', { approvalId, ...errorFields(error) });
    });
  } else {
    const ask = async (): Promise<void> => {
      const message = await postInThread(officers, state, approvalMessage(standing, summary), !verdict);
      await noteAsked(tables, approvalId, { ...message, thread: state });
      // A withdrawal in between found no message yet.
      await showApproval(officers, approvalId, standing.version);
    };
    await (verdict ? display('an approval', { approvalId }, ask) : ask());
  }
  if (verdict) await task.succeed(taskToken, verdict);
}

/**
 * Ends an asking that nobody waits for any more: what has been decided at the last moment stands, and else the policy decides.
 *
 * @throws Error if its time is not up: the task is to be waited for longer than the officers have
 */
export async function closeApproval(officers: Officers, state: RespondState): Promise<Verdict> {
  const approvalId = approvalIdFor(await plannedRecord(officers.tables, state));
  const approval = await expireApproval(officers.tables, approvalId);
  // Never opened: the officers could not be asked in all that time.
  if (!approval) return { decision: 'expired', by: [] };
  const verdict = verdictOf(approval);
  if (!verdict) throw new Error(`The approval ${approvalId} is still open until ${approval.expiresAt}`);
  await showDecided(officers, approvalId);
  return verdict;
}
