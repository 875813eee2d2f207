import type { Fragment } from '../../../shared/snapshot/fragment.ts';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import type { Book, Fault, SnapshotHeader } from '../../../shared/snapshot/types.ts';
import { parseSnapshotFile } from '../snapshot-file.ts';
import { faultLines } from './validate.ts';

/** The book of a snapshot file; undefined where it is none, after its faults have been told. */
export async function readBookFile(file: string, json: boolean): Promise<Book | undefined> {
  const { parsed } = await parseSnapshotFile(file);
  const book = parsed.ok ? wholeBook(parsed.fragment) : parsed;
  if (!('faults' in book)) return book;
  if (json) console.log(JSON.stringify({ errors: book.faults, errorCount: book.total }));
  else for (const line of faultLines(file, book)) console.error(line);
  return undefined;
}

/** A snapshot in one piece, or why it is none: what it announced in parts has no positions to measure. */
function wholeBook(fragment: Fragment): Book | { readonly faults: readonly Fault[]; readonly total: number } {
  const header = fragment.header as SnapshotHeader;
  if (header.parts > 1) {
    const fault = { path: '/parts', message: `announces ${header.parts} parts: a file is assessed in one piece` };
    return { faults: [fault], total: 1 };
  }
  const joined = joinFragments('file', header, [fragment]);
  return joined.ok ? joined.book : joined;
}
