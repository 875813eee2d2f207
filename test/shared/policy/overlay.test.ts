import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { differencesFrom, overlayPolicy, PolicyFault } from '../../../shared/policy/overlay.ts';

const laid = (overlay: unknown) => overlayPolicy(DEFAULT_POLICY, overlay);

describe('an overlay', () => {
  test('replaces what it names and nothing else; lists whole', () => {
    const officers = ['U-ANNA'];
    expect(laid({ response: { approval: { officers } }, model: { horizonMs: 1 } })).toEqual({
      ...DEFAULT_POLICY,
      model: { ...DEFAULT_POLICY.model, horizonMs: 1 },
      response: { ...DEFAULT_POLICY.response, approval: { ...DEFAULT_POLICY.response.approval, officers } },
    });
    expect(laid({})).toEqual(DEFAULT_POLICY);
  });

  test('names currencies that the default does not know', () => {
    expect(laid({ model: { haircuts: { fixed: { 'A/B': 0.5 } } } }).model.haircuts).toEqual({
      ...DEFAULT_POLICY.model.haircuts,
      fixed: { 'A/B': 0.5 },
    });
  });

  test.each([
    [{ version: 7 }, /^\/version is counted where policies are stored: an overlay does not set it$/],
    [{ modle: {} }, /^\/modle is not known; known are alertFrom, model, /],
    [{ 'a/b': 1 }, /^\/a~1b is not known/],
    [{ model: { horizon: 1 } }, /^\/model\/horizon is not known; known are horizonMs, /],
    [{ model: { horizonMs: '1' } }, /^\/model\/horizonMs must be a number, not "1"$/],
    [{ model: null }, /^\/model must be an object, not null$/],
    [{ rules: {} }, /^\/rules must be a list, not {}$/],
    [{ response: { killSwitch: 1 } }, /^\/response\/killSwitch must be a boolean, not 1$/],
    [[], /^a policy must be an object, not \[\]$/],
    ['{}', /^a policy must be an object, not "{}"$/],
    [JSON.parse('{"__proto__": {"killSwitch": true}}'), /^\/__proto__ is not known/],
  ])('%j is refused, with the place', (overlay, message) => {
    expect(() => laid(overlay)).toThrow(PolicyFault);
    expect(() => laid(overlay)).toThrow(message);
  });
});

describe('the differences of two policies', () => {
  test('are the places that an overlay changes, with what stands there now', () => {
    const [first, ...others] = DEFAULT_POLICY.rules as [
      (typeof DEFAULT_POLICY.rules)[0],
      ...typeof DEFAULT_POLICY.rules,
    ];
    const changed = laid({
      alertFrom: 'critical',
      model: { horizonMs: DEFAULT_POLICY.model.horizonMs, haircuts: { fixed: { 'A/B': 0.5 } } },
      response: { approval: { officers: ['U-ANNA'] } },
      rules: [{ ...first, clear: 0.7 }, ...others],
    });
    expect(differencesFrom(DEFAULT_POLICY, { ...changed, version: 9 })).toEqual([
      { path: '/alertFrom', value: 'critical' },
      { path: '/model/haircuts/fixed/A~1B', value: 0.5 },
      { path: '/response/approval/officers', value: ['U-ANNA'] },
      { path: '/rules/0/clear', value: 0.7 },
    ]);
  });

  test('tell of what has gone from a list, too', () => {
    const rules = DEFAULT_POLICY.rules.slice(1);
    expect(differencesFrom(DEFAULT_POLICY, laid({ rules }))).toEqual([{ path: '/rules', value: rules }]);
    const [rule] = DEFAULT_POLICY.rules;
    const levels = { watch: rule?.levels.watch };
    const fewer = laid({ rules: [{ ...rule, levels }, ...rules] });
    expect(differencesFrom(DEFAULT_POLICY, fewer)).toEqual([{ path: '/rules/0/levels', value: levels }]);
  });

  test('are none exactly where the policies are equal', () => {
    const change = fc.record({ closingCost: fc.double(), horizonMs: fc.constantFrom(1, 3_600_000) });
    fc.assert(
      fc.property(change, change, (one, other) => {
        const [a, b] = [laid({ model: one }), laid({ model: other })];
        const same = (Object.keys(one) as (keyof typeof one)[]).every((key) => Object.is(one[key], other[key]));
        expect(differencesFrom(a, b).length === 0).toBe(same);
      }),
    );
  });
});
