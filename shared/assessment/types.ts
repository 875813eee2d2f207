import type { VenueCursor } from '../integrity/check-venue.ts';
import type { IntegrityFinding } from '../integrity/finding.ts';
import type { IntegrityState } from '../integrity/state.ts';
import type { Integrity } from '../integrity/verdict.ts';
import type { Concentration } from '../leverage/concentration.ts';
import type { LeverageMetrics } from '../leverage/effective-leverage.ts';
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
  /** The snapshot that moved it last, and the one before that: what the next is checked against. */
  readonly cursor: VenueCursor;
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
  /** What its data are worth: what has failed alerts, and is never acted on. */
  readonly integrity: Integrity;
  /** What is amiss with its data, was passed over or had to be assumed. */
  readonly findings: readonly IntegrityFinding[];
}

/** The insurance fund, and what it would have to carry. Amounts of the stress in the valuation's unit. */
export interface FundAssessment extends FundReading, Stress {}

export interface Assessment {
  readonly venue: string;
  readonly snapshotId: string;
  readonly sequence: number;
  readonly timestamp: number;
  /** A snapshot behind one that was assessed before: stored and marked, it moves nothing. */
  readonly late: boolean;
  readonly policyVersion: number;
  readonly codeVersion: string;
  /** The whole venue, an account's positions on all markets taken together. */
  readonly book: BookMetrics;
  /** null where the venue tells of no fund. */
  readonly fund: FundAssessment | null;
  readonly markets: readonly MarketAssessment[];
  readonly moves: readonly SeverityMove[];
  /** What is amiss with the data of the whole venue. */
  readonly findings: readonly IntegrityFinding[];
}
