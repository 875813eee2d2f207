/** Samples as text for an item: float32, little-endian, base64. Seven digits are more than a median of volatilities needs. */
export const packSamples = (samples: readonly number[]): string =>
  Buffer.from(Float32Array.from(samples).buffer).toString('base64');

export const unpackSamples = (packed: string): Float32Array<ArrayBuffer> =>
  new Float32Array(Uint8Array.from(Buffer.from(packed, 'base64')).buffer);
