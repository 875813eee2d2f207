import { DIGIT_BITS, MASK, openBuckets, planRadix, type RadixPlan, toStarts } from './radix.ts';

/**
 * Ordering of large columns of finite numbers.
 *
 * Doubles order as their bits do: a radix sort on the upper 32 bits (sign, exponent, 20 bits of mantissa) leaves all but near-equal
 * values in place, and one insertion pass settles those by their whole value. Where that would move too much (many values within a
 * millionth of one another) the built-in sort does it all, so that no input takes longer than n log n.
 */

/** Below this the built-in sort is as fast. */
const SMALL = 600;
/** Moves an element that the insertion pass may take before it gives up. */
const PATIENCE = 8;
/** Of the upper word of a double: all but the sign, so that -0 counts as 0. */
const UNSIGNED = 0x7fffffff;

/** Upper words of little-endian doubles are every second one, from the second. */
const wordsOf = (values: Float64Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);

/**
 * Sorts ascending, in place: the result is that of the built-in sort.
 *
 * @param values finite, not negative
 * @param scratch at least as long; what it holds is lost
 * @returns the same array
 */
export const sortAscending = (values: Float64Array, scratch?: Float64Array): Float64Array =>
  radixSort(values, scratch, undefined);

/**
 * Sorts by magnitude, in place: a sign may tell two kinds apart that are to be sorted as one.
 *
 * @param values finite
 * @param scratch at least as long; what it holds is lost
 * @returns the same array
 */
export const sortByMagnitude = (values: Float64Array, scratch?: Float64Array): Float64Array =>
  radixSort(values, scratch, (a, b) => Math.abs(a) - Math.abs(b));

/** @param compare for the built-in sort, where it is used */
function radixSort(
  values: Float64Array,
  scratch: Float64Array | undefined,
  compare: ((a: number, b: number) => number) | undefined,
): Float64Array {
  const n = values.length;
  if (n < SMALL) return values.sort(compare);
  const spare = scratch ? scratch.subarray(0, n) : new Float64Array(n);
  const words = wordsOf(values);
  let least = UNSIGNED;
  let most = 0;
  for (let i = 1; i < words.length; i += 2) {
    const word = (words[i] as number) & UNSIGNED;
    if (word < least) least = word;
    if (word > most) most = word;
  }
  const rough = planRadix(least, most, n, false);
  dealValues(values, spare, rough);
  if (settleValues(values)) return values;
  if (rough.shift > 0) {
    dealValues(values, spare, planRadix(least, most, n, true));
    if (settleValues(values)) return values;
  }
  return values.sort(compare);
}

/** The passes of the plan over the values; the last one ends in `values`. */
function dealValues(values: Float64Array, spare: Float64Array, { least, shift, passes }: RadixPlan): void {
  const starts = openBuckets();
  let from = values;
  let to = spare;
  for (let pass = 0; pass < passes; pass++) {
    dealByDigit(from, to, least, shift + pass * DIGIT_BITS, starts);
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
}

function dealByDigit(from: Float64Array, to: Float64Array, least: number, down: number, starts: Uint32Array): void {
  const upper = wordsOf(from);
  starts.fill(0);
  for (let i = 1; i < upper.length; i += 2) {
    const bucket = ((((upper[i] as number) & UNSIGNED) - least) >>> down) & MASK;
    starts[bucket] = (starts[bucket] as number) + 1;
  }
  toStarts(starts);
  for (let i = 0; i < from.length; i++) {
    const bucket = ((((upper[2 * i + 1] as number) & UNSIGNED) - least) >>> down) & MASK;
    const at = starts[bucket] as number;
    starts[bucket] = at + 1;
    to[at] = from[i] as number;
  }
}

/** Insertion sort by magnitude of what is nearly sorted. @returns false where it gave up half way */
function settleValues(values: Float64Array): boolean {
  let moves = PATIENCE * values.length;
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const size = Math.abs(value);
    if (size >= before) {
      before = size;
      continue;
    }
    let at = i;
    while (at > 0 && Math.abs(values[at - 1] as number) > size) {
      values[at] = values[at - 1] as number;
      at--;
    }
    values[at] = value;
    moves -= i - at;
    if (moves < 0) return false;
  }
  return true;
}

/** Rows on their way to their order, and the upper word of each one's key. */
interface Rows {
  readonly words: Int32Array;
  readonly order: Uint32Array;
}

/** What ordering one column after another needs. */
export interface OrderRoom {
  readonly rows: Rows;
  readonly spare: Rows;
}

/** @param length of the longest column */
export const openOrderRoom = (length: number): OrderRoom => ({
  rows: { words: new Int32Array(length), order: new Uint32Array(length) },
  spare: { words: new Int32Array(length), order: new Uint32Array(length) },
});

const viewOf = ({ words, order }: Rows, length: number): Rows => ({
  words: words.subarray(0, length),
  order: order.subarray(0, length),
});

/**
 * The permutation that sorts keys ascending; rows of equal keys stay in their order.
 *
 * @param keys finite, of either sign
 * @param room at least as long as the keys; where one is given the order is a view of it, until it is used again
 */
export function orderOf(keys: Float64Array, room?: OrderRoom): Uint32Array {
  const n = keys.length;
  if (n < SMALL) return orderByComparison(keys);
  let { rows, spare } = room ?? openOrderRoom(n);
  rows = viewOf(rows, n);
  spare = viewOf(spare, n);
  const { words, order } = rows;
  const upper = wordsOf(keys);
  let nearest = UNSIGNED;
  for (let i = 1; i < upper.length; i += 2) {
    const size = (upper[i] as number) & UNSIGNED;
    if (size < nearest && size > 0) nearest = size;
  }
  let least = 0;
  let most = 0;
  for (let i = 0; i < n; i++) {
    // Magnitudes from the smallest on, so that the two signs lie side by side; negated where the sign bit says so, -0 being 0.
    const size = Math.max(0, ((upper[2 * i + 1] as number) & UNSIGNED) - nearest + 1);
    const sign = (upper[2 * i + 1] as number) >> 31;
    const word = (size ^ sign) - sign;
    words[i] = word;
    order[i] = i;
    if (word < least) least = word;
    if (word > most) most = word;
  }
  const rough = planRadix(least, most, n, false);
  [rows, spare] = dealRows(rows, spare, rough);
  if (settleRows(rows, keys)) return rows.order;
  if (rough.shift > 0) {
    [rows] = dealRows(rows, spare, planRadix(least, most, n, true));
    if (settleRows(rows, keys)) return rows.order;
  }
  return orderByComparison(keys);
}

/** The passes of the plan over the rows. @returns where they ended, then what is free */
function dealRows(rows: Rows, spare: Rows, { least, shift, passes }: RadixPlan): [Rows, Rows] {
  const starts = openBuckets();
  let from = rows;
  let to = spare;
  for (let pass = 0; pass < passes; pass++) {
    dealRowsByDigit(from, to, least, shift + pass * DIGIT_BITS, starts);
    [from, to] = [to, from];
  }
  return [from, to];
}

function dealRowsByDigit({ words, order }: Rows, to: Rows, least: number, down: number, starts: Uint32Array): void {
  const { words: toWords, order: toOrder } = to;
  starts.fill(0);
  for (let i = 0; i < words.length; i++) {
    const bucket = (((words[i] as number) - least) >>> down) & MASK;
    starts[bucket] = (starts[bucket] as number) + 1;
  }
  toStarts(starts);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    const bucket = ((word - least) >>> down) & MASK;
    const at = starts[bucket] as number;
    starts[bucket] = at + 1;
    toWords[at] = word;
    toOrder[at] = order[i] as number;
  }
}

/** Insertion sort of rows that are nearly in order. @returns false where it gave up half way */
function settleRows({ words, order }: Rows, keys: Float64Array): boolean {
  let moves = PATIENCE * order.length;
  for (let i = 1; i < order.length; i++) {
    const word = words[i] as number;
    if ((words[i - 1] as number) < word) continue;
    const row = order[i] as number;
    const key = keys[row] as number;
    let at = i;
    while (at > 0) {
      const other = words[at - 1] as number;
      if (other < word || (other === word && !((keys[order[at - 1] as number] as number) > key))) break;
      words[at] = other;
      order[at] = order[at - 1] as number;
      at--;
    }
    words[at] = word;
    order[at] = row;
    moves -= i - at;
    if (moves < 0) return false;
  }
  return true;
}

function orderByComparison(keys: Float64Array): Uint32Array {
  return Uint32Array.from(keys, (_, row) => row).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
}
