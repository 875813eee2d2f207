import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { evaluateRules } from '../../../shared/policy/evaluate.ts';
import { type Alarm, METRICS, type Metric, SEVERITIES, type Thresholds } from '../../../shared/policy/types.ts';
import { REGIMES, type Regime } from '../../../shared/volatility/types.ts';

const NOTHING = Object.fromEntries(METRICS.map((metric) => [metric, 0])) as Record<Metric, number>;
const HOUR_MS = 3_600_000;

/** What a market is judged that has stood as it stands for an hour; the moves from normal to there, by group. */
function judge(metrics: Partial<Record<Metric, number>>, regime: Regime = 'calm') {
  const circumstances = { symbol: 'X', metrics: { ...NOTHING, ...metrics }, regime };
  const first = evaluateRules(DEFAULT_POLICY, {}, { ...circumstances, timestamp: 0 });
  const second = evaluateRules(DEFAULT_POLICY, first.states, { ...circumstances, timestamp: HOUR_MS });
  return { severity: second.severity, moves: [...first.moves, ...second.moves], atOnce: first.moves };
}

describe('as a document', () => {
  test('it is JSON: stored and read again it is the same policy', () => {
    expect(JSON.parse(JSON.stringify(DEFAULT_POLICY))).toEqual(DEFAULT_POLICY);
  });

  test('rules have names of their own, which their states are kept by', () => {
    const names = DEFAULT_POLICY.rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(DEFAULT_POLICY.rules)('$name: a worse level takes more, a worse regime takes no more', ({ levels }) => {
    const rising = SEVERITIES.flatMap((level) => levels[level as Alarm] ?? []) as Thresholds[];
    for (const [i, thresholds] of rising.entries()) {
      for (const [r, regime] of REGIMES.entries()) {
        const lower = rising[i - 1];
        if (lower) expect(thresholds[regime]).toBeGreaterThan(lower[regime]);
        const milder = REGIMES[r - 1];
        if (milder) expect(thresholds[regime]).toBeLessThanOrEqual(thresholds[milder]);
      }
    }
  });

  test.each(DEFAULT_POLICY.rules)('$name: clears on the good side of its threshold', ({ comparator, clear }) => {
    expect(comparator).toBe('above');
    expect(clear).toBeGreaterThan(0);
    expect(clear).toBeLessThan(1);
  });

  test('every share can be reached: no threshold of a concentration is 1 or more', () => {
    const shares = DEFAULT_POLICY.rules.filter(({ metric }) => metric.startsWith('concentration.'));
    expect(shares.length).toBeGreaterThan(0);
    for (const { levels } of shares)
      for (const thresholds of Object.values(levels)) expect(Math.max(...Object.values(thresholds))).toBeLessThan(1);
  });
});

describe('on a market', () => {
  test('that has nothing on it, all is normal', () => {
    expect(judge({})).toMatchObject({ severity: 'normal', moves: [] });
  });

  test.each([
    [0.04, 'normal'],
    [0.06, 'watch'],
    [0.11, 'warning'],
    [0.21, 'critical'],
    [0.41, 'emergency'],
  ] as const)('%d of the positions above what the volatility carries is %s, whatever the regime', (share, severity) => {
    for (const regime of REGIMES) expect(judge({ 'capacity.excessShare': share }, regime).severity).toBe(severity);
  });

  test('a cascade that is likely alerts once it has been for half an hour, not for one snapshot', () => {
    const { atOnce, moves } = judge({ collapseProbability: 0.2 });
    expect(atOnce).toEqual([]);
    expect(moves).toMatchObject([{ group: 'collapse', to: 'critical' }]);
  });

  test('ten accounts with four fifths of the longs alert, on either side alike', () => {
    expect(judge({ 'concentration.long.top10': 0.8 }).moves).toMatchObject([{ rule: 'crowded-longs', to: 'warning' }]);
    expect(judge({ 'concentration.short.top10': 0.8 }).moves).toMatchObject([
      { rule: 'crowded-shorts', to: 'warning' },
    ]);
  });

  test('leverage past what the weather carries alerts at once, a crowd only once it has stayed', () => {
    const { atOnce, moves } = judge({ 'capacity.excessShare': 0.3, 'concentration.long.top10': 0.95 });
    expect(atOnce.map(({ group }) => group)).toEqual(['leverage']);
    expect(moves.map(({ group }) => group)).toEqual(['leverage', 'concentration']);
  });

  test('five equal holders alert, twenty do not', () => {
    expect(judge({ 'concentration.hhi': 1 / 5 }).severity).toBe('warning');
    expect(judge({ 'concentration.hhi': 1 / 20 }).severity).toBe('normal');
  });

  test('volatility at which the extreme regime is entered alerts, whatever stands on it', () => {
    expect(judge({ 'volatility.overExtreme': 1.01 }, 'extreme')).toMatchObject({ severity: 'warning' });
    expect(judge({ 'volatility.overExtreme': 0.99 }, 'stressed')).toMatchObject({ severity: 'watch' });
  });

  test('leverage, likely collapse, crowding and volatility are incidents apart', () => {
    const { moves } = judge(
      { 'capacity.excessShare': 1, collapseProbability: 1, 'concentration.long.top10': 1, 'volatility.overExtreme': 7 },
      'extreme',
    );
    expect(moves.map(({ group }) => group)).toEqual(['leverage', 'volatility', 'collapse', 'concentration']);
  });

  test('what warrants an alert is a level that every rule has', () => {
    for (const { levels } of DEFAULT_POLICY.rules) expect(levels[DEFAULT_POLICY.alertFrom]).toBeDefined();
  });
});
