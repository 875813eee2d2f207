import type { Regime } from '../volatility/types.ts';
import {
  type Alarm,
  type Metric,
  type Policy,
  type Rule,
  type RuleState,
  SEVERITIES,
  type Severity,
  type SeverityMove,
} from './types.ts';

export interface Circumstances {
  readonly symbol: string;
  readonly metrics: Readonly<Record<Metric, number>>;
  readonly regime: Regime;
  /** The snapshot's own time, Unix milliseconds. */
  readonly timestamp: number;
}

export interface Evaluation {
  /** By rule name; what a rule that is no longer in the policy left behind is dropped. */
  readonly states: Readonly<Record<string, RuleState>>;
  /** The worst of all rules. */
  readonly severity: Severity;
  /** One for each group whose severity changed, in the policy's order. */
  readonly moves: readonly SeverityMove[];
}

const NORMAL: RuleState = { level: 'normal' };
const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** Takes every rule of a policy one step further, from where the last snapshot left it. */
export function evaluateRules(
  policy: Policy,
  before: Readonly<Record<string, RuleState>>,
  circumstances: Circumstances,
): Evaluation {
  const states = Object.fromEntries(
    policy.rules.map((rule) => [rule.name, nextState(rule, before[rule.name] ?? NORMAL, circumstances)]),
  );
  const groups = [...new Set(policy.rules.map(({ group }) => group))];
  const moves = groups.flatMap((group) => {
    const rules = policy.rules.filter((rule) => rule.group === group);
    const was = leading(rules, before);
    const is = leading(rules, states);
    if (was.level === is.level) return [];
    return [moveOf(is.level === 'normal' ? was.rule : is.rule, group, was.level, is.level, circumstances)];
  });
  return { states, severity: leading(policy.rules, states).level, moves };
}

/** The worst rule; of equals the one that stands first in the policy. */
function leading(rules: readonly Rule[], states: Readonly<Record<string, RuleState>>): { rule: Rule; level: Severity } {
  let worst = { rule: rules[0] as Rule, level: 'normal' as Severity };
  for (const rule of rules) {
    const { level } = states[rule.name] ?? NORMAL;
    if (rank(level) > rank(worst.level)) worst = { rule, level };
  }
  return worst;
}

function moveOf(
  rule: Rule,
  group: string,
  from: Severity,
  to: Severity,
  { symbol, metrics, regime }: Circumstances,
): SeverityMove {
  const threshold = to === 'normal' ? null : (rule.levels[to]?.[regime] ?? null);
  return {
    symbol,
    group,
    rule: rule.name,
    metric: rule.metric,
    value: metrics[rule.metric],
    threshold,
    regime,
    from,
    to,
  };
}

function nextState(
  rule: Rule,
  { level, pending }: RuleState,
  { metrics, regime, timestamp }: Circumstances,
): RuleState {
  const value = metrics[rule.metric];
  const breached = highest(rule, (threshold) => isPast(rule, value, threshold), regime);
  if (rank(breached) <= rank(level)) {
    // A level is held until the metric is back past its clear threshold; then the next lower one that still holds takes over.
    const held = highest(rule, (threshold) => isPast(rule, value, threshold * rule.clear), regime, level);
    return { level: rank(held) > rank(breached) ? held : breached };
  }
  const alarm = breached as Alarm;
  const since = pending?.since ?? timestamp;
  // A breach that has lasted counts at the level that was breached all the while.
  const lasting = pending && rank(pending.level) < rank(alarm) ? pending.level : alarm;
  if (timestamp - since < rule.for) return { level, pending: { level: lasting, since } };
  return lasting === alarm ? { level: alarm } : { level: lasting, pending: { level: alarm, since: timestamp } };
}

const isPast = ({ comparator }: Rule, value: number, threshold: number): boolean =>
  comparator === 'above' ? value > threshold : value < threshold;

/** The highest level of a rule, up to `most`, whose threshold in the regime fulfils the condition. */
function highest(
  rule: Rule,
  condition: (threshold: number) => boolean,
  regime: Regime,
  most: Severity = 'emergency',
): Severity {
  return (
    SEVERITIES.findLast((severity) => {
      if (severity === 'normal' || rank(severity) > rank(most)) return false;
      const thresholds = rule.levels[severity];
      return thresholds !== undefined && condition(thresholds[regime]);
    }) ?? 'normal'
  );
}
