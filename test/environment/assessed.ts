import { assess } from '../../shared/assessment/assess.ts';
import type { Assessment } from '../../shared/assessment/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { joinFragments } from '../../shared/snapshot/join.ts';
import { parseSnapshot } from '../../shared/snapshot/parse.ts';
import type { Book, Fault, SnapshotHeader } from '../../shared/snapshot/types.ts';

/** A snapshot as it came, as a book or as what is wrong with it. */
export function readWire(wire: unknown): Book | readonly Fault[] {
  const parsed = parseSnapshot(Buffer.from(JSON.stringify(wire)), { format: 'json', role: 'snapshot' });
  if (!parsed.ok) return parsed.faults;
  const joined = joinFragments('test', parsed.fragment.header as SnapshotHeader, [parsed.fragment]);
  return joined.ok ? joined.book : joined.faults;
}

/** @throws Error if it is not valid */
export function bookFrom(wire: unknown): Book {
  const book = readWire(wire);
  if (!('markets' in book)) throw new Error(`Refused: ${JSON.stringify(book)}`);
  return book;
}

export const assessBook = (book: Book): Assessment =>
  assess({ book, states: new Map(), policy: DEFAULT_POLICY, codeVersion: 'test', late: false }).assessment;
