import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankBook } from '../../../shared/deleveraging/rank-book.ts';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { anyBook, bookOf, linear } from '../leverage/plain-book.ts';

const BTC = linear('BTC/USDT:USDT', 50_000);
const at = (account: string, side: 'long' | 'short', entryPrice: number, rest: { margin?: number } = {}) => ({
  account,
  symbol: BTC.symbol,
  side,
  contracts: 1,
  entryPrice,
  ...rest,
});

test('of two who gained the same, the one with less behind it goes first; who lost goes last; shorts queue by themselves', () => {
  const book = bookOf({
    markets: [BTC],
    accounts: { safe: { USDT: 100_000 }, daring: { USDT: 5_000 }, loser: { USDT: 20_000 }, short: { USDT: 1_000_000 } },
    positions: [
      at('safe', 'long', 40_000),
      at('daring', 'long', 40_000),
      at('loser', 'long', 60_000),
      at('short', 'short', 60_000),
    ],
  });
  const { place, fifth } = rankBook(book, carryBook(book));
  expect([...place]).toEqual([1, 0, 2, 0]);
  expect([...fifth]).toEqual([4, 2, 5, 5]);
});

test('where all else is equal the smaller balance goes first: of an isolated position its margin', () => {
  const book = bookOf({
    markets: [BTC],
    accounts: { rich: { USDT: 10_000 }, margin: { USDT: 50_000 } },
    positions: [at('rich', 'long', 50_000), at('margin', 'long', 50_000, { margin: 10_000 })],
  });
  // Both have leverage 5 and no PnL; the balances are the same, and the account that came last is the newer.
  expect([...rankBook(book, carryBook(book)).place]).toEqual([1, 0]);
});

test('every queue of any book is a queue: each place is taken once', () => {
  fc.assert(
    fc.property(anyBook, (plain) => {
      const book = bookOf(plain);
      const { place } = rankBook(book, carryBook(book));
      const { market, side } = book.positions;
      const queues = new Map<string, number[]>();
      place.forEach((at, i) => {
        const queue = `${market[i]} ${side[i]}`;
        queues.set(queue, [...(queues.get(queue) ?? []), at]);
      });
      for (const places of queues.values()) expect(places.sort((a, b) => a - b)).toEqual(places.map((_, i) => i));
    }),
  );
});
