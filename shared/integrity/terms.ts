/** How far a price may be from another: a share that widens with volatility, up to a ceiling. */
export interface Tolerance {
  /** Least share that counts, however quiet the market. */
  readonly floor: number;
  /** Volatilities of the log return over one bar. */
  readonly sigmas: number;
  /** Share that always counts, however wild the market. */
  readonly ceiling: number;
}

/** Every threshold of the integrity checks; shares are fractions, times milliseconds. What is beyond a threshold counts, not what is at it. */
export interface IntegrityTerms {
  readonly prices: {
    readonly markOffIndex: { readonly doubtful: Tolerance; readonly failed: Tolerance };
    readonly markOutsideBook: { readonly doubtful: Tolerance; readonly failed: Tolerance };
    readonly lastOffMark: { readonly doubtful: Tolerance };
  };
  readonly frozen: {
    /** Snapshots in a row that show the same value, the first included. */
    readonly snapshots: number;
    /** Time that it has stood for at least. */
    readonly forMs: number;
    /** Distance between the lowest and the highest of the price that moved meanwhile, as a share of the lowest. */
    readonly doubtfulMove: number;
    readonly failedMove: number;
  };
  /** Age of a bar's open, in bars. */
  readonly bar: { readonly doubtfulIntervals: number };
  readonly depth: {
    /** Distance from the mark up to which orders count. */
    readonly within: number;
    /** How long the normal depth remembers: the e-folding time of its average. */
    readonly memoryMs: number;
    /** Snapshots with a book before the normal is believed. */
    readonly warmSnapshots: number;
    /** Shares of the normal below which depth is worth a note, or doubtful. */
    readonly note: number;
    readonly doubtful: number;
  };
  readonly openInterest: {
    /** Of long and short contracts, as a share of the larger. */
    readonly unmatched: number;
    /** Of the reported open interest from what the book holds, as a share of the latter. */
    readonly offReported: number;
  };
  readonly trades: {
    /** Fewer say nothing. */
    readonly fewestTrades: number;
    readonly firstDigits: {
      /** Of the chi-squared test against Benford's law. */
      readonly significance: number;
      /** Mean absolute deviation of the nine shares from Benford's. */
      readonly meanDeviation: number;
    };
    readonly roundSizes: {
      /** Trades at a round size over those at one neighbouring size: people's trading clusters at least so much. */
      readonly leastClustering: number;
      /** Standard errors that the clustering is below that. */
      readonly sigmas: number;
    };
    readonly tail: {
      /** Sizes that an exponent can be told from. */
      readonly fewestSizes: number;
      /** Largest share of all trades that still is the tail. */
      readonly largestShare: number;
      /** Exponents of a Pareto-Lévy tail. */
      readonly from: number;
      readonly to: number;
      /** Standard errors that the exponent is outside. */
      readonly sigmas: number;
      /** Whether it counts with the other signs, or is a note and no more. */
      readonly counts: boolean;
    };
    /** Signs of wash trading that together are doubtful. */
    readonly signsToDoubt: number;
    readonly orderFlow: {
      readonly fewestBuckets: number;
      /** Imbalance worth a note where the market has no history of its own. */
      readonly start: number;
      /** The market's own quantile that it drifts to from there. */
      readonly quantile: number;
      /** How far one snapshot moves it. */
      readonly step: number;
      /** What it stays between. */
      readonly least: number;
      readonly most: number;
    };
  };
  /** What a book that is smaller than the one before is held against. */
  readonly absence: {
    /** Largest share of the accounts with positions, and of the open interest, that may be gone from one snapshot to the next. */
    readonly lostAccounts: number;
    readonly lostOpenInterest: number;
    /** Time after which what is gone counts as gone for good: a market as delisted, the smaller book as the usual one. */
    readonly forgetAfterMs: number;
  };
  readonly venue: {
    /** Age of a snapshot when it came. */
    readonly doubtfulAgeMs: number;
    readonly failedAgeMs: number;
    /** How far its time may lie ahead of ours. */
    readonly aheadMs: number;
  };
}

/** Why each number: what it stands for in the comment above it. */
export const DEFAULT_INTEGRITY_TERMS: IntegrityTerms = {
  prices: {
    // A basis of a perpetual is a few hundredths of a per cent on a quiet day; 3 σ of a bar is a move that the index may show a
    // moment later. 10 σ, or 3 %, is none: a mark that far off pays and liquidates by a price nobody trades at. The ceilings hold
    // because the volatility itself is measured on these prices: a broken mark must not excuse itself.
    markOffIndex: {
      doubtful: { floor: 0.005, sigmas: 3, ceiling: 0.05 },
      failed: { floor: 0.03, sigmas: 10, ceiling: 0.15 },
    },
    markOutsideBook: {
      doubtful: { floor: 0.005, sigmas: 3, ceiling: 0.05 },
      failed: { floor: 0.03, sigmas: 10, ceiling: 0.15 },
    },
    // A last trade is old in a thin market: twice as wide, and never worse than doubtful.
    lastOffMark: { doubtful: { floor: 0.01, sigmas: 5, ceiling: 0.1 } },
  },
  frozen: {
    // Twice the same may be a cache. Nobody leaves an order through a move beyond the usual spread of a liquid market, a few
    // hundredths of a per cent: 0.2 % is several of them, 0.5 % beyond any doubt.
    snapshots: 3,
    forMs: 10_000,
    doubtfulMove: 0.002,
    failedMove: 0.005,
  },
  // A venue that sends complete bars sends one that is up to two intervals old; half of one more for its delays.
  bar: { doubtfulIntervals: 2.5 },
  depth: {
    // The measure that liquidity of crypto markets is compared by.
    within: 0.01,
    // Half a day: depth breathes with the hours of the day by less than half, and a market that stays thin is normal in a day.
    memoryMs: 43_200_000,
    warmSnapshots: 12,
    note: 0.5,
    // A crash leaves as little, and so does an exchange whose makers have lost their connection.
    doubtful: 0.25,
  },
  openInterest: {
    // Every long has its short: what is left is rounding, and accounts that the venue leaves out.
    unmatched: 0.01,
    // Counted a moment apart, in a market that turns over its open interest once a day: seconds are far below a per cent.
    offReported: 0.05,
  },
  trades: {
    // The rarest digit then is expected 23 times: chi-squared wants 5 in each cell, and its power is fair.
    fewestTrades: 500,
    firstDigits: {
      significance: 0.01,
      // Nigrini (2012): above 0.015 the first digits do not conform. With a million trades any deviation is significant.
      meanDeviation: 0.015,
    },
    roundSizes: {
      // 1 is no clustering at all, half as many again is little: people's trading clusters far more visibly (Cong et al. 2023).
      leastClustering: 1.5,
      sigmas: 2.326,
    },
    tail: {
      // The standard error of Hill's estimate is α / √k: a seventh of it.
      fewestSizes: 50,
      // Hill's estimate speaks of the tail alone: of the largest tenth at most.
      largestShare: 0.1,
      from: 1,
      to: 2,
      sigmas: 2.326,
      // Against leaked records the tail spoke for the wrong trades (Aloosh and Li 2024): who trusts that more sets it false.
      counts: true,
    },
    signsToDoubt: 2,
    orderFlow: {
      // Easley et al. (2012) average over 50 buckets.
      fewestBuckets: 50,
      start: 0.5,
      quantile: 0.99,
      step: 0.05,
      least: 0.3,
      most: 0.95,
    },
  },
  absence: {
    // Half of a book between two snapshots is gone in a crash, or because the venue has lost part of its feed. Both have to be known.
    lostAccounts: 0.5,
    lostOpenInterest: 0.5,
    // A delisting is announced days ahead: after a day everybody who had to know does.
    forgetAfterMs: 86_400_000,
  },
  venue: {
    // A minute is a late snapshot; five are a book that a fast market has left behind (the signature holds as long).
    doubtfulAgeMs: 60_000,
    failedAgeMs: 300_000,
    // Clocks that follow a time server differ by milliseconds.
    aheadMs: 60_000,
  },
};

/** The share that a tolerance comes to at a volatility; what is no volatility counts as none. */
export const allowed = ({ floor, sigmas, ceiling }: Tolerance, sigma: number): number =>
  Math.min(Math.max(floor, sigma > 0 ? sigmas * sigma : 0), ceiling);
