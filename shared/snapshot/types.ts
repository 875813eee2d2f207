/**
 * A venue's book at one instant, as Breakwater holds it. Names are CCXT's unified ones.
 * Times are Unix milliseconds, amounts plain numbers; positions live in columns, never as objects.
 */

export interface SnapshotHeader {
  /** The idempotency key, chosen by the venue. */
  readonly snapshotId: string;
  /** Rises per venue. */
  readonly sequence: number;
  readonly timestamp: number;
  /** 1 where the whole book is in one request, else the number of parts that follow. */
  readonly parts: number;
  readonly insuranceFund?: InsuranceFund;
}

export interface InsuranceFund {
  readonly currency: string;
  readonly balance: number;
}

export interface Market {
  readonly symbol: string;
  readonly markPrice: number;
  readonly indexPrice?: number;
  readonly lastPrice?: number;
  /** Linear: base units a contract. Inverse: quote units a contract. */
  readonly contractSize: number;
  readonly linear: boolean;
  /** In contracts, as the venue counts it. */
  readonly openInterestAmount?: number;
  readonly fundingRate?: number;
  readonly orderBook?: OrderBook;
  readonly candle?: Candle;
  readonly leverageTiers?: readonly LeverageTier[];
  readonly trades?: TradeStatistics;
}

/** Best first; each level is [price, amount in contracts]. */
export interface OrderBook {
  readonly bids: readonly (readonly [price: number, amount: number])[];
  readonly asks: readonly (readonly [price: number, amount: number])[];
}

export interface Candle {
  /** Open of the bar. */
  readonly timestamp: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly baseVolume?: number;
}

export interface LeverageTier {
  readonly tier: number;
  readonly minNotional: number;
  readonly maxNotional: number;
  readonly maintenanceMarginRate: number;
  readonly maxLeverage: number;
}

/**
 * What a venue says of the sizes and sides of its trades over a recent window, a day where it can. Each part stands alone, and is
 * counted in one pass over the trades: sizes and volumes in contracts.
 */
export interface TradeStatistics {
  /** Trades in the window. */
  readonly count?: number;
  /** Trades by the first significant digit of their size: nine counts, for 1 to 9. */
  readonly firstDigits?: readonly number[];
  /** Sizes counted in the smallest step that a size can differ by. */
  readonly roundSizes?: {
    /** Trades of a whole multiple of ten steps. */
    readonly round: number;
    /** Trades of one step more or less than such a multiple, from 9 steps up. */
    readonly near: number;
  };
  /** The largest sizes of the window, in any order. */
  readonly largestSizes?: readonly number[];
  /** Trading cut into buckets of equal volume, by the side that took; the newest complete one last. */
  readonly buckets?: readonly VolumeBucket[];
}

export interface VolumeBucket {
  readonly buyVolume: number;
  readonly sellVolume: number;
}

/** Accounts as columns; an account's index is its place in `ids`. Collateral rows point at an account and a currency. */
export interface AccountColumns {
  readonly ids: readonly string[];
  readonly currencies: readonly string[];
  readonly collateralAccount: Uint32Array;
  readonly collateralCurrency: Uint32Array;
  readonly collateralAmount: Float64Array;
}

/** Positions as columns of equal length. NaN stands for a value that the venue did not give. */
export interface PositionColumns {
  readonly length: number;
  /** Index into `AccountColumns.ids`. */
  readonly account: Uint32Array;
  /** Index into `Book.markets`. */
  readonly market: Uint32Array;
  /** +1 long, -1 short. */
  readonly side: Int8Array;
  /** 1 isolated, 0 cross. */
  readonly isolated: Uint8Array;
  /** Never negative: the side carries the sign. */
  readonly contracts: Float64Array;
  readonly entryPrice: Float64Array;
  /** As chosen by the trader; the effective leverage is computed. */
  readonly leverage: Float64Array;
  /** Isolated margin, in the market's settlement currency. */
  readonly collateral: Float64Array;
  readonly maintenanceMargin: Float64Array;
  readonly unrealizedPnl: Float64Array;
  readonly liquidationPrice: Float64Array;
}

/** A complete, consistent book: every position has its account and its market, each pair of them once. */
export interface Book {
  readonly venue: string;
  readonly header: SnapshotHeader;
  readonly markets: readonly Market[];
  readonly accounts: AccountColumns;
  readonly positions: PositionColumns;
}

/** One thing wrong with what was pushed, and where. */
export interface Fault {
  /** JSON pointer into the snapshot, e.g. `/positions/17/contracts`. */
  readonly path: string;
  readonly message: string;
  /** 1-based line of an NDJSON body. */
  readonly line?: number;
}
