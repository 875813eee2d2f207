import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusalOf } from '../../../infra/local/slack/refusals.ts';
import { newApproval } from '../../../shared/approval/decide.ts';
import type { ApprovalSummary } from '../../../shared/approval/summary.ts';
import type { Approval } from '../../../shared/approval/types.ts';
import { APPROVAL_ACTIONS, approvalMessage } from '../../../shared/slack/approval-message.ts';
import type { Button } from '../../../shared/slack/blocks.ts';

const OPENED = Date.UTC(2026, 0, 15, 12);
const approval: Approval = newApproval({
  venue: 'demo',
  planId: 'snapshot-7',
  planHash: '0123456789abcdef0123',
  needed: 2,
  allowed: ['U0ANNA', 'U0BEN'],
  openedAt: OPENED,
  expiresAt: OPENED + 900_000,
  onExpiry: 'stand down',
});
const summary: ApprovalSummary = {
  currency: 'USDT',
  markets: [
    {
      symbol: 'BTC/USDT:USDT',
      before: { leverage: 18.04, excessShare: 0.21, collapseProbability: 0.062 },
      after: { leverage: 11.5, excessShare: 0.05, collapseProbability: 0.009 },
    },
  ],
  positions: 42,
  accounts: 17,
  notional: 12_300_000,
  cost: 15_400,
  topAccounts: [
    { accountId: 'whale', notional: 4_000_000, cost: 5_000 },
    { accountId: 'shark', notional: 2_000_000, cost: 2_500 },
  ],
  how: ['42 positions reduced to a leverage cap: 12.3M'],
  venueQueue: ['The queue would have closed 31.0M at no warning.'],
};
const decided = (status: Approval['status'], ...decisions: Approval['decisions']): Approval => ({
  ...approval,
  status,
  decisions,
});
const anna = { user: 'U0ANNA', decision: 'approve', at: OPENED + 60_000 } as const;
const ben = { user: 'U0BEN', decision: 'decline', at: OPENED + 120_000 } as const;

const shown = (of: Approval, what = summary) => JSON.stringify(approvalMessage(of, what));
const buttonsOf = (of: Approval): readonly Button[] =>
  approvalMessage(of, summary).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));

test('what the summary has left out of its lists is counted too', () => {
  const many = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const markets = many.map((symbol) => ({ ...summary.markets[0]!, symbol }));
  const more = { markets: 4_980, how: 14_980, venueQueue: 9_980, unmet: 1 };
  const text = shown(approval, { ...summary, markets, how: many, venueQueue: many, unmet: many, more });
  for (const left of ['4,990 more markets', '14,994 more lines', '9,994 more lines', '16 more targets'])
    expect(text).toContain(left);
});

describe('while it is open', () => {
  test('it says first that an approval is needed, on which venue and for what', () => {
    expect(approvalMessage(approval, summary).blocks[0]).toMatchObject({
      type: 'header',
      text: { text: '✋ APPROVAL NEEDED · demo: close 12.3M USDT of 42 positions' },
    });
  });

  test('it says what each market is before and after', () => {
    expect(shown(approval)).toContain('cascade probability 6.2 % → *0.9 %*');
    expect(shown(approval)).toContain('share above the leverage that it carries 21 % → *5.0 %*');
    expect(shown(approval)).toContain('average leverage 18.0× → *11.5×*');
  });

  test('it says what it costs whom, and what the exchange would have done', () => {
    const message = shown(approval);
    expect(message).toContain('*Cost to the accounts*\\n15,400 USDT (0.1 %)');
    expect(message).toContain('• whale: 4.0M USDT closed, at a cost of 5,000 USDT');
    expect(message).toContain('… and 15 more accounts');
    expect(message).toContain('The queue would have closed 31.0M');
  });

  test('it says who may decide, how many are needed and until when', () => {
    const message = shown(approval);
    expect(message).toContain('Two different officers have to approve. One decline declines.');
    expect(message).toContain('May decide: <@U0ANNA>, <@U0BEN>.');
    expect(message).toContain('Expires at 2026-01-15 12:15 UTC, 15 min after it was asked.');
    expect(shown({ ...approval, needed: 1 })).toContain('One officer has to approve.');
    expect(shown({ ...approval, allowed: [] })).toContain('Nobody is named who may decide');
  });

  test('it has two buttons that carry the approval’s id and nothing else, and approving asks once more', () => {
    const [approve, decline, ...others] = buttonsOf(approval);
    expect(others).toEqual([]);
    expect(approve).toMatchObject({ value: approval.approvalId, style: 'primary', confirm: { style: 'primary' } });
    expect(decline).toMatchObject({ value: approval.approvalId, style: 'danger' });
    expect(decline?.confirm).toBeUndefined();
    expect([approve, decline].map((button) => APPROVAL_ACTIONS.get(button?.action_id ?? ''))).toEqual([
      'approve',
      'decline',
    ]);
    expect(approve?.confirm?.text.text).toContain('close 12.3M USDT of 42 positions');
  });

  test('after the first of two it says who that was, and still has its buttons', () => {
    const half = decided('open', anna);
    expect(shown(half)).toContain('✅ Approved by <@U0ANNA> at 2026-01-15 12:01 UTC');
    expect(shown(half)).toContain('One more officer has to approve.');
    expect(buttonsOf(half)).toHaveLength(2);
  });

  test('what even this does not reach is said', () => {
    expect(shown(approval, { ...summary, unmet: ['The fund would still lack 2.0M.'] })).toContain(
      'Not reached even so*\\n• The fund would still lack 2.0M.',
    );
    expect(shown(approval)).not.toContain('Not reached');
  });

  test('can be read without its blocks', () => {
    expect(approvalMessage(approval, summary).text).toBe(
      '✋ APPROVAL NEEDED · demo: close 12.3M USDT of 42 positions. Two different officers have to approve. Expires at 2026-01-15 12:15 UTC.',
    );
  });
});

test('says beforehand what happens where nobody decides', () => {
  expect(shown(approval)).not.toContain('goes ahead');
  expect(shown({ ...approval, onExpiry: 'go ahead' })).toContain('15 min after it was asked, and goes ahead then.');
});

describe('after the decision it has no buttons, and says who decided what and when:', () => {
  test.each([
    ['approved', decided('approved', anna), '✅ APPROVED', '✅ Approved by <@U0ANNA> at 2026-01-15 12:01 UTC'],
    ['declined', decided('declined', anna, ben), '⛔ DECLINED', '⛔ Declined by <@U0BEN> at 2026-01-15 12:02 UTC'],
    ['expired', decided('expired'), '⌛ EXPIRED', 'Expired at 2026-01-15 12:15 UTC: nobody decided in time'],
    [
      'withdrawn',
      { ...decided('withdrawn'), outcome: 'The book has recovered: nothing was done.' },
      '↩️ WITHDRAWN',
      'The book has recovered: nothing was done.',
    ],
    ['nobody asked', decided('approved'), '✅ APPROVED', 'The policy asks for no approval'],
  ] as const)('%s', (_, of, headline, line) => {
    expect(buttonsOf(of)).toEqual([]);
    expect(approvalMessage(of, summary).text).toContain(headline);
    expect(shown(of)).toContain(line);
    expect(shown(of)).not.toContain('have to approve');
  });
});

describe('whatever comes from outside', () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 4_000, unit: 'binary' }),
    fc.constant('<!channel> <@U1> & *bold* `code`'),
    fc.constant('&'.repeat(3_000)),
    fc.constant('🚨'.repeat(2_000)),
    fc.constant(''),
  );
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const time = fc.integer({ min: 0, max: 4e12 });
  const users = fc.oneof(hostile, fc.constantFrom('U0ANNA', 'WBEN', 'U-STRANGER'));
  const approvals: fc.Arbitrary<Approval> = fc.record({
    approvalId: fc.constant(approval.approvalId),
    venue: hostile,
    planId: hostile,
    planHash: hostile,
    needed: fc.constantFrom(0, 1, 2),
    allowed: fc.array(users, { maxLength: 40 }),
    openedAt: time,
    expiresAt: time,
    onExpiry: fc.constantFrom('stand down', 'go ahead'),
    decisions: fc.array(
      fc.record({ user: users, decision: fc.constantFrom('approve' as const, 'decline' as const), at: time }),
      { maxLength: 40 },
    ),
    status: fc.constantFrom('open', 'approved', 'declined', 'expired', 'withdrawn'),
    outcome: fc.option(hostile),
    version: fc.nat(),
  });
  const figures = fc.record({ leverage: number, excessShare: number, collapseProbability: number });
  const summaries: fc.Arbitrary<ApprovalSummary> = fc.record(
    {
      currency: hostile,
      markets: fc.array(fc.record({ symbol: hostile, before: figures, after: figures }), { maxLength: 30 }),
      positions: fc.nat(),
      accounts: fc.nat(),
      notional: number,
      cost: number,
      topAccounts: fc.array(fc.record({ accountId: hostile, notional: number, cost: number }), { maxLength: 30 }),
      how: fc.array(hostile, { maxLength: 20 }),
      venueQueue: fc.array(hostile, { maxLength: 20 }),
      unmet: fc.array(hostile, { maxLength: 20 }),
    },
    { requiredKeys: ['currency', 'markets', 'positions', 'accounts', 'notional', 'cost', 'topAccounts'] },
  );

  test('the message is one that Slack takes', () => {
    fc.assert(
      fc.property(approvals, summaries, (anything, proposed) => {
        const { text, blocks } = approvalMessage(anything, proposed);
        expect(refusalOf(text, blocks)).toBeUndefined();
      }),
    );
  });

  test('nobody is called by it but officers by their ids', () => {
    fc.assert(
      fc.property(approvals, summaries, (anything, proposed) => {
        const message = approvalMessage(anything, proposed);
        const mrkdwn: string[] = message.blocks.flatMap((block) => {
          if (block.type === 'context') return block.elements.map(({ text }) => text);
          if (block.type !== 'section') return [];
          return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(({ text }) => text);
        });
        const named = new Set([...anything.allowed, ...anything.decisions.map(({ user }) => user)]);
        for (const text of [message.text, ...mrkdwn]) {
          for (const [, id] of text.matchAll(/<@([^>]*)>/g)) expect(named).toContain(id);
          const rest = text.replaceAll(/<@[UW][A-Z0-9-]+>/g, '');
          expect(rest).not.toMatch(/[<>]/);
          expect(rest.replaceAll(/&(amp|lt|gt);/g, '').replaceAll(/&(a|am|amp|l|lt|g|gt)?…/g, '')).not.toContain('&');
        }
      }),
    );
  });
});
