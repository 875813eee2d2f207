import type { MarkovModel } from './markov/types.ts';
import type { Regime } from './types.ts';

export type Tier = Exclude<Regime, 'calm'>;
export const TIERS: readonly Tier[] = ['elevated', 'stressed', 'extreme'];

/** Ratio of fast to slow volatility above which a tier is entered, and below which it is left. */
export interface Threshold {
  readonly enter: number;
  readonly leave: number;
}

/** How a market's regime is told from its bars. */
export interface RegimeTerms {
  /** Weight of the past in the fast EWMA of bar variances. */
  readonly lambda: number;
  readonly tiers: Readonly<Record<Tier, Threshold>>;
  /** Bars that a regime lasts at least before it can ease. */
  readonly dwellBars: number;
  /** Gives the probabilities of states of volatility beside the tier; null until the market has been calibrated. */
  readonly filter: MarkovModel | null;
}

/** How often a year each tier may be entered: what calibration gives a market its thresholds by. */
export type EntryBudget = Readonly<Record<Tier, number>>;

/** What a policy says of regimes; the thresholds follow from it and from each market's own history. */
export interface RegimePolicy extends Pick<RegimeTerms, 'lambda' | 'dwellBars'> {
  /** False alarms that are accepted. */
  readonly budget: EntryBudget;
}

export const DEFAULT_BUDGET: EntryBudget = { elevated: 30, stressed: 16, extreme: 8 };

/**
 * What holds for a market that has not been calibrated: the thresholds that `calibrateTiers` finds by the default budget on hourly
 * bars of bitcoin in dollars before 2022 (a test finds them again).
 */
export const DEFAULT_REGIME_TERMS: RegimeTerms = {
  lambda: 0.9,
  tiers: {
    elevated: { enter: 1.75, leave: 1.1875 },
    stressed: { enter: 2.3, leave: 1.325 },
    extreme: { enter: 2.95, leave: 1.4875 },
  },
  dwellBars: 6,
  filter: null,
};

export const DEFAULT_REGIME_POLICY: RegimePolicy = {
  lambda: DEFAULT_REGIME_TERMS.lambda,
  dwellBars: DEFAULT_REGIME_TERMS.dwellBars,
  budget: DEFAULT_BUDGET,
};

/** The terms of a market without a calibration of its own. */
export const uncalibrated = ({ lambda, dwellBars }: RegimePolicy): RegimeTerms => ({
  ...DEFAULT_REGIME_TERMS,
  lambda,
  dwellBars,
});
