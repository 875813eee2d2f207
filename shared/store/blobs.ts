import { createHash } from 'node:crypto';
import { FinalFault } from '../runtime/final-fault.ts';
import { expiryAfter, getItem, type Item, mapBounded, putItem, RETENTION_DAYS, type Tables } from './tables.ts';

/** Bytes of one chunk: an item, key and attributes included, must stay below DynamoDB's 400 KB. */
const CHUNK_BYTES = 380_000;

/** Where a blob's chunks are. */
export interface BlobRef {
  /** Names the blob: its owner and the hash of its bytes, so that no write can change what another one refers to. */
  readonly key: string;
  readonly chunks: number;
  readonly bytes: number;
}

interface Chunk extends Item {
  readonly bytes: Uint8Array;
}

/** Thrown where chunks that a record refers to are not there (any more). */
export class BlobMissing extends FinalFault {
  override readonly name = 'BlobMissing';
  constructor(ref: BlobRef, index: number) {
    super(`Chunk ${index} of ${ref.chunks} of ${ref.key} is not stored, or past its retention`);
  }
}

/**
 * Writes bytes in chunks, each in a partition of its own so that a large book's load is spread.
 *
 * Not conditional: the key holds the content's hash, and whoever writes it writes the same.
 *
 * @param days that it is kept for, from now on
 */
export async function writeBlob(
  tables: Tables,
  owner: string,
  bytes: Uint8Array,
  days: number = RETENTION_DAYS.book,
): Promise<BlobRef> {
  const key = `${owner}#${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`;
  const chunks = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
  const expiresAt = expiryAfter(tables, days);
  await mapBounded(Array.from({ length: chunks }), 8, (_, i) =>
    putItem(tables, tables.snapshots, {
      pk: `${key}#${i}`,
      sk: 'chunk',
      bytes: bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
      expiresAt,
    }),
  );
  return { key, chunks, bytes: bytes.length };
}

/** @throws BlobMissing */
export async function readBlob(tables: Tables, ref: BlobRef): Promise<Buffer> {
  const parts = await mapBounded(Array.from({ length: ref.chunks }), 8, async (_, i) => {
    const chunk = await getItem<Chunk>(tables, tables.snapshots, `${ref.key}#${i}`, 'chunk');
    if (!chunk) throw new BlobMissing(ref, i);
    return chunk.bytes;
  });
  return Buffer.concat(parts);
}
