import { beforeAll, describe, expect, test } from '@jest/globals';
import { receiveSnapshot } from '../../../../functions/receive-snapshot/receive.ts';
import { readResets } from '../../../../shared/store/reset.ts';
import { readCursor } from '../../../../shared/store/snapshots.ts';
import type { Tables } from '../../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../../environment/books.ts';
import { cli } from '../../../environment/cli.ts';
import { makeTables } from '../../../environment/tables.ts';

let tables: Tables;
/** All of the same time: here only the sequence matters. */
const push = (venue: string, sequence: number) =>
  receiveSnapshot(tables, {
    venue,
    body: bytes(wireBook({ sequence, timestamp: Date.UTC(2026, 0, 1) })),
    format: 'json',
  });
beforeAll(async () => {
  tables = await makeTables(Date.now);
  for (const sequence of [1, 2, 900_000, 3]) await push('demo', sequence);
});

const venue = (name: string, ...words: string[]) =>
  cli(
    'venue',
    ...words,
    ...['--venue', name, '--state', tables.state],
    ...['--endpoint', process.env.DYNAMODB_LOCAL_ENDPOINT as string],
  );

describe('a call that cannot be right is told, with status 2:', () => {
  test.each<[string[], RegExp]>([
    [['venue'], /^breakwater: venue takes show or reset, and none is named\n\nUsage: /],
    [['venue', 'stop'], /^breakwater: venue takes show or reset, not "stop"\n\nUsage: /],
    [['venue', 'constructor'], /^breakwater: venue takes show or reset, /],
    [['venue', 'show', '--state', 't'], /^breakwater: --venue is required\n$/],
    [['venue', 'show', '--venue', 'v'], /^breakwater: --state is required\n$/],
    [['venue', 'reset', '--venue', 'v', '--state', 't'], /^breakwater: --to is required\n$/],
    [
      ['venue', 'reset', '--venue', 'v', '--state', 't', '--to', '9007199254740991'],
      /^breakwater: --to takes a whole number from 0 to 4503599627370496, not "9007199254740991"\n$/,
    ],
    [['venue', 'reset', '--venue', 'v', '--state', 't', '--to', '1', '--why', ''], /^breakwater: --why is required\n$/],
  ])('%j', async (args, message) => {
    const { status, err } = await cli(...args);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(status).toBe(2);
  });

  test('--help says how each of them is called, within 82 columns', async () => {
    const { status, out } = await cli('venue', '--help');
    expect(status).toBe(0);
    expect(out).toMatch(/^Usage: npm run -s cli -- venue show /);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
  });
});

test('a venue is shown with what is late, reset, told what was done, and shown with its reset', async () => {
  const stuck = await venue('demo', 'show');
  expect(stuck.out).toMatch(
    /^demo stands at sequence 900000\nnewest snapshot: "snapshot-900000" of .* UTC, received .* UTC\n1 late since .*, sequence 3\n$/,
  );
  const done = await venue('demo', 'reset', '--to', '3', '--why', 'a slip', '--by', 'Anna', '--snapshots', 'any');
  expect(done).toEqual({
    status: 0,
    out: [
      'demo was reset from 900000 to 3',
      'set aside: 1 snapshot, 0 assessments',
      'lowered: 0 market states, 0 incidents',
      'newest snapshot that is left: 3 ("snapshot-3")',
      'Some had not been assessed yet: look again with venue show, and reset once more if need be',
      '',
    ].join('\n'),
    err: '',
  });
  expect(await readCursor(tables, 'demo')).toMatchObject({ sequence: 3 });
  expect((await venue('demo', 'show')).out).toMatch(
    /^demo stands at sequence 3\n.*\nreset by Anna at .* UTC from 900000 to 3: a slip\n$/,
  );
  const { out } = await venue('demo', 'show', '--json');
  expect(JSON.parse(out)).toEqual({
    cursor: await readCursor(tables, 'demo'),
    refusals: null,
    resets: await readResets(tables, 'demo'),
  });
  expect(await venue('demo', 'reset', '--to', '3')).toEqual({
    status: 0,
    out: 'demo was reset to 3 before: nothing was left to do\n',
    err: '',
  });
  expect(await push('demo', 4)).toMatchObject({ late: false });
}, 120_000);

test('a refused push is shown with its reason', async () => {
  await push('refused', 1);
  await expect(push('refused', 2 ** 53 - 1)).rejects.toThrow('too far ahead');
  expect((await venue('refused', 'show')).out).toMatch(
    /\n1 push was refused for a jump, at .* UTC: The sequence 9007199254740991 is too far ahead of 1, /,
  );
});

test('a venue that nothing is known of is neither shown nor reset', async () => {
  expect(await venue('dmeo', 'show')).toMatchObject({ status: 0, out: 'No snapshot of dmeo is known\n' });
  expect(await venue('dmeo', 'reset', '--to', '3')).toEqual({
    status: 1,
    out: '',
    err: 'No snapshot of dmeo is known: is that its name?\n',
  });
});
