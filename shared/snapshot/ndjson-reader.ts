import { isUtf8 } from 'node:buffer';
import { openFaultList } from './faults.ts';
import { FragmentBuilder } from './fragment.ts';
import { textOf } from './name-table.ts';
import { NOT_UTF8, type Parsed, type Role, refused } from './parsed.ts';
import { RECORD_SCHEMAS, type RecordKind } from './schema.ts';

const NEWLINE = 10;
const KINDS = Object.keys(RECORD_SCHEMAS) as RecordKind[];
const ACCOUNT = KINDS.indexOf('account');
const POSITION = KINDS.indexOf('position');

/** Takes NDJSON in pieces of any size, and holds no more of it than the line at hand. */
export interface NdjsonReader {
  write(chunk: Uint8Array): void;
  /** The fragment, or everything that is wrong with it. */
  end(): Parsed;
}

/** @param role `snapshot` begins with a header; `part` has none */
export function openNdjsonReader(role: Role): NdjsonReader {
  const faults = openFaultList();
  let builder = new FragmentBuilder(faults, role === 'part');
  // The furthest kind seen so far: records come in the order of KINDS.
  let stage = role === 'part' ? 0 : -1;
  let line = 0;
  /** The beginning of a line whose end has not come yet. */
  let rest: Uint8Array[] = [];
  let empty = true;
  /** Why nothing of the body is taken. */
  let refusal: Parsed | undefined;

  /** Lines that are whole: bytes[from, to), the last one with or without its newline. */
  const take = (bytes: Uint8Array, start: number, to: number): void => {
    if (refusal === NOT_UTF8) return;
    if (!isUtf8(bytes.subarray(start, to))) {
      refusal = NOT_UTF8;
      return;
    }
    for (let from = start; from < to && !refusal; ) {
      line++;
      const next =
        stage === POSITION
          ? builder.scanPosition(bytes, from, to, true)
          : stage === ACCOUNT
            ? builder.scanAccount(bytes, from, to, true)
            : -1;
      if (next >= 0) {
        from = next;
        continue;
      }
      const newline = bytes.indexOf(NEWLINE, from);
      const end = newline === -1 || newline >= to ? to : newline;
      takeLine(textOf(bytes, from, end));
      from = end + 1;
    }
  };

  const takeLine = (source: string): void => {
    if (source.trim() === '') return;
    let record: { kind?: unknown; parts?: unknown } | null;
    try {
      record = JSON.parse(source);
    } catch (error) {
      faults.add('', `the line is not JSON: ${(error as Error).message}`, line);
      return;
    }
    const rank = KINDS.indexOf(record?.kind as RecordKind);
    if (rank === -1) {
      faults.add('/kind', `must be ${KINDS.join(', ')}`, line);
      return;
    }
    if (stage === -1) {
      if (rank !== 0) {
        refusal = refused('/kind', 'the first line must be the header', line);
        return;
      }
      builder = new FragmentBuilder(faults, isAnnouncement(record?.parts));
      stage = 0;
      builder.addHeader(record, line);
      return;
    }
    if (rank === 0) {
      faults.add('/kind', role === 'part' ? 'a part has no header' : 'there is a header already', line);
      return;
    }
    if (rank < stage)
      faults.add('/kind', `${KINDS[rank]} may not follow ${KINDS[stage]}: the order is ${KINDS.join(', ')}`, line);
    stage = Math.max(stage, rank);
    if (rank === 1) builder.addMarket(record, line);
    else if (rank === ACCOUNT) builder.addAccount(record, line);
    else builder.addPosition(record, line);
  };

  return {
    write(chunk) {
      if (chunk.length === 0) return;
      empty = false;
      const last = chunk.lastIndexOf(NEWLINE);
      if (last < 0) {
        rest.push(copyOf(chunk));
        return;
      }
      let from = 0;
      if (rest.length > 0) {
        from = chunk.indexOf(NEWLINE) + 1;
        const whole = Buffer.concat([...rest, chunk.subarray(0, from)]);
        rest = [];
        take(whole, 0, whole.length);
      }
      take(chunk, from, last + 1);
      if (last + 1 < chunk.length) rest.push(copyOf(chunk.subarray(last + 1)));
    },
    end() {
      if (rest.length > 0) {
        const whole = Buffer.concat(rest);
        take(whole, 0, whole.length);
      }
      if (empty) return refused('', 'the body is empty');
      if (refusal) return refusal;
      if (stage === -1) return refused('', 'the body has no header line');
      const fragment = builder.finish();
      return faults.total === 0 ? { ok: true, fragment } : { ok: false, faults: faults.kept, total: faults.total };
    },
  };
}

/** Never `slice`: of a Buffer that is a view, and the caller may fill its chunk anew. */
const copyOf = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

/** A header that announces parts: its accounts and markets may be declared in them. */
export const isAnnouncement = (parts: unknown): boolean => typeof parts === 'number' && parts > 1;
