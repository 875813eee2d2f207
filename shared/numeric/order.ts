/**
 * Ordering of large columns of non-negative finite numbers.
 *
 * Such doubles order as their bits do: a radix sort on the upper 32 bits (sign, exponent, 20 bits of mantissa), least significant
 * digit first, leaves all but near-equal values in place; one insertion pass settles those by their whole value. Where that would
 * move too much (many values within a millionth of one another) the built-in sort does it all, so that no input takes longer than
 * n log n.
 */

const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const MASK = BUCKETS - 1;
const PASSES = 3;
/** Below this the built-in sort is as fast. */
const SMALL = 600;
/** Moves an element that the insertion pass may take before it gives up. */
const PATIENCE = 8;

/** The upper words of little-endian doubles, without the sign: -0 counts as 0. */
function upperWords(keys: Float64Array): Uint32Array {
  const words = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length);
  const upper = new Uint32Array(keys.length);
  for (let i = 0; i < upper.length; i++) upper[i] = (words[2 * i + 1] as number) & 0x7fffffff;
  return upper;
}

/** Where each bucket of each pass begins. */
function bucketStarts(upper: Uint32Array): Uint32Array {
  const starts = new Uint32Array(PASSES * BUCKETS);
  for (let i = 0; i < upper.length; i++) {
    const word = upper[i] as number;
    for (let pass = 0; pass < PASSES; pass++) {
      const bucket = pass * BUCKETS + ((word >>> (pass * DIGIT_BITS)) & MASK);
      starts[bucket] = (starts[bucket] as number) + 1;
    }
  }
  for (let pass = 0; pass < PASSES; pass++) {
    let sum = 0;
    for (let bucket = pass * BUCKETS; bucket < (pass + 1) * BUCKETS; bucket++) {
      const count = starts[bucket] as number;
      starts[bucket] = sum;
      sum += count;
    }
  }
  return starts;
}

/** Whether all have the same digit, so that the pass would change nothing. */
const isIdle = (starts: Uint32Array, pass: number, upper: Uint32Array): boolean => {
  const digit = ((upper[0] as number) >>> (pass * DIGIT_BITS)) & MASK;
  const from = starts[pass * BUCKETS + digit] as number;
  const next = digit === MASK ? upper.length : (starts[pass * BUCKETS + digit + 1] as number);
  return next - from === upper.length;
};

/**
 * The permutation that sorts keys ascending; rows of equal keys stay in their order.
 *
 * @param keys finite, not negative
 */
export function orderOf(keys: Float64Array): Uint32Array {
  const n = keys.length;
  let order: Uint32Array = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const compare = (a: number, b: number): number => (keys[a] as number) - (keys[b] as number) || a - b;
  if (n < SMALL) return order.sort(compare);
  let upper: Uint32Array = upperWords(keys);
  const starts = bucketStarts(upper);
  let spareOrder: Uint32Array = new Uint32Array(n);
  let spareUpper: Uint32Array = new Uint32Array(n);
  for (let pass = 0; pass < PASSES; pass++) {
    if (isIdle(starts, pass, upper)) continue;
    const shift = pass * DIGIT_BITS;
    const first = pass * BUCKETS;
    for (let i = 0; i < n; i++) {
      const word = upper[i] as number;
      const bucket = first + ((word >>> shift) & MASK);
      const at = starts[bucket] as number;
      starts[bucket] = at + 1;
      spareUpper[at] = word;
      spareOrder[at] = order[i] as number;
    }
    [upper, spareUpper] = [spareUpper, upper];
    [order, spareOrder] = [spareOrder, order];
  }
  let moves = PATIENCE * n;
  for (let i = 1; i < n; i++) {
    const word = upper[i] as number;
    if (upper[i - 1] !== word) continue;
    const row = order[i] as number;
    const key = keys[row] as number;
    let at = i;
    while (at > 0 && upper[at - 1] === word && (keys[order[at - 1] as number] as number) > key) {
      order[at] = order[at - 1] as number;
      at--;
      if (--moves < 0) return Uint32Array.from(keys, (_, row) => row).sort(compare);
    }
    order[at] = row;
  }
  return order;
}

/**
 * Sorts ascending, in place.
 *
 * @param values finite, not negative
 * @returns the same array
 */
export function sortAscending(values: Float64Array): Float64Array {
  const n = values.length;
  if (n < SMALL) return values.sort();
  const upper = upperWords(values);
  const starts = bucketStarts(upper);
  let from = values;
  let to: Float64Array = new Float64Array(n);
  for (let pass = 0; pass < PASSES; pass++) {
    if (isIdle(starts, pass, upper)) continue;
    const words = new Uint32Array(from.buffer, from.byteOffset, 2 * n);
    const shift = pass * DIGIT_BITS;
    const first = pass * BUCKETS;
    for (let i = 0; i < n; i++) {
      const bucket = first + ((((words[2 * i + 1] as number) & 0x7fffffff) >>> shift) & MASK);
      const at = starts[bucket] as number;
      starts[bucket] = at + 1;
      to[at] = from[i] as number;
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  let moves = PATIENCE * n;
  for (let i = 1; i < n; i++) {
    const value = values[i] as number;
    let at = i;
    while (at > 0 && (values[at - 1] as number) > value) {
      values[at] = values[at - 1] as number;
      at--;
      if (--moves < 0) {
        values[at] = value;
        return values.sort();
      }
    }
    values[at] = value;
  }
  return values;
}
