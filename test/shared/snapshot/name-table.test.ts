import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NameTable } from '../../../shared/snapshot/name-table.ts';

const find = (table: NameTable, name: string) => table.find(Buffer.from(name), 0, Buffer.byteLength(name));
const append = (table: NameTable, name: string) => table.append(Buffer.from(name), 0, Buffer.byteLength(name));

/** 2^depth names of one and the same hash: two words that lead from one state of it to the same other one, time and again. */
const twins = (depth: number): string[] =>
  Array.from({ length: depth }).reduce<string[]>(
    (names) => names.flatMap((name) => [`${name}33zx`, `${name}epad`]),
    ['7yzx'],
  );

/** FNV-1a, to choose names that collide. */
const hashOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
};

describe('a table of names', () => {
  test('finds what a Map would, names that come twice included', () => {
    const name = fc.oneof(fc.constantFrom('', 'a', 'b', 'é', '名前', 'constructor'), fc.stringMatching(/^[ab]{0,6}$/));
    const step = fc.tuple(fc.constantFrom('append', 'append-new', 'find', 'intern'), name);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 800 }), (steps) => {
        const table = new NameTable();
        const map = new Map<string, number>();
        const all: string[] = [];
        for (const [what, word] of steps) {
          const bytes = Buffer.from(`xx${word}yy`);
          const known = map.get(word);
          if (what === 'find') expect(table.find(bytes, 2, bytes.length - 2)).toBe(known ?? -1);
          else if (what === 'append-new') {
            expect(table.appendNew(bytes, 2, bytes.length - 2)).toBe(known === undefined ? all.length : -1);
            if (known !== undefined) continue;
            map.set(word, all.length);
            all.push(word);
          } else if (what === 'intern' && known !== undefined)
            expect(table.intern(bytes, 2, bytes.length - 2)).toBe(known);
          else {
            expect(table[what as 'append' | 'intern'](bytes, 2, bytes.length - 2)).toBe(all.length);
            map.set(word, all.length);
            all.push(word);
          }
        }
        expect(table.names()).toEqual(all);
        expect(table.count).toBe(all.length);
      }),
    );
  });

  test('grows without forgetting', () => {
    const table = new NameTable();
    for (let i = 0; i < 20_000; i++) expect(append(table, `account-${i}`)).toBe(i);
    for (let i = 0; i < 20_000; i += 7) expect(find(table, `account-${(i * 31) % 20_000}`)).toBe((i * 31) % 20_000);
    expect(find(table, 'account-20000')).toBe(-1);
  });

  test('names chosen to collide are found as quickly as others', () => {
    // All in the few slots of a small table that the low bits of the hash lead to.
    const wanted = (name: string) => ((hashOf(name) ^ (hashOf(name) >>> 15)) & 0x3ff) === 0;
    const colliding: string[] = [];
    for (let i = 0; colliding.length < 400; i++) if (wanted(`n${i}`)) colliding.push(`n${i}`);
    const table = new NameTable();
    for (const [i, name] of colliding.entries()) expect(append(table, name)).toBe(i);
    append(table, colliding[3] as string);
    for (const [i, name] of colliding.entries()) expect(find(table, name)).toBe(i === 3 ? 400 : i);
    expect(find(table, 'another')).toBe(-1);
  });

  test('names of one hash are found as quickly as others, also in a table that grows afterwards', () => {
    const same = twins(11);
    expect(new Set(same.map(hashOf)).size).toBe(1);
    expect(new Set(same).size).toBe(2_048);
    const table = new NameTable();
    const began = performance.now();
    for (const [i, name] of same.entries()) expect(append(table, name)).toBe(i);
    for (let i = 0; i < 3_000; i++) append(table, `other-${i}`);
    for (const [i, name] of same.entries()) expect(find(table, name)).toBe(i);
    expect(find(table, 'other-2999')).toBe(2_048 + 2_999);
    expect(table.names().slice(0, 2_048)).toEqual(same);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
