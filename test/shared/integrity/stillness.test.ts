import { describe, expect, test } from '@jest/globals';
import { advanceStillness, frozenFeed, type Stillness, type Witnesses } from '../../../shared/integrity/stillness.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { found } from './healthy-market.ts';

/** A feed over snapshots 5 seconds apart, each with what it shows and what it is held against. */
const over = (...steps: readonly (readonly [value: number | string | undefined, witnesses: Witnesses])[]) =>
  steps.reduce<Stillness | null>(
    (before, [value, witnesses], i) => advanceStillness(before, value, witnesses, 5_000 * i),
    null,
  );
const judged = (stillness: Stillness | null, timestamp: number, worst: 'note' | 'doubtful' | 'failed' = 'failed') =>
  found(frozenFeed('x', 'feed', stillness, timestamp, TERMS, worst));
const still = (...marks: number[]) => over(...marks.map((mark) => ['same', { mark }] as const));

describe('a feed that shows the same', () => {
  test('is counted, and the range of what moves is kept: there and back is a move too', () => {
    expect(still(100, 103, 100)).toEqual({ value: 'same', snapshots: 3, since: 0, moved: { mark: [100, 103] } });
  });

  test('begins anew with each change, and is forgotten where it is not there', () => {
    expect(over(['a', { mark: 1 }], ['a', { mark: 2 }], ['b', { mark: 3 }])).toEqual({
      value: 'b',
      snapshots: 1,
      since: 10_000,
      moved: { mark: [3, 3] },
    });
    expect(over(['a', { mark: 1 }], [undefined, { mark: 2 }])).toBeNull();
  });

  test('passes over prices that are none', () => {
    expect(still(100, Number.NaN, 0, -5)?.moved).toEqual({ mark: [100, 100] });
  });

  test.each([
    [100.2 - 1e-4, []],
    [100.2 + 1e-4, ['x: doubtful']],
    [100.5 - 1e-4, ['x: doubtful']],
    [100.5 + 1e-4, ['x: failed']],
  ])('three times, while the mark went from 100 to %d, is %j', (mark, expected) => {
    expect(judged(still(100, 100, mark), 10_000)).toEqual(expected);
  });

  test('is nothing after two snapshots, or in less than ten seconds, however far the mark went', () => {
    expect(judged(still(100, 200), 60_000)).toEqual([]);
    expect(judged(still(100, 150, 200), 9_999)).toEqual([]);
    expect(judged(still(100, 150, 200), 10_000)).toEqual(['x: failed']);
  });

  test('comes to no more than what it may come to', () => {
    expect(judged(still(100, 150, 200), 60_000, 'note')).toEqual(['x: note']);
    expect(judged(still(100, 150, 200), 60_000, 'doubtful')).toEqual(['x: doubtful']);
  });

  test('is held against whichever price moved furthest, and says so', () => {
    const both = over(...[100, 101, 101].map((index, i) => [7, { index, book: 50 + i }] as const));
    expect(frozenFeed('mark-frozen', 'mark', both, 10_000, TERMS, 'failed')).toEqual([
      {
        check: 'mark-frozen',
        level: 'failed',
        message:
          'the mark has not changed over 3 snapshots (10 s) while the middle of the order book moved over a range of 4 %',
        values: { snapshots: 3, lasted: 10_000, move: expect.closeTo(0.04, 12) },
      },
    ]);
  });

  test('a price that comes in place of another is no move', () => {
    const changed = over([7, { index: 100 }], [7, { index: 100 }], [7, { book: 300 }]);
    expect(judged(changed, 10_000)).toEqual([]);
  });
});
