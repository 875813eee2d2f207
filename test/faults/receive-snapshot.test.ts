import { describe, expect, test } from '@jest/globals';
import { type Receipt, receivePart, receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { readCursor, readSnapshot } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { bytes, inTwoParts, ndjson, wireBook } from '../environment/books.ts';
import { Crash, contents, dyingAt, makeTables } from '../environment/tables.ts';

const VENUE = 'demo';
const push = (tables: Tables, body: unknown) =>
  receiveSnapshot(tables, { venue: VENUE, body: bytes(body), format: 'json' });
const pushPart = (tables: Tables, body: unknown, part: number) =>
  receivePart(tables, { venue: VENUE, body: bytes(body), format: 'json' }, 'snapshot-1', part);

type Pass = (tables: Tables) => Promise<unknown>;

const whole: Pass = (tables) => push(tables, wireBook());
const twoParts: Pass = async (tables) => {
  const { announcement, parts } = inTwoParts();
  await push(tables, announcement);
  await pushPart(tables, parts[0], 1);
  await pushPart(tables, parts[1], 2);
};

async function stateAfter(...passes: Pass[]): Promise<Record<string, unknown>> {
  const tables = await makeTables();
  for (const pass of passes) await pass(tables);
  return contents(tables);
}

describe('pushed again', () => {
  test('the same snapshot twice leaves the state of once, and is said to be a duplicate', async () => {
    const tables = await makeTables();
    expect(await push(tables, wireBook())).toMatchObject({ status: 'accepted', complete: true });
    const once = await contents(tables);
    expect(await push(tables, wireBook())).toMatchObject({ status: 'duplicate', complete: true });
    expect(await contents(tables)).toEqual(once);
  });

  test('two pushes of the same snapshot at the same time leave the state of one', async () => {
    const tables = await makeTables();
    await Promise.all([push(tables, wireBook()), push(tables, wireBook()), push(tables, wireBook())]);
    expect(await contents(tables)).toEqual(await stateAfter(whole));
  });

  test('the same id with another body is a conflict and changes nothing', async () => {
    const tables = await makeTables();
    await whole(tables);
    const before = await contents(tables);
    await expect(push(tables, wireBook({ price: 1 }))).rejects.toMatchObject({ body: { status: 409 } });
    expect(await contents(tables)).toEqual(before);
  });

  test('two bodies under one id at the same time: one wins whole, the other is refused', async () => {
    const tables = await makeTables();
    const outcomes = await Promise.allSettled([
      push(tables, wireBook({ price: 1 })),
      push(tables, wireBook({ price: 2 })),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes[0]?.status === 'fulfilled' ? 1 : 2;
    const state = await contents(tables);
    expect(await readSnapshot(tables, VENUE, 1)).toMatchObject({ header: { snapshotId: 'snapshot-1' }, positions: 4 });
    const alone = await stateAfter((t) => push(t, wireBook({ price: winner })));
    // The loser's columns may be there under their own hash; nothing refers to them, and they expire.
    expect(state).toMatchObject(alone);
  });

  test('another snapshot under a taken sequence is a conflict that does not use up its id', async () => {
    const tables = await makeTables();
    await whole(tables);
    const before = await contents(tables);
    await expect(push(tables, wireBook({ snapshotId: 'other' }))).rejects.toMatchObject({
      body: { status: 409, type: 'urn:breakwater:problem:sequence-conflict' },
    });
    expect(await contents(tables)).toEqual(before);
    expect(await push(tables, wireBook({ snapshotId: 'other', sequence: 2 }))).toMatchObject({ status: 'accepted' });
  });
});

describe('in parts', () => {
  test('two parts swapped leave the same state, and the book is visible only when the last has landed', async () => {
    const tables = await makeTables();
    const { announcement, parts } = inTwoParts();
    expect(await push(tables, announcement)).toMatchObject({ complete: false, missing: [1, 2] });
    expect(await pushPart(tables, parts[1], 2)).toMatchObject({ complete: false, missing: [1] });
    expect(await readSnapshot(tables, VENUE, 1)).toBeUndefined();
    expect(await pushPart(tables, parts[0], 1)).toMatchObject({ complete: true, missing: [] });
    expect(await readSnapshot(tables, VENUE, 1)).toMatchObject({ positions: 4, accounts: 4 });
    expect(await contents(tables)).toEqual(await stateAfter(twoParts));
  });

  test('parts before their announcement, and all at once, leave the same state', async () => {
    const { announcement, parts } = inTwoParts();
    const expected = await stateAfter(twoParts);
    const reversed = await stateAfter(
      (t) => pushPart(t, parts[1], 2),
      (t) => pushPart(t, parts[0], 1),
      (t) => push(t, announcement),
    );
    const together = await stateAfter((t) =>
      Promise.all([push(t, announcement), pushPart(t, parts[0], 1), pushPart(t, parts[1], 2)]),
    );
    expect(reversed).toEqual(expected);
    expect(together).toEqual(expected);
  });

  test('a part again with another body is a conflict; a part that was not announced is refused', async () => {
    const tables = await makeTables();
    const { announcement, parts } = inTwoParts();
    await push(tables, announcement);
    await pushPart(tables, parts[0], 1);
    const before = await contents(tables);
    await expect(pushPart(tables, parts[1], 1)).rejects.toMatchObject({ body: { status: 409 } });
    await expect(pushPart(tables, parts[1], 3)).rejects.toMatchObject({ body: { status: 400 } });
    expect(await contents(tables)).toEqual(before);
  });

  test('an account in two parts is found out when the last one lands, with its place, and the book stays invisible', async () => {
    const tables = await makeTables();
    const { announcement, parts } = inTwoParts();
    await push(tables, announcement);
    await pushPart(tables, parts[0], 1);
    await expect(pushPart(tables, { accounts: parts[0].accounts, positions: [] }, 2)).rejects.toMatchObject({
      body: {
        status: 400,
        errors: [{ path: '/parts/2/accounts/0/accountId' }, { path: '/parts/2/accounts/1/accountId' }],
      },
    });
    expect(await readSnapshot(tables, VENUE, 1)).toBeUndefined();
  });

  test('a position may stand in another part than its account and its market', async () => {
    const tables = await makeTables();
    const { announcement, parts } = inTwoParts();
    const accounts = parts.flatMap((part) => part.accounts);
    const positions = parts.flatMap((part) => part.positions);
    await push(tables, announcement);
    await pushPart(tables, { positions }, 1);
    expect(await pushPart(tables, { accounts }, 2)).toMatchObject({ complete: true });
    expect(await readSnapshot(tables, VENUE, 1)).toMatchObject({ positions: 4, accounts: 4 });
  });
});

describe('a crash between any two writes', () => {
  test.each([
    ['a whole book', whole],
    ['a book in two parts', twoParts],
  ])('%s: pushed again after it, the state is that of a single clean pass', async (_, pass) => {
    const clean = await stateAfter(pass);
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        const tables = await makeTables();
        const dying = dyingAt(tables, nth, when);
        const outcome = await pass(dying.tables).then(
          () => 'done',
          (error) => error,
        );
        if (!dying.died()) break;
        expect(outcome).toBeInstanceOf(Crash);
        crashes++;
        await pass(tables);
        expect({ when, nth, state: await contents(tables) }).toEqual({ when, nth, state: clean });
      }
    }
    // Columns, record and visibility: at least three writes, each with a before and an after.
    expect(crashes).toBeGreaterThanOrEqual(6);
  });
});

describe('sequence', () => {
  test('a snapshot behind a newer one is stored, marked late, and does not move the cursor back', async () => {
    const tables = await makeTables();
    await push(tables, wireBook({ sequence: 7 }));
    const receipt = (await push(tables, wireBook({ sequence: 5 }))) as Receipt;
    expect(receipt).toMatchObject({ status: 'accepted', complete: true, late: true });
    expect(receipt.detail).toContain('behind');
    expect(await readSnapshot(tables, VENUE, 5)).toMatchObject({ late: true });
    expect(await readCursor(tables, VENUE)).toMatchObject({ sequence: 7 });
  });

  test('twenty snapshots of one venue at the same time are all visible, and the cursor is at the newest', async () => {
    const tables = await makeTables();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        push(tables, wireBook({ sequence: i + 1 })).catch(() => push(tables, wireBook({ sequence: i + 1 }))),
      ),
    );
    const visible = await Promise.all(Array.from({ length: 20 }, (_, i) => readSnapshot(tables, VENUE, i + 1)));
    expect(visible.every((snapshot) => snapshot !== undefined)).toBe(true);
    expect(await readCursor(tables, VENUE)).toMatchObject({ sequence: 20 });
  });
});

test('JSON and NDJSON of the same book store the same columns', async () => {
  const json = await makeTables();
  const lines = await makeTables();
  await push(json, wireBook());
  await receiveSnapshot(lines, { venue: VENUE, body: ndjson(wireBook()), format: 'ndjson' });
  const blobs = async (tables: Tables) => (await readSnapshot(tables, VENUE, 1))?.blobs;
  expect(await blobs(lines)).toEqual(await blobs(json));
});
