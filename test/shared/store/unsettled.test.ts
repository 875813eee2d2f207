import { beforeEach, describe, expect, test } from '@jest/globals';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import type { Assessment } from '../../../shared/assessment/types.ts';
import {
  type AssessmentRecord,
  noteResponded,
  readAssessmentRecord,
  writeAssessment,
} from '../../../shared/store/assessments.ts';
import { resetVenue } from '../../../shared/store/reset.ts';
import { getItem, type Item, type Tables } from '../../../shared/store/tables.ts';
import { lookForUnsettled, readUnsettled } from '../../../shared/store/unsettled.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { makeTables, NOW } from '../../environment/tables.ts';

const VENUE = 'demo';
let tables: Tables;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  tables = await makeTables(() => now);
});

/** Received a second after the one before. */
async function receive(...sequences: number[]): Promise<void> {
  for (const sequence of sequences) {
    now += 1_000;
    const body = bytes(wireBook({ sequence, snapshotId: `s${sequence}`, timestamp: NOW }));
    await receiveSnapshot(tables, { venue: VENUE, body, format: 'json' });
  }
}
const assess = async (sequence: number, moved = false) => {
  const moves = moved ? [{ symbol: 'BTC' }] : [];
  const place = { venue: VENUE, snapshotId: `s${sequence}`, sequence, timestamp: NOW, late: false, policyVersion: 1 };
  await writeAssessment(tables, { ...place, moves } as unknown as Assessment);
  return (await readAssessmentRecord(tables, VENUE, sequence)) as AssessmentRecord;
};
const look = async () =>
  (await lookForUnsettled(tables, VENUE, now)).unsettled.map(({ sequence, lacks }) => [sequence, lacks]);
const looked = () =>
  getItem<Item & { outstanding: readonly unknown[] }>(tables, tables.state, `venue#${VENUE}`, 'unsettled');

test('a snapshot lacks its assessment until it has one, and then nothing if it moved nothing', async () => {
  await receive(1, 2);
  expect(await look()).toEqual([
    [1, 'assessment'],
    [2, 'assessment'],
  ]);
  await assess(1);
  expect(await look()).toEqual([[2, 'assessment']]);
  await assess(2);
  expect(await look()).toEqual([]);
});

test('one that moved a severity lacks its response until that is noted, once', async () => {
  await receive(1);
  const record = await assess(1, true);
  expect(await look()).toEqual([[1, 'response']]);
  await noteResponded(tables, record);
  expect(await look()).toEqual([]);
  now += 5_000;
  await noteResponded(tables, record);
  expect(await readAssessmentRecord(tables, VENUE, 1)).toMatchObject({ respondedAt: now - 5_000 });
});

test('one in the middle that was given up is seen at every look, however many come after it', async () => {
  await receive(1, 2, 3);
  await assess(1);
  await assess(3);
  for (let i = 0; i < 3; i++) expect(await look()).toEqual([[2, 'assessment']]);
  await receive(4);
  await assess(4);
  expect(await look()).toEqual([[2, 'assessment']]);
  await assess(2);
  expect(await look()).toEqual([]);
});

test('a late snapshot is seen, although its sequence was passed long ago', async () => {
  await receive(10);
  await assess(10);
  expect(await look()).toEqual([]);
  await receive(3);
  expect(await look()).toEqual([[3, 'assessment']]);
});

test('one that an operator has set aside lacks nothing', async () => {
  await receive(1, 900);
  await assess(1);
  expect(await look()).toEqual([[900, 'assessment']]);
  await resetVenue(tables, VENUE, { to: 1, by: 'test' });
  expect(await look()).toEqual([]);
});

test('what arrived after the time in question is left to the next look', async () => {
  await receive(1, 2);
  expect((await lookForUnsettled(tables, VENUE, now - 1_000)).unsettled).toMatchObject([{ sequence: 1 }]);
  expect(await look()).toEqual([
    [1, 'assessment'],
    [2, 'assessment'],
  ]);
});

test('a look at an earlier time than the one before finds what is outstanding, and goes back nowhere', async () => {
  await receive(1, 2, 3);
  await assess(2);
  await look();
  const before = await looked();
  const earlier = await lookForUnsettled(tables, VENUE, now - 60_000);
  expect(earlier.unsettled.map(({ sequence }) => sequence)).toEqual([1, 3]);
  expect(await looked()).toEqual(before);
});

test('of a venue in order each arrival is looked at once, and a look that finds nothing new writes nothing', async () => {
  await receive(1, 2);
  await assess(1);
  await assess(2);
  await look();
  const before = await looked();
  expect(before).toMatchObject({ outstanding: [], turn: 1 });
  await look();
  expect(await looked()).toEqual(before);
});

describe('more than the list remembers', () => {
  const MANY = 130;

  test('are at least counted, the newest is looked at in any case, and all are found as the first are worked off', async () => {
    await receive(...Array.from({ length: MANY }, (_, i) => i + 1));
    const first = await lookForUnsettled(tables, VENUE, now);
    expect(first.unsettled[0]).toMatchObject({ sequence: 1 });
    expect((await looked())?.outstanding).toHaveLength(100);
    const second = await lookForUnsettled(tables, VENUE, now);
    expect(second.complete).toBe(false);
    expect(second.unsettled).toHaveLength(101);
    expect(second.unsettled.at(-1)).toMatchObject({ sequence: MANY, lacks: 'assessment' });
    for (let sequence = 1; sequence <= 100; sequence++) await assess(sequence);
    expect((await look()).map(([sequence]) => sequence)).toEqual(Array.from({ length: 30 }, (_, i) => i + 101));
  });

  test('are all listed for an operator, up to the most that is asked for', async () => {
    await receive(...Array.from({ length: MANY }, (_, i) => i + 1));
    await look();
    const all = await readUnsettled(tables, VENUE, 1_000);
    expect(all.complete).toBe(true);
    expect(all.unsettled.map(({ sequence }) => sequence)).toEqual(Array.from({ length: MANY }, (_, i) => i + 1));
    const some = await readUnsettled(tables, VENUE, 10);
    expect([some.unsettled.length, some.complete]).toEqual([10, false]);
  });
});

test('two looks at the same time end as one', async () => {
  await receive(1, 2);
  await assess(1);
  await Promise.all([look(), look()]);
  expect(await looked()).toMatchObject({ outstanding: [{ sequence: 2 }], turn: 1 });
});
