import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Push, receivePart, receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { writePolicy } from '../../../shared/store/policies.ts';
import { readRefusals } from '../../../shared/store/refusals.ts';
import { readCursor, readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { type BookOptions, bytes, inTwoParts, wireBook } from '../../environment/books.ts';
import { contents, makeTables, NOW } from '../../environment/tables.ts';
import { component, faultsOf } from '../../infra/openapi/document.ts';

const VENUE = 'demo';
const MINUTE = 60_000;
const LARGEST = Number.MAX_SAFE_INTEGER;

let now: number;
let tables: Tables;
beforeEach(async () => {
  now = NOW;
  tables = await makeTables(() => now);
});

const send = (body: unknown, clock?: Push['clock']) =>
  receiveSnapshot(tables, { venue: VENUE, body: bytes(body), format: 'json', ...(clock ? { clock } : {}) });
/** A book as of now, unless it says otherwise. */
const push = (options: BookOptions, clock?: Push['clock']) => send(wireBook({ timestamp: now, ...options }), clock);
const part = (snapshotId: string, body: unknown, n: number) =>
  receivePart(tables, { venue: VENUE, body: bytes(body), format: 'json' }, snapshotId, n);

/** What is stored, without the count of refusals. */
async function stored(): Promise<Record<string, unknown>> {
  const { [`state venue#${VENUE} refusals`]: _, ...rest } = await contents(tables);
  return rest;
}

const body = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (problem) => problem.body,
  );

describe('a sequence too far ahead', () => {
  test.each([
    ['the largest there is', LARGEST],
    ['one more than is allowed', 1_000_008],
  ])('%s is refused with what is accepted, and nothing of it is stored', async (_, sequence) => {
    await push({ sequence: 7 });
    const before = await stored();
    const problem = await body(push({ sequence, snapshotId: 'slip' }));
    expect(problem).toMatchObject({
      type: 'urn:breakwater:problem:sequence-jump',
      status: 422,
      allowed: { most: 1_000_007 },
      errors: [{ path: '/sequence', message: `is ${sequence}; at most 1000007 is accepted` }],
    });
    expect(problem.detail).toContain('At most 1000007 is accepted now');
    expect(problem.detail).toContain('"snapshot-7"');
    expect(faultsOf(component('Problem'), problem)).toEqual([]);
    expect(await stored()).toEqual(before);
    // The id is free, and the venue goes on as if nothing had been.
    expect(await push({ sequence: 8, snapshotId: 'slip' })).toMatchObject({ status: 'accepted', late: false });
  });

  test('as the first of a venue is refused from half of the numbers on', async () => {
    expect(await body(push({ sequence: LARGEST }))).toMatchObject({ status: 422, allowed: { most: 2 ** 52 } });
    expect(await stored()).toEqual({});
    expect(await push({ sequence: 2 ** 52 })).toMatchObject({ late: false });
    expect(await push({ sequence: 2 ** 52 + 1 })).toMatchObject({ late: false });
  });

  test('is no such after an outage: a clock in microseconds goes on where it is', async () => {
    await push({ sequence: now * 1_000 });
    now += 3 * 86_400_000;
    expect(await push({ sequence: now * 1_000 })).toMatchObject({ status: 'accepted', late: false });
    // Held up by twenty seconds, and the next one right behind it.
    now += MINUTE;
    await push({ sequence: now * 1_000, timestamp: now });
    now += 1_000;
    expect(await push({ sequence: (now + 19_000) * 1_000, timestamp: now + 19_000 })).toMatchObject({ late: false });
  });

  test('is as the policy of the venue says', async () => {
    await writePolicy(tables, VENUE, { feed: { sequenceJump: { base: 10, perSecond: 1 } } }, { by: 'test', before: 1 });
    await push({ sequence: 7 });
    expect(await body(push({ sequence: 18 }))).toMatchObject({ allowed: { most: 17 } });
    now += 1_000;
    expect(await push({ sequence: 18 })).toMatchObject({ late: false });
  });

  test('is refused of an announcement, whose parts then wait for one', async () => {
    await push({ sequence: 7 });
    const { announcement, parts } = inTwoParts({ sequence: LARGEST, snapshotId: 'slip', timestamp: now });
    const before = await stored();
    expect(await body(send(announcement))).toMatchObject({ status: 422 });
    expect(await stored()).toEqual(before);
    expect(await part('slip', parts[0], 1)).toMatchObject({ missing: [0] });
    expect(await send({ ...announcement, sequence: 8 })).toMatchObject({ complete: false, missing: [2] });
    expect(await part('slip', parts[1], 2)).toMatchObject({ complete: true, sequence: 8, late: false });
  });
});

describe('a book in parts that another snapshot overtakes while it lands', () => {
  test('is refused when its last part lands if it is too far ahead by then, and completes once time allows it', async () => {
    await push({ sequence: 7 });
    now += MINUTE;
    const { announcement, parts } = inTwoParts({ sequence: 100_000_000, snapshotId: 'far', timestamp: now });
    await send(announcement);
    await part('far', parts[0], 1);
    await push({ sequence: 8 });
    expect(await body(part('far', parts[1], 2))).toMatchObject({
      type: 'urn:breakwater:problem:sequence-jump',
      allowed: { most: 1_000_008 },
    });
    expect(await readSnapshot(tables, VENUE, 100_000_000)).toBeUndefined();
    expect(await readCursor(tables, VENUE)).toMatchObject({ sequence: 8 });
    now += MINUTE;
    expect(await part('far', parts[1], 2)).toMatchObject({ complete: true, late: false });
  });

  test('is refused if its time is too far behind by then', async () => {
    await push({ sequence: 7 });
    const { announcement, parts } = inTwoParts({ sequence: 9, snapshotId: 'slow', timestamp: now });
    await send(announcement);
    await part('slow', parts[0], 1);
    now += 10 * MINUTE;
    await push({ sequence: 8 });
    const problem = await body(part('slow', parts[1], 2));
    expect(problem).toMatchObject({ type: 'urn:breakwater:problem:time-jump', allowed: { least: now - 300_000 } });
    expect(problem.detail).toContain('stays incomplete');
    expect(await readCursor(tables, VENUE)).toMatchObject({ sequence: 8 });
  });
});

describe('a time too far back', () => {
  test('is refused with both times and what is accepted, and nothing of it is stored', async () => {
    await push({ sequence: 7 });
    const before = await stored();
    const problem = await body(push({ sequence: 8, timestamp: now - 300_001 }));
    expect(problem).toMatchObject({
      type: 'urn:breakwater:problem:time-jump',
      status: 422,
      allowed: { least: now - 300_000 },
      errors: [{ path: '/timestamp' }],
    });
    for (const time of [now, now - 300_001, now - 300_000]) expect(problem.detail).toContain(String(time));
    expect(faultsOf(component('Problem'), problem)).toEqual([]);
    expect(await stored()).toEqual(before);
    expect(await push({ sequence: 8, timestamp: now - 300_000 })).toMatchObject({ late: false });
  });

  test('never follows from one that was accepted: after the furthest ahead of our clock comes one of now', async () => {
    await push({ sequence: 7, timestamp: now + 300_000 });
    expect(await push({ sequence: 8, timestamp: now })).toMatchObject({ status: 'accepted', late: false });
  });

  test('is nothing of a late snapshot', async () => {
    await push({ sequence: 7 });
    expect(await push({ sequence: 5, timestamp: now - 86_400_000 })).toMatchObject({ status: 'accepted', late: true });
  });
});

describe('a stack that replays other days', () => {
  test('holds nothing against our clock, and everything against the snapshot before', async () => {
    const then = now + 30 * 86_400_000;
    expect(await body(push({ sequence: 7, timestamp: then }))).toMatchObject({ status: 400 });
    expect(await body(push({ sequence: 7, timestamp: then }, 'wall'))).toMatchObject({ status: 400 });
    expect(await push({ sequence: 7, timestamp: then }, 'replay')).toMatchObject({ late: false });
    expect(await body(push({ sequence: 8, timestamp: then - 300_001 }, 'replay'))).toMatchObject({ status: 422 });
    expect(await push({ sequence: 8, timestamp: then + 1 }, 'replay')).toMatchObject({ late: false });
    expect(await body(push({ sequence: LARGEST, timestamp: then + 1 }, 'replay'))).toMatchObject({ status: 422 });
  });

  test('whose hours are seconds goes on with a sequence that is its clock', async () => {
    const start = Date.UTC(2025, 9, 10);
    await push({ sequence: start * 1_000, timestamp: start }, 'replay');
    now += 1_000;
    const next = start + 3_600_000;
    expect(await push({ sequence: next * 1_000, timestamp: next }, 'replay')).toMatchObject({ late: false });
  });
});

describe('a late snapshot', () => {
  test('is told what it is behind, since when, and what to do, every time', async () => {
    await push({ sequence: 7 });
    now += 2 * MINUTE;
    const receipt = await push({ sequence: 5 });
    expect(receipt).toMatchObject({
      status: 'accepted',
      late: true,
      behind: { sequence: 7, snapshotId: 'snapshot-7', receivedAt: NOW },
    });
    expect(receipt.detail).toContain('behind 7 (snapshot "snapshot-7", received 2026-01-15 12:00 UTC)');
    expect(receipt.detail).toContain('venue reset');
    expect(faultsOf(component('Receipt'), receipt)).toEqual([]);
    await push({ sequence: 9 });
    const { status, ...again } = await push({ sequence: 5, timestamp: NOW + 2 * MINUTE });
    expect({ status, ...again }).toEqual({ ...receipt, status: 'duplicate' });
  });

  test('is counted with those before it, until a newer one comes', async () => {
    await push({ sequence: 7 });
    expect(await readCursor(tables, VENUE)).toMatchObject({ late: null });
    for (const sequence of [3, 4, 5]) {
      now += 1_000;
      await push({ sequence });
    }
    const late = { count: 3, since: NOW + 1_000, lastAt: NOW + 3_000 };
    expect(await readCursor(tables, VENUE)).toMatchObject({ sequence: 7, receivedAt: NOW, late });
    await push({ sequence: 5 });
    expect(await readCursor(tables, VENUE)).toMatchObject({ late });
    await push({ sequence: 8 });
    expect(await readCursor(tables, VENUE)).toMatchObject({ late: null });
  });
});

describe('refused jumps', () => {
  const slip = () => body(push({ sequence: LARGEST, snapshotId: 'slip' }));

  test('are counted in one item, that begins anew after a while and expires', async () => {
    await push({ sequence: 7 });
    expect(await readRefusals(tables, VENUE)).toBeUndefined();
    await slip();
    now += 9 * MINUTE;
    await body(push({ sequence: 8, timestamp: now - 3_600_000 }));
    expect(await readRefusals(tables, VENUE)).toMatchObject({
      count: 2,
      since: NOW,
      lastAt: now,
      last: { kind: 'time-jump', given: now - 3_600_000, detail: expect.stringContaining('lies') },
    });
    now += 10 * MINUTE;
    await slip();
    expect(await readRefusals(tables, VENUE)).toMatchObject({ count: 1, since: now, last: { kind: 'sequence-jump' } });
    now += 3 * 86_400_000;
    expect(await readRefusals(tables, VENUE)).toBeUndefined();
  });

  test('at the same time are all counted', async () => {
    await push({ sequence: 7 });
    await Promise.all([slip(), slip(), slip()]);
    expect((await readRefusals(tables, VENUE))?.count).toBe(3);
  });

  test('are not counted where another thing was wrong', async () => {
    await push({ sequence: 7 });
    await body(push({ sequence: 7, snapshotId: 'other' }));
    await body(push({ sequence: 8, timestamp: now + 86_400_000 }));
    await body(send({ sequence: LARGEST }));
    expect(await readRefusals(tables, VENUE)).toBeUndefined();
  });
});
