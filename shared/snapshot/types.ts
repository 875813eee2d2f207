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
  /** 1 if the whole book is in one request, else the number of parts that follow. */
  readonly parts: number;
  /** Whose conventions the fields follow; the documented meaning applies without it. */
  readonly source?: Source;
  /** Share of open interest that the book holds, in (0, 1); absent for a whole book. A sample is measured and never acted on. */
  readonly sampleShare?: number;
  /** The venue's only fund. */
  readonly insuranceFund?: InsuranceFund;
  /** The venue's funds if it runs several; never beside `insuranceFund`. */
  readonly insuranceFunds?: readonly InsurancePool[];
  /** The venue's own price and margin ratio of collateral assets, each currency once. */
  readonly assets?: readonly Asset[];
}

/** The exchange that the fields come from. */
export interface Source {
  /** CCXT's id of the exchange, e.g. `binanceusdm`. */
  readonly exchange: string;
  /** Version of CCXT that parsed the exchange's messages; absent if none did. */
  readonly ccxt?: string;
}

/** How a venue counts a currency as margin. */
export interface Asset {
  readonly currency: string;
  /** In the unit that the book is valued in: dollars, or the quote currency that its markets share. */
  readonly price?: number;
  /**
   * Share of the worth that counts as margin, stepped by the amount that an account holds: each ratio holds for the part of the amount up
   * to `upTo`, in the currency, of which the last one has none. Absent: all of it counts.
   */
  readonly collateralRatios?: readonly CollateralRatio[];
}

export interface CollateralRatio {
  /** null: open-ended. */
  readonly upTo: number | null;
  /** In [0, 1]. */
  readonly ratio: number;
}

export interface InsuranceFund {
  readonly currency: string;
  readonly balance: number;
}

/** A fund that carries the losses of some of a venue's markets. */
export interface InsurancePool extends InsuranceFund {
  readonly name: string;
  /** The markets that it stands for; absent for the one that stands for all others. */
  readonly symbols?: readonly string[];
}

export interface Market {
  readonly symbol: string;
  readonly markPrice: number;
  readonly indexPrice?: number;
  readonly lastPrice?: number;
  /** Linear: base units a contract. Inverse: quote units a contract. Quanto: settlement units a contract and unit of price. */
  readonly contractSize: number;
  /** What a contract pays in; see `contractKind`. */
  readonly linear: boolean;
  readonly inverse?: boolean;
  /** Settlement currency, if the venue names it; else the symbol's. */
  readonly settle?: string;
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
  /** Absent: open-ended. */
  readonly maxNotional?: number;
  readonly maintenanceMarginRate: number;
  readonly maxLeverage: number;
  /** What the bounds are counted in: the market's quote (which is meant if absent), base or settlement currency. */
  readonly currency?: string;
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
  /**
   * The venue's own figure of each account's cross equity: collateral and unrealised PnL of cross positions, in the unit that the book is
   * valued in; NaN if it gives none. Absent if it gives none of any account.
   */
  readonly equity?: Float64Array;
  /** 1 for each account whose equity the venue says is unknown. Absent if there is none. */
  readonly equityUnknown?: Uint8Array;
  /** Pseudonyms of those who control accounts. */
  readonly owners?: readonly string[];
  /** Of each account one more than the place of its owner in `owners`; 0 if nobody is named. Absent if nobody is of any. */
  readonly owner?: Uint32Array;
}

/**
 * What carries a position, as `PositionColumns.isolated` holds it: 0 is cross, and everything else stands for itself.
 * The column `collateral` holds the margin in the sense that is said here.
 */
export const MARGIN = {
  cross: 0,
  /** Isolated, by `collateral`: unrealised PnL included, unless the source has another convention. */
  collateral: 1,
  /** Isolated, by `margin`: unrealised PnL excluded. */
  margin: 2,
  /** Isolated, and the venue gives neither. */
  unknown: 3,
  /** The venue does not say whether the position is cross or isolated. */
  unknownMode: 4,
} as const;

/** Positions as columns of equal length. NaN stands for a value that the venue did not give. */
export interface PositionColumns {
  readonly length: number;
  /** Index into `AccountColumns.ids`. */
  readonly account: Uint32Array;
  /** Index into `Book.markets`. */
  readonly market: Uint32Array;
  /** +1 long, -1 short. */
  readonly side: Int8Array;
  /** One of `MARGIN`: 0 for cross positions alone. */
  readonly isolated: Uint8Array;
  /** Never negative: the side carries the sign. */
  readonly contracts: Float64Array;
  readonly entryPrice: Float64Array;
  /** As chosen by the trader; the effective leverage is computed. */
  readonly leverage: Float64Array;
  /** Isolated margin, in the market's settlement currency, in the sense that `isolated` says; NaN if not given. */
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
