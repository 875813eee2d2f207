import type { Exchange } from '../../node_modules/ccxt/js/src/base/Exchange.js';
import type { MarketInterface } from '../../node_modules/ccxt/js/src/base/types.js';
import type okx from '../../node_modules/ccxt/js/src/okx.js';
import type { MarketDataPart } from './types.ts';

/** Levels of the book that are kept of each side. */
export const BOOK_LEVELS = 200;

/** One market of one poll, as a reading is asked for it. */
export interface Asked {
  readonly exchange: Exchange;
  readonly market: MarketInterface;
  readonly timeframe: string;
  /** How many bars at most, the newest. */
  readonly bars: number;
  /** What answers for all markets at once is fetched once a poll, however many markets ask. */
  readonly once: <T>(name: string, fetch: () => Promise<T>) => Promise<T>;
}

/** One call to an exchange: the parts that it gives, and their values as the exchange says them, not yet checked. */
export interface Reading {
  readonly parts: readonly MarketDataPart[];
  readonly read: (asked: Asked) => Promise<Partial<Record<MarketDataPart, unknown>>>;
}

/** @param levels  a depth that the exchange takes: some take a few numbers only */
const book = (levels: number): Reading => ({
  parts: ['orderBook'],
  read: async ({ exchange, market }) => ({ orderBook: await exchange.fetchOrderBook(market.symbol, levels) }),
});

const candles: Reading = {
  parts: ['candles'],
  read: async ({ exchange, market, timeframe, bars }) => ({
    candles: await exchange.fetchOHLCV(market.symbol, timeframe, undefined, bars),
  }),
};

const lastPrice: Reading = {
  parts: ['lastPrice'],
  read: async ({ exchange, market }) => ({ lastPrice: (await exchange.fetchTicker(market.symbol)).last }),
};

const openInterest: Reading = {
  parts: ['openInterestAmount'],
  read: async ({ exchange, market }) => ({
    openInterestAmount: (await exchange.fetchOpenInterest(market.symbol)).openInterestAmount,
  }),
};

export const BINANCE_READINGS: readonly Reading[] = [
  {
    parts: ['markPrice', 'indexPrice', 'fundingRate'],
    read: async ({ exchange, market }) => {
      const { markPrice, indexPrice, fundingRate } = await exchange.fetchFundingRate(market.symbol);
      return { markPrice, indexPrice, fundingRate };
    },
  },
  lastPrice,
  openInterest,
  book(500),
  candles,
];

export const BYBIT_READINGS: readonly Reading[] = [
  {
    // The ticker's open interest is that of now, in contracts; the one that ccxt asks for is an hour's and, of inverse markets, a value.
    parts: ['markPrice', 'indexPrice', 'lastPrice', 'fundingRate', 'openInterestAmount'],
    read: async ({ exchange, market }) => {
      const { markPrice, indexPrice, last, info } = await exchange.fetchTicker(market.symbol);
      return {
        markPrice,
        indexPrice,
        lastPrice: last,
        fundingRate: numberFrom(info?.fundingRate),
        openInterestAmount: numberFrom(info?.openInterest),
      };
    },
  },
  book(BOOK_LEVELS),
  candles,
];

export const OKX_READINGS: readonly Reading[] = [
  {
    parts: ['markPrice'],
    read: async ({ exchange, market }) => ({
      markPrice: (await exchange.fetchMarkPrice(market.symbol)).markPrice,
    }),
  },
  {
    parts: ['indexPrice'],
    read: async ({ exchange, market, once }) => {
      const index: string = market.info?.uly ?? `${market.baseId}-${market.quoteId}`;
      const { data } = await once(index, () => (exchange as okx).publicGetMarketIndexTickers({ instId: index }));
      return { indexPrice: numberFrom(data?.[0]?.idxPx) };
    },
  },
  {
    parts: ['fundingRate'],
    read: async ({ exchange, market }) => ({
      fundingRate: (await exchange.fetchFundingRate(market.symbol)).fundingRate,
    }),
  },
  lastPrice,
  openInterest,
  book(BOOK_LEVELS),
  candles,
];

export const HYPERLIQUID_READINGS: readonly Reading[] = [
  {
    parts: ['markPrice', 'indexPrice', 'fundingRate', 'openInterestAmount'],
    read: async ({ exchange, market, once }) => {
      const rates = await once('contexts', () => exchange.fetchFundingRates());
      const { markPrice, indexPrice, fundingRate, info } = rates[market.symbol] ?? {};
      return { markPrice, indexPrice, fundingRate, openInterestAmount: numberFrom(info?.openInterest) };
    },
  },
  book(BOOK_LEVELS),
  {
    // No public answer names the last trade's price but the close of the bar that is forming.
    parts: ['candles', 'lastPrice'],
    read: async (asked) => {
      const { candles: bars } = (await candles.read(asked)) as { candles: number[][] };
      return { candles: bars, lastPrice: bars.at(-1)?.[4] };
    },
  },
];

/** As the exchanges write numbers: in strings. What is no number is none. */
function numberFrom(text: unknown): number | undefined {
  const number = typeof text === 'string' && text.trim() !== '' ? Number(text) : text;
  return typeof number === 'number' ? number : undefined;
}
