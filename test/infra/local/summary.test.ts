import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../infra/local/report.ts';
import { summaryOf } from '../../../infra/local/summary.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2020, 2, 12, 10);
const BTC = 'BTC/USDT:USDT';

const report = (more: Partial<Report> = {}): Report => ({
  scenario: 'storm',
  seed: 1,
  snapshots: { accepted: 3, duplicates: 1, rejected: 0 },
  assessments: 3,
  severities: [
    { timestamp: START, symbol: BTC, severity: 'normal', regime: 'calm' },
    { timestamp: START + HOUR_MS, symbol: BTC, severity: 'critical', regime: 'extreme' },
    { timestamp: START + 2 * HOUR_MS, symbol: BTC, severity: 'critical', regime: 'stressed' },
  ],
  plans: [{ timestamp: Date.UTC(2020, 2, 12, 10), reductions: 17, notional: 2_300_000, unmet: 0 }],
  incidents: [
    {
      incidentId: 'a',
      symbol: BTC,
      group: 'leverage',
      rule: 'leverage-over-volatility',
      severity: 'critical',
      openedAt: START + HOUR_MS,
      resolvedAt: START + 4 * HOUR_MS,
    },
  ],
  slack: { posts: 12, updates: 7, files: 0 },
  actions: [
    { actionId: 'a', timestamp: START, kind: 'reduce', status: 'filled', ordered: 1_200_000, filled: 1_200_000 },
    {
      actionId: 'b',
      timestamp: START,
      kind: 'deleverage',
      status: 'partially-filled',
      ordered: 1_100_000,
      filled: 400_000,
      reason: 'no counterpart',
    },
  ],
  storm: {
    without: {
      liquidatedNotional: 57_100_000,
      fundLoss: 1_842_253,
      lowestPrice: 84_775.605,
      reducedNotional: 0,
      adlNotional: 14_500_000,
      bankruptAccounts: 288,
    },
    with: {
      liquidatedNotional: 22_400_000,
      fundLoss: 442_140,
      lowestPrice: 87_035.2,
      reducedNotional: 17_500_000,
      adlNotional: 0,
      bankruptAccounts: 245,
    },
  },
  latencyMs: { p50: 131.4, p99: 227.2 },
  failures: { deadLetters: 0, executions: 0, alarms: [] },
  ...more,
});

const rows = (summary: string, beginning: string) =>
  summary
    .split('\n')
    .filter((line) => line.startsWith(beginning))
    .map((line) => line.split(/ {2,}/));

describe('a summary', () => {
  test('fits 80 columns, with columns that line up and no spaces at the ends of lines', () => {
    for (const line of summaryOf(report()).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
    const [head = '', rule = ''] = summaryOf(report()).split('\n');
    const starts = (line: string) => [...line.matchAll(/(?<=^| {2})\S/g)].map(({ index }) => index);
    expect(starts(head)).toEqual(starts(rule));
  });

  test('says how many snapshots went through, what Slack was told and how fast', () => {
    const [, , figures = ''] = summaryOf(report()).split('\n');
    expect(figures.split(/ {2,}/)).toEqual(['3', '3', '1', '0', '12', '7', '131 ms', '227 ms']);
  });

  test('counts snapshots by severity and by regime for each market', () => {
    const [severities, regimes] = rows(summaryOf(report({ incidents: [] })), BTC);
    expect(severities?.slice(1)).toEqual(['1', '0', '0', '2', '0']);
    expect(regimes?.slice(1)).toEqual(['1', '0', '1', '1']);
  });

  test('lists incidents with their worst severity, opening and length', () => {
    const [, , incident] = rows(summaryOf(report()), BTC);
    expect(incident).toEqual([BTC, 'leverage', 'critical', '2020-03-12 11:00 UTC', '3 h']);
  });

  test('says of an incident that has no end that it is still open', () => {
    const [first] = report().incidents;
    expect(summaryOf(report({ incidents: [{ ...first!, resolvedAt: null }] }))).toContain('still open');
    expect(summaryOf(report())).toMatch(/Proposed[\s\S]*2020-03-12 10:00 UTC +17 +2.3M +0/);
  });

  test('says what was done, how much of it, and how it ended', () => {
    expect(rows(summaryOf(report()), '2020-03-12 10:00 UTC').slice(1)).toEqual([
      ['2020-03-12 10:00 UTC', 'reduce', 'filled', '1.2M', '1.2M'],
      ['2020-03-12 10:00 UTC', 'deleverage', 'partially-filled', '1.1M', '400,000'],
    ]);
    expect(summaryOf(report({ actions: [] }))).not.toContain('Done about it');
  });

  test('holds the storm without Breakwater against the one with it', () => {
    const told = summaryOf(report());
    expect(told).toContain('The same storm twice');
    expect(rows(told, 'liquidated')).toEqual([['liquidated notional', '57.1M', '22.4M', '-61 %']]);
    expect(rows(told, 'loss of')).toEqual([['loss of the insurance fund', '1.8M', '442,140', '-76 %']]);
    expect(rows(told, 'lowest price')).toEqual([['lowest price of BTC', '84,776', '87,035', '+2.7 %']]);
    // Of nothing there is no share.
    expect(rows(told, 'closed by plans')).toEqual([['closed by plans', '0', '17.5M']]);
  });

  test('says so where there was no incident, and where nothing was told there is no latency', () => {
    const summary = summaryOf(report({ incidents: [], latencyMs: { p50: null, p99: null } }));
    expect(summary).toContain('No incident.');
    expect(summary).toContain('none');
    expect(summary).not.toContain('null');
  });

  test('is silent about failures where there are none, and names them where there are', () => {
    expect(summaryOf(report())).not.toContain('NOT WELL');
    const failures = { deadLetters: 2, executions: 1, alarms: ['breakwater-dev-dlq'] };
    expect(summaryOf(report({ failures }))).toMatch(
      /NOT WELL: 2 dead letters, 1 failed executions.*breakwater-dev-dlq/,
    );
  });

  test('of nothing at all is still a summary', () => {
    const none = { accepted: 0, duplicates: 0, rejected: 0 };
    expect(summaryOf(report({ snapshots: none, assessments: 0, severities: [], incidents: [] }))).toContain(
      'No incident.',
    );
  });
});
