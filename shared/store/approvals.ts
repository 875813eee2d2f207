import { decideExpiry, decidePress, decideWithdrawal, type PressDecision } from '../approval/decide.ts';
import type { ApprovalSummary } from '../approval/summary.ts';
import type { Answer, Approval } from '../approval/types.ts';
import type { Incident, IncidentKey } from '../incident/types.ts';
import type { PostedMessage } from '../slack/web-client.ts';
import { AGAIN, untilUncontended } from './contention.ts';
import {
  absent,
  type Condition,
  expiryAfter,
  getItem,
  type Item,
  putItem,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** What stands beside an approval: what the officers were shown, and what the waiting workflow is answered with. */
interface Asking {
  readonly summary: ApprovalSummary;
  /** Step Functions' token of the task that waits: whoever has it can answer, so that it goes nowhere else and into no log. */
  readonly taskToken: string;
}

interface ApprovalRecord extends Item, Asking {
  readonly type: 'approval';
  readonly approval: Approval;
}

/** Others wrote an approval again and again meanwhile; nothing was written, and trying again is safe. */
export class ApprovalContended extends Error {
  override name = 'ApprovalContended';
}

const approvalKey = (approvalId: string) => ({ pk: `approval#${approvalId}`, sk: 'approval' }) as const;

/** An approval as it stands now, with what the officers were shown: all that its message is made of. */
export async function readApproval(
  tables: Tables,
  approvalId: string,
): Promise<Pick<ApprovalRecord, 'approval' | 'summary'> | undefined> {
  const record = await readRecord(tables, approvalId);
  return record && { approval: record.approval, summary: record.summary };
}

/**
 * Opens an approval, once. Asked again for the same one - a task that is tried again brings a new token - only the token is
 * replaced, and only while the approval is open: what has been decided stands, and nobody will press for the new token.
 *
 * @returns the approval as it stands now; where it is not open, the caller answers its task itself
 */
export function openApproval(tables: Tables, opening: Approval, asking: Asking): Promise<Approval> {
  return untilWritten(opening.approvalId, async () => {
    const record = await readRecord(tables, opening.approvalId);
    if (!record) return (await write(tables, opening, asking, absent(tables))) ? opening : AGAIN;
    const { approval, summary, taskToken } = record;
    if (approval.status !== 'open' || taskToken === asking.taskToken) return approval;
    const moved = { ...approval, version: approval.version + 1 };
    const renewed = { summary, taskToken: asking.taskToken };
    return (await write(tables, moved, renewed, unmoved(approval))) ? moved : AGAIN;
  });
}

/** What a press came to. */
export interface Pressed extends Asking {
  readonly outcome: PressDecision;
  /** As it stands after the press. */
  readonly approval: Approval;
}

/** Takes an officer's press, once in effect. @returns undefined where there is no such approval */
export function pressApproval(
  tables: Tables,
  approvalId: string,
  press: { readonly user: string; readonly decision: Answer },
): Promise<Pressed | undefined> {
  // One time for all tries: a try whose answer was lost is then seen to be this very press.
  const at = tables.now();
  return untilWritten(approvalId, async () => {
    const record = await readRecord(tables, approvalId);
    if (!record) return undefined;
    const { approval, summary, taskToken } = record;
    const outcome = decidePress(approval, { ...press, at });
    if (!outcome.change) return { outcome, approval, summary, taskToken };
    if (!(await write(tables, outcome.approval, record, unmoved(approval)))) return AGAIN;
    return { outcome, approval: outcome.approval, summary, taskToken };
  });
}

/**
 * Marks an approval as run out where nobody has decided in time: what the workflow calls when it stops waiting.
 *
 * @returns the approval as it stands now, which may have been decided at the last moment; undefined where there is none
 */
export const expireApproval = (tables: Tables, approvalId: string): Promise<Approval | undefined> =>
  moveApproval(tables, approvalId, (approval) => {
    const expiry = decideExpiry(approval, tables.now());
    return expiry.change ? expiry.approval : undefined;
  }).then((moved) => moved?.approval);

/** Withdraws an approval that nobody has decided. @returns as it stands now; undefined where there is none */
export const withdrawApproval = (tables: Tables, approvalId: string, why: string): Promise<Moved | undefined> =>
  moveApproval(tables, approvalId, (approval) => {
    const withdrawal = decideWithdrawal(approval, why);
    return withdrawal.change ? withdrawal.approval : undefined;
  });

/** Notes what came of an approval, in a sentence; the last word stands. @returns undefined where there is none */
export const noteOutcome = (tables: Tables, approvalId: string, outcome: string): Promise<Moved | undefined> =>
  moveApproval(tables, approvalId, (approval) =>
    approval.outcome === outcome ? undefined : { ...approval, outcome, version: approval.version + 1 },
  );

/** An approval as it stands after what was to be done to it. */
export interface Moved extends Asking {
  readonly approval: Approval;
  /** Whether this call has moved it. */
  readonly moved: boolean;
}

/** @param decide what it becomes; undefined where it stays as it is */
function moveApproval(
  tables: Tables,
  approvalId: string,
  decide: (approval: Approval) => Approval | undefined,
): Promise<Moved | undefined> {
  return untilWritten(approvalId, async () => {
    const record = await readRecord(tables, approvalId);
    if (!record) return undefined;
    const { approval, summary, taskToken } = record;
    const next = decide(approval);
    if (!next) return { approval, summary, taskToken, moved: false };
    return (await write(tables, next, record, unmoved(approval)))
      ? { approval: next, summary, taskToken, moved: true }
      : AGAIN;
  });
}

const MESSAGE = 'message';

/** The message that asks for an approval. */
export interface Asked extends PostedMessage {
  /** The incident in whose thread it stands; absent in what was written before that was kept. */
  readonly thread?: IncidentKey & Pick<Incident, 'incidentId'>;
}

/** Written once Slack has it, so that a crash in between asks twice rather than never. */
export const noteAsked = (tables: Tables, approvalId: string, { channel, ts, thread }: Asked): Promise<unknown> =>
  putItem(tables, tables.state, {
    pk: approvalKey(approvalId).pk,
    sk: MESSAGE,
    type: 'approval-message',
    message: { channel, ts },
    ...(thread ? { thread: threadOf(thread) } : {}),
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  });

/** No more of it than names the thread: it may come with all that a workflow carries. */
const threadOf = ({ venue, symbol, group, incidentId }: NonNullable<Asked['thread']>) => ({
  venue,
  symbol,
  group,
  incidentId,
});

/** The message that asks for an approval; undefined where none has been posted. */
export async function readAsked(tables: Tables, approvalId: string): Promise<Asked | undefined> {
  const { pk } = approvalKey(approvalId);
  const item = await getItem<Item & Pick<Asked, 'thread'> & { message: PostedMessage }>(
    tables,
    tables.state,
    pk,
    MESSAGE,
  );
  return item && { ...item.message, ...(item.thread ? { thread: item.thread } : {}) };
}

const readRecord = (tables: Tables, approvalId: string): Promise<ApprovalRecord | undefined> => {
  const { pk, sk } = approvalKey(approvalId);
  return getItem<ApprovalRecord>(tables, tables.state, pk, sk);
};

const write = (
  tables: Tables,
  approval: Approval,
  { summary, taskToken }: Asking,
  condition: Condition,
): Promise<boolean> =>
  putItem(
    tables,
    tables.state,
    {
      ...approvalKey(approval.approvalId),
      type: 'approval',
      approval,
      summary,
      taskToken,
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    },
    condition,
  );

const unmoved = ({ version }: Approval): Condition => ({
  expression: 'approval.version = :version',
  values: { ':version': version },
});

/** Reads, decides and writes until nobody else wrote in between. @throws ApprovalContended */
const untilWritten = <T extends object | undefined>(
  approvalId: string,
  attempt: () => Promise<T | typeof AGAIN>,
): Promise<T> =>
  untilUncontended(
    attempt,
    () => new ApprovalContended(`The approval ${approvalId} was changed by others at each try`),
  );
