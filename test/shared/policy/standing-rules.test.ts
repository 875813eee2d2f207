import { describe, expect, test } from '@jest/globals';
import { policyFaults } from '../../../shared/policy/check-policy.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { overlayPolicy } from '../../../shared/policy/overlay.ts';
import { rulesInForce, STANDING_RULES } from '../../../shared/policy/standing-rules.ts';
import { BLIND_METRICS, METRICS, type Rule, scopeOf, VENUE_METRICS } from '../../../shared/policy/types.ts';

const always = (threshold: number) => ({
  calm: threshold,
  elevated: threshold,
  stressed: threshold,
  extreme: threshold,
});
const own = (change: Partial<Rule>): Rule => ({
  name: 'own',
  group: 'own',
  metric: 'skew',
  comparator: 'above',
  levels: { warning: always(0.5) },
  for: 0,
  clear: 0.9,
  ...change,
});
const withRules = (...rules: Rule[]) => overlayPolicy(DEFAULT_POLICY, { rules });
const namesOf = (policy: Parameters<typeof rulesInForce>[0], scope: 'market' | 'venue') =>
  rulesInForce(policy, scope).rules.map(({ name }) => name);

test('a rule is judged on what its metric is of', () => {
  expect(METRICS.filter((metric) => scopeOf(metric) === 'venue')).toEqual([...VENUE_METRICS]);
});

test('there is a standing rule for everything by which the watch can be blind', () => {
  expect(STANDING_RULES.map(({ metric }) => metric).sort()).toEqual([...BLIND_METRICS, ...VENUE_METRICS].sort());
});

describe('the rules in force', () => {
  test('of the default policy are its own, each once, by what they are judged on', () => {
    const both = [...namesOf(DEFAULT_POLICY, 'market'), ...namesOf(DEFAULT_POLICY, 'venue')];
    expect([...both].sort()).toEqual(DEFAULT_POLICY.rules.map(({ name }) => name).sort());
  });

  test('of a policy written for one thing are that, and all the standing ones', () => {
    const policy = withRules(own({}));
    expect(namesOf(policy, 'market')).toEqual(['own', 'market-unmeasurable', 'market-gone']);
    expect(namesOf(policy, 'venue')).toEqual([
      'venue-integrity',
      'book-unmeasurable',
      'markets-gone',
      'book-empty',
      'book-shrunk',
    ]);
  });

  test('a rule of the policy on the same metric takes the place of the standing one', () => {
    const policy = withRules(own({ name: 'empty', metric: 'venue.empty' }));
    expect(namesOf(policy, 'venue')).toContain('empty');
    expect(namesOf(policy, 'venue')).not.toContain('book-empty');
  });
});

describe('what a policy may not call its rules', () => {
  const faults = (rule: Partial<Rule>) =>
    policyFaults({ ...withRules(own(rule)), response: { ...DEFAULT_POLICY.response, groups: [] } });

  test('by the name of a standing rule on something else', () => {
    expect(faults({ name: 'book-empty' })).toEqual([
      { path: '/rules/0/name', message: 'is that of the standing rule on venue.empty: another is needed' },
    ]);
    expect(faults({ name: 'book-empty', metric: 'venue.empty' })).toEqual([]);
  });

  test('a group of the venue by which incidents of its feed are kept', () => {
    expect(faults({ metric: 'venue.shrunk', group: 'feed-parts' })).toEqual([
      { path: '/rules/0/group', message: "must not be feed-parts: incidents of the venue's feed are kept by it" },
    ]);
    expect(faults({ group: 'feed-parts' })).toEqual([]);
  });
});

test.each([
  ['/integrity/absence/lostAccounts', { lostAccounts: 0 }],
  ['/integrity/absence/lostOpenInterest', { lostOpenInterest: 1.01 }],
  ['/integrity/absence/forgetAfterMs', { forgetAfterMs: 1_000 }],
])('%s has its limits', (path, absence) => {
  expect(policyFaults(overlayPolicy(DEFAULT_POLICY, { integrity: { absence } })).map((fault) => fault.path)).toEqual([
    path,
  ]);
});
