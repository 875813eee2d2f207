/**
 * Bytes of JSON that go into one request: less than the API takes as sent, so that a part fits whatever it packs to. Books
 * usually pack to a tenth.
 */
export const PART_BYTES = 4_000_000;

export interface SplitSnapshot {
  /** The body of the POST: all of it, or the announcement. */
  readonly first: Buffer;
  /** Bodies of the parts, NDJSON, in order; none where everything is in the first. */
  readonly parts: readonly Buffer[];
}

/**
 * Splits a snapshot into the requests that carry it. What `parts` it claims is replaced by what it is split into. The same
 * snapshot is always split the same way, so that a repeated push repeats the same bodies.
 */
export function splitSnapshot(
  snapshot: Readonly<Record<string, unknown>>,
  partBytes: number = PART_BYTES,
): SplitSnapshot {
  const { accounts, positions, ...rest } = snapshot;
  const lines = function* (): Generator<string> {
    for (const [kind, records] of [
      ['account', accounts],
      ['position', positions],
    ] as const) {
      for (const record of (Array.isArray(records) ? records : []) as object[])
        yield JSON.stringify({ kind, ...record });
    }
  };
  const parts: Buffer[] = [];
  let pending: string[] = [];
  let size = 0;
  const flush = () => {
    parts.push(Buffer.from(`${pending.join('\n')}\n`));
    pending = [];
    size = 0;
  };
  for (const line of lines()) {
    const bytes = Buffer.byteLength(line) + 1;
    if (size > 0 && size + bytes > partBytes) flush();
    pending.push(line);
    size += bytes;
  }
  if (parts.length === 0) return { first: Buffer.from(JSON.stringify({ ...snapshot, parts: 1 })), parts: [] };
  flush();
  return { first: Buffer.from(JSON.stringify({ ...rest, parts: parts.length })), parts };
}

/**
 * A snapshot from NDJSON lines, as `splitSnapshot` takes it; `kind` is taken off.
 *
 * @throws SyntaxError where a line is not JSON
 */
export function snapshotFromLines(text: string): Record<string, unknown> {
  const lists = { market: [] as unknown[], account: [] as unknown[], position: [] as unknown[] };
  let header: Record<string, unknown> = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const { kind, ...record } = JSON.parse(line) as { kind: keyof typeof lists | 'header' } & Record<string, unknown>;
    if (kind === 'header') header = record;
    else lists[kind]?.push(record);
  }
  return { ...header, markets: lists.market, accounts: lists.account, positions: lists.position };
}
