import type { Approval } from '../approval/types.ts';
import { errorFields, log } from '../runtime/log.ts';
import { approvalMessage } from '../slack/approval-message.ts';
import type { SlackMessage } from '../slack/blocks.ts';
import { type Asked, noteAsked, readApproval, readAsked } from '../store/approvals.ts';
import type { Tables } from '../store/tables.ts';
import { isUneditable, type Officers, postInThread } from './thread.ts';

/** Times that a message is shown anew because the approval moved while it was shown. */
const SHOWINGS = 3;

/**
 * Shows an approval as it is now; again where it moved meanwhile, so that the last word stands.
 *
 * @param known the version that is shown already
 */
export async function showCurrent(
  tables: Tables,
  approvalId: string,
  show: (message: SlackMessage, approval: Approval) => Promise<void>,
  known?: number,
): Promise<void> {
  for (let showing = 0, shown = known; showing < SHOWINGS; showing++) {
    const now = await readApproval(tables, approvalId);
    if (!now || now.approval.version === shown) return;
    await show(approvalMessage(now.approval, now.summary), now.approval);
    shown = now.approval.version;
  }
}

/**
 * Brings the message that asks for an approval up to date, if there is one. If it cannot be edited, because somebody has deleted it for
 * instance, the approval is posted anew in its thread: with its buttons while it is open, and with what came of it afterwards.
 *
 * @param known the version that it shows already
 */
export async function showApproval(officers: Officers, approvalId: string, known?: number): Promise<void> {
  const { tables, slack } = officers;
  const found = await readAsked(tables, approvalId);
  if (!found) return;
  let asked: Asked = found;
  const show = async (now: SlackMessage, { status }: Approval): Promise<void> => {
    const { channel, ts, thread } = asked;
    try {
      return await slack.update({ channel, ts, ...now });
    } catch (error) {
      if (!isUneditable(error)) throw error;
      log('warn', 'the message of an approval cannot be edited: it is posted anew', {
        approvalId,
        ...errorFields(error),
      });
    }
    const posted = thread
      ? await postInThread(officers, thread, now, status === 'open')
      : await slack.post({ channel: officers.channel ?? channel, ...now });
    asked = { ...posted, ...(thread ? { thread } : {}) };
    await noteAsked(tables, approvalId, asked);
  };
  await showCurrent(tables, approvalId, show, known);
}
