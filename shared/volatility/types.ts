export const REGIMES = ['calm', 'elevated', 'stressed', 'extreme'] as const;
export type Regime = (typeof REGIMES)[number];

/** What a market's volatility says after a snapshot. All volatilities are per bar, as fractions, unless named otherwise. */
export interface VolatilityReading {
  readonly regime: Regime;
  /** Range-based EWMA volatility of the log return over one bar. */
  readonly fast: number;
  /** Median of `fast` over the trailing window. */
  readonly slow: number;
  /** fast / slow; 1 while warming. */
  readonly ratio: number;
  /** Ratio above which this market is extreme. */
  readonly extremeFrom: number;
  /** `fast` over a year of 365.25 days, from the bars' own interval; null until the interval is known. */
  readonly annualised: number | null;
  /** Smallest distance of two bars so far, in milliseconds; null until there are two. */
  readonly intervalMs: number | null;
  /** Bars seen so far. */
  readonly bars: number;
  /** True until there is history enough for the slow median to mean something: the regime then stays calm. */
  readonly warming: boolean;
  /** Of the filter's states, by rising volatility, after this bar; null where the market has no filter. */
  readonly probabilities: readonly number[] | null;
}
