import { REGIMES } from '../volatility/types.ts';
import { above, atLeast, finite, type Limit, oneOf } from './limits.ts';
import { pointer } from './overlay.ts';
import { STANDING_RULES } from './standing-rules.ts';
import { type Alarm, METRICS, type Policy, type Rule, SEVERITIES, scopeOf, type Thresholds } from './types.ts';

/** What is wrong with a term of a policy, and where. */
export interface TermFault {
  /** JSON pointer into the policy, e.g. `/rules/3/levels/warning/calm`. */
  readonly path: string;
  readonly message: string;
}

/** Rules of a policy, each of which every market, or the venue, keeps a state of. */
const MOST_RULES = 100;

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names are part of keys and of messages. */
const name: Limit = {
  words: 'up to 64 small letters, digits and single hyphens between them',
  holds: (value) => typeof value === 'string' && value.length <= 64 && NAME.test(value),
};

const RULE_LIMITS: Readonly<Record<Exclude<keyof Rule, 'levels'>, Limit>> = {
  name,
  group: name,
  metric: oneOf(METRICS),
  comparator: oneOf(['above', 'below']),
  for: atLeast(0),
  clear: above(0),
};
const KEYS = [...Object.keys(RULE_LIMITS), 'levels'];
const ALARMS = SEVERITIES.filter((severity): severity is Alarm => severity !== 'normal');

/** What is wrong with the rules of a policy. They are given whole, so that nothing is known of them, not even their form. */
export function* ruleFaults(rules: Policy['rules']): Generator<TermFault> {
  const given: readonly unknown[] = rules;
  if (given.length === 0) yield { path: '/rules', message: 'must hold a rule at least: without one nothing alerts' };
  if (given.length > MOST_RULES)
    yield { path: '/rules', message: `must hold at most ${MOST_RULES} rules, not ${given.length}` };
  const names = new Map<unknown, number>();
  for (const [i, rule] of given.entries()) {
    const path = pointer('/rules', i);
    if (!isObject(rule)) {
      yield { path, message: 'must be an object' };
      continue;
    }
    const faults = [...shapeFaults(rule, path)];
    yield* faults;
    if (faults.length === 0) {
      yield* levelFaults(rule as unknown as Rule, path);
      yield* takenFaults(rule as unknown as Rule, path);
    }
    const first = names.get(rule.name);
    if (first === undefined) names.set(rule.name, i);
    else if (name.holds(rule.name))
      yield { path: `${path}/name`, message: `must be its own: rule ${first} is called ${rule.name} too` };
  }
}

/** Groups of the venue's feed, whose incidents are ordered by time and not by sequence. */
const FEED_GROUP = /^feed(-|$)/;

/** Names by which something else is kept already. */
function* takenFaults({ name: own, group, metric }: Rule, path: string): Generator<TermFault> {
  const standing = STANDING_RULES.find((rule) => rule.name === own);
  if (standing && standing.metric !== metric)
    yield { path: `${path}/name`, message: `is that of the standing rule on ${standing.metric}: another is needed` };
  if (scopeOf(metric) === 'venue' && FEED_GROUP.test(group))
    yield { path: `${path}/group`, message: `must not be ${group}: incidents of the venue's feed are kept by it` };
}

function* shapeFaults(rule: Readonly<Record<string, unknown>>, path: string): Generator<TermFault> {
  yield* strangers(rule, KEYS, path);
  for (const [key, limit] of Object.entries(RULE_LIMITS)) yield* limited(rule, key, limit, path);
  const { levels } = rule;
  const at = `${path}/levels`;
  if (!isObject(levels)) {
    yield { path: at, message: Object.hasOwn(rule, 'levels') ? 'must be an object' : 'is required' };
    return;
  }
  yield* strangers(levels, ALARMS, at);
  if (!ALARMS.some((level) => Object.hasOwn(levels, level)))
    yield { path: at, message: `must have one of ${ALARMS.join(', ')}` };
  for (const level of ALARMS) {
    if (!Object.hasOwn(levels, level)) continue;
    const thresholds = levels[level];
    const below = `${at}/${level}`;
    if (!isObject(thresholds)) yield { path: below, message: 'must be an object' };
    else {
      yield* strangers(thresholds, REGIMES, below);
      for (const regime of REGIMES) yield* limited(thresholds, regime, finite, below);
    }
  }
}

/** A worse level takes more, and none clears while it is still reached. */
function* levelFaults({ levels, comparator, clear }: Rule, path: string): Generator<TermFault> {
  const [further, word] = comparator === 'above' ? [1, 'less'] : [-1, 'more'];
  let milder: { level: Alarm; thresholds: Thresholds } | undefined;
  let clears = true;
  for (const level of ALARMS) {
    const thresholds = levels[level];
    if (!thresholds) continue;
    for (const regime of REGIMES) {
      const value = thresholds[regime];
      if (milder && further * value < further * milder.thresholds[regime])
        yield {
          path: `${path}/levels/${level}/${regime}`,
          message: `must be no ${word} than the ${milder.thresholds[regime]} of ${milder.level}, as the rule fires ${comparator} it`,
        };
      if (further * value * clear > further * value) clears = false;
    }
    milder = { level, thresholds };
  }
  if (!clears)
    yield {
      path: `${path}/clear`,
      message: `must not put what clears a level on the far side of its threshold: at ${clear} times it, ${comparator} which the rule fires, a level would clear while it is still reached`,
    };
}

function* strangers(of: object, known: readonly string[], path: string): Generator<TermFault> {
  for (const key of Object.keys(of))
    if (!known.includes(key))
      yield { path: pointer(path, key), message: `is not known; known are ${known.join(', ')}` };
}

function* limited(
  of: Readonly<Record<string, unknown>>,
  key: string,
  { words, holds }: Limit,
  path: string,
): Generator<TermFault> {
  if (!Object.hasOwn(of, key)) yield { path: pointer(path, key), message: 'is required' };
  else if (!holds(of[key])) yield { path: pointer(path, key), message: `must be ${words}, not ${shown(of[key])}` };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MOST_SHOWN = 60;

/** A value as a person has written it; what is no number is told as such, and not as JSON's null. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
