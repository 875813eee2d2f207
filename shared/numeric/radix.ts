/** Least significant digit first: each pass deals all keys out to 2048 buckets by the next 11 bits, keeping their order within one. */
export const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
export const MASK = BUCKETS - 1;

/** Low bits that may be left to an insertion pass where that saves a pass over everything. */
const SPARED_BITS = 7;
/** Buckets for each key, as a power of two, that keep such an insertion pass short. */
const ROOM_BITS = 2;

/** Which bits of 32-bit keys a radix sort looks at. */
export interface RadixPlan {
  /** Subtracted from every key. */
  readonly least: number;
  /** Low bits that are not looked at. */
  readonly shift: number;
  readonly passes: number;
}

/**
 * The fewest passes that bring all keys to their places (`exactly`), or all but a few near-equal ones.
 *
 * @param least the smallest of the keys
 * @param most the largest
 */
export function planRadix(least: number, most: number, keys: number, exactly: boolean): RadixPlan {
  const bits = 32 - Math.clz32(most - least);
  const roomy = 32 - Math.clz32(keys) + ROOM_BITS;
  const needed = exactly ? bits : Math.min(bits, Math.max(bits - SPARED_BITS, roomy));
  const passes = Math.max(1, Math.ceil(needed / DIGIT_BITS));
  return { least, shift: Math.max(0, bits - passes * DIGIT_BITS), passes };
}

export const openBuckets = (): Uint32Array => new Uint32Array(BUCKETS);

/** Turns how many keys fall in each bucket into where each bucket begins. */
export function toStarts(counts: Uint32Array): void {
  let sum = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket] as number;
    counts[bucket] = sum;
    sum += count;
  }
}
