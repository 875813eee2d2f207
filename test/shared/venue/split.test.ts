import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import { PART_BYTES, snapshotFromLines, splitSnapshot } from '../../../shared/venue/split.ts';
import { ndjson, wireBook } from '../../environment/books.ts';

const parsed = (body: Uint8Array, format: 'json' | 'ndjson', role: 'snapshot' | 'part') => {
  const result = parseSnapshot(body, { format, role });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.fragment;
};

describe('a snapshot that fits one request', () => {
  test('is sent whole, as one part, whatever it claimed', () => {
    const book = wireBook({ parts: 3 });
    const { first, parts } = splitSnapshot(book);
    expect(parts).toEqual([]);
    expect(JSON.parse(first.toString())).toEqual({ ...book, parts: 1 });
  });
});

describe('a snapshot that is too large for one request', () => {
  test('is announced with as many parts as follow, which join to what it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 200, max: 1_500 }), (accounts, bytes) => {
        const book = wireBook({ accounts });
        const { first, parts } = splitSnapshot(book, bytes);
        fc.pre(parts.length > 0);
        const announcement = parsed(first, 'json', 'snapshot');
        expect(announcement.header?.parts).toBe(parts.length);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(bytes);
        const fragments = [announcement, ...parts.map((part) => parsed(part, 'ndjson', 'part'))];
        const joined = joinFragments('demo', announcement.header!, fragments);
        const whole = parsed(splitSnapshot(book).first, 'json', 'snapshot');
        const expected = joinFragments('demo', whole.header!, [whole]);
        if (!joined.ok || !expected.ok) throw new Error('does not join');
        expect(joined.book.accounts).toEqual(expected.book.accounts);
        expect(joined.book.positions).toEqual(expected.book.positions);
        expect(joined.book.markets).toEqual(expected.book.markets);
      }),
      { numRuns: 60 },
    );
  });

  test('is split the same way each time, so that a repeated push repeats the same bodies', () => {
    const book = wireBook({ accounts: 30 });
    expect(splitSnapshot(book, 500)).toEqual(splitSnapshot(structuredClone(book), 500));
  });

  test('never holds a part that is empty, and no record in two of them', () => {
    const book = wireBook({ accounts: 25 });
    const { parts } = splitSnapshot(book, 300);
    const lines = parts.flatMap((part) => part.toString().trim().split('\n'));
    expect(parts.every((part) => part.length > 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      ...book.accounts.map((account) => ({ kind: 'account', ...account })),
      ...book.positions.map((position) => ({ kind: 'position', ...position })),
    ]);
  });

  test('gives a record that is larger than a part a part of its own', () => {
    const collateral = Array.from({ length: 100 }, () => ({ currency: 'USDT', amount: 1 }));
    const book = wireBook({ accounts: 3 });
    book.accounts[1] = { accountId: 'account-1', collateral: collateral as never };
    const { parts } = splitSnapshot(book, 400);
    expect(parts.filter((part) => part.length > 400)).toHaveLength(1);
  });

  test('has parts that the API takes as sent, even where nothing in them packs', () => {
    const accounts = Array.from({ length: 60_000 }, () => ({
      accountId: randomBytes(96).toString('base64url'),
      collateral: [],
    }));
    const { first, parts } = splitSnapshot({ ...wireBook(), accounts, positions: [] });
    expect(parts.length).toBeGreaterThan(1);
    expect(PART_BYTES).toBeLessThan(LIMITS.bodyBytes);
    for (const body of [first, ...parts]) expect(gzipSync(body).length).toBeLessThan(LIMITS.bodyBytes);
  });
});

describe('NDJSON lines', () => {
  test('make the snapshot that they were made of', () => {
    const book = wireBook();
    expect(snapshotFromLines(ndjson(book).toString())).toEqual(book);
  });
});
