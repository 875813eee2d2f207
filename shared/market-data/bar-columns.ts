import type { Candle } from '../snapshot/types.ts';

const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'baseVolume'] as const;

/** Bytes of one packed bar. */
export const BAR_BYTES = COLUMNS.length * 8;

/**
 * Bars as bytes: six columns of little-endian doubles one after the other, a volume that is not known as NaN. A third of what
 * they take as objects in DynamoDB, and no digit is lost.
 */
export function packBars(bars: readonly Candle[]): Uint8Array {
  const bytes = Buffer.alloc(bars.length * BAR_BYTES);
  let offset = 0;
  for (const column of COLUMNS) {
    for (const bar of bars) offset = bytes.writeDoubleLE(bar[column] ?? Number.NaN, offset);
  }
  return bytes;
}

/** @throws RangeError where the bytes are no whole number of bars */
export function unpackBars(packed: Uint8Array): Candle[] {
  const length = packed.length / BAR_BYTES;
  if (!Number.isInteger(length)) throw new RangeError(`${packed.length} bytes are no whole number of bars`);
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length }, (_, row) => {
    const [timestamp, open, high, low, close, baseVolume] = COLUMNS.map((_, column) =>
      bytes.readDoubleLE((column * length + row) * 8),
    ) as [number, number, number, number, number, number];
    const bar = { timestamp, open, high, low, close };
    return Number.isNaN(baseVolume) ? bar : { ...bar, baseVolume };
  });
}
