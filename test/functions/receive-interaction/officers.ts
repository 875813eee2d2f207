import { newApproval } from '../../../shared/approval/decide.ts';
import type { ApprovalSummary } from '../../../shared/approval/summary.ts';
import type { Approval } from '../../../shared/approval/types.ts';
import { slackSignature } from '../../../shared/slack/interaction.ts';
import { NOW } from '../../environment/tables.ts';

export const SECRET = 'the-signing-secret';
export const TASK_TOKEN = 'AQCEAAAAKgAAAAMAAAAAAAAAAc-the-task-token';
export const EXPIRES = NOW + 900_000;

export const asked = (change: Partial<Approval> = {}): Approval => ({
  ...newApproval({
    venue: 'demo',
    planId: 'plan-1',
    planHash: 'abc',
    needed: 1,
    allowed: ['U-ANNA', 'U-BEN'],
    openedAt: NOW,
    expiresAt: EXPIRES,
    onExpiry: 'stand down',
  }),
  ...change,
});

export const SUMMARY: ApprovalSummary = {
  currency: 'USDT',
  markets: [
    {
      symbol: 'BTC/USDT:USDT',
      before: { leverage: 18, excessShare: 0.2, collapseProbability: 0.06 },
      after: { leverage: 11, excessShare: 0.05, collapseProbability: 0.01 },
    },
  ],
  positions: 42,
  accounts: 17,
  notional: 12_300_000,
  cost: 15_400,
  topAccounts: [{ accountId: 'whale', notional: 4_000_000, cost: 5_000 }],
};

export interface PressOptions {
  readonly user?: string;
  readonly actionId?: string;
  readonly value?: string;
  readonly responseUrl?: string;
}

/** The body that Slack sends for a press of a button. */
export function pressBody(options: PressOptions = {}): Buffer {
  const { user = 'U-ANNA', actionId = 'approval-approve', value = asked().approvalId, responseUrl } = options;
  const payload = {
    type: 'block_actions',
    user: { id: user },
    channel: { id: 'C1' },
    message: { ts: '1.1' },
    ...(responseUrl === undefined ? {} : { response_url: responseUrl }),
    actions: [{ type: 'button', action_id: actionId, value }],
  };
  return Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}

/** As Slack signs it. */
export const signedHeaders = (body: Buffer, at: number, secret = SECRET) => {
  const timestamp = String(Math.floor(at / 1_000));
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': slackSignature(secret, timestamp, body),
  };
};
