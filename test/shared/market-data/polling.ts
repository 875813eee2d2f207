import type { ExchangeName } from '../../../shared/market-data/exchange-names.ts';
import { openExchange } from '../../../shared/market-data/open-exchange.ts';
import type { MarketData } from '../../../shared/market-data/types.ts';
import type { PolledMarket, PollTerms } from '../../../shared/market-data/venue-poll.ts';
import { POLLED_AT, type Quoted } from './venues/quoted.ts';

/** A clock that begins at a set time and goes on. */
export const clock = (): (() => number) => {
  const begun = performance.now();
  return () => POLLED_AT + Math.floor(performance.now() - begun);
};

/** Without the pauses of CCXT's rate limit, which keep to the real venues' and would only make tests slow. */
export function open(exchange: ExchangeName, url: string, timeoutMs = 2_000) {
  const opened = openExchange({ venue: `venue of ${exchange}`, exchange, url, timeoutMs, now: clock() });
  opened.ccxt.enableRateLimit = false;
  return opened;
}

/** Pauses between tries as short as jitter makes them. */
export const TERMS: PollTerms = { deadlineMs: 8_000, random: () => 0, timeframe: '1h' };

/** The one market's data. @throws Error where there is none */
export function dataOf([polled]: readonly PolledMarket[]): MarketData {
  if (polled && 'data' in polled) return polled.data;
  throw new Error(`there is no data: ${polled?.fault}`);
}

/** What a poll makes of a quoted market. */
export const figuresOf = ({ mark, index, last, funding, openInterest, bids, asks, bars }: Quoted, levels = 200) => ({
  markPrice: mark,
  indexPrice: index,
  lastPrice: last,
  fundingRate: funding,
  openInterestAmount: openInterest,
  orderBook: { bids: bids.slice(0, levels), asks: asks.slice(0, levels) },
  candles: bars.slice(0, -1),
  faults: [],
});
