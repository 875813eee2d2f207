import { describe, expect, test } from '@jest/globals';
import { type Prices, type Shown, shownBy, witnessesOf } from '../../../shared/integrity/shown.ts';
import { advanceStillness, frozenFeeds, type StillFeeds } from '../../../shared/integrity/stillness.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { bookAround, found, marketAt } from './healthy-market.ts';

/** Snapshots 5 seconds apart. */
function over(...steps: readonly Omit<Shown, 'timestamp'>[]): StillFeeds {
  let still: StillFeeds = {};
  let last: Shown | null = null;
  for (const [i, step] of steps.entries()) {
    const now: Shown = { ...step, timestamp: 5_000 * i };
    still = advanceStillness(still, last, now);
    last = now;
  }
  return still;
}
const judged = (still: StillFeeds, timestamp: number) => found(frozenFeeds(still, timestamp, TERMS));
/** A book that stays as it is while the mark goes through these prices. */
const book = (...marks: number[]) => over(...marks.map((mark) => ({ prices: { mark }, book: 'same' })));

describe('a feed that shows the same', () => {
  test('is counted, and the range of what moves is kept: there and back is a move too', () => {
    expect(book(100, 103, 99, 100)).toEqual({ book: { snapshots: 4, since: 0, moved: { mark: [99, 103] } } });
  });

  test('stands no more once it changes or is not there, and is counted anew', () => {
    expect(over({ prices: {}, book: 'a' }, { prices: {}, book: 'a' }, { prices: {}, book: 'b' })).toEqual({});
    expect(over({ prices: {}, book: 'a' }, { prices: {}, book: 'a' }, { prices: {} })).toEqual({});
    const back = ['a', 'a', 'b', 'a', 'a'].map((fingerprint) => ({ prices: {}, book: fingerprint }));
    expect(over(...back)).toEqual({ book: { snapshots: 2, since: 15_000, moved: {} } });
  });

  test.each([
    [100.2 - 1e-4, []],
    [100.2 + 1e-4, ['book-frozen: doubtful']],
    [100.5 - 1e-4, ['book-frozen: doubtful']],
    [100.5 + 1e-4, ['book-frozen: failed']],
  ])('three times, while the mark went from 100 to %d, is %j', (mark, expected) => {
    expect(judged(book(100, 100, mark), 10_000)).toEqual(expected);
  });

  test('is nothing after two snapshots, or in less than ten seconds, however far the mark went', () => {
    expect(judged(book(100, 200), 60_000)).toEqual([]);
    expect(judged(book(100, 150, 200), 9_999)).toEqual([]);
    expect(judged(book(100, 150, 200), 10_000)).toEqual(['book-frozen: failed']);
  });

  test('is held against whichever price moved furthest, and says so', () => {
    const still = over(...[100, 101, 101].map((index, i) => ({ prices: { mark: 7, index, middle: 50 + i } })));
    expect(frozenFeeds(still, 10_000, TERMS)).toEqual([
      {
        check: 'mark-frozen',
        level: 'failed',
        message:
          'the mark has not changed over 3 snapshots (10 s) while the middle of the order book moved over a range of 4 %',
        values: { snapshots: 3, lasted: 10_000, move: expect.closeTo(0.04, 12) },
      },
    ]);
  });

  test('is not held against one price and then another: their distance is no move', () => {
    const still = over(
      { prices: { mark: 7, index: 100 } },
      { prices: { mark: 7, index: 100 } },
      { prices: { mark: 7, last: 300 } },
    );
    expect(still.mark?.moved).toEqual({ index: [100, 100], last: [300, 300] });
    expect(judged(still, 10_000)).toEqual([]);
  });
});

describe('what a market shows', () => {
  test('is its prices, the middle of its book and the fingerprint of that', () => {
    expect(shownBy(marketAt(100, { indexPrice: 101, lastPrice: 102 }), { bid: 99, ask: 103 }, 5)).toEqual({
      timestamp: 5,
      prices: { mark: 100, index: 101, last: 102, middle: 101 },
      book: expect.stringMatching(/^[\w-]{11}$/),
    });
  });

  test('leaves out what is not given and what can be no price', () => {
    expect(shownBy({ symbol: 'X', markPrice: -1, contractSize: 1, linear: true }, {}, 5)).toEqual({
      timestamp: 5,
      prices: {},
    });
    expect(shownBy(marketAt(Number.NaN), { ask: 5 }, 5).prices).toEqual({});
  });

  test('is no book where no order stands in it', () => {
    expect(shownBy(marketAt(100, { orderBook: bookAround(100, 0) }), {}, 5).book).toBeUndefined();
  });
});

describe('a feed is held against prices of other makes', () => {
  const all: Prices = { mark: 1, index: 2, last: 3, middle: 4 };
  const { middle: _, ...bookless } = all;
  const held = (prices: Prices, feed: 'book' | 'mark' | 'index' | 'last') =>
    witnessesOf({ timestamp: 0, prices }, feed);

  test('the book and the last price against the mark', () => {
    expect(held(all, 'book')).toEqual({ mark: 1 });
    expect(held(all, 'last')).toEqual({ mark: 1 });
  });

  test('mark and index against each other and the middle of the book, or the last price where there is none', () => {
    expect(held(all, 'mark')).toEqual({ index: 2, middle: 4 });
    expect(held(all, 'index')).toEqual({ mark: 1, middle: 4 });
    expect(held(bookless, 'mark')).toEqual({ index: 2, last: 3 });
    expect(held({ mark: 1 }, 'mark')).toEqual({});
  });
});
