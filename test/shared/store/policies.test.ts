import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { PolicyFault } from '../../../shared/policy/overlay.ts';
import {
  policyOfDecision,
  readPolicy,
  readPolicyInForce,
  readPolicyVersion,
  readStoredPolicy,
  turnKillSwitch,
  writePolicy,
} from '../../../shared/store/policies.ts';
import { getItem, putItem, type Tables } from '../../../shared/store/tables.ts';
import { Crash, contents, dyingAt, localClient, makeTables, NOW } from '../../environment/tables.ts';

const VENUE = 'demo';
const OFFICERS = { response: { approval: { officers: ['U-ANNA'] } } };

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables();
});

const write = (overlay: unknown, before = 1, on = tables) => writePolicy(on, VENUE, overlay, { by: 'anna', before });
const turn = (on: boolean, where = tables) => turnKillSwitch(where, VENUE, on, 'ben');

describe('a venue that has set nothing', () => {
  test('has the default, as version 1', async () => {
    expect(await readPolicy(tables, VENUE)).toEqual(DEFAULT_POLICY);
    expect(await readPolicyVersion(tables, VENUE, 1)).toEqual(DEFAULT_POLICY);
    expect(await readPolicyInForce(tables, VENUE)).toBeUndefined();
  });
});

describe('a policy that is written', () => {
  test('is in force at once, by its version, for its venue alone', async () => {
    expect(await write(OFFICERS)).toBe(2);
    const policy = await readPolicy(tables, VENUE);
    expect(policy).toMatchObject({ version: 2, ...OFFICERS });
    expect({ ...policy, version: 1, response: DEFAULT_POLICY.response }).toEqual(DEFAULT_POLICY);
    expect(await readPolicyInForce(tables, VENUE)).toEqual({ version: 2, overlay: OFFICERS, by: 'anna', at: NOW });
    expect(await readPolicy(tables, 'other')).toEqual(DEFAULT_POLICY);
  });

  test('is all that differs from the default, and no patch on the version before it', async () => {
    await write(OFFICERS);
    expect(await write({ alertFrom: 'critical' }, 2)).toBe(3);
    expect(await readPolicy(tables, VENUE)).toEqual({ ...DEFAULT_POLICY, alertFrom: 'critical', version: 3 });
  });

  test('stays readable by its version, for ever', async () => {
    await write(OFFICERS);
    await write({ alertFrom: 'critical' }, 2);
    const later: Tables = { ...tables, now: () => NOW + 100 * 366 * 86_400_000 };
    expect(await readPolicyVersion(later, VENUE, 1)).toEqual(DEFAULT_POLICY);
    expect(await readPolicyVersion(later, VENUE, 2)).toMatchObject({ version: 2, ...OFFICERS });
    expect(await policyOfDecision(later, VENUE, 3)).toEqual(await readPolicy(later, VENUE));
    expect(await readStoredPolicy(later, VENUE, 2)).toMatchObject({ overlay: OFFICERS, by: 'anna' });
    expect(await readPolicyVersion(later, VENUE, 4)).toBeUndefined();
    await expect(policyOfDecision(later, VENUE, 4)).rejects.toThrow('demo has no policy 4');
    for (const item of Object.values(await contents(tables))) expect(item).not.toHaveProperty('expiresAt');
  });

  test('is read by one consistent read of one item', async () => {
    await write(OFFICERS);
    const reads: unknown[] = [];
    const client = localClient();
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          reads.push([commandName, (args.input as GetItemCommand['input']).ConsistentRead]);
          return next(args);
        },
      { step: 'initialize' },
    );
    await readPolicy({ ...tables, client }, VENUE);
    expect(reads).toEqual([[GetItemCommand.name, true]]);
  });

  test('that others write at the same time is one of them; the others are told, and write nothing', async () => {
    const all = await Promise.all(
      [0.1, 0.2, 0.3, 0.4].map((tolerance) => write({ response: { dispatch: { tolerance } } })),
    );
    expect(all.filter((version) => version === 2)).toHaveLength(1);
    expect(all.filter((version) => version === undefined)).toHaveLength(3);
    expect(Object.keys(await contents(tables))).toEqual([
      'state policy#demo in-force',
      'state policy#demo version#00000002',
    ]);
    expect(await readPolicyVersion(tables, VENUE, 2)).toEqual(await readPolicy(tables, VENUE));
  });

  test('on a version that is not in force changes nothing', async () => {
    await write(OFFICERS);
    await write({}, 2);
    const before = await contents(tables);
    for (const old of [0, 1, 2, 4, 1.5, -1]) expect(await write({ alertFrom: 'critical' }, old)).toBeUndefined();
    expect(await contents(tables)).toEqual(before);
  });

  test('is there as a whole or not at all, wherever the writer dies', async () => {
    await write(OFFICERS);
    const before = await contents(tables);
    const dying = dyingAt(tables, 0, 'before');
    await expect(write({}, 2, dying.tables)).rejects.toThrow(Crash);
    expect(await contents(tables)).toEqual(before);
    const late = dyingAt(tables, 0, 'after');
    await expect(write({}, 2, late.tables)).rejects.toThrow(Crash);
    expect(await readPolicy(tables, VENUE)).toEqual({ ...DEFAULT_POLICY, version: 3 });
    expect(await readPolicyVersion(tables, VENUE, 3)).toEqual(await readPolicy(tables, VENUE));
  });

  test.each([
    ['a version of its own', { version: 9 }, /^\/version is counted where policies are stored/],
    ['what a policy does not have', { killSwitch: true }, /^\/killSwitch is not known/],
    ['a value that is unsafe', { deleveraging: { participation: 2 } }, /^\/deleveraging\/participation must be/],
    [
      'values that contradict each other',
      { model: { haircuts: { cap: 0 } } },
      /^\/model\/haircuts\/floor must be at most/,
    ],
    ['what is no overlay', null, /^a policy must be an object/],
    [
      'what is too large to be read on every call',
      { model: { haircuts: { fixed: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`CUR${i}`, 0.1])) } } },
      /^an overlay must be of at most 100000 bytes, not \d+$/,
    ],
  ])('is refused with %s, and nothing is written', async (_, overlay, message) => {
    await expect(write(overlay)).rejects.toThrow(PolicyFault);
    await expect(write(overlay)).rejects.toThrow(message);
    expect(await contents(tables)).toEqual({});
  });
});

describe('the kill switch', () => {
  test('is a version of its own that changes nothing else, also where nothing was set', async () => {
    expect(await turn(true)).toEqual({ version: 2, turned: true });
    expect(await readPolicy(tables, VENUE)).toEqual({
      ...DEFAULT_POLICY,
      version: 2,
      response: { ...DEFAULT_POLICY.response, killSwitch: true },
    });
    await write({ alertFrom: 'critical', ...OFFICERS }, 2);
    const set = await readPolicy(tables, VENUE);
    expect(await turn(true)).toEqual({ version: 4, turned: true });
    expect(await readPolicy(tables, VENUE)).toEqual({
      ...set,
      version: 4,
      response: { ...set.response, killSwitch: true },
    });
    expect(await turn(false)).toEqual({ version: 5, turned: true });
    expect(await readPolicy(tables, VENUE)).toEqual({ ...set, version: 5 });
    expect(await readPolicyInForce(tables, VENUE)).toMatchObject({ by: 'ben', at: NOW });
  });

  test('that stands so already stays as it is', async () => {
    expect(await turn(false)).toEqual({ version: 1, turned: false });
    await turn(true);
    const before = await contents(tables);
    expect(await turn(true)).toEqual({ version: 2, turned: false });
    expect(await contents(tables)).toEqual(before);
  });

  test('is turned while others write, and takes nothing of theirs away', async () => {
    const [, version] = await Promise.all([turn(true), write(OFFICERS)]);
    // Who came second on the first version has been told so; the switch goes on from whatever is there.
    expect(await readPolicy(tables, VENUE)).toMatchObject({
      response: { killSwitch: true, approval: { officers: version === undefined ? [] : ['U-ANNA'] } },
    });
  });

  test('is turned once by however many at once', async () => {
    const turns = await Promise.all(Array.from({ length: 5 }, () => turn(true)));
    expect(turns.filter(({ turned }) => turned)).toHaveLength(1);
    expect(new Set(turns.map(({ version }) => version))).toEqual(new Set([2]));
  });

  test('is turned on whatever code of today thinks of the policy that is stored', async () => {
    await write(OFFICERS);
    const stored = await getItem(tables, tables.state, 'policy#demo', 'in-force');
    const overlay = { ...OFFICERS, gone: 1, deleveraging: { participation: 7 } };
    await putItem(tables, tables.state, {
      ...stored,
      pk: 'policy#demo',
      sk: 'in-force',
      overlay: JSON.stringify(overlay),
    });
    expect(await turn(true)).toEqual({ version: 3, turned: true });
    expect((await readPolicyInForce(tables, VENUE))?.overlay).toEqual({
      ...overlay,
      response: { ...OFFICERS.response, killSwitch: true },
    });
  });
});
