import { beforeEach, expect, test } from '@jest/globals';
import { noteFailure, readFailures, resolveFailure, withoutAccounts } from '../../../shared/store/failures.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { makeTables, NOW } from '../../environment/tables.ts';

let tables: Tables;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  tables = await makeTables(() => now);
});
const PLACE = { consumer: 'assess-snapshot', sequence: 7 } as const;
const note = (error: unknown, place: Parameters<typeof noteFailure>[2] = PLACE) =>
  noteFailure(tables, 'demo', place, error);

test('each delivery that fails is counted, with the first time, the last time and the last error', async () => {
  await note(new TypeError('first'));
  now += 5_000;
  await note(new RangeError('second'));
  expect(await readFailures(tables, 'demo')).toEqual([
    { ...PLACE, error: 'RangeError', message: 'second', tries: 2, firstAt: NOW, lastAt: now, resolvedAt: null },
  ]);
});

test('consumers and venues have notes of their own', async () => {
  await note('no error at all');
  await note(new Error('x'), { consumer: 'open-response', sequence: 7 });
  expect((await readFailures(tables, 'demo')).map(({ consumer, error }) => [consumer, error])).toEqual([
    ['assess-snapshot', 'unknown'],
    ['open-response', 'Error'],
  ]);
  expect(await readFailures(tables, 'demo-2')).toEqual([]);
});

test('one that is over is marked, unless another delivery failed meanwhile; a later failure begins anew', async () => {
  await note(new Error('a'));
  const [before] = await readFailures(tables, 'demo');
  now += 1_000;
  await note(new Error('b'));
  expect(await resolveFailure(tables, 'demo', before!)).toBe(false);
  const [after] = await readFailures(tables, 'demo');
  expect(await resolveFailure(tables, 'demo', after!)).toBe(true);
  expect(await readFailures(tables, 'demo')).toMatchObject([{ tries: 2, resolvedAt: now }]);
  now += 1_000;
  await note(new Error('c'));
  expect(await readFailures(tables, 'demo')).toMatchObject([{ tries: 1, firstAt: now, resolvedAt: null }]);
});

test('failures at the same time are one note', async () => {
  await Promise.all([note(new Error('a')), note(new Error('b'))]);
  expect(await readFailures(tables, 'demo')).toHaveLength(1);
});

test.each([
  ['The stored snapshot s1 does not hold together: /parts/0 the account whale-7 is declared twice', 'whale-7'],
  ['/parts/0/positions/3 repeats a position of the account "whale\\"7" that stands in another part', 'whale'],
  ['User: arn:aws:sts::123456789012:assumed-role/x is not authorized', '123456789012'],
])('a message says nothing of accounts: %s', (message, account) => {
  expect(withoutAccounts(message)).not.toContain(account);
  expect(withoutAccounts(message).length).toBeGreaterThan(20);
});

test('a message is cut', () => {
  expect(withoutAccounts('x'.repeat(10_000))).toHaveLength(300);
});
