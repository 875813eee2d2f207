import { isUtf8 } from 'node:buffer';
import { parseJson } from './json-body.ts';
import { membersOf } from './json-members.ts';
import { textOf } from './name-table.ts';
import { openNdjsonReader } from './ndjson-reader.ts';
import { NOT_UTF8, type Parsed, type Role, refused } from './parsed.ts';

export type Format = 'json' | 'ndjson';

export interface ParseOptions {
  readonly format: Format;
  readonly role: Role;
}

/**
 * Parses and checks one body: JSON, or NDJSON with a `kind` on each line, in the order header, market, account, position.
 *
 * @param body the unpacked bytes, UTF-8
 * @returns the fragment, or everything that is wrong with it; nothing is thrown for bad input
 */
export function parseSnapshot(body: Uint8Array, { format, role }: ParseOptions): Parsed {
  if (format === 'ndjson') {
    const reader = openNdjsonReader(role);
    reader.write(body);
    return reader.end();
  }
  if (!isUtf8(body)) return NOT_UTF8;
  return body.length === 0 ? refused('', 'the body is empty') : parseJson(body, role);
}

/**
 * Parses a snapshot that comes in pieces and does not say what it is. NDJSON is read as it comes; JSON is held until its end.
 *
 * @param chunks the unpacked bytes, cut anywhere
 */
export async function parseSnapshotStream(
  chunks: AsyncIterable<Uint8Array>,
  role: Role,
): Promise<{ readonly format: Format; readonly parsed: Parsed }> {
  const held: Uint8Array[] = [];
  let reader: ReturnType<typeof openNdjsonReader> | undefined;
  let json = false;
  for await (const chunk of chunks) {
    if (reader) {
      reader.write(chunk);
      continue;
    }
    held.push(chunk);
    if (json || !chunk.includes(NEWLINE)) continue;
    const soFar = Buffer.concat(held);
    json = formatOf(soFar) === 'json';
    if (json) continue;
    reader = openNdjsonReader(role);
    reader.write(soFar);
    held.length = 0;
  }
  if (reader) return { format: 'ndjson', parsed: reader.end() };
  const body = Buffer.concat(held);
  const format = formatOf(body);
  return { format, parsed: parseSnapshot(body, { format, role }) };
}

/** NDJSON where the first line is a record of its own, else JSON: for bodies that do not say what they are. */
export function formatOf(body: Uint8Array): Format {
  const end = body.indexOf(NEWLINE);
  const first = body.subarray(0, end === -1 ? body.length : end);
  const kind = membersOf(first)?.get('kind');
  try {
    // A whole book on one line is looked through, not parsed.
    return kind && typeof JSON.parse(textOf(first, kind.from, kind.to)) === 'string' ? 'ndjson' : 'json';
  } catch {
    return 'json';
  }
}

const NEWLINE = 10;
