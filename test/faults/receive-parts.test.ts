import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Receipt, receivePart, receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { readBook, readSnapshot } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { bytes, inTwoParts, wireBook } from '../environment/books.ts';
import { contents, interruptedAt, makeTables } from '../environment/tables.ts';

const VENUE = 'demo';
const push = (tables: Tables, body: unknown, venue = VENUE) =>
  receiveSnapshot(tables, { venue, body: bytes(body), format: 'json' });
const pushPart = (tables: Tables, body: unknown, part: number, venue = VENUE) =>
  receivePart(tables, { venue, body: bytes(body), format: 'json' }, 'snapshot-1', part);

/** A part of its own: one account that no other part has. */
const partOf = (part: number) => ({ accounts: [{ accountId: `of-part-${part}`, collateral: [] }], positions: [] });
const announcing = (parts: number) => ({ ...wireBook(), accounts: [], positions: [], parts });

/** `taken`, or the kind of the refusal. */
const outcomeOf = (pushing: Promise<Receipt>): Promise<string> =>
  pushing.then(
    () => 'taken',
    (error) => {
      if (!error.body) throw error;
      return error.body.type.replace('urn:breakwater:problem:', '');
    },
  );
/** The accounts of the book, if one is visible. */
const idsIn = async (tables: Tables, venue = VENUE) =>
  (await readSnapshot(tables, venue, 1)) ? (await readBook(tables, venue, 1)).accounts.ids : undefined;

describe('parts that an announcement does not count', () => {
  test.each([
    [
      'one above those announced',
      announcing(2),
      [3],
      /^Part 3 is here already, and snapshot-1 announces the parts 1 to 2\./,
    ],
    ['some of them', announcing(2), [1, 3, 4], /^The parts 3 and 4 are here already/],
    ['any of a whole book', wireBook(), [1], /^Part 1 is here already, and snapshot-1 announces itself as whole\./],
    [
      'many of a whole book',
      wireBook(),
      Array.from({ length: 23 }, (_, i) => i + 1),
      /^The parts 1, 2, .*, 20 and 3 more are/,
    ],
  ])('%s: it is refused with their numbers, and nothing of it is stored', async (_, announcement, parts, detail) => {
    const tables = await makeTables();
    for (const part of parts) expect(await pushPart(tables, partOf(part), part)).toMatchObject({ missing: [0] });
    const before = await contents(tables);
    await expect(push(tables, announcement)).rejects.toMatchObject({
      body: { status: 409, type: 'urn:breakwater:problem:parts-conflict', detail: expect.stringMatching(detail) },
    });
    expect(await contents(tables)).toEqual(before);
  });

  test('are in the book once they are announced under the same id', async () => {
    const tables = await makeTables();
    await pushPart(tables, partOf(3), 3);
    expect(await outcomeOf(push(tables, announcing(2)))).toBe('parts-conflict');
    expect(await push(tables, announcing(3))).toMatchObject({ status: 'accepted', missing: [1, 2] });
    await pushPart(tables, partOf(1), 1);
    expect(await pushPart(tables, partOf(2), 2)).toMatchObject({ complete: true });
    expect(await idsIn(tables)).toEqual(['of-part-1', 'of-part-2', 'of-part-3']);
  });

  test('after it are refused, leave no trace, and do not keep the book from being complete', async () => {
    const tables = await makeTables();
    const { announcement, parts } = inTwoParts();
    await push(tables, announcement);
    const before = await contents(tables);
    expect(await outcomeOf(pushPart(tables, partOf(3), 3))).toBe('part-unknown');
    expect(await contents(tables)).toEqual(before);
    await pushPart(tables, parts[0], 1);
    expect(await pushPart(tables, parts[1], 2)).toMatchObject({ complete: true });
    expect(await outcomeOf(pushPart(tables, partOf(3), 3))).toBe('part-unknown');
    expect(await push(tables, announcement)).toMatchObject({ status: 'duplicate', complete: true });
  });
});

/** Runs one request with another one at each of its calls in turn, reads included. @returns how many there are */
async function atEachCall(
  outer: (tables: Tables) => Promise<unknown>,
  inner: (tables: Tables) => Promise<unknown>,
  check: (tables: Tables) => Promise<void>,
): Promise<number> {
  for (let nth = 0; ; nth++) {
    const tables = await makeTables();
    const through = interruptedAt(tables, nth, () => inner(tables));
    await outer(through.tables);
    if (!through.interrupted()) return nth;
    await check(tables);
  }
}

describe('a part and its announcement at the same time, one at each call of the other:', () => {
  const WAYS = [
    ['part', 'announcement'],
    ['announcement', 'part'],
  ] as const;

  describe.each([
    ['a part above those announced', announcing(2), 3],
    ['a part of a whole book', wireBook(), 1],
  ])('%s', (_, announcement, part) => {
    test.each(WAYS)('the %s in the %s: just one is taken, and what is taken is not lost', async (inner, outer) => {
      const send = {
        part: (tables: Tables) => outcomeOf(pushPart(tables, partOf(part), part)),
        announcement: (tables: Tables) => outcomeOf(push(tables, announcement)),
      };
      const outcomes = { part: '', announcement: '' };
      const noting = (which: 'part' | 'announcement') => async (tables: Tables) => {
        outcomes[which] = await send[which](tables);
      };
      const calls = await atEachCall(noting(outer), noting(inner), async (tables) => {
        expect(Object.values(outcomes).filter((outcome) => outcome === 'taken')).toHaveLength(1);
        for (const n of [1, 2]) if (n !== part) await outcomeOf(pushPart(tables, partOf(n), n));
        // What was refused is refused again.
        const refused = outcomes.part === 'taken' ? 'announcement' : 'part';
        expect(await send[refused](tables)).not.toBe('taken');
        const visible = await idsIn(tables);
        expect(visible === undefined).toBe(outcomes.part === 'taken');
      });
      expect(calls).toBeGreaterThanOrEqual(4);
    });
  });

  test.each(WAYS)(
    'a part that is counted, the %s in the %s: both are taken, and the book holds it',
    async (inner, outer) => {
      const send = {
        part: (tables: Tables) => pushPart(tables, partOf(1), 1),
        announcement: (tables: Tables) => push(tables, announcing(2)),
      };
      await atEachCall(send[outer], send[inner], async (tables) => {
        expect(await pushPart(tables, partOf(2), 2)).toMatchObject({ complete: true });
        expect(await idsIn(tables)).toEqual(['of-part-1', 'of-part-2']);
      });
    },
  );
});

test('whatever comes at once: a part that was taken is in the book, or there is no book and somebody was told', async () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2 });
  const tables = await makeTables();
  let venues = 0;
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: 4 }), async (pushes, announced) => {
      const venue = `venue-${venues++}`;
      const send = (part: number) =>
        outcomeOf(
          part === 0 ? push(tables, announcing(announced), venue) : pushPart(tables, partOf(part), part, venue),
        );
      // What the store refuses because two wrote at once comes again.
      const outcomes = await Promise.all(pushes.map((part) => send(part).catch(() => send(part))));
      const taken = pushes.filter((part, i) => part > 0 && outcomes[i] === 'taken');
      const told = [...outcomes, await send(0)];
      for (let part = 1; announced > 1 && part <= announced; part++) told.push(await send(part));
      const ids = await idsIn(tables, venue);
      if (ids) expect(ids).toEqual(expect.arrayContaining(taken.map((part) => `of-part-${part}`)));
      else expect(told).toContain('parts-conflict');
    }),
    { numRuns: 25 },
  );
}, 600_000);
