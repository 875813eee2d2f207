import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateRules } from '../../../shared/policy/evaluate.ts';
import {
  type Alarm,
  type Metric,
  type Rule,
  type RuleState,
  SEVERITIES,
  type Severity,
} from '../../../shared/policy/types.ts';
import { REGIMES } from '../../../shared/volatility/types.ts';

import { live, MINUTE, NO_METRICS, policyOf } from './lives.ts';

describe('for any life', () => {
  const value = fc.double({ min: 0, max: 60, noNaN: true });
  const moment = fc.record({
    metrics: fc.record({ 'leverage.weighted': value, 'leverage.p99': value, 'volatility.ratio': value }),
    regime: fc.constantFrom(...REGIMES),
  });
  const thresholds = fc
    .record({ base: fc.double({ min: 5, max: 15, noNaN: true }), fall: fc.double({ min: 0.5, max: 1, noNaN: true }) })
    .map(
      ({ base, fall }) =>
        Object.fromEntries(
          (['watch', 'warning', 'critical', 'emergency'] as const).map((level, l) => [
            level,
            Object.fromEntries(REGIMES.map((regime, r) => [regime, base * (l + 1) * fall ** r])),
          ]),
        ) as Rule['levels'],
    );
  const rule = (name: string, metric: Metric) =>
    fc
      .record({
        levels: thresholds,
        for: fc.constantFrom(0, MINUTE, 5 * MINUTE),
        clear: fc.constantFrom(0.8, 0.95, 1),
        group: fc.constantFrom('one', 'other'),
      })
      .map((rest): Rule => ({ name, metric, comparator: 'above', ...rest }));
  const policy = fc
    .tuple(rule('mean', 'leverage.weighted'), rule('tail', 'leverage.p99'), rule('spike', 'volatility.ratio'))
    .map((rules) => policyOf(...rules));
  const life = fc.array(moment, { maxLength: 30 });
  const rank = (severity: Severity) => SEVERITIES.indexOf(severity);

  test('the moves of a group join up, and end where the group stands', () => {
    fc.assert(
      fc.property(policy, life, (rules, moments) => {
        const at: Record<string, Severity> = {};
        for (const { moves, states, severity } of live(rules, moments)) {
          for (const { group, from, to } of moves) {
            expect(from).toBe(at[group] ?? 'normal');
            expect(to).not.toBe(from);
            at[group] = to;
          }
          for (const { name, group } of rules.rules)
            expect(rank(states[name]?.level as Severity)).toBeLessThanOrEqual(rank(at[group] ?? 'normal'));
          expect(severity).toBe(SEVERITIES[Math.max(0, ...Object.values(at).map(rank))]);
        }
      }),
    );
  });

  test('a level is only ever raised past its threshold, and never held past its clear threshold', () => {
    fc.assert(
      fc.property(policy, life, (rules, moments) => {
        let before: Readonly<Record<string, RuleState>> = {};
        live(rules, moments).forEach(({ states }, i) => {
          const { metrics, regime } = moments[i] as (typeof moments)[number];
          for (const { name, metric, levels, clear } of rules.rules) {
            const level = states[name]?.level as Severity;
            if (level === 'normal') continue;
            const threshold = levels[level as Alarm]?.[regime] as number;
            const is = metrics[metric as keyof typeof metrics];
            const raised = rank(level) > rank(before[name]?.level ?? 'normal');
            expect(is).toBeGreaterThan(raised ? threshold : threshold * clear);
          }
          before = states;
        });
      }),
    );
  });

  test('patience only ever delays: the severity with `for` is never above the one without', () => {
    fc.assert(
      fc.property(policy, life, (rules, moments) => {
        const hasty = policyOf(...rules.rules.map((one) => ({ ...one, for: 0 })));
        const [slow, fast] = [live(rules, moments), live(hasty, moments)];
        slow.forEach(({ severity }, i) => {
          expect(rank(severity)).toBeLessThanOrEqual(rank(fast[i]?.severity as Severity));
        });
      }),
    );
  });

  test('states that were stored as JSON go on as if they had not been', () => {
    fc.assert(
      fc.property(policy, life, (rules, moments) => {
        let states: Readonly<Record<string, RuleState>> = {};
        const stored = moments.map(({ metrics, regime }, i) => {
          const circumstances = {
            symbol: 'BTC/USDT:USDT',
            metrics: { ...NO_METRICS, ...metrics },
            regime,
            timestamp: i * MINUTE,
          };
          const evaluation = evaluateRules(rules, states, circumstances);
          states = JSON.parse(JSON.stringify(evaluation.states));
          return evaluation;
        });
        expect(stored).toEqual(live(rules, moments));
      }),
    );
  });
});
