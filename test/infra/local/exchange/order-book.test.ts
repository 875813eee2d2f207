import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MakersBook } from '../../../../infra/local/exchange/order-book.ts';

const DEPTH = 10_000;
const open = () => new MakersBook(100, DEPTH);

describe("the makers' book", () => {
  test('shows whole contracts around its centre, best first, and does not cross', () => {
    const { bids, asks } = open().shown();
    expect(bids[0]![0]).toBeLessThan(100);
    expect(asks[0]![0]).toBeGreaterThan(100);
    expect(bids.map(([price]) => price)).toEqual(bids.map(([price]) => price).sort((a, b) => b - a));
    expect(asks.map(([price]) => price)).toEqual(asks.map(([price]) => price).sort((a, b) => a - b));
    for (const [, contracts] of [...bids, ...asks]) expect(contracts).toBe(Math.floor(contracts));
  });

  test('has within 1 % of the centre the depth that was asked for', () => {
    const within = open()
      .shown()
      .bids.filter(([price]) => price >= 99);
    const sum = within.reduce((total, [, contracts]) => total + contracts, 0);
    expect(sum).toBeGreaterThan(0.9 * DEPTH);
    expect(sum).toBeLessThanOrEqual(DEPTH);
  });

  test('gives a sale ever worse prices the larger it is, more than in proportion', () => {
    const worst = (contracts: number) => 100 - open().take('bids', contracts).worst;
    expect(worst(2_000)).toBeGreaterThan(worst(1_000));
    expect(worst(8_000)).toBeGreaterThan(2 * worst(4_000));
  });

  test('sells no more than it holds, and holds that less afterwards', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 20 }), (orders) => {
        const book = open();
        const held = () => book.take('bids', 0).contracts;
        expect(held()).toBe(0);
        let before = Number.POSITIVE_INFINITY;
        let taken = 0;
        for (const contracts of orders) {
          const walk = book.take('bids', contracts);
          expect(walk.contracts).toBeLessThanOrEqual(contracts);
          if (walk.contracts > 0) {
            expect(walk.worst).toBeLessThanOrEqual(before);
            before = walk.worst;
          }
          taken += walk.contracts;
        }
        expect(taken).toBeLessThan(5 * DEPTH);
      }),
    );
  });

  test('ends an order at the first price that is refused', () => {
    const book = open();
    const walk = book.take('bids', 5_000, (price) => (price >= 99.8 ? 5_000 : 0));
    expect(walk.refused).toBe(true);
    expect(walk.worst).toBeGreaterThanOrEqual(99.8);
    expect(walk.contracts).toBeLessThan(5_000);
  });

  test('comes back at a finite rate: what arrives is put back, and no more than was missing', () => {
    const book = open();
    book.take('bids', DEPTH);
    const best = [book.best('bids')];
    for (let i = 0; i < 30; i++) {
      book.replenish(0.2 * DEPTH);
      best.push(book.best('bids'));
    }
    expect(best[0]).toBeLessThan(99.1);
    expect(best[1]).toBeGreaterThan(best[0]!);
    book.replenish(10 * DEPTH);
    expect(book.shown()).toEqual(open().shown());
  });

  test('gives way at once when makers take orders away, and does not fill up by itself when they dare again', () => {
    const book = open();
    book.show(0.1 * DEPTH);
    const thin = book.shown();
    expect(thin.bids[5]![1]).toBeLessThan(0.11 * open().shown().bids[5]![1] + 1);
    book.show(DEPTH);
    expect(book.shown()).toEqual(thin);
  });
});
