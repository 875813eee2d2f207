import type { AdlPolicy } from '../adl-policy.ts';
import type { DisposalTerms } from '../disposal.ts';
import type { Fairness } from '../fairness.ts';
import type { FundTriggerTerms } from '../fund-trigger.ts';

/** What a plan has to reach. Shares and probabilities are fractions. */
export interface PlanTargets {
  /** At most, in every market. */
  readonly collapseProbability: number;
  /** Notional above the leverage that the market carries, at most, in every market. */
  readonly excessShare: number;
  /** What accounts lack already and the insurance fund must not be asked for; in the valuation's unit. */
  readonly fundShortfall: number;
}

/** How a venue's book may be deleveraged: part of its policy. */
export interface DeleveragingTerms {
  readonly targets: PlanTargets;
  /** No leverage is capped below this, whatever the targets ask for. */
  readonly lowestCap: number;
  /** Of notional liquidated, into the insurance fund, as far as the account has it. */
  readonly liquidationFee: number;
  /** Own selling, as a share of what is traded. */
  readonly participation: number;
  readonly disposal: DisposalTerms;
  readonly adl: AdlPolicy;
  readonly fund: FundTriggerTerms;
}

/** The rungs of the ladder that close something, the least intrusive first. */
export const RUNGS = ['cap', 'liquidate', 'deleverage'] as const;
export type Rung = (typeof RUNGS)[number];

/**
 * The rung by which what stands above a cap is closed: by its owner's order, worked through the book; or, where that has not helped,
 * by the venue's liquidation, which takes a fee for the insurance fund.
 */
export type Means = Extract<Rung, 'cap' | 'liquidate'>;

/** One thing that is closed. */
export interface Reduction {
  readonly accountId: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly marginMode: 'cross' | 'isolated';
  readonly contracts: number;
  readonly rung: Rung;
  /** The mark; the bankruptcy price for auto-deleveraging. */
  readonly price: number;
  /** Worth of the contracts at the mark, in the valuation's unit. */
  readonly notional: number;
  /** What it costs the account beyond the mark, in the valuation's unit; negative where the account is relieved. */
  readonly cost: number;
}

/** How one market stands against the targets. */
export interface MarketStanding {
  readonly symbol: string;
  readonly collapseProbability: number;
  readonly excessShare: number;
  readonly criticalShock: { readonly down: number | null; readonly up: number | null };
  readonly capacity: number;
  /** Notional of both sides. */
  readonly notional: number;
  /** Mean effective leverage, weighted by notional. */
  readonly leverage: number;
}

/** How a book stands. Amounts in the valuation's unit. */
export interface Standing {
  readonly markets: readonly MarketStanding[];
  /** What bankrupt accounts lack in sum. */
  readonly deficit: number;
  /** What of it the fund must not be asked for. */
  readonly fundShortfall: number;
  readonly fundBalance: number | null;
}

/** A target that the plan does not reach, and why. */
export interface Unmet {
  readonly target: keyof PlanTargets;
  /** null for the whole venue. */
  readonly symbol: string | null;
  readonly value: number;
  readonly limit: number;
  readonly why: string;
}

/**
 * Why nothing may be done on a market. failed: its data failed a check, or the venue's did. unmeasurable: its numbers could not be
 * measured. assumed: its volatility or its maintenance rates come from the policy, as the venue does not tell. quote: its amounts are in a
 * currency whose price comes from a market that failed or could not be measured.
 */
export type BlockedBy = 'failed' | 'unmeasurable' | 'assumed' | 'quote';

/** A market that may not be acted on. */
export interface BlockedMarket {
  readonly symbol: string;
  readonly by: BlockedBy;
  /** What was found, for people. */
  readonly why: string;
}

/** What a plan leaves out because it may not be acted on. */
export interface Excluded {
  /** By symbol. */
  readonly markets: readonly BlockedMarket[];
  /** Accounts that hold anything of what is left out. */
  readonly accounts: number;
  /** Of all positions left out, at the venue's own marks, in the valuation's unit. */
  readonly notional: number;
}

export interface Plan {
  readonly targets: PlanTargets;
  readonly before: Standing;
  readonly after: Standing;
  /** By account, market, side and margin mode. */
  readonly reductions: readonly Reduction[];
  /** Caps on effective leverage that rung `cap` puts in force, by market and side; those without one are left out. */
  readonly caps: readonly { readonly symbol: string; readonly side: 'long' | 'short'; readonly leverage: number }[];
  /** Notional closed and its cost to accounts, in sum. */
  readonly notional: number;
  readonly cost: number;
  readonly fairness: Fairness;
  readonly unmet: readonly Unmet[];
  /** Absent if the plan is of the whole book. All other figures are of the book without it. */
  readonly excluded?: Excluded;
}
