import type { Candle, OrderBook } from '../snapshot/types.ts';

/** What is fetched of a market, one call or value each. */
export type MarketDataPart =
  | 'markPrice'
  | 'indexPrice'
  | 'lastPrice'
  | 'fundingRate'
  | 'openInterestAmount'
  | 'orderBook'
  | 'candles';

/** A part that could not be had, or was not taken, and why. The parts beside it stand. */
export interface PartFault {
  readonly part: MarketDataPart;
  readonly message: string;
}

/** A market's public data as one poll found it. Names and units are those of `Market`: amounts are in contracts. */
export interface MarketData {
  readonly venue: string;
  /** The venue's own name for the market, unified: `BTC/USDT:USDT`. */
  readonly symbol: string;
  /** By our clock, when the market was asked for: Unix milliseconds. */
  readonly timestamp: number;
  readonly markPrice?: number;
  readonly indexPrice?: number;
  readonly lastPrice?: number;
  /** A fraction of notional for the current funding interval. */
  readonly fundingRate?: number;
  readonly openInterestAmount?: number;
  readonly orderBook?: OrderBook;
  /** Complete bars only, in rising order of time: the one still forming is left out. */
  readonly candles: readonly Candle[];
  readonly faults: readonly PartFault[];
}
