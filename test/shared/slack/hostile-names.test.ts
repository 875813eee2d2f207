import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pressAnswer } from '../../../functions/receive-interaction/presser.ts';
import { refusalOf } from '../../../infra/local/slack/refusals.ts';
import { newApproval } from '../../../shared/approval/decide.ts';
import type { ApprovalSummary } from '../../../shared/approval/summary.ts';
import type { MarketAssessment } from '../../../shared/assessment/types.ts';
import type { Incident } from '../../../shared/incident/types.ts';
import { approvalMessage } from '../../../shared/slack/approval-message.ts';
import type { SlackMessage } from '../../../shared/slack/blocks.ts';
import { digestMessage } from '../../../shared/slack/digest-message.ts';
import { incidentMessage, transitionReply } from '../../../shared/slack/incident-message.ts';
import { planMessage } from '../../../shared/slack/plan-message.ts';
import { carriedOutReply, outcomeReply } from '../../../shared/slack/response-reply.ts';
import type { ExplainedPlan, PlanRecord } from '../../../shared/store/plans.ts';

const AT = Date.UTC(2026, 0, 15, 12);

/** Every message that is sent to Slack, with one name in each place that text from outside comes to. */
function everyMessage(name: string): Record<string, SlackMessage> {
  const sighting = {
    ...{ rule: name, metric: name, value: 18, threshold: 9, regime: 'stressed' as const },
    ...{ timestamp: AT, snapshotId: name, detail: name },
  };
  const incident: Incident = {
    ...{ venue: name, symbol: name, group: name, incidentId: name, status: 'open', severity: 'critical' },
    ...{ worst: 'critical', version: 1, order: 1, openedAt: AT, resolvedAt: null, policyVersion: 1 },
    ...{ opened: sighting, latest: sighting, codeVersion: name },
  };
  const integrity = { ...sighting, metric: 'integrity', value: 3 };
  const resolved: Incident = { ...incident, status: 'resolved', severity: 'normal', resolvedAt: AT };
  const figures = { leverage: 18, excessShare: 0.2, collapseProbability: 0.06 };
  const summary: ApprovalSummary = {
    ...{ currency: name, positions: 4, accounts: 9, notional: 1_000, cost: 10, how: [name], venueQueue: [name] },
    ...{ markets: [{ symbol: name, before: figures, after: { ...figures, leverage: 9 } }], unmet: [name] },
    topAccounts: [{ accountId: name, notional: 500, cost: 5 }],
  };
  const approval = newApproval({
    ...{ venue: name, planId: name, planHash: name, needed: 2, allowed: [name], openedAt: AT },
    ...{ expiresAt: AT + 900_000, onExpiry: 'stand down' },
  });
  const decided = { user: name, decision: 'approve' as const, at: AT };
  const standing = { ...figures, symbol: name, criticalShock: { down: null, up: null }, capacity: 5, notional: 1 };
  const plan = {
    targets: { collapseProbability: 0.01, excessShare: 0.05, fundShortfall: 0 },
    before: { markets: [standing] },
    after: { markets: [standing] },
    reductions: [{ accountId: name, symbol: name, rung: 'cap', notional: 1 }],
    caps: [{ symbol: name, side: 'long', leverage: 5 }],
    ...{ notional: 1, cost: 1 },
    unmet: [{ target: 'excessShare', symbol: name, value: 1, limit: 0, why: name }],
    costs: {
      accounts: 1,
      top: [{ accountId: name, notional: 1, cost: 1, shareOfEquity: 0.1 }],
      distribution: { p50: 1, p90: 1, p99: 1, most: 1 },
    },
    impact: [{ symbol: name, side: 'long', notional: 1, atOnce: 0.1, worked: 0.1, durationMs: 1_000, orders: 1 }],
    venueQueue: [{ symbol: name, side: 'long', notional: 1, accounts: 1, closedWhole: 0, largest: null }],
  } as unknown as ExplainedPlan;
  const record = { planId: name, snapshotId: name, timestamp: AT, policyVersion: 1 } as PlanRecord;
  const market = {
    ...{ symbol: name, severity: 'watch', volatility: { regime: 'calm' }, collapseProbability: 0.1 },
    capacity: { excessShare: 0.1 },
  } as unknown as MarketAssessment;
  const refit = { changed: false, reason: name };
  const tiers = { elevated: 1, stressed: 2, extreme: 3 };
  const note = {
    symbol: name,
    at: AT,
    version: 1,
    thresholds: refit,
    filter: refit,
    enter: { before: tiers, now: tiers },
  };
  const withdrawn = { ...approval, status: 'withdrawn' as const, outcome: name };
  const press = { user: name, decision: 'approve' as const };
  const answered = { ...approval, status: 'declined' as const, decisions: [decided] };
  const told = [
    pressAnswer({ change: false, reason: 'already decided' }, withdrawn, press),
    pressAnswer({ change: false, reason: 'already decided' }, answered, press),
  ];
  return {
    incident: incidentMessage(incident),
    'incident of the data': incidentMessage({ ...incident, latest: integrity, opened: integrity }),
    'resolved incident': incidentMessage(resolved),
    transition: transitionReply(incident, 'opened'),
    'transition of the data': transitionReply({ ...incident, latest: integrity }, 'eased'),
    approval: approvalMessage(approval, summary),
    'decided approval': approvalMessage(
      { ...approval, status: 'approved', decisions: [decided], outcome: name },
      summary,
    ),
    'withdrawn approval': approvalMessage(withdrawn, summary),
    plan: planMessage(record, plan, 'kill switch'),
    digest: digestMessage(AT, [
      { venue: name, newest: { snapshotId: name, timestamp: AT, markets: [market] } as never, notes: [note as never] },
      { venue: name, notes: [] },
    ]),
    'carried out': carriedOutReply({
      ...{ ordered: 2, filled: 1, share: 0.5, actions: 2, rejectedCount: 1, done: true },
      rejected: [{ actionId: name, reason: name }],
    }),
    outcome: outcomeReply(`${name}: ${name}`, 'human', [name]),
    presser: { text: told.join('\n'), blocks: [] },
  };
}

interface Text {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}

/** Every text object of a message's blocks, wherever it stands. */
function textsIn(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as Text;
  if ((type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string') return [value as Text];
  return Object.values(value).flatMap(textsIn);
}

/** What Slack reads as mrkdwn: the text beside the blocks, and of the blocks what says so. */
const mrkdwnOf = ({ text, blocks }: SlackMessage): string[] => [
  text,
  ...textsIn(blocks).flatMap((one) => (one.type === 'mrkdwn' ? [one.text] : [])),
];

const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\u{e0000}-\u{e007f}]/u;
const HOSTILE = [
  ...[
    '*bold*',
    '_italic_',
    '~struck~',
    '`code`',
    '```block```',
    '*',
    '**',
    '_',
    '> quoted',
    '>>> all',
    '>',
    ' > quoted',
  ],
  ...[
    'https://evil.example/a',
    'see http://evil.example',
    'slack://open',
    '@here',
    '@channel',
    'a @everyone',
    '#general',
  ],
  ...[
    '<!here>',
    '<!channel>',
    '<@U0ANNA>',
    '<#C1|general>',
    '<https://evil.example|fine>',
    '<!date^1^x|y>',
    '&lt;!here&gt;',
  ],
  ...[
    'a\nb',
    'a\r\n> b',
    'a\u2028b',
    'a\u2029b',
    'a\u0085b',
    'a\tb',
    '\u0000',
    '\u001b[31m',
    '\u202eevil\u202c',
    '\u2066x\u2069',
  ],
  ...[
    '\u200fx',
    '\u061cx',
    'B\u200bTC',
    'B\u200dTC',
    'B\u2060TC',
    '\ufeffBTC',
    'B\u00adTC',
    '\u{e0041}x',
    '\ud800',
    'B\u0336\u0336\u0336TC',
  ],
];
const names = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE, ...'*_~`>@#<&: /ab1'), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 6,
    })
    .map((parts) => parts.join('').slice(0, 30))
    // A message leaves out what is empty.
    .filter((name) => name !== ''),
);

describe('a name from outside, wherever it stands in a message,', () => {
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const plain = everyMessage('name');

  test('formats nothing, quotes nothing, links nothing, calls nobody, and begins no line', () => {
    fc.assert(
      fc.property(names, (name) => {
        for (const [message, built] of Object.entries(everyMessage(name))) {
          const ours = mrkdwnOf(plain[message] as SlackMessage);
          for (const [i, text] of mrkdwnOf(built).entries()) {
            const without = text.replaceAll(/&(amp|lt|gt);/g, '');
            // What formats is ours: as often there as with a name that has nothing of the kind.
            for (const mark of [/\*/g, /~/g, /`/g, /\n/g]) expect(count(text, mark)).toBe(count(ours[i] ?? '', mark));
            expect(text).not.toMatch(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/);
            expect(text).not.toMatch(/^\s*(&gt;|>)/m);
            expect(without).not.toMatch(/[<>&]/);
            expect(text).not.toMatch(/:\/\/|(?<![A-Za-z0-9])[@#]/);
          }
        }
      }),
    );
  });

  test('hides nothing and turns nothing round, in headers and questions too', () => {
    fc.assert(
      fc.property(names, (name) => {
        for (const { text, blocks } of Object.values(everyMessage(name))) {
          for (const one of [text, ...textsIn(blocks).map((found) => found.text)]) {
            expect(one.replaceAll('\n', '').replaceAll('️', '')).not.toMatch(UNSEEN);
            expect(one.isWellFormed()).toBe(true);
          }
        }
      }),
    );
  });

  test('is taken by Slack, and nothing in it is looked through for addresses and names', () => {
    fc.assert(
      fc.property(names, (name) => {
        for (const { text, blocks } of Object.values(everyMessage(name))) {
          expect(refusalOf(text, blocks.length === 0 ? undefined : blocks)).toBeUndefined();
          for (const one of textsIn(blocks)) expect(one.verbatim).toBe(one.type === 'mrkdwn' ? true : undefined);
        }
      }),
    );
  });
});

describe('an ordinary name', () => {
  test.each([
    'BTC/USDT:USDT',
    'BTC/USDT:USDT-250328',
    'BTC/USD:BTC-250328-90000-C',
    '1000PEPE/USDT:USDT',
    'acct_0042',
    'a-1',
    'ops+eu@example.com',
    'demo-2026-01-05T12:00Z',
    'Ключ № 7',
    '⚠️ 口座',
    'mark 101.2 is 5.0 % above the index (limit 2 %)',
  ])('%s looks as it did', (name) => {
    const { incident, approval, plan, digest } = everyMessage(name);
    for (const message of [incident, approval, plan, digest]) expect(JSON.stringify(message)).toContain(name);
  });

  test('with signs in it can still be read', () => {
    expect(everyMessage('*').digest?.blocks[1]).toMatchObject({
      text: { text: expect.stringContaining('• ∗: watch') },
    });
    expect(everyMessage('a <b> & c').outcome?.text).toContain('a &lt;b&gt; &amp; c');
    expect(everyMessage('\u202ecba').digest?.blocks[1]).toMatchObject({
      text: { text: expect.stringContaining('�cba') },
    });
  });
});

describe('a market named *', () => {
  const messageOf = (symbol: string) => incidentMessage({ ...INCIDENT, symbol });
  const INCIDENT: Incident = {
    ...{ venue: 'demo', symbol: '', group: 'leverage', incidentId: 'i', status: 'open', severity: 'warning' },
    ...{ worst: 'warning', version: 1, order: 1, openedAt: AT, resolvedAt: null, policyVersion: 1, codeVersion: 't' },
    ...{ opened: SIGHTING(), latest: SIGHTING() },
  };

  test('is told as a market, and the whole venue as the venue', () => {
    expect(messageOf('**').text).toContain('WARNING · market ∗ on demo: leverage');
    expect(messageOf('**').blocks[0]).toMatchObject({ text: { text: expect.stringContaining('market * on demo') } });
    expect(messageOf('*').text).toContain('WARNING · demo: leverage');
    expect(messageOf('BTC/USDT:USDT').text).toContain('WARNING · BTC/USDT:USDT on demo: leverage');
  });
});

function SIGHTING() {
  return {
    ...{ rule: 'r', metric: 'leverage.weighted', value: 20, threshold: 16, regime: 'elevated' as const },
    ...{ timestamp: AT, snapshotId: 's' },
  };
}

test('texts of blocks are made in one place, where text from outside is made harmless', () => {
  const root = new URL('../../../', import.meta.url);
  const making = ['shared', 'functions'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`)
      .filter((path) => /type: '(mrkdwn|plain_text)',/.test(readFileSync(new URL(path, root), 'utf8'))),
  );
  expect(making).toEqual(['shared/slack/markup.ts']);
});
