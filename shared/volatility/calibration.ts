import type { Candle } from '../snapshot/types.ts';
import { calibrateTiers } from './calibrate-tiers.ts';
import { filterStates } from './markov/filter.ts';
import { type FitResult, fitMarkov } from './markov/fit.ts';
import type { MarkovModel } from './markov/types.ts';
import { type RegimeHistory, regimeHistory } from './regime-history.ts';
import { type EntryBudget, type RegimePolicy, type RegimeTerms, TIERS, uncalibrated } from './regime-terms.ts';

/** How one market's regime is told, as found on its own history; each version stays readable. */
export interface Calibration {
  readonly symbol: string;
  /** 1 and up. */
  readonly version: number;
  /** Unix milliseconds. */
  readonly calibratedAt: number;
  readonly terms: RegimeTerms;
  readonly thresholds: ThresholdFit | null;
  readonly filter: FilterFit | null;
}

/** What the thresholds rest on. */
export interface ThresholdFit extends BarSpan {
  readonly entriesPerYear: EntryBudget;
}

/** What the filter rests on. */
export interface FilterFit extends BarSpan {
  /** Per bar, in nats. */
  readonly logLikelihood: number;
}

/** The bars that something was fitted to. Times are opens of bars, Unix milliseconds. */
export interface BarSpan {
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly intervalMs: number;
}

/** What became of the thresholds or of the filter, and why. */
export type Refit =
  | { readonly changed: true; readonly reason: 'first' | 'refitted' }
  | { readonly changed: false; readonly reason: 'same' | RefusalReason };
export type RefusalReason =
  | 'too little history'
  | 'always over budget'
  | 'did not converge'
  | 'worse than the one it would replace';

export interface CalibrationDecision {
  readonly thresholds: Refit;
  readonly filter: Refit;
  /** The next version; absent where nothing changed. */
  readonly calibration?: Calibration;
}

/** States of the filter: what is usual, what is not, and what is rare. */
const STATES = 3;
const FILTER_SEED = 1;
/** The filter learns from the last year and a bit: what a state meant before that is another market. */
const FILTER_BARS = 8_760;
/** Below this three states are told apart by chance. */
const FEWEST_FILTER_BARS = 1_000;
const YEAR_MS = 365.25 * 86_400_000;
/** Two likelihoods of the same data that differ by less, per bar, are the same. */
const SAME = 1e-9;

/**
 * Fits a market's thresholds and filter anew and decides what is taken over: a fit that fails, and one that explains the very same
 * bars worse than the one in force, change nothing.
 *
 * @param bars complete bars in rising order, one interval apart but for gaps
 * @param before what is in force
 * @param at Unix milliseconds
 */
export function calibrate(
  symbol: string,
  bars: readonly Candle[],
  before: Calibration | undefined,
  policy: RegimePolicy,
  at: number,
): CalibrationDecision {
  const base = uncalibrated(policy);
  const history = regimeHistory(bars, base);
  const intervalMs = usualInterval(history);
  const tiers = fitThresholds(history, intervalMs, before, base, policy);
  const filter = fitFilter(history, intervalMs, before);
  const decision = { thresholds: tiers.refit, filter: filter.refit };
  if (!decision.thresholds.changed && !decision.filter.changed) return decision;
  return {
    ...decision,
    calibration: {
      symbol,
      version: (before?.version ?? 0) + 1,
      calibratedAt: at,
      terms: { ...base, tiers: tiers.tiers, filter: filter.model },
      thresholds: tiers.fit,
      filter: filter.fit,
    },
  };
}

interface Thresholds {
  readonly refit: Refit;
  readonly tiers: RegimeTerms['tiers'];
  readonly fit: ThresholdFit | null;
}

function fitThresholds(
  history: RegimeHistory,
  intervalMs: number,
  before: Calibration | undefined,
  base: RegimeTerms,
  { budget }: RegimePolicy,
): Thresholds {
  const kept = (reason: Extract<Refit, { changed: false }>['reason']): Thresholds => ({
    refit: { changed: false, reason },
    tiers: before?.terms.tiers ?? base.tiers,
    fit: before?.thresholds ?? null,
  });
  const warm = history.bars.filter(({ warming }) => !warming);
  const ratios = Float64Array.from(warm, ({ ratio }) => ratio);
  const found = calibrateTiers(ratios, YEAR_MS / intervalMs, budget, base.dwellBars);
  if (!found.calibrated) return kept(found.reason);
  if (before?.thresholds && sameTiers(before.terms.tiers, found.tiers)) return kept('same');
  return {
    refit: { changed: true, reason: before?.thresholds ? 'refitted' : 'first' },
    tiers: found.tiers,
    fit: { ...spanOf(warm, intervalMs), entriesPerYear: found.entriesPerYear },
  };
}

interface Filter {
  readonly refit: Refit;
  readonly model: MarkovModel | null;
  readonly fit: FilterFit | null;
}

function fitFilter(history: RegimeHistory, intervalMs: number, before: Calibration | undefined): Filter {
  const inForce = before?.terms.filter ?? null;
  const kept = (reason: Extract<Refit, { changed: false }>['reason']): Filter => ({
    refit: { changed: false, reason },
    model: inForce,
    fit: before?.filter ?? null,
  });
  const bars = history.bars.slice(-FILTER_BARS - 1);
  if (bars.length <= FEWEST_FILTER_BARS) return kept('too little history');
  const returns = Float64Array.from(bars.slice(1), ({ close }, i) => Math.log(close / (bars[i]?.close as number)));
  const fitted: FitResult = fitMarkov(returns, {
    states: STATES,
    mean: 'zero',
    variance: 'switching',
    seed: FILTER_SEED,
  });
  if (!fitted.converged) return kept('did not converge');
  const logLikelihood = fitted.logLikelihood / returns.length;
  if (inForce) {
    const gained = logLikelihood - filterStates(returns, inForce).logLikelihood / returns.length;
    if (gained < -SAME) return kept('worse than the one it would replace');
    if (gained <= SAME) return kept('same');
  }
  return {
    refit: { changed: true, reason: inForce ? 'refitted' : 'first' },
    model: fitted.model,
    fit: { ...spanOf(bars.slice(1), intervalMs), logLikelihood },
  };
}

const spanOf = (bars: RegimeHistory['bars'], intervalMs: number): BarSpan => ({
  from: bars[0]?.timestamp ?? 0,
  to: bars.at(-1)?.timestamp ?? 0,
  bars: bars.length,
  intervalMs,
});

/** The median distance of two bars: gaps are rare. An hour where there are too few to say. */
function usualInterval({ bars }: RegimeHistory): number {
  const steps = bars.slice(1).map(({ timestamp }, i) => timestamp - (bars[i]?.timestamp as number));
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 3_600_000;
}

const sameTiers = (a: RegimeTerms['tiers'], b: RegimeTerms['tiers']): boolean =>
  TIERS.every((tier) => a[tier].enter === b[tier].enter);
