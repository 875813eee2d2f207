import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import { parseSnapshotStream } from '../../shared/snapshot/parse.ts';
import { UsageError } from './commands/command.ts';

/** A file's bytes, unpacked where they are gzip, whatever the file is called. @throws UsageError where the gzip is broken */
export function readSnapshotFile(file: string): Buffer {
  const bytes = readFileSync(file);
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw brokenGzip(file, error);
  }
}

/**
 * Parses a snapshot file as it is read: JSON or NDJSON, gzipped or not.
 *
 * @throws UsageError where the gzip is broken
 */
export async function parseSnapshotFile(file: string): ReturnType<typeof parseSnapshotStream> {
  const zipped = isGzip(firstBytes(file));
  const bytes = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  if (!zipped) return parseSnapshotStream(bytes, 'snapshot');
  // Unpacked on a thread of its own while the chunk before is parsed.
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  // A file that cannot be read ends the unpacking, too.
  bytes.on('error', (error) => unpacked.destroy(error));
  try {
    return await parseSnapshotStream(bytes.pipe(unpacked), 'snapshot');
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_') ? brokenGzip(file, error) : error;
  }
}

function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(2);
  const opened = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(opened, bytes));
  } finally {
    closeSync(opened);
  }
}

const CHUNK_BYTES = 1 << 20;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const brokenGzip = (file: string, error: unknown): UsageError =>
  new UsageError(`${file} is not a sound gzip file: ${(error as Error).message}`);
