import { expect } from '@jest/globals';
import { assessFile, dueIn, onData } from './measured.ts';

const BOOKS = 'books/real-liquidations-hyperliquid-2023';
const dueAt = (name: string): string[] => Object.values(dueIn(assessFile(`${BOOKS}-${name}.json`))).flat();

onData('accounts that a venue has liquidated: all 26 are due at the price of the fill, and none 2 % before', () => {
  expect(dueAt('at-fill')).toHaveLength(26);
  expect(dueAt('2pct-before')).toEqual([]);
});

onData('two real books are measured without anything left out', () => {
  for (const name of ['2026-02-04T1954', '2026-02-05T1244']) {
    const { markets, book } = assessFile(`books/real-book-hyperliquid-whales-${name}.json`);
    expect(markets.filter(({ measured }) => !measured)).toEqual([]);
    expect(book.positions).toBeGreaterThan(1_800);
    expect(book.openInterest).toBeGreaterThan(1e9);
  }
});
