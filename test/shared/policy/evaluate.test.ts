import { describe, expect, test } from '@jest/globals';
import { endUnobserved, evaluateRules } from '../../../shared/policy/evaluate.ts';
import type { Metric, Rule } from '../../../shared/policy/types.ts';

import { always, leverage, live, MINUTE, NO_METRICS, policyOf, severities } from './lives.ts';

describe('levels', () => {
  test('the highest one that is crossed counts, and a threshold is crossed only beyond it', () => {
    expect(severities(leverage({ clear: 1 }), [10, 10.1, 20, 20.1, 30.1, 40, 40.1])).toEqual([
      'normal',
      'watch',
      'watch',
      'warning',
      'critical',
      'critical',
      'emergency',
    ]);
  });

  test('from normal to emergency takes one snapshot, and back too', () => {
    expect(severities(leverage(), [5, 99, 5])).toEqual(['normal', 'emergency', 'normal']);
  });

  test('a level that the rule does not have is stepped over', () => {
    const rule = leverage({ levels: { watch: always(10), critical: always(30) } });
    expect(severities(rule, [25, 31, 26.9, 8.9])).toEqual(['watch', 'critical', 'watch', 'normal']);
  });

  test('below: the lower the worse', () => {
    const rule = leverage({ comparator: 'below', levels: { watch: always(5), warning: always(2) }, clear: 1.2 });
    expect(severities(rule, [5, 4.9, 1.9, 2.3, 2.5, 5.9, 6.1])).toEqual([
      'normal',
      'watch',
      'warning',
      'warning',
      'watch',
      'watch',
      'normal',
    ]);
  });

  test('a policy without rules finds everything normal', () => {
    expect(live(policyOf(), [{ metrics: { 'leverage.weighted': 1e9 } }])).toEqual([
      { states: {}, severity: 'normal', moves: [] },
    ]);
  });
});

describe('clearing', () => {
  test('a level is held down to its clear threshold', () => {
    expect(severities(leverage(), [31, 29, 27.1, 26.9])).toEqual(['critical', 'critical', 'critical', 'warning']);
  });

  test('a fall passes through what still holds on the way: 18.5 holds a warning, but does not raise one', () => {
    expect(severities(leverage(), [31, 18.5])).toEqual(['critical', 'warning']);
    expect(severities(leverage(), [11, 18.5])).toEqual(['watch', 'watch']);
  });

  test('a metric that swings about a threshold moves the severity once', () => {
    const swinging = Array.from({ length: 20 }, (_, i) => 20 + (i % 2 === 0 ? 0.5 : -0.5));
    expect(new Set(severities(leverage(), swinging))).toEqual(new Set(['warning']));
  });

  test('once cleared it takes the full threshold to raise it again', () => {
    expect(severities(leverage(), [21, 17, 19, 21])).toEqual(['warning', 'watch', 'watch', 'warning']);
  });
});

describe('regimes', () => {
  const byRegime = leverage({ levels: { warning: { calm: 30, elevated: 20, stressed: 10, extreme: 5 } } });

  test('the same leverage becomes too much as the market becomes too volatile for it', () => {
    expect(severities(byRegime, [12, 12, 12, 12], ['calm', 'elevated', 'stressed', 'extreme'])).toEqual([
      'normal',
      'normal',
      'warning',
      'warning',
    ]);
  });

  test('clearing is judged in the regime of the day', () => {
    expect(severities(byRegime, [12, 9.5, 9.5], ['stressed', 'stressed', 'elevated'])).toEqual([
      'warning',
      'warning',
      'normal',
    ]);
  });

  test('a move names the regime and the threshold that held in it', () => {
    const [, second] = live(policyOf(byRegime), [
      { metrics: { 'leverage.weighted': 12 } },
      { metrics: { 'leverage.weighted': 12 }, regime: 'extreme' },
    ]);
    expect(second?.moves).toMatchObject([{ regime: 'extreme', threshold: 5, value: 12 }]);
  });
});

describe('for', () => {
  const patient = leverage({ for: 3 * MINUTE });

  test('a breach counts once it has lasted, in the snapshots’ own time', () => {
    expect(severities(patient, [21, 21, 21, 21])).toEqual(['normal', 'normal', 'normal', 'warning']);
    const late = live(policyOf(patient), [
      { at: 0, metrics: { 'leverage.weighted': 21 } },
      { at: 3 * MINUTE, metrics: { 'leverage.weighted': 21 } },
    ]);
    expect(late.map(({ severity }) => severity)).toEqual(['normal', 'warning']);
  });

  test('a breach that pauses begins anew', () => {
    expect(severities(patient, [21, 21, 21, 5, 21, 21, 21, 21])).toEqual([...Array(7).fill('normal'), 'warning']);
  });

  test('each level has its own time: what rises through them all is raised as each has lasted', () => {
    expect(severities(patient, [11, 21, 31, 41, 41, 41, 41])).toEqual([
      'normal',
      'normal',
      'normal',
      'watch',
      'warning',
      'critical',
      'emergency',
    ]);
  });

  test('a peak that did not last leaves the level that did', () => {
    expect(severities(patient, [21, 41, 21, 21, 21])).toEqual(['normal', 'normal', 'normal', 'warning', 'warning']);
  });

  test('what is breached from the start at the highest level is raised to it at once when it has lasted', () => {
    expect(severities(patient, [41, 41, 41, 41])).toEqual(['normal', 'normal', 'normal', 'emergency']);
  });

  test('easing needs no patience', () => {
    expect(severities(patient, [21, 21, 21, 21, 5])).toEqual(['normal', 'normal', 'normal', 'warning', 'normal']);
  });

  test('a state tells since when each level is breached, and forgets it once raised', () => {
    const states = live(
      policyOf(patient),
      [11, 21, 21, 21, 21].map((value) => ({ metrics: { 'leverage.weighted': value } })),
    ).map((evaluation) => evaluation.states.leverage);
    expect(states).toEqual([
      { level: 'normal', pending: { watch: 0 } },
      { level: 'normal', pending: { watch: 0, warning: MINUTE } },
      { level: 'normal', pending: { watch: 0, warning: MINUTE } },
      { level: 'watch', pending: { warning: MINUTE } },
      { level: 'warning' },
    ]);
  });
});

describe('groups and moves', () => {
  const rules = [
    leverage({ name: 'mean', group: 'leverage' }),
    leverage({ name: 'tail', group: 'leverage', metric: 'leverage.p99' }),
    leverage({ name: 'spike', group: 'volatility', metric: 'volatility.ratio' }),
  ];
  const policy = policyOf(...rules);

  test('a move says what moved, by which rule, past which threshold', () => {
    const [evaluation] = live(policy, [{ metrics: { 'leverage.weighted': 25 } }]);
    expect(evaluation).toMatchObject({ severity: 'warning' });
    expect(evaluation?.moves).toEqual([
      {
        symbol: 'BTC/USDT:USDT',
        group: 'leverage',
        rule: 'mean',
        metric: 'leverage.weighted',
        value: 25,
        threshold: 20,
        regime: 'calm',
        from: 'normal',
        to: 'warning',
      },
    ]);
  });

  test('the severity is the worst of all rules, the moves one a group', () => {
    const [evaluation] = live(policy, [
      { metrics: { 'leverage.weighted': 15, 'leverage.p99': 35, 'volatility.ratio': 25 } },
    ]);
    expect(evaluation?.severity).toBe('critical');
    expect(evaluation?.moves.map(({ group, rule, to }) => [group, rule, to])).toEqual([
      ['leverage', 'tail', 'critical'],
      ['volatility', 'spike', 'warning'],
    ]);
  });

  test('of rules at one level the first in the policy leads', () => {
    const metrics = { 'leverage.weighted': 21, 'leverage.p99': 29 };
    expect(live(policy, [{ metrics }])[0]?.moves[0]?.rule).toBe('mean');
    const turned = policyOf(...rules.toReversed());
    expect(live(turned, [{ metrics }])[0]?.moves[0]?.rule).toBe('tail');
  });

  test('a group that stays as bad moves not, though another of its rules leads', () => {
    const evaluations = live(policy, [
      { metrics: { 'leverage.weighted': 25 } },
      { metrics: { 'leverage.weighted': 25, 'leverage.p99': 25 } },
      { metrics: { 'leverage.p99': 25 } },
    ]);
    expect(evaluations.map(({ moves }) => moves.length)).toEqual([1, 0, 0]);
  });

  test('back to normal is told by the rule that held last, without a threshold', () => {
    const evaluations = live(policy, [{ metrics: { 'leverage.p99': 25 } }, { metrics: { 'leverage.p99': 1 } }]);
    expect(evaluations[1]?.moves).toMatchObject([
      { rule: 'tail', metric: 'leverage.p99', value: 1, threshold: null, from: 'warning', to: 'normal' },
    ]);
  });

  test('a rule that left the policy leaves no state behind', () => {
    const [first] = live(policy, [{ metrics: { 'leverage.weighted': 25 } }]);
    const { states } = evaluateRules(policyOf(rules[1] as Rule), first?.states ?? {}, {
      symbol: 'BTC/USDT:USDT',
      metrics: NO_METRICS,
      regime: 'calm',
      timestamp: MINUTE,
    });
    expect(Object.keys(states)).toEqual(['tail']);
  });
});

describe('a metric that is not known', () => {
  const rule = leverage({ for: 2 * MINUTE });
  const states = { leverage: { level: 'warning', pending: { critical: 0 } } } as const;
  const evaluated = (metrics: Partial<Record<Metric, number>>) =>
    evaluateRules(policyOf(rule), states, { symbol: 'X', metrics, regime: 'calm', timestamp: MINUTE });

  test.each([
    ['left out', {}],
    ['no number', { 'leverage.weighted': Number.NaN }],
    ['infinite', { 'leverage.weighted': Number.POSITIVE_INFINITY }],
  ])('because it is %s neither fires nor clears a rule: it stays as it was, waiting included', (_, metrics) => {
    expect(evaluated(metrics)).toEqual({ states, severity: 'warning', moves: [] });
  });

  test('a group that eases to a rule that is held is told at the line of that rule', () => {
    const skewed = leverage({ name: 'skewed', metric: 'skew', levels: { critical: always(0.5) } });
    const { moves } = evaluateRules(
      policyOf(leverage(), skewed),
      { leverage: { level: 'warning' }, skewed: { level: 'critical' } },
      { symbol: 'X', metrics: { skew: 0 }, regime: 'calm', timestamp: 0 },
    );
    expect(moves).toMatchObject([{ rule: 'leverage', from: 'critical', to: 'warning', value: 20, threshold: 20 }]);
  });
});

test('rules of a market that is not in the book any more end by moves that say so, one for each group that was not normal', () => {
  const rules = [leverage(), leverage({ name: 'other', group: 'quiet', metric: 'skew' })];
  const moves = endUnobserved(
    policyOf(...rules),
    { leverage: { level: 'emergency' }, other: { level: 'normal' } },
    { symbol: 'X', regime: 'stressed', timestamp: 0 },
    'gone',
  );
  expect(moves).toEqual([
    {
      symbol: 'X',
      group: 'leverage',
      rule: 'leverage',
      metric: 'leverage.weighted',
      value: 0,
      threshold: null,
      regime: 'stressed',
      from: 'emergency',
      to: 'normal',
      detail: 'gone',
      unobserved: true,
    },
  ]);
});
