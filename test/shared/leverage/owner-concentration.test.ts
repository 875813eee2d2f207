import { expect, test } from '@jest/globals';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { measureBook } from '../../../shared/leverage/measure-book.ts';
import { bookOf, linear } from './plain-book.ts';

const position = (account: string, symbol: string, side: 'long' | 'short', contracts: number) => ({
  ...{ account, symbol, side, contracts },
  entryPrice: 100,
});
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const book = bookOf({
  markets: [linear(BTC, 100), linear(ETH, 100)],
  accounts: { a: { USDT: 1e6 }, b: { USDT: 1e6 }, c: { USDT: 1e6 }, d: { USDT: 1e6 } },
  positions: [
    position('a', BTC, 'long', 3),
    position('b', BTC, 'long', 3),
    position('c', BTC, 'short', 4),
    position('d', ETH, 'short', 10),
  ],
});
/** One controller of two accounts, and one of another; the fourth is its own. */
const owned = {
  ...book,
  accounts: { ...book.accounts, owners: ['whale', 'other'], owner: Uint32Array.of(1, 1, 2, 0) },
};

test('accounts of one controller count as one, and an account without one as its own', () => {
  const { venue, markets } = measureBook(owned, carryBook(owned));
  // 600 of one controller, 400 of another, 1,000 of an account alone.
  expect(venue.concentration.byOwner?.hhi).toBeCloseTo(0.3 ** 2 + 0.2 ** 2 + 0.5 ** 2, 12);
  expect(venue.concentration.byOwner?.top1).toBeCloseTo(0.5, 12);
  expect(markets[0]?.concentration.byOwner?.hhi).toBeCloseTo(0.6 ** 2 + 0.4 ** 2, 12);
  expect(markets[0]?.concentration.byOwner?.long.hhi).toBe(1);
  expect(markets[0]?.concentration.byOwner?.short.hhi).toBe(1);
  // By account nothing changes.
  expect(markets[0]?.concentration.hhi).toBeCloseTo(0.3 ** 2 + 0.3 ** 2 + 0.4 ** 2, 12);
});

test('a venue that names no owners has no concentration by owner', () => {
  expect(measureBook(book).venue.concentration.byOwner).toBeUndefined();
});
