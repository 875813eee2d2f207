import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { STORM_POLICY } from '../../../infra/local/commands/storm.ts';
import { PLAY_OVERLAY } from '../../../infra/local/exchange/play-policy.ts';
import { assess } from '../../../shared/assessment/assess.ts';
import { planInputFrom } from '../../../shared/assessment/plan-input.ts';
import { openPlan, planOn } from '../../../shared/deleveraging/plan/plan.ts';
import { policyFaults, refuseFaults } from '../../../shared/policy/check-policy.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { POLICY_LIMITS } from '../../../shared/policy/limits.ts';
import { overlayPolicy, PolicyFault } from '../../../shared/policy/overlay.ts';
import type { Policy } from '../../../shared/policy/types.ts';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { expectFinite } from '../leverage/close-to.ts';

const laid = (overlay: unknown) => overlayPolicy(DEFAULT_POLICY, overlay);
const faults = (overlay: unknown) => policyFaults(laid(overlay));
/** Faults in one sentence each, as they are told. */
const told = (overlay: unknown) => faults(overlay).map(({ path, message }) => `${path} ${message}`);

/** An overlay of one value at a JSON pointer. */
const at = (path: string, value: unknown): unknown =>
  path
    .split('/')
    .slice(1)
    .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
const valueAt = (policy: Policy, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>((section, key) => (section as Record<string, unknown>)[key.replaceAll('~1', '/')], policy);

/** Pointers of a policy's values of a kind, lists aside. */
function pointersOf(kind: string, section: unknown = DEFAULT_POLICY, path = ''): string[] {
  if (Array.isArray(section)) return [];
  if (typeof section === 'object' && section !== null)
    return Object.entries(section).flatMap(([key, value]) => pointersOf(kind, value, `${path}/${key}`));
  return typeof section === kind && path !== '/version' ? [path] : [];
}

const always = (threshold: unknown) => ({
  calm: threshold,
  elevated: threshold,
  stressed: threshold,
  extreme: threshold,
});

function skewed(comparator: string, watch: number, warning: number, clear: number) {
  const levels = { watch: always(watch), warning: always(warning) };
  return { name: 'one-sided', group: 'skew', metric: 'skew', comparator, levels, for: 0, clear };
}

describe('nothing is wrong with', () => {
  test.each([
    ['the default', DEFAULT_POLICY],
    ['that of the storms', STORM_POLICY],
    ['that of the play', laid(PLAY_OVERLAY)],
    ['one that asks nobody', laid({ response: { approval: { needed: 0 } } })],
    ['one that plans for nothing', laid({ response: { groups: [] } })],
    ['a rule that fires below', laid({ rules: [skewed('below', -0.5, -0.7, 0.9)], response: { groups: ['skew'] } })],
    ['a threshold of 0', laid({ rules: [skewed('below', 0, -0.7, 0.9)], response: { groups: [] } })],
  ])('%s', (_, policy) => {
    expect(policyFaults(policy)).toEqual([]);
    expect(() => refuseFaults(policy)).not.toThrow();
  });
});

describe('a value is refused with its place:', () => {
  test.each([
    ['/alertFrom', 'normal', 'must be "watch" or "warning" or "critical" or "emergency", not "normal"'],
    ['/model/horizonMs', 0, 'must be a number above 0, not 0'],
    ['/model/confidence', 0.5, 'must be a number above 0.5 and below 1, not 0.5'],
    ['/model/confidence', 1, 'must be a number above 0.5 and below 1, not 1'],
    ['/model/degreesOfFreedom', 2, 'must be a number above 2, at most 1000, not 2'],
    ['/model/closingCost', -0.01, 'must be a number from 0 to 1, not -0.01'],
    ['/model/closingCost', Number.NaN, 'must be a number from 0 to 1, not NaN'],
    ['/model/horizonMs', Number.POSITIVE_INFINITY, 'must be a number above 0, not Infinity'],
    ['/model/haircuts/fixed/BTC', '0.1', 'must be a number from 0 to 1, not "0.1"'],
    ['/model/haircuts/floor', 0.96, 'must be at most the 0.95 of /model/haircuts/cap, not 0.96'],
    ['/model/assumed/maintenanceMarginRate', 0, 'must be a number above 0, at most 1, not 0'],
    ['/regimes/lambda', 1, 'must be a number above 0 and below 1, not 1'],
    ['/regimes/dwellBars', 1.5, 'must be a whole number of at least 0, not 1.5'],
    ['/regimes/budget/extreme', -1, 'must be a number of at least 0, not -1'],
    [
      '/integrity/prices/markOffIndex/doubtful/sigmas',
      11,
      'must be at most the 10 of /integrity/prices/markOffIndex/failed/sigmas, not 11',
    ],
    ['/integrity/frozen/snapshots', 1, 'must be a whole number of at least 2, not 1'],
    [
      '/integrity/trades/orderFlow/start',
      0.96,
      'must be at most the 0.95 of /integrity/trades/orderFlow/most, not 0.96',
    ],
    ['/integrity/venue/failedAgeMs', 86_400_000, 'must be a number from 0 to 43200000, not 86400000'],
    ['/response/planFrom', 'worse', null],
    ['/response/everyMs', -1, 'must be a number of at least 0, not -1'],
    ['/response/approval/needed', 3, 'must be 0 or 1 or 2, not 3'],
    ['/response/approval/expiresAfterMs', 59_999, 'must be a number from 60000 to 43200000, not 59999'],
    ['/response/approval/onExpiry', 'go', 'must be "stand down" or "go ahead", not "go"'],
    ['/response/dispatch/tolerance', 1.1, 'must be a number from 0 to 1, not 1.1'],
    ['/response/dispatch/withinMs', 43_200_001, 'must be a number from 60000 to 43200000, not 43200001'],
    ['/response/dispatch/bookAgeMs', 59_999, 'must be a number from 60000 to 43200000, not 59999'],
    ['/response/dispatch/bookAgeMs', 43_200_001, 'must be a number from 60000 to 43200000, not 43200001'],
    [
      '/response/dispatch/silenceMs',
      7_200_001,
      'must be at most the 7200000 of /response/dispatch/withinMs, not 7200001',
    ],
    [
      '/response/dispatch/silenceMs',
      157_999,
      'must be at least 158000, not 157999: deciding what is sent may take 120000 ms, and the first action 38000 ms more, before there is a sign of life',
    ],
    [
      '/response/verification/withinMs',
      119_999,
      'must be at least 120000, not 119999: one look at a newer snapshot may take as long',
    ],
    ['/response/verification/rounds', 11, 'must be a whole number from 1 to 10, not 11'],
    ['/response/verification/leastImprovement', -0.1, 'must be a number from 0 to 1, not -0.1'],
    ['/deleveraging/targets/collapseProbability', 1.01, 'must be a number from 0 to 1, not 1.01'],
    ['/deleveraging/targets/fundShortfall', -1, 'must be a number of at least 0, not -1'],
    ['/deleveraging/lowestCap', 0.9, 'must be a number of at least 1, not 0.9'],
    ['/deleveraging/participation', 0, 'must be a number above 0, at most 1, not 0'],
    ['/deleveraging/participation', 1.01, 'must be a number above 0, at most 1, not 1.01'],
    ['/deleveraging/disposal/maxShareOfDepth', 0, 'must be a number above 0, at most 1, not 0'],
    ['/deleveraging/adl', 'lottery', null],
    ['/deleveraging/fund/stopDrawdown', 0.31, 'must be at most the 0.3 of /deleveraging/fund/drawdown, not 0.31'],
    ['/response/approval/officers', ['anna'], null],
  ])('%s %p', (path, value, message) => {
    const found = faults(at(path, value));
    expect(found).toHaveLength(1);
    if (message !== null) expect(found).toEqual([{ path, message }]);
    expect(found[0]?.path).toMatch(new RegExp(`^${path}`));
  });

  test('each number and each word has a limit: none is neither infinite nor something else', () => {
    const numbers = pointersOf('number');
    const words = pointersOf('string');
    expect(numbers.length).toBeGreaterThan(70);
    expect(words).toEqual(['/alertFrom', '/response/planFrom', '/response/approval/onExpiry', '/deleveraging/adl']);
    for (const path of numbers) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e-9])
        expect([path, faults(at(path, value)).some((fault) => fault.path === path)]).toEqual([path, true]);
    }
    for (const path of words) expect(told(at(path, 'x'))).toEqual([expect.stringContaining(`${path} must be`)]);
    expect(valueAt(POLICY_LIMITS as unknown as Policy, '/model/haircuts/fixed/each')).toBeDefined();
  });
});

describe('officers', () => {
  const approvedBy = (officers: readonly unknown[], needed = 1) =>
    told({ response: { approval: { officers, needed } } });
  const path = '/response/approval/officers';

  test('are ids of Slack, each of another officer', () => {
    expect(approvedBy(['U024BE7LH', 'W012A3CDE', 'U-ANNA'])).toEqual([]);
    expect(approvedBy(['anna', 7, 'U-BEN', '@U-BEN', 'U', `U${'A'.repeat(31)}`])).toEqual([
      expect.stringMatching(`^${path}/0 must be a user's id in Slack, such as "U024BE7LH", not "anna"$`),
      expect.stringMatching(`^${path}/1 must be .*, not 7$`),
      expect.stringMatching(`^${path}/3 must be`),
      expect.stringMatching(`^${path}/4 must be`),
      expect.stringMatching(`^${path}/5 must be`),
    ]);
    expect(approvedBy(['U-BEN', 'U-ANNA', 'U-BEN'])).toEqual([`${path}/2 must be another: U-BEN stands there already`]);
  });

  test('are as many as have to approve, or nobody', () => {
    expect(approvedBy(['U-ANNA'], 2)).toEqual([
      '/response/approval/needed must be at most the number of officers, 1, not 2: nothing could ever be approved',
    ]);
    expect(approvedBy([], 2)).toEqual([]);
    expect(approvedBy(['U-ANNA'], 0)).toEqual([]);
  });
});

describe('a group that is planned for', () => {
  test('is that of a rule, and named once', () => {
    expect(told({ response: { groups: ['leverage', 'leverige', 'leverage', 3] } })).toEqual([
      '/response/groups/1 must be the group of a rule, not "leverige"',
      '/response/groups/2 must be another: leverage stands there already',
      '/response/groups/3 must be the group of a rule, not 3',
    ]);
  });
});

describe('a rule', () => {
  const rule = skewed('above', 0.2, 0.4, 0.8);
  const toldOf = (...rules: readonly unknown[]) => told({ rules, response: { groups: [] } });

  test('is there at least once, and not beyond count', () => {
    expect(toldOf()).toEqual(['/rules must hold a rule at least: without one nothing alerts']);
    expect(toldOf(...Array.from({ length: 101 }, (_, i) => ({ ...rule, name: `r${i}` })))).toEqual([
      '/rules must hold at most 100 rules, not 101',
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ['that is none', null, ['/rules/0 must be an object']],
    ['that is a list', [], ['/rules/0 must be an object']],
    [
      'with a metric that nobody measures',
      { ...rule, metric: 'mood' },
      ['/rules/0/metric must be "leverage.weighted" or '],
    ],
    [
      'with another comparator',
      { ...rule, comparator: '>' },
      ['/rules/0/comparator must be "above" or "below", not ">"'],
    ],
    ['with a name that keys cannot hold', { ...rule, name: 'a#b' }, ['/rules/0/name must be up to 64 small letters, ']],
    ['with a group that is no name', { ...rule, group: '' }, ['/rules/0/group must be up to 64 small letters, ']],
    ['with a word too many', { ...rule, threshold: 1 }, ['/rules/0/threshold is not known; known are name, group, ']],
    ['with a word too few', { ...rule, clear: undefined, for: -1 }, ['/rules/0/for must be', '/rules/0/clear must be']],
    ['without levels', { ...rule, levels: {} }, ['/rules/0/levels must have one of watch, warning, ']],
    ['with levels that are none', { ...rule, levels: [] }, ['/rules/0/levels must be an object']],
    [
      'with a level that there is not',
      { ...rule, levels: { ...rule.levels, normal: always(0) } },
      ['/rules/0/levels/normal is not known; known are watch, warning, critical, emergency'],
    ],
    [
      'with a threshold for fewer regimes than there are',
      { ...rule, levels: { watch: { calm: 1, elevated: 1, stressed: 1 }, warning: 2 } },
      ['/rules/0/levels/watch/extreme is required', '/rules/0/levels/warning must be an object'],
    ],
    [
      'with a threshold that is no number',
      { ...rule, levels: { watch: { ...always(1), calm: Number.POSITIVE_INFINITY, storm: 1 } } },
      ['/rules/0/levels/watch/storm is not known', '/rules/0/levels/watch/calm must be a finite number, not Infinity'],
    ],
    [
      'of which a worse level takes less',
      skewed('above', 0.4, 0.2, 0.8),
      ['calm', 'elevated', 'stressed', 'extreme'].map(
        (regime) =>
          `/rules/0/levels/warning/${regime} must be no less than the 0.4 of watch, as the rule fires above it`,
      ),
    ],
    [
      'below, of which a worse level takes less',
      skewed('below', -0.4, -0.2, 0.8),
      ['calm', 'elevated', 'stressed', 'extreme'].map(
        (regime) =>
          `/rules/0/levels/warning/${regime} must be no more than the -0.4 of watch, as the rule fires below it`,
      ),
    ],
    ['that clears where it fires', skewed('above', 0.2, 0.4, 1.1), ['/rules/0/clear must not put what clears a level']],
    ['that clears where it fires, below', skewed('below', 0.4, 0.2, 0.9), ['/rules/0/clear must not put']],
    ['that never clears', { ...rule, clear: 0 }, ['/rules/0/clear must be a number above 0, not 0']],
  ])('%s', (_, wrong, messages) => {
    const found = toldOf(wrong);
    expect(found).toHaveLength(messages.length);
    for (const [i, message] of messages.entries()) expect(found[i]?.slice(0, message.length)).toBe(message);
  });

  test('has a name of its own, which its states are kept by', () => {
    expect(toldOf(rule, { ...rule, name: 'other' }, rule)).toEqual([
      '/rules/2/name must be its own: rule 0 is called one-sided too',
    ]);
  });
});

describe('a refusal', () => {
  test('names the first places, and how many there are more', () => {
    const policy = laid({
      regimes: { lambda: 2, dwellBars: -1, budget: { elevated: -1, stressed: -1, extreme: -1 } },
      alertFrom: '',
    });
    expect(() => refuseFaults(policy)).toThrow(PolicyFault);
    expect(() => refuseFaults(policy)).toThrow(
      /^\/alertFrom must be [^;]*; \/regimes\/lambda must be [^;]*; \/regimes\/dwellBars [^;]*; [^;]*; [^;]*; and 1 more$/,
    );
  });
});

describe('whatever numbers are laid over the default', () => {
  const odd = fc.constantFrom(0, 1, 2, -1, 0.5, 1e-300, 1e300, 5e-324, 60_000, Number.MAX_SAFE_INTEGER);
  const numbers = fc.oneof(odd, fc.double(), fc.double({ min: 0, max: 1 }), fc.integer({ min: -10, max: 1_000 }));
  const paths = pointersOf('number');
  const changesOf = (these: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...these), numbers, { minKeys: 1, maxKeys: 3 });
  const changed = (by: Readonly<Record<string, number>>): Policy =>
    Object.entries(by).reduce((policy, [path, value]) => overlayPolicy(policy, at(path, value)), DEFAULT_POLICY);
  const parsed = parseSnapshot(bytes(wireBook({ leverage: 40 })), { format: 'json', role: 'snapshot' });
  const joined = parsed.ok ? joinFragments('v', parsed.fragment.header as never, [parsed.fragment]) : parsed;

  test('each fault names a place that was changed, or that stands against one, and nothing twice', () => {
    fc.assert(
      fc.property(changesOf(paths), (by) => {
        const policy = changed(by);
        const found = policyFaults(policy);
        expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
        for (const { path, message } of found) {
          expect(paths).toContain(path);
          expect(Object.keys(by).some((one) => one === path || message.includes(one))).toBe(true);
          expect(message).toContain(`not ${valueAt(policy, path)}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a policy without a fault measures, judges and plans, in numbers', () => {
    if (!joined.ok) throw new Error(JSON.stringify(joined.faults));
    const { book } = joined;
    const calculated = paths.filter((path) => /^\/(model|regimes|deleveraging)\//.test(path));
    let sound = 0;
    fc.assert(
      fc.property(changesOf(calculated), (by) => {
        const policy = changed(by);
        if (policyFaults(policy).length > 0) return;
        sound++;
        const { assessment } = assess({ book, states: new Map(), policy, codeVersion: 't', late: false });
        expectFinite(assessment);
        expectFinite(planOn(openPlan(planInputFrom(book, assessment, policy))));
      }),
      { numRuns: 250 },
    );
    expect(sound).toBeGreaterThan(25);
  });
});
