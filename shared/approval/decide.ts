import { createHash } from 'node:crypto';
import type { Approval, ApprovalRequest, Decision } from './types.ts';

/** What a press of a button does to an approval, and why. */
export type PressDecision =
  | { readonly change: true; readonly reason: 'approved' | 'declined' | 'one of two'; readonly approval: Approval }
  | {
      readonly change: false;
      readonly reason: 'stranger' | 'expired' | 'already decided' | 'same officer' | 'pressed twice';
    };

/** Whether an approval is withdrawn, and why not. */
export type WithdrawalDecision =
  | { readonly change: true; readonly reason: 'withdrawn'; readonly approval: Approval }
  | { readonly change: false; readonly reason: 'already decided' };

/** Whether an approval runs out, and why not. */
export type ExpiryDecision =
  | { readonly change: true; readonly reason: 'expired'; readonly approval: Approval }
  | { readonly change: false; readonly reason: 'already decided' | 'not yet' };

/** The same plan of the same venue is asked about once, however often the asking is tried again. */
export const approvalIdOf = ({
  venue,
  planId,
  planHash,
}: Pick<ApprovalRequest, 'venue' | 'planId' | 'planHash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([venue, planId, planHash]))
    .digest('hex')
    .slice(0, 32);

/** An approval as it is opened; where the policy asks nobody, it is approved from the start. */
export const newApproval = (request: ApprovalRequest): Approval => ({
  approvalId: approvalIdOf(request),
  venue: request.venue,
  planId: request.planId,
  planHash: request.planHash,
  needed: request.needed,
  allowed: request.allowed,
  openedAt: request.openedAt,
  expiresAt: request.expiresAt,
  onExpiry: request.onExpiry,
  decisions: [],
  status: request.needed === 0 ? 'approved' : 'open',
  outcome: null,
  version: 1,
});

/**
 * What an officer's press does: one decline declines, and approvals count once for each officer. An officer who has approved
 * may still decline while the other is awaited. Whoever may not decide changes nothing, and neither does anybody after the
 * expiry or after the decision.
 */
export function decidePress(approval: Approval, press: Decision): PressDecision {
  const { allowed, decisions, expiresAt, needed, status } = approval;
  const { user, decision, at } = press;
  if (!allowed.includes(user)) return { change: false, reason: 'stranger' };
  const own = decisions.filter((taken) => taken.user === user && taken.decision === decision);
  if (status === 'approved' || status === 'declined' || status === 'withdrawn')
    return { change: false, reason: own.length > 0 ? 'pressed twice' : 'already decided' };
  if (status === 'expired' || at >= expiresAt) return { change: false, reason: 'expired' };
  // The same press delivered again; a later one by the same officer is meant as the second approval, and is none.
  if (own.some((taken) => taken.at === at)) return { change: false, reason: 'pressed twice' };
  if (own.length > 0) return { change: false, reason: 'same officer' };
  const moved = {
    ...approval,
    decisions: [...decisions, { user, decision, at }],
    version: approval.version + 1,
  };
  if (decision === 'decline') return { change: true, reason: 'declined', approval: { ...moved, status: 'declined' } };
  return approversOf(moved).length >= needed
    ? { change: true, reason: 'approved', approval: { ...moved, status: 'approved' } }
    : { change: true, reason: 'one of two', approval: moved };
}

/** Whether nobody has decided in time. */
export function decideExpiry(approval: Approval, at: number): ExpiryDecision {
  if (approval.status !== 'open') return { change: false, reason: 'already decided' };
  if (at < approval.expiresAt) return { change: false, reason: 'not yet' };
  return {
    change: true,
    reason: 'expired',
    approval: { ...approval, status: 'expired', version: approval.version + 1 },
  };
}

/** Nobody need decide any more: the book has recovered, or another plan has taken this one's place. @param why in a sentence */
export function decideWithdrawal(approval: Approval, why: string): WithdrawalDecision {
  if (approval.status !== 'open') return { change: false, reason: 'already decided' };
  return {
    change: true,
    reason: 'withdrawn',
    approval: { ...approval, status: 'withdrawn', outcome: why, version: approval.version + 1 },
  };
}

/** The different officers who have approved, in the order in which they did. */
export const approversOf = ({ decisions }: Pick<Approval, 'decisions'>): string[] => [
  ...new Set(decisions.filter(({ decision }) => decision === 'approve').map(({ user }) => user)),
];

/** What was decided, and by whom: nobody where the policy decides. */
export interface Verdict {
  readonly decision: 'approved' | 'declined' | 'expired' | 'withdrawn';
  readonly by: readonly string[];
}

/** The verdict on an approval; nothing while it is open. What has run out is approved where the policy says so. */
export function verdictOf({
  status,
  decisions,
  onExpiry,
}: Pick<Approval, 'status' | 'decisions' | 'onExpiry'>): Verdict | undefined {
  switch (status) {
    case 'open':
      return undefined;
    case 'approved':
      return { decision: 'approved', by: approversOf({ decisions }) };
    case 'declined':
      return {
        decision: 'declined',
        by: decisions.filter(({ decision }) => decision === 'decline').map(({ user }) => user),
      };
    case 'expired':
      return { decision: onExpiry === 'go ahead' ? 'approved' : 'expired', by: [] };
    case 'withdrawn':
      return { decision: 'withdrawn', by: [] };
  }
}
