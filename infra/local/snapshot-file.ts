import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { formatOf, type Parsed, parseSnapshot } from '../../shared/snapshot/parse.ts';
import { UsageError } from './commands/command.ts';

/** A file's bytes, unpacked where they are gzip, whatever the file is called. @throws UsageError where the gzip is broken */
export function readSnapshotFile(file: string): Buffer {
  const bytes = readFileSync(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new UsageError(`${file} is not a sound gzip file: ${(error as Error).message}`);
  }
}

/** Reads and checks a snapshot file: JSON or NDJSON, gzipped or not. @throws UsageError where the gzip is broken */
export async function readSnapshot(file: string): Promise<Parsed> {
  const body = readSnapshotFile(file);
  return parseSnapshot(body, { format: formatOf(body), role: 'snapshot' });
}
