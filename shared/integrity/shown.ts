import type { Market } from '../snapshot/types.ts';
import { bookFingerprint } from './book-fingerprint.ts';
import type { BookShape } from './book-shape.ts';
import { isPositive } from './finding.ts';

/** Prices of a market, of several makes; `middle` is that of the best prices of the order book. */
export type PriceName = 'mark' | 'index' | 'last' | 'middle';
export type Prices = Readonly<Partial<Record<PriceName, number>>>;

/** What is fed into a snapshot of a market, each by machinery of its own that can stop. */
export const FEEDS = ['book', 'mark', 'index', 'last'] as const;
export type Feed = (typeof FEEDS)[number];

/** What a market showed at one time: only prices that can be prices. */
export interface Shown {
  readonly timestamp: number;
  readonly prices: Prices;
  /** Fingerprint of an order book that holds orders. */
  readonly book?: string;
}

export function shownBy(
  { markPrice, indexPrice, lastPrice, orderBook }: Market,
  { bid, ask }: BookShape['best'],
  timestamp: number,
): Shown {
  const middle = bid === undefined || ask === undefined ? undefined : (bid + ask) / 2;
  const prices = Object.entries({ mark: markPrice, index: indexPrice, last: lastPrice, middle });
  const filled = bid !== undefined || ask !== undefined;
  return {
    timestamp,
    prices: Object.fromEntries(prices.filter(([, price]) => isPositive(price))) as Prices,
    ...(orderBook && filled ? { book: bookFingerprint(orderBook) } : {}),
  };
}

/** What a feed shows: the same again means that it stands still. */
export const shownAs = ({ prices, book }: Shown, feed: Feed): number | string | undefined =>
  feed === 'book' ? book : prices[feed];

/** Prices of other makes, which a feed that is alive moves with. */
export function witnessesOf({ prices: { mark, index, last, middle } }: Shown, feed: Feed): Prices {
  const own: Prices = mark === undefined ? {} : { mark };
  if (feed === 'book' || feed === 'last') return own;
  // The last price leaps between bid and ask where the middle of the book stands: it speaks only where there is no book.
  const traded: Prices = middle !== undefined ? { middle } : last !== undefined ? { last } : {};
  return { ...(feed === 'index' ? own : index === undefined ? {} : { index }), ...traded };
}
