/** How the simulated exchange and its makers behave: the same with and without Breakwater. A step is five minutes of an hourly bar. */
export interface ExchangeTerms {
  /** Share of a market's reference open interest that makers quote within 1 % of their price on each side, in calm. */
  readonly depthShare: number;
  /**
   * Contracts within 1 % of the price that makers put back in a step for each contract that others trade in it. A crash has a thin book and
   * much volume: little stands there, and it comes back soon.
   */
  readonly resilience: number;
  /**
   * Lasting impact: a forced sale of all that stands within 1 % of the price leaves it lower by this share of that 1 %. Linear in what
   * is sold, as anything else would reward cutting a sale up or doing it at once (Huberman and Stanzl 2004).
   */
  readonly lastingShare: number;
  /** Share of the lasting impact that goes away in a step, as capital from elsewhere comes in. */
  readonly reversion: number;
  /** The mark stays within this of the index, as a share of the index. */
  readonly markClamp: number;
  /** Of notional, to the exchange, from whoever an action closes through the book. */
  readonly takerFee: number;
  /** Of the notional that a partial liquidation closes, to the insurance fund. */
  readonly liquidationFee: number;
  /**
   * How far from the mark the engine and actions sell or buy at most, as a share of it: what finds no better price waits until the mark
   * has followed, or the book come back.
   */
  readonly priceBand: number;
  /** How often within a step the engine looks who has come due through what it sold itself. */
  readonly liquidationRounds: number;
}

export const DEFAULT_TERMS: ExchangeTerms = {
  // Large venues show 2 to 3 % of their open interest within 1 % of the mid.
  depthShare: 0.025,
  // In calm a third of an empty book is back after a step.
  resilience: 1,
  // Selling a quarter of the open interest in calm then leaves about 1 %: σ√(Q/V) at a daily σ of 3 % and 2.5 times the open interest a day.
  lastingShare: 0.12,
  // Half of it is gone after 12 hours: forced sales tell nothing about worth, and are bought back sooner than others.
  reversion: 0.005,
  markClamp: 0.02,
  takerFee: 0.0004,
  // More than a tenth of the lowest tier's rate would eat what the smaller position needs, and every partial liquidation would become a whole one.
  liquidationFee: 0.0004,
  priceBand: 0.01,
  liquidationRounds: 12,
};
