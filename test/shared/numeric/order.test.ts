import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import { openOrderRoom, orderOf, sortAscending, sortByMagnitude } from '../../../shared/numeric/order.ts';

const random = openRandom(7);
const SIZE = 5_000;
const column = (of: (i: number) => number): Float64Array => Float64Array.from({ length: SIZE }, (_, i) => of(i));

/** Columns that a radix sort on half of the bits could get wrong. */
const COLUMNS: Readonly<Record<string, Float64Array>> = {
  'all different': column(() => random.uniform() * 1e9),
  'of heavy tails': column(() => random.pareto(1.1)),
  'all the same': column(() => 42),
  'few values, many ties': column(() => Math.floor(random.uniform() * 7)),
  'ascending already': column((i) => i / 3),
  descending: column((i) => (SIZE - i) / 3),
  'alike in the upper half of their bits': column(() => 1 + random.uniform() * 1e-9),
  'alike in the upper half, descending': column((i) => 1 + (SIZE - i) * Number.EPSILON),
  'of every size': column((i) => (i % 7 === 0 ? 0 : 10 ** (random.uniform() * 600 - 300))),
  denormal: column(() => Math.floor(random.uniform() * 1e6) * Number.MIN_VALUE),
  'of the largest': column((i) => Number.MAX_VALUE * (1 - i * 1e-7)),
  'crowded, but for one far away': column((i) => (i === 0 ? 1e300 : 1 + random.uniform() * 1e-6)),
};
/** The same with signs, zeros of both among them. */
const signed = (values: Float64Array): Float64Array =>
  values.map((value, i) => (i % 11 === 0 ? 0 : value) * (random.uniform() < 0.5 ? -1 : 1));
const slowOrder = (keys: Float64Array): number[] =>
  Array.from(keys, (_, i) => i).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);

describe.each(Object.entries(COLUMNS))('a large column, %s', (_, values) => {
  test('is sorted as the built-in sort does', () => {
    expect([...sortAscending(values.slice())]).toEqual([...values.slice().sort()]);
  });

  test('has its order, ties as they stood', () => {
    expect([...orderOf(values)]).toEqual(slowOrder(values));
  });

  test('has its order with signs too', () => {
    const keys = signed(values);
    expect([...orderOf(keys)]).toEqual(slowOrder(keys));
  });

  test('is sorted by magnitude, each value keeping its sign', () => {
    const keys = signed(values);
    const sorted = sortByMagnitude(keys.slice(), new Float64Array(SIZE));
    expect([...sorted.map(Math.abs)]).toEqual([...keys.map(Math.abs).sort()]);
    expect([...sorted.sort()]).toEqual([...keys.sort()]);
  });
});

test('room that was used before, and is larger than needed, changes nothing', () => {
  const room = openOrderRoom(2 * SIZE);
  const scratch = new Float64Array(2 * SIZE);
  for (const values of Object.values(COLUMNS)) {
    const keys = signed(values);
    expect([...orderOf(keys, room)]).toEqual([...orderOf(keys)]);
    expect([...sortAscending(values.slice(), scratch)]).toEqual([...values.slice().sort()]);
  }
});

test('a million near-equal values are sorted too, in no more than n log n', () => {
  const n = 1_000_000;
  const crowded = Float64Array.from({ length: n }, () => 1 + random.uniform() * 1e-9);
  const sorted = crowded.slice().sort();
  expect(sortAscending(crowded).every((value, i) => value === sorted[i])).toBe(true);
});

test('any column, small or part of a larger buffer', () => {
  const value = fc.oneof(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 1_500, size: 'max' }), fc.nat(3), (values, offset) => {
      const part = Float64Array.from([...Array(offset).fill(0), ...values]).subarray(offset);
      const order = orderOf(part);
      const turned = part.map((value, i) => (i % 2 === 0 ? value : -value));
      expect([...orderOf(turned)]).toEqual(slowOrder(turned));
      expect(Array.from(order, (row) => part[row])).toEqual([...part.slice().sort()]);
      expect([...sortAscending(part)]).toEqual([...values].sort((a, b) => a - b));
    }),
  );
});

test('nothing at all is in order', () => {
  expect([...orderOf(new Float64Array())]).toEqual([]);
  expect([...sortAscending(new Float64Array())]).toEqual([]);
});
