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
  /** `*` for the venue. */
  readonly symbol: string;
  /** A rule whose metric is not here, or is no finite number, stays as it is: what is not known neither fires nor clears. */
  readonly metrics: Readonly<Partial<Record<Metric, number>>>;
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
const ALARMS = SEVERITIES.filter((severity): severity is Alarm => severity !== 'normal');

/** Takes every rule one step further, from where the last snapshot left it. */
export function evaluateRules(
  policy: Pick<Policy, 'rules'>,
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

/**
 * Takes every rule back to normal because its market is not in the book any more: one move for each group that was not normal. The
 * moves say that nothing was seen, not that it is over.
 */
export function endUnobserved(
  policy: Pick<Policy, 'rules'>,
  before: Readonly<Record<string, RuleState>>,
  circumstances: Omit<Circumstances, 'metrics'>,
  detail: string,
): readonly SeverityMove[] {
  const groups = [...new Set(policy.rules.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const { rule, level } = leading(
      policy.rules.filter((own) => own.group === group),
      before,
    );
    if (level === 'normal') return [];
    const move = moveOf(rule, group, level, 'normal', { ...circumstances, metrics: {} });
    return [{ ...move, detail, unobserved: true as const }];
  });
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
    // A rule that was held without a number stands at its line, or beyond it.
    value: known(metrics[rule.metric]) ?? threshold ?? 0,
    threshold,
    regime,
    from,
    to,
  };
}

const known = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);

/** Each level is judged on its own: it is reached where it has been breached for `for`, and held until it clears. */
function nextState(rule: Rule, before: RuleState, { metrics, regime, timestamp }: Circumstances): RuleState {
  const { level, pending = {} } = before;
  const value = known(metrics[rule.metric]);
  if (value === undefined) return before;
  const past = (severity: Alarm, share: number): boolean => {
    const threshold = rule.levels[severity]?.[regime];
    if (threshold === undefined) return false;
    return rule.comparator === 'above' ? value > threshold * share : value < threshold * share;
  };
  // A level is held until the metric is back past its clear threshold; then the next lower one that still holds takes over.
  let reached: Severity =
    ALARMS.findLast((severity) => rank(severity) <= rank(level) && (past(severity, 1) || past(severity, rule.clear))) ??
    'normal';
  const waiting: Partial<Record<Alarm, number>> = {};
  for (const severity of ALARMS) {
    if (rank(severity) <= rank(level) || !past(severity, 1)) continue;
    const since = pending[severity] ?? timestamp;
    if (timestamp - since >= rule.for) reached = severity;
    else waiting[severity] = since;
  }
  return Object.keys(waiting).length > 0 ? { level: reached, pending: waiting } : { level: reached };
}
