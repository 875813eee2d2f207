import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bookFingerprint } from '../../../shared/integrity/book-fingerprint.ts';
import { bookShape } from '../../../shared/integrity/book-shape.ts';
import type { OrderBook } from '../../../shared/snapshot/types.ts';
import { bookAround, found } from './healthy-market.ts';

type Levels = OrderBook['bids'];
const shapeOf = (bids: Levels, asks: Levels) => found(bookShape({ bids, asks }).findings);

describe('an order book', () => {
  test('in order, of two sides apart, has nothing amiss, and shows its best prices', () => {
    expect(
      bookShape({
        bids: [
          [99, 1],
          [98, 5],
        ],
        asks: [
          [101, 1],
          [102, 0],
        ],
      }),
    ).toEqual({
      findings: [],
      best: { bid: 99, ask: 101 },
    });
  });

  test('that is crossed fails, that is locked is doubtful, one tick apart is sound', () => {
    expect(shapeOf([[100.1, 1]], [[100, 1]])).toEqual(['book-crossed: failed']);
    expect(shapeOf([[100, 1]], [[100, 1]])).toEqual(['book-locked: doubtful']);
    expect(shapeOf([[99.9, 1]], [[100, 1]])).toEqual([]);
  });

  test('is not crossed by a level that was taken away', () => {
    expect(
      shapeOf(
        [
          [105, 0],
          [99, 1],
        ],
        [[100, 1]],
      ),
    ).toEqual([]);
  });

  test('is crossed by its best level wherever that stands', () => {
    expect(
      shapeOf(
        [
          [99, 1],
          [101, 1],
        ],
        [[100, 1]],
      ),
    ).toEqual(['book-order: doubtful', 'book-crossed: failed']);
  });

  test('out of order is doubtful, on each side its own way; two levels of one price are in order', () => {
    expect(
      shapeOf(
        [
          [98, 1],
          [99, 1],
        ],
        [[101, 1]],
      ),
    ).toEqual(['book-order: doubtful']);
    expect(
      shapeOf(
        [[98, 1]],
        [
          [102, 1],
          [101, 1],
        ],
      ),
    ).toEqual(['book-order: doubtful']);
    expect(
      shapeOf(
        [
          [98, 1],
          [98, 1],
        ],
        [
          [101, 1],
          [101, 2],
        ],
      ),
    ).toEqual([]);
  });

  test('without bids, without asks or without both is doubtful', () => {
    expect(shapeOf([], [[101, 1]])).toEqual(['book-one-sided: doubtful']);
    expect(shapeOf([[99, 1]], [[101, 0]])).toEqual(['book-one-sided: doubtful']);
    expect(shapeOf([], [])).toEqual(['book-empty: doubtful']);
  });

  test.each([
    [0, 1],
    [-5, 1],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [98, -1],
    [98, Number.NaN],
  ])('with the level [%d, %d] fails', (price, amount) => {
    expect(
      shapeOf(
        [
          [99, 1],
          [price, amount],
        ],
        [[101, 1]],
      ),
    ).toEqual(['book-levels: failed']);
  });

  test('says what is crossed with the digits that tell the prices apart', () => {
    const [crossed] = bookShape({ bids: [[50_000.6, 1]], asks: [[50_000.5, 1]] }).findings;
    expect(crossed?.message).toBe('the best bid 50,000.6 is above the best ask 50,000.5: the book is crossed');
    expect(crossed?.values).toEqual({ bid: 50_000.6, ask: 50_000.5 });
  });

  test('has for its best prices those of a slow search through sorted levels', () => {
    const levels = fc.array(fc.tuple(fc.double({ min: 1, max: 9, noNaN: true }), fc.nat(2)), { maxLength: 8 });
    fc.assert(
      fc.property(levels, levels, (bids, asks) => {
        const open = (side: readonly (readonly [number, number])[]) =>
          side.filter(([, amount]) => amount > 0).map(([price]) => price);
        const { bid, ask } = bookShape({ bids, asks }).best;
        expect(bid).toBe(open(bids).sort((a, b) => b - a)[0]);
        expect(ask).toBe(open(asks).sort((a, b) => a - b)[0]);
      }),
    );
  });
});

describe('a fingerprint', () => {
  const book = bookAround(100);

  test('is the same for the same book, eleven characters long', () => {
    expect(bookFingerprint(bookAround(100))).toBe(bookFingerprint(book));
    expect(bookFingerprint(book)).toMatch(/^[\w-]{11}$/);
  });

  test('tells any one price or amount that changed, and a level that changed sides', () => {
    const changes: OrderBook[] = [
      { ...book, bids: book.bids.with(19, [book.bids[19]?.[0] as number, 10.000001]) },
      { ...book, asks: book.asks.with(0, [100.02, 10]) },
      { bids: book.bids.slice(0, -1), asks: [book.bids.at(-1) as readonly [number, number], ...book.asks] },
      { bids: book.asks, asks: book.bids },
      { bids: [], asks: [] },
    ];
    const all = [book, ...changes].map(bookFingerprint);
    expect(new Set(all).size).toBe(all.length);
  });
});
