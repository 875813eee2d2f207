/** Samples as text for an item: float32, little-endian, base64. Seven digits are more than a median of volatilities needs. */
export const packSamples = (samples: ArrayLike<number>): string =>
  Buffer.from(Float32Array.from(samples).buffer).toString('base64');

/** The samples with one more at the end, the oldest dropped where there are more than `most`. */
export function appendSample(packed: string, sample: number, most: number): string {
  const before = unpackSamples(packed);
  const kept = before.subarray(Math.max(0, before.length - most + 1));
  const next = new Float32Array(kept.length + 1);
  next.set(kept);
  next[kept.length] = sample;
  return packSamples(next);
}

export const unpackSamples = (packed: string): Float32Array<ArrayBuffer> =>
  new Float32Array(Uint8Array.from(Buffer.from(packed, 'base64')).buffer);
