import type { VenueCursor } from '../integrity/check-venue.ts';
import type { IntegrityFinding } from '../integrity/finding.ts';
import type { IntegrityState } from '../integrity/state.ts';
import type { Integrity } from '../integrity/verdict.ts';
import type { Concentration } from '../leverage/concentration.ts';
import type { LeverageMetrics } from '../leverage/effective-leverage.ts';
import type { OwnerConcentration } from '../leverage/owner-concentration.ts';
import type { FundReading } from '../liquidation/fund-history.ts';
import type { Stress } from '../liquidation/insurance.ts';
import type { MarketRisk } from '../liquidation/market-risk.ts';
import type { RuleState, Severity, SeverityMove } from '../policy/types.ts';
import type { Candle } from '../snapshot/types.ts';
import type { VolatilityState } from '../volatility/regime.ts';
import type { VolatilityReading } from '../volatility/types.ts';

/** What one market carries from snapshot to snapshot: one small item, moved once by each snapshot and never back. */
export interface MarketState {
  readonly symbol: string;
  /** Sequence of the snapshot that moved it last. */
  readonly sequence: number;
  /** null where the market has shown no usable bar yet. */
  readonly volatility: VolatilityState | null;
  /** The newest sound bar, which may still be forming; absent until there has been one. */
  readonly candle?: Candle;
  readonly rules: Readonly<Record<string, RuleState>>;
  /** Hourly [timestamp, HHI] of the last day. */
  readonly hhi: readonly (readonly [timestamp: number, hhi: number])[];
  /** The moves that this snapshot made: kept so that a retry reports the same ones. */
  readonly moves: readonly SeverityMove[];
  /** Of the policy that it was moved by: a retry judges by the same one. */
  readonly policyVersion: number;
  readonly integrity: IntegrityState;
  /** What it held in the newest snapshot that it stood in, open interest as last measured; absent in states from before it was kept. */
  readonly held?: Held;
  /** Present while the market is not in the book, and after it was forgotten. */
  readonly absent?: AbsentMarket;
}

/** How much stands in a market, or on a venue. */
export interface Held {
  /** Notional of the heavier side, in the valuation's unit. */
  readonly openInterest: number;
  /** Rows that hold contracts. */
  readonly positions: number;
}

/** A market that had positions, or an alert, and is not in the book any more. */
export interface AbsentMarket extends Held {
  readonly symbol: string;
  /** Time and sequence of the first snapshot without it. */
  readonly since: number;
  readonly sequence: number;
  /** Where it stood when it was last seen. */
  readonly severity: Severity;
  /** It has been gone for longer than the policy waits, and is carried no further. */
  readonly forgotten?: true;
}

/** Size of a book; `accounts` are those with a position. */
export interface BookSize extends Held {
  readonly accounts: number;
}

/**
 * What a venue as a whole carries from snapshot to snapshot: one small item, moved once by each snapshot and never back. It is written
 * before the states of the markets: a retry uses what it has judged.
 */
export interface VenueState {
  /** Sequence of the snapshot that moved it last. */
  readonly sequence: number;
  /** That snapshot, and the one before it: what the next is checked against. */
  readonly cursor: VenueCursor;
  readonly rules: Readonly<Record<string, RuleState>>;
  readonly moves: readonly SeverityMove[];
  /** Of the policy that it was moved by. */
  readonly policyVersion: number;
  /** What that snapshot lacked against the one before it: found once, as it cannot be found again. */
  readonly findings: readonly IntegrityFinding[];
  /** Of the newest book that was not empty; null before there has been one. */
  readonly size: BookSize | null;
  /** What the book was before it lost more than the policy lets pass; absent while it has not, and after it has been forgotten. */
  readonly shrunk?: BookSize & { readonly since: number; readonly sequence: number };
}

/** The figures of a set of positions: a market's, or the whole venue's. */
export interface BookMetrics {
  /** Notional of the heavier side, in quote currency: for a matched book, of either. */
  readonly openInterest: number;
  readonly positions: number;
  readonly accounts: number;
  /** By gross notional an account; of each side; and with each position weighted by its leverage. */
  readonly concentration: Concentration & {
    readonly long: Concentration;
    readonly short: Concentration;
    readonly leverageWeighted: Concentration;
    /** The same by whoever controls the accounts; absent if the venue names no owners. An account without one is its own. */
    readonly byOwner?: OwnerConcentration;
  };
  readonly leverage: LeverageMetrics;
  /** (long - short) / (long + short) notional. */
  readonly skew: number;
}

export interface MarketAssessment extends BookMetrics, MarketRisk {
  readonly symbol: string;
  readonly markPrice: number;
  readonly volatility: VolatilityReading;
  /** HHI now less HHI a day ago; null without history. */
  readonly hhiDayChange: number | null;
  readonly severity: Severity;
  /**
   * False if the market could not be measured, with the reason among the findings (`unmeasurable`): its figures, `positions` and
   * `accounts` apart, then are those of a market on which nothing stands, and the rest of the book is measured as if nothing did.
   */
  readonly measured: boolean;
  /** What its data are worth, those of the whole venue included: what has failed alerts, and is never acted on. */
  readonly integrity: Integrity;
  /** What is amiss with its own data, was passed over or had to be assumed (`assumed`). */
  readonly findings: readonly IntegrityFinding[];
}

/** The insurance fund, and what it would have to carry. Amounts of the stress in the valuation's unit. */
export interface FundAssessment extends FundReading, Stress {}

/** One of several funds. */
export interface PoolAssessment extends FundAssessment {
  readonly name: string;
  /** The markets that it stands for; absent for the one that stands for all others. */
  readonly symbols?: readonly string[];
}

export interface Assessment {
  readonly venue: string;
  readonly snapshotId: string;
  readonly sequence: number;
  readonly timestamp: number;
  /** A snapshot behind one that was assessed before: stored and marked, it moves nothing. */
  readonly late: boolean;
  /** Share of open interest that the book holds, if it is a sample: every figure is the sample's, and nothing is done on it. */
  readonly sampleShare?: number;
  readonly policyVersion: number;
  readonly codeVersion: string;
  /** The whole venue, an account's positions on all markets taken together; markets that cannot be measured are left out. */
  readonly book: BookMetrics;
  /** null if the venue tells of no fund, or of several. */
  readonly fund: FundAssessment | null;
  /** If the venue runs several; each is tried on its own markets alone. */
  readonly funds?: readonly PoolAssessment[];
  readonly markets: readonly MarketAssessment[];
  /** Markets that are gone, until they return or are forgotten; a late snapshot reports none. */
  readonly absent: readonly AbsentMarket[];
  readonly moves: readonly SeverityMove[];
  /** What is amiss with the data of the whole venue, what is missing from its book, and what could not be stored. */
  readonly findings: readonly IntegrityFinding[];
}
