import { approversOf } from '../approval/decide.ts';
import type { ApprovalSummary } from '../approval/summary.ts';
import type { Answer, Approval } from '../approval/types.ts';
import { amountFigure, durationFigure, leverageFigure, percentFigure, timeFigure } from '../presentation/figures.ts';
import type { Block, Button, ConfirmDialog, SlackMessage } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { joined, type Markup, markup, mentionOf, mrkdwnText, outside, plainText, sent } from './markup.ts';
import { clipped } from './outside.ts';

/** The buttons' `action_id`, with what a press of each means. */
export const APPROVAL_ACTIONS: ReadonlyMap<string, Answer> = new Map([
  ['approval-approve', 'approve'],
  ['approval-decline', 'decline'],
]);

/** Markets, accounts and officers that are written out; the rest are counted. */
const SHOWN = { markets: 10, accounts: 5, officers: 15, decisions: 6, lines: 6 } as const;

/** Together these keep all blocks within what Slack takes of one message. */
const LENGTHS = {
  markets: 2_500,
  how: 1_000,
  accounts: 1_500,
  queue: 1_000,
  unmet: 1_000,
  who: 2_000,
  decisions: 1_000,
  outcome: 500,
} as const;

const STATUSES: Readonly<Record<Approval['status'], string>> = {
  open: '✋ APPROVAL NEEDED',
  approved: '✅ APPROVED',
  declined: '⛔ DECLINED',
  expired: '⌛ EXPIRED',
  withdrawn: '↩️ WITHDRAWN',
};

/**
 * The message that asks the officers for their approval, as the approval stands now: with two buttons while it is open, and
 * once it is decided without them, saying who decided what and when. Within Slack's limits whatever the names are that came
 * from outside; a button carries the approval's id and nothing else.
 *
 * Whoever shows it shows this and nothing else in its place: then it does not matter whose update arrives last.
 */
export function approvalMessage(approval: Approval, summary: ApprovalSummary): SlackMessage {
  const { status, venue } = approval;
  const proposal = proposalOf(summary);
  const title = `${STATUSES[status]} · ${venue}: ${proposal}`;
  const plan = markup`Plan ${approval.planId} · ${outside(approval.planHash, 16)} · approval ${outside(approval.approvalId, 40)}`;
  const blocks = [
    { type: 'header', text: plainText(title, SLACK_LIMITS.headerText) } satisfies Block,
    section(
      approval.outcome === null ? [] : [markup`*What came of it*`, outside(approval.outcome, 450)],
      LENGTHS.outcome,
    ),
    section(marketLines(summary), LENGTHS.markets),
    fieldsOf(summary),
    section(listed(markup`*How it is done*`, summary.how, summary.more?.how), LENGTHS.how),
    section(accountLines(summary), LENGTHS.accounts),
    section(
      listed(markup`*The exchange's own queue, for as much*`, summary.venueQueue, summary.more?.venueQueue),
      LENGTHS.queue,
    ),
    section(unmetLines(summary), LENGTHS.unmet),
    section(decisionLines(approval), LENGTHS.decisions),
    ...(status === 'open' ? [context(whoMay(approval), LENGTHS.who), buttonsOf(approval, proposal)] : []),
    context(plan, LENGTHS.who),
  ].filter((block) => block !== undefined);
  const expiry = status === 'open' ? `${needsOf(approval)} Expires at ${timeFigure(approval.expiresAt)}.` : '';
  const text = joined([markup`${outside(title, 300)}.`, ...(expiry === '' ? [] : [outside(expiry, 200)])], ' ');
  return { text: sent(text, SLACK_LIMITS.text), blocks };
}

const section = (lines: readonly Markup[], length: number): Block | undefined =>
  lines.length === 0 ? undefined : { type: 'section', text: mrkdwnText(joined(lines, '\n'), length) };

const context = (text: Markup, length: number): Block => ({ type: 'context', elements: [mrkdwnText(text, length)] });

/** The currency as it stands behind an amount. */
const amount = (value: number, { currency }: ApprovalSummary): string =>
  `${amountFigure(value)} ${clipped(currency, 10)}`;

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

const proposalOf = (summary: ApprovalSummary): string =>
  `close ${amount(summary.notional, summary)} of ${counted(summary.positions, 'position', 'positions')}`;

function marketLines({ markets, more: left }: ApprovalSummary): readonly Markup[] {
  const change = (before: string, after: string) =>
    before === after ? markup`${after} as before` : markup`${before} → *${after}*`;
  const lines = markets
    .slice(0, SHOWN.markets)
    .map(
      ({ symbol, before, after }) =>
        markup`• *${symbol}*: cascade probability ${change(percentFigure(before.collapseProbability), percentFigure(after.collapseProbability))}, share above the leverage that it carries ${change(percentFigure(before.excessShare), percentFigure(after.excessShare))}, average leverage ${change(leverageFigure(before.leverage), leverageFigure(after.leverage))}`,
    );
  return [...lines, ...more(markets.length + (left?.markets ?? 0) - SHOWN.markets, 'market', 'markets')];
}

/** @param left how many lines there are besides */
const listed = (title: Markup, lines: readonly string[] = [], left = 0): readonly Markup[] =>
  lines.length === 0
    ? []
    : [
        title,
        ...lines.slice(0, SHOWN.lines).map((line) => markup`• ${outside(line, 150)}`),
        ...more(lines.length + left - SHOWN.lines, 'line', 'lines'),
      ];

const more = (count: number, one: string, many: string): readonly Markup[] =>
  count > 0 ? [markup`… and ${counted(count, `more ${one}`, `more ${many}`)}`] : [];

function fieldsOf(summary: ApprovalSummary): Block {
  const field = (name: string, value: string) =>
    mrkdwnText(markup`*${name}*\n${outside(value)}`, SLACK_LIMITS.fieldText);
  const share = summary.notional > 0 ? ` (${percentFigure(summary.cost / summary.notional)})` : '';
  const fields = [
    field('Closed', amount(summary.notional, summary)),
    field('Cost to the accounts', `${amount(summary.cost, summary)}${share}`),
    field('Positions', summary.positions.toLocaleString('en-US')),
    field('Accounts', summary.accounts.toLocaleString('en-US')),
  ];
  return { type: 'section', fields };
}

function accountLines(summary: ApprovalSummary): readonly Markup[] {
  const { topAccounts, accounts } = summary;
  const shown = topAccounts.slice(0, SHOWN.accounts);
  if (shown.length === 0) return [];
  const lines = shown.map(
    ({ accountId, notional, cost }) =>
      markup`• ${accountId}: ${amount(notional, summary)} closed, at a cost of ${amount(cost, summary)}`,
  );
  return [markup`*Reduced most*`, ...lines, ...more(accounts - shown.length, 'account', 'accounts')];
}

const unmetLines = ({ unmet = [], more: left }: ApprovalSummary): readonly Markup[] =>
  unmet.length === 0
    ? []
    : [
        markup`⚠️ *Not reached even so*`,
        ...unmet.slice(0, SHOWN.accounts).map((line) => markup`• ${outside(line, 150)}`),
        ...more(unmet.length + (left?.unmet ?? 0) - SHOWN.accounts, 'target', 'targets'),
      ];

function decisionLines({ status, decisions, expiresAt, onExpiry }: Approval): readonly Markup[] {
  const lines = decisions.slice(-SHOWN.decisions).map(({ user, decision, at }) => {
    const decided = decision === 'approve' ? markup`✅ Approved` : markup`⛔ Declined`;
    return markup`${decided} by ${mentionOf(user)} at ${timeFigure(at)}`;
  });
  if (status === 'expired') {
    const then = onExpiry === 'go ahead' ? ', and the policy goes ahead then' : '';
    lines.push(markup`⌛ Expired at ${timeFigure(expiresAt)}: nobody decided in time${then}`);
  }
  if (status === 'approved' && decisions.length === 0) lines.push(markup`✅ The policy asks for no approval`);
  return lines;
}

/** How many approvals are still needed, in a sentence. */
function needsOf({ needed, decisions }: Approval): string {
  if (needed < 2) return 'One officer has to approve.';
  return approversOf({ decisions }).length === 0
    ? 'Two different officers have to approve.'
    : 'One more officer has to approve.';
}

function whoMay(approval: Approval): Markup {
  const { allowed, openedAt, expiresAt, onExpiry } = approval;
  const shown = allowed.slice(0, SHOWN.officers).map(mentionOf);
  const others = more(allowed.length - shown.length, 'officer', 'officers');
  const names =
    shown.length === 0
      ? markup`*Nobody is named who may decide: this will expire*`
      : markup`May decide: ${joined([...shown, ...others], ', ')}`;
  const then = onExpiry === 'go ahead' ? ', and goes ahead then' : '';
  return markup`${needsOf(approval)} One decline declines. ${names}. Expires at ${timeFigure(expiresAt)}, ${durationFigure(expiresAt - openedAt)} after it was asked${then}.`;
}

function buttonsOf({ approvalId, venue }: Approval, proposal: string): Block {
  const confirm: ConfirmDialog = {
    title: plainText('Approve this plan?', SLACK_LIMITS.confirmTitle),
    text: plainText(`On ${venue}: ${proposal}. What is closed cannot be taken back.`, SLACK_LIMITS.confirmText),
    confirm: plainText('Approve', SLACK_LIMITS.confirmLabel),
    deny: plainText('Not yet', SLACK_LIMITS.confirmLabel),
    style: 'primary',
  };
  const button = (action: Answer, text: string): Pick<Button, 'type' | 'action_id' | 'text' | 'value'> => ({
    type: 'button',
    action_id: `approval-${action}`,
    text: plainText(text, SLACK_LIMITS.buttonText),
    value: approvalId,
  });
  return {
    type: 'actions',
    elements: [
      { ...button('approve', 'Approve'), style: 'primary', confirm },
      { ...button('decline', 'Decline'), style: 'danger' },
    ],
  };
}
