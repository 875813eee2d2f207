import { expect, test } from '@jest/globals';
import { compareBooks } from './facts.ts';

/** `npm run promises` takes 200 books of up to 2,000 positions. */
test('books of every kind have the equities, prices, ladders and plans of a slow model that shares no code', () => {
  const seen = compareBooks(30, 120, 2_026);
  expect(seen.books).toBe(30);
  // Of everything there is enough to tell.
  expect(seen.due).toBeGreaterThan(50);
  expect(seen.positions).toBeGreaterThan(3 * seen.due);
  expect(seen.deleveraged).toBeGreaterThan(20);
  expect(seen.reductions).toBeGreaterThan(seen.deleveraged);
}, 600_000);
