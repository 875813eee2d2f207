import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { type Evaluation, evaluateRules } from '../../../shared/policy/evaluate.ts';
import {
  METRICS,
  type Metric,
  type Policy,
  type Rule,
  type RuleState,
  type Severity,
} from '../../../shared/policy/types.ts';
import type { Regime } from '../../../shared/volatility/types.ts';

export const MINUTE = 60_000;
export const NO_METRICS = Object.fromEntries(METRICS.map((metric) => [metric, 0])) as Record<Metric, number>;
export const always = (threshold: number) => ({
  calm: threshold,
  elevated: threshold,
  stressed: threshold,
  extreme: threshold,
});

/** Weighted leverage: watch above 10, warning above 20, critical above 30, emergency above 40; each clears below nine tenths. */
export const leverage = (change: Partial<Rule> = {}): Rule => ({
  name: 'leverage',
  group: 'leverage',
  metric: 'leverage.weighted',
  comparator: 'above',
  levels: { watch: always(10), warning: always(20), critical: always(30), emergency: always(40) },
  for: 0,
  clear: 0.9,
  ...change,
});
export const policyOf = (...rules: Rule[]): Policy => ({ ...DEFAULT_POLICY, rules });

export interface Moment {
  readonly at?: number;
  readonly regime?: Regime;
  readonly metrics: Partial<Record<Metric, number>>;
}

/** A market's life under a policy: one evaluation a moment, a minute apart unless said otherwise. */
export function live(policy: Policy, moments: readonly Moment[]): Evaluation[] {
  let states: Readonly<Record<string, RuleState>> = {};
  return moments.map(({ at, regime = 'calm', metrics }, i) => {
    const evaluation = evaluateRules(policy, states, {
      symbol: 'BTC/USDT:USDT',
      metrics: { ...NO_METRICS, ...metrics },
      regime,
      timestamp: at ?? i * MINUTE,
    });
    states = evaluation.states;
    return evaluation;
  });
}

export const severities = (rule: Rule, values: readonly number[], regimes: readonly Regime[] = []): Severity[] =>
  live(
    policyOf(rule),
    values.map((value, i) => ({ metrics: { [rule.metric]: value }, regime: regimes[i] ?? 'calm' })),
  ).map(({ severity }) => severity);
