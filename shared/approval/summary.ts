/** How a market stands, before a plan or after it. Shares and probabilities are fractions. */
export interface MarketFigures {
  /** Mean effective leverage. */
  readonly leverage: number;
  /** Notional above the leverage that the market carries. */
  readonly excessShare: number;
  readonly collapseProbability: number;
}

/** Lists that a summary holds the beginning of; what is left out of each is counted. */
export type SummaryList = 'markets' | 'how' | 'venueQueue' | 'unmet';

/** Of each list: more than a message shows, and few enough for one item of the store, whatever the number of markets. */
export const SUMMARY_LISTED = 20;

/** What a plan proposes, as far as the officers are shown it before they decide. Amounts in `currency`. */
export interface ApprovalSummary {
  readonly currency: string;
  readonly markets: readonly {
    readonly symbol: string;
    readonly before: MarketFigures;
    readonly after: MarketFigures;
  }[];
  /** Positions that are reduced, and accounts that hold them. */
  readonly positions: number;
  readonly accounts: number;
  readonly notional: number;
  /** What it costs the accounts beyond the mark. */
  readonly cost: number;
  /** Those who are reduced most, first. */
  readonly topAccounts: readonly { readonly accountId: string; readonly notional: number; readonly cost: number }[];
  /** How it is closed, by rung, and what that does to the market; a sentence each. */
  readonly how?: readonly string[];
  /** What the exchange's own queue would have done instead, a sentence for each side of a market. */
  readonly venueQueue?: readonly string[];
  /** Targets that even this does not reach, a sentence each. */
  readonly unmet?: readonly string[];
  /** What each list has besides; nothing where it is all there. */
  readonly more?: Readonly<Partial<Record<SummaryList, number>>>;
}
