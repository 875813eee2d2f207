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
  actions: [],
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
