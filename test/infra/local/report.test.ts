import { describe, expect, test } from '@jest/globals';
import { type Outcome, reportOf } from '../../../infra/local/report.ts';
import type { Assessment, MarketAssessment } from '../../../shared/assessment/types.ts';
import type { Incident } from '../../../shared/incident/types.ts';

const market = (symbol: string, severity: string, regime: string): MarketAssessment =>
  ({ symbol, severity, volatility: { regime } }) as MarketAssessment;

const assessment = (timestamp: number, ...markets: MarketAssessment[]): Assessment =>
  ({ timestamp, markets }) as unknown as Assessment;

const incident = (incidentId: string, openedAt: number, more: Partial<Incident> = {}): Incident =>
  ({
    incidentId,
    symbol: 'BTC/USDT:USDT',
    group: 'leverage',
    severity: 'normal',
    worst: 'critical',
    openedAt,
    resolvedAt: null,
    opened: { rule: 'leverage-over-volatility' },
    latest: { rule: 'another' },
    ...more,
  }) as Incident;

const figures = {
  liquidatedNotional: 9,
  fundLoss: 8,
  lowestPrice: 7,
  reducedNotional: 0,
  adlNotional: 6,
  bankruptAccounts: 5,
};

type Act = Outcome['actions'][number];
const action = (actionId: string, more: Partial<Act> = {}): Act => ({
  actionId,
  timestamp: 1,
  kind: 'reduce',
  status: 'filled',
  ordered: 100,
  filled: 100,
  reason: null,
  ...more,
});

const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  scenario: 'storm',
  seed: 1,
  played: { snapshots: 3, accepted: 2, duplicates: 1, rejected: 0, latencies: [] },
  assessments: [],
  incidents: [],
  plans: [],
  actions: [],
  storm: { without: figures, with: { ...figures, liquidatedNotional: 3 } },
  slack: { posts: 3, updates: 2, files: 0 },
  failures: { deadLetters: 0, executions: 0, alarms: [] },
  ...more,
});

describe('a report', () => {
  test('has the names of the contract', () => {
    const report = reportOf(
      outcome({ incidents: [incident('a', 1)], assessments: [assessment(5, market('X', 'watch', 'calm'))] }),
    );
    expect(report).toMatchObject({
      snapshots: { accepted: 2, duplicates: 1, rejected: 0 },
      assessments: 1,
      severities: [{ timestamp: 5, symbol: 'X', severity: 'watch', regime: 'calm' }],
      slack: { posts: 3, updates: 2, files: 0 },
      actions: [],
      storm: { without: { liquidatedNotional: 9, fundLoss: 8, lowestPrice: 7 }, with: { liquidatedNotional: 3 } },
      latencyMs: { p50: null, p99: null },
    });
    expect(Object.keys(report.incidents[0] ?? {})).toEqual(
      expect.arrayContaining(['incidentId', 'symbol', 'rule', 'severity', 'openedAt', 'resolvedAt']),
    );
  });

  test('has every market of every assessment, in their order', () => {
    const { severities, assessments } = reportOf(
      outcome({
        assessments: [
          assessment(1, market('A', 'normal', 'calm'), market('B', 'watch', 'calm')),
          assessment(2, market('A', 'critical', 'extreme')),
        ],
      }),
    );
    expect(assessments).toBe(2);
    expect(severities.map(({ timestamp, symbol, severity, regime }) => [timestamp, symbol, severity, regime])).toEqual([
      [1, 'A', 'normal', 'calm'],
      [1, 'B', 'watch', 'calm'],
      [2, 'A', 'critical', 'extreme'],
    ]);
  });

  test('has incidents in order of opening, then of id, whatever order they were read in', () => {
    const incidents = [incident('c', 2), incident('b', 1), incident('a', 2), incident('d', 0)];
    const ids = (list: readonly Incident[]) =>
      reportOf(outcome({ incidents: list })).incidents.map((i) => i.incidentId);
    expect(ids(incidents)).toEqual(['d', 'b', 'a', 'c']);
    expect(ids(incidents.toReversed())).toEqual(ids(incidents));
    expect(incidents.map(({ incidentId }) => incidentId)).toEqual(['c', 'b', 'a', 'd']);
  });

  test('says of an incident the worst that it reached and the rule that opened it', () => {
    const [told] = reportOf(outcome({ incidents: [incident('a', 1, { resolvedAt: 9 })] })).incidents;
    expect(told).toMatchObject({ severity: 'critical', rule: 'leverage-over-volatility', openedAt: 1, resolvedAt: 9 });
  });

  test('has actions by the time of their plan, the least intrusive first, whatever order they were read in', () => {
    const actions = [
      action('d', { timestamp: 2 }),
      action('c', { kind: 'deleverage' }),
      action('b', { ordered: 50 }),
      action('a'),
      action('e'),
    ];
    const ids = (list: readonly Act[]) => reportOf(outcome({ actions: list })).actions.map(({ actionId }) => actionId);
    expect(ids(actions)).toEqual(['a', 'e', 'b', 'c', 'd']);
    expect(ids(actions.toReversed())).toEqual(ids(actions));
  });

  test('says why an action was not filled, where something was said', () => {
    const actions = [action('a'), action('b', { filled: 0, status: 'rejected', reason: 'market halted' })];
    expect(reportOf(outcome({ actions })).actions).toEqual([
      { actionId: 'a', timestamp: 1, kind: 'reduce', status: 'filled', ordered: 100, filled: 100 },
      {
        actionId: 'b',
        timestamp: 1,
        kind: 'reduce',
        status: 'rejected',
        ordered: 100,
        filled: 0,
        reason: 'market halted',
      },
    ]);
  });

  test.each([
    [[5], 5, 5],
    [[4, 1, 3, 2], 2, 4],
    [Array.from({ length: 100 }, (_, i) => 100 - i), 50, 99],
    [Array.from({ length: 1_000 }, (_, i) => i + 1), 500, 990],
    [[1.26, 9], 1.3, 9],
  ])('of latencies %# has p50 and p99 by nearest rank, to a tenth of a millisecond', (latencies, p50, p99) => {
    const played = { snapshots: 1, accepted: 1, duplicates: 0, rejected: 0, latencies };
    expect(reportOf(outcome({ played })).latencyMs).toEqual({ p50, p99 });
  });
});
