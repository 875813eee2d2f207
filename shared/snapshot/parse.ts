import { isUtf8 } from 'node:buffer';
import { openFaultList } from './faults.ts';
import { type Fragment, FragmentBuilder } from './fragment.ts';
import { RECORD_SCHEMAS, type RecordKind } from './schema.ts';
import type { Fault } from './types.ts';

export type Format = 'json' | 'ndjson';

export interface ParseOptions {
  readonly format: Format;
  /** `snapshot` has a header, and where it says one part, the whole book; `part` has neither. */
  readonly role: 'snapshot' | 'part';
}

export type Parsed =
  | { readonly ok: true; readonly fragment: Fragment }
  /** The first faults with their places, and how many there are in all. */
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly total: number };

/**
 * Parses and checks one body: JSON, or NDJSON with a `kind` on each line, in the order header, market, account, position.
 *
 * @param body the unpacked bytes, UTF-8
 * @returns the fragment, or everything that is wrong with it; nothing is thrown for bad input
 */
export function parseSnapshot(body: Uint8Array, { format, role }: ParseOptions): Parsed {
  if (!isUtf8(body)) return refused('', 'the body is not UTF-8');
  if (body.length === 0) return refused('', 'the body is empty');
  return format === 'json' ? parseJson(body, role) : parseNdjson(body, role);
}

/** NDJSON where the first line is a record of its own, else JSON: for bodies that do not say what they are. */
export function formatOf(body: Uint8Array): Format {
  const end = body.indexOf(NEWLINE);
  try {
    const first = JSON.parse(text(body, 0, end === -1 ? body.length : end));
    return typeof first?.kind === 'string' ? 'ndjson' : 'json';
  } catch {
    return 'json';
  }
}

const NEWLINE = 10;
const KINDS = Object.keys(RECORD_SCHEMAS) as RecordKind[];

const text = (body: Uint8Array, from: number, to: number): string =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8', from, to);

const refused = (path: string, message: string, line?: number): Parsed => ({
  ok: false,
  faults: [line === undefined ? { path, message } : { path, message, line }],
  total: 1,
});

const parsed = (builder: FragmentBuilder, faults: ReturnType<typeof openFaultList>): Parsed => {
  const fragment = builder.finish();
  return faults.total === 0 ? { ok: true, fragment } : { ok: false, faults: faults.kept, total: faults.total };
};

function parseJson(body: Uint8Array, role: ParseOptions['role']): Parsed {
  let root: unknown;
  try {
    root = JSON.parse(text(body, 0, body.length));
  } catch (error) {
    return refused('', `the body is not JSON: ${(error as Error).message}`);
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    return refused('', 'the body must be a JSON object');
  const faults = openFaultList();
  const wire = root as Record<string, unknown>;
  const builder = new FragmentBuilder(faults, role === 'part' || isAnnouncement(wire.parts));
  if (role === 'snapshot') builder.addHeader(root);
  else if (wire.snapshotId !== undefined) faults.add('/snapshotId', 'stands in the path of a part, not in its body');
  const lists = { markets: builder.addMarket, accounts: builder.addAccount, positions: builder.addPosition };
  for (const [name, add] of Object.entries(lists)) {
    const list = wire[name] ?? [];
    if (!Array.isArray(list)) faults.add(`/${name}`, 'must be of type array');
    else for (const record of list) add.call(builder, record);
  }
  return parsed(builder, faults);
}

/** A header that announces parts: its accounts and markets may be declared in them. */
const isAnnouncement = (parts: unknown): boolean => typeof parts === 'number' && parts > 1;

function parseNdjson(body: Uint8Array, role: ParseOptions['role']): Parsed {
  const faults = openFaultList();
  let builder = new FragmentBuilder(faults, role === 'part');
  // The furthest kind seen so far: records come in the order of KINDS.
  let stage = role === 'part' ? 0 : -1;
  let line = 0;
  for (let from = 0; from < body.length; ) {
    const newline = body.indexOf(NEWLINE, from);
    const to = newline === -1 ? body.length : newline;
    const source = text(body, from, to);
    from = to + 1;
    line++;
    if (source.trim() === '') continue;
    let record: { kind?: unknown; parts?: unknown } | null;
    try {
      record = JSON.parse(source);
    } catch (error) {
      faults.add('', `the line is not JSON: ${(error as Error).message}`, line);
      continue;
    }
    const rank = KINDS.indexOf(record?.kind as RecordKind);
    if (rank === -1) {
      faults.add('/kind', `must be ${KINDS.join(', ')}`, line);
      continue;
    }
    if (stage === -1) {
      if (rank !== 0) return refused('/kind', 'the first line must be the header', line);
      builder = new FragmentBuilder(faults, isAnnouncement(record?.parts));
      stage = 0;
      builder.addHeader(record, line);
      continue;
    }
    if (rank === 0) {
      faults.add('/kind', role === 'part' ? 'a part has no header' : 'there is a header already', line);
      continue;
    }
    if (rank < stage)
      faults.add('/kind', `${KINDS[rank]} may not follow ${KINDS[stage]}: the order is ${KINDS.join(', ')}`, line);
    stage = Math.max(stage, rank);
    if (rank === 1) builder.addMarket(record, line);
    else if (rank === 2) builder.addAccount(record, line);
    else builder.addPosition(record, line);
  }
  if (stage === -1) return refused('', 'the body has no header line');
  return parsed(builder, faults);
}
