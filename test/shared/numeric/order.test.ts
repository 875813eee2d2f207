import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import { orderOf, sortAscending } from '../../../shared/numeric/order.ts';

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
};

describe.each(Object.entries(COLUMNS))('a large column, %s', (_, values) => {
  test('is sorted as the built-in sort does', () => {
    expect([...sortAscending(values.slice())]).toEqual([...values.slice().sort()]);
  });

  test('has its order, ties as they stood', () => {
    const slow = Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
    expect([...orderOf(values)]).toEqual(slow);
  });
});

test('any column, small or part of a larger buffer', () => {
  const value = fc.oneof(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 1_500, size: 'max' }), fc.nat(3), (values, offset) => {
      const part = Float64Array.from([...Array(offset).fill(0), ...values]).subarray(offset);
      const order = orderOf(part);
      expect(Array.from(order, (row) => part[row])).toEqual([...part.slice().sort()]);
      expect([...sortAscending(part)]).toEqual([...values].sort((a, b) => a - b));
    }),
  );
});

test('nothing at all is in order', () => {
  expect([...orderOf(new Float64Array())]).toEqual([]);
  expect([...sortAscending(new Float64Array())]).toEqual([]);
});
