import { createHash } from 'node:crypto';
import type { OrderBook } from '../snapshot/types.ts';

/** Tells one order book from another by its prices and amounts, in 66 bits: 11 characters of base64url. */
export function bookFingerprint({ bids, asks }: OrderBook): string {
  const numbers = new Float64Array(1 + 2 * (bids.length + asks.length));
  // Where one side ends, so that a level cannot change sides unseen.
  numbers[0] = bids.length;
  let at = 1;
  for (const levels of [bids, asks]) {
    for (const [price, amount] of levels) {
      numbers[at++] = price;
      numbers[at++] = amount;
    }
  }
  return createHash('sha256').update(numbers).digest('base64url').slice(0, 11);
}
