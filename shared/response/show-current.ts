import { approvalMessage } from '../slack/approval-message.ts';
import type { SlackMessage } from '../slack/blocks.ts';
import { readApproval } from '../store/approvals.ts';
import type { Tables } from '../store/tables.ts';

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
  show: (message: SlackMessage) => Promise<void>,
  known?: number,
): Promise<void> {
  for (let showing = 0, shown = known; showing < SHOWINGS; showing++) {
    const now = await readApproval(tables, approvalId);
    if (!now || now.approval.version === shown) return;
    await show(approvalMessage(now.approval, now.summary));
    shown = now.approval.version;
  }
}
