import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { receiveSnapshot } from '../../../../functions/receive-snapshot/receive.ts';
import { DEFAULT_POLICY } from '../../../../shared/policy/default-policy.ts';
import { readPolicy, readPolicyInForce } from '../../../../shared/store/policies.ts';
import type { Tables } from '../../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../../environment/books.ts';
import { cli } from '../../../environment/cli.ts';
import { makeTables } from '../../../environment/tables.ts';

const OFFICERS = { response: { approval: { officers: ['U-ANNA', 'U-BEN'], needed: 2 } } };

let folder: string;
let tables: Tables;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-policy-'));
  tables = await makeTables(Date.now);
  for (const venue of ['stopped', 'handed'])
    await receiveSnapshot(tables, { venue, body: bytes(wireBook()), format: 'json' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (content: unknown): string => {
  const path = join(folder, 'overlay.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const policy = (venue: string, ...words: string[]) =>
  cli(
    'policy',
    ...words,
    ...['--venue', venue, '--state', tables.state],
    ...['--endpoint', process.env.DYNAMODB_LOCAL_ENDPOINT as string],
  );

describe('a call that cannot be right is told, with status 2:', () => {
  test.each<[string[], RegExp]>([
    [['policy'], /^breakwater: policy takes show, set FILE, kill or release, and none is named\n\nUsage: /],
    [['policy', 'stop'], /^breakwater: policy takes show, set FILE, kill or release, not "stop"\n\nUsage: /],
    [['policy', '__proto__'], /^breakwater: policy takes show, /],
    [['policy', 'set'], /^breakwater: policy set takes one FILE\n/],
    [['policy', 'kill', 'x'], /^breakwater: policy kill takes no FILE\n/],
    [['policy', 'show', '--venue', 'v'], /^breakwater: --state is required\n$/],
    [['policy', 'show', '--state', 't'], /^breakwater: --venue is required\n$/],
    [
      ['policy', 'show', '--venue', 'v', '--state', 't', '--version', '0'],
      /^breakwater: --version takes a whole number/,
    ],
    [['policy', 'kill', '--venue', 'v', '--state', 't', '--by', ''], /^breakwater: --by is required\n$/],
  ])('%j', async (args, message) => {
    const { status, err } = await cli(...args);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(status).toBe(2);
  });

  test('--help says how each of them is called, within 82 columns', async () => {
    const { status, out } = await cli('policy', '--help');
    expect(status).toBe(0);
    expect(out).toMatch(/^Usage: npm run -s cli -- policy show /);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
  });
});

test('what is set is shown: who, when and what differs from the default, and each version by its number', async () => {
  const none = await policy('handed', 'show');
  expect(none).toEqual({ status: 0, out: 'Policy 1 of handed: the default\n', err: '' });
  expect(await policy('handed', 'set', file(OFFICERS), '--by', 'Anna')).toEqual({
    status: 0,
    out: 'Policy 2 of handed is in force\n',
    err: '',
  });
  await policy('handed', 'set', file({ ...OFFICERS, alertFrom: 'critical' }));
  expect(await readPolicyInForce(tables, 'handed')).toMatchObject({ version: 3, by: userInfo().username });
  const second = await policy('handed', 'show', '--version', '2');
  expect(second.out).toMatch(/^Policy 2 of handed, by Anna at \d{4}-\d\d-\d\d \d\d:\d\d.* UTC\n/);
  expect(second.out.split('\n').slice(1)).toEqual([
    '/response/approval/needed: 2',
    '/response/approval/officers: ["U-ANNA","U-BEN"]',
    '',
  ]);
  expect((await policy('handed', 'show')).out).toContain('\n/alertFrom: "critical"\n');
  const { out } = await policy('handed', 'show', '--json');
  expect(JSON.parse(out)).toEqual(await readPolicy(tables, 'handed'));
  expect(JSON.parse((await policy('handed', 'show', '--version', '1', '--json')).out)).toEqual(DEFAULT_POLICY);
  expect(await policy('handed', 'show', '--version', '4')).toEqual({
    status: 1,
    out: '',
    err: 'There is no policy 4 of handed\n',
  });
});

test('a file that cannot be put in force is refused with its places, and changes nothing', async () => {
  const refused = async (content: unknown) => {
    const path = file(content);
    const { status, err } = await policy('refused', 'set', path);
    expect([status, err.startsWith(`breakwater: ${path}: `)]).toEqual([2, true]);
    return err;
  };
  expect(await refused('{"alertFrom": ')).toContain('JSON');
  expect(await refused({ version: 3 })).toContain('/version is counted where policies are stored');
  expect(await refused({ deleveraging: { participation: 2, lowestCap: 0 } })).toMatch(
    /: \/deleveraging\/lowestCap must be .*; \/deleveraging\/participation must be a number above 0, at most 1, not 2\n$/,
  );
  const missing = await policy('refused', 'set', '/nowhere/overlay.json');
  expect(missing).toMatchObject({ status: 1, err: expect.stringContaining('no such file') });
  expect(await readPolicyInForce(tables, 'refused')).toBeUndefined();
});

test('the kill switch stops at once, holds against a policy that does not speak of it, and is released', async () => {
  await policy('stopped', 'set', file(OFFICERS));
  expect(await policy('stopped', 'kill', '--by', 'Ben')).toEqual({
    status: 0,
    out: 'Policy 3 of stopped is in force: the kill switch is on\n',
    err: '',
  });
  expect(await readPolicy(tables, 'stopped')).toMatchObject({
    version: 3,
    response: { killSwitch: true, ...OFFICERS.response },
  });
  expect((await policy('stopped', 'kill')).out).toBe(
    'Policy 3 of stopped stays in force: the kill switch is on already\n',
  );
  const silent = await policy('stopped', 'set', file({ ...OFFICERS, alertFrom: 'critical' }));
  expect(silent.status).toBe(2);
  expect(silent.err).toMatch(
    /^breakwater: the kill switch of stopped is on, by policy 3: .* as \/response\/killSwitch\n$/,
  );
  const said = { response: { ...OFFICERS.response, killSwitch: true }, alertFrom: 'critical' };
  expect((await policy('stopped', 'set', file(said))).out).toBe('Policy 4 of stopped is in force\n');
  expect((await policy('stopped', 'release')).out).toBe('Policy 5 of stopped is in force: the kill switch is off\n');
  expect(await readPolicy(tables, 'stopped')).toMatchObject({ alertFrom: 'critical', response: { killSwitch: false } });
});

test('a venue that nothing is known of is stopped all the same, and asked about', async () => {
  expect(await policy('stoped', 'kill')).toEqual({
    status: 0,
    out: 'Policy 2 of stoped is in force: the kill switch is on\n',
    err: 'No snapshot of stoped is known: is that its name?\n',
  });
});
