import type { Candle } from '../snapshot/types.ts';
import { startProbabilities, stepFilter } from './markov/filter.ts';
import type { MarkovModel } from './markov/types.ts';
import { extendedToOpen, garmanKlass, squaredReturn } from './range-variance.ts';
import { DEFAULT_REGIME_TERMS, type RegimeTerms } from './regime-terms.ts';
import { appendSample, unpackSamples } from './samples.ts';
import { REGIMES, type Regime, type VolatilityReading } from './types.ts';

/** The slow median looks back 30 days, by at most one sample an hour. */
const SAMPLE_MS = 3_600_000;
const WINDOW_MS = 720 * SAMPLE_MS;
/** Bars before the slow median is believed. */
export const WARM_BARS = 24;
/** A quiet history must not make any move infinitely loud. */
const RATIO_CEILING = 1_000;
const YEAR_MS = 365.25 * 86_400_000;

/** Where a market stood when its last complete bar closed. */
interface Closed {
  /** EWMA of bar variances. */
  readonly variance: number;
  readonly bars: number;
  readonly regime: Regime;
  /** Bars since the regime last changed. */
  readonly dwell: number;
  /** Fast volatilities, oldest first, packed. */
  readonly samples: string;
  readonly sampledAt: number;
  /** Smallest distance of two bars so far; null before the second. */
  readonly intervalMs: number | null;
  /** Close of the bar. */
  readonly price: number;
  /** Of the filter's states; null without a filter. */
  readonly probabilities: readonly number[] | null;
}

/**
 * A market's volatility between two snapshots: all up to the last complete bar, and the bar that may still be forming. Below 8 KB
 * as JSON.
 */
export interface VolatilityState {
  readonly closed: Closed | null;
  readonly bar: {
    /** Names the bar: the same one again replaces it. */
    readonly timestamp: number;
    readonly variance: number;
    /** Its close, or the mark where there is no candle. */
    readonly price: number;
    /** Mark price at the last observation of the bar, and at the end of the one before. */
    readonly mark: number;
    readonly markBefore: number;
  };
}

export interface Observation {
  readonly candle?: Candle;
  readonly markPrice: number;
  /** The snapshot's own time. */
  readonly timestamp: number;
}

export interface Advanced {
  /** Absent only where there has been no usable bar yet. */
  readonly state: VolatilityState | undefined;
  readonly reading: VolatilityReading;
  /** Why the observation was passed over, where it was. */
  readonly finding?: string;
  /** What was done to use the bar. */
  readonly note?: string;
}

/**
 * Moves a market's volatility by one observation.
 *
 * Fast: EWMA of Garman-Klass variances, as a volatility. Slow: median of the fast volatility over the trailing 30 days.
 * The ratio carries the tier: up at once, down by hysteresis and dwell. The same bar again replaces itself, so that no repetition
 * counts twice; an older one, one that is none and one that begins after its snapshot are reported and passed over. Without a
 * candle the mark's move since the last snapshot is the bar (its close only: the squared log return).
 */
export function advanceVolatility(
  state: VolatilityState | undefined,
  observation: Observation,
  terms: RegimeTerms = DEFAULT_REGIME_TERMS,
): Advanced {
  const { candle, markPrice } = observation;
  const timestamp = candle?.timestamp ?? observation.timestamp;
  if (state && timestamp < state.bar.timestamp)
    return { state, reading: readingOf(state, terms), finding: 'the bar is older than the last one' };
  const same = state !== undefined && timestamp === state.bar.timestamp;
  const markBefore = same ? state.bar.markBefore : (state?.bar.mark ?? markPrice);
  const closeBefore = same ? state.closed?.price : state?.bar.price;
  const extended = candle && extendedToOpen(candle, closeBefore);
  const measured = candle ? garmanKlass(extended ?? candle) : squaredReturn(markBefore, markPrice);
  const passOver = (finding: string): Advanced => ({
    state,
    reading: state ? readingOf(state, terms) : { ...COLD, extremeFrom: terms.tiers.extreme.enter },
    finding,
  });
  if (!measured.valid) return passOver(measured.fault);
  // One such bar, believed, would make every later one too old.
  if (timestamp > observation.timestamp) return passOver('the bar begins after the snapshot');
  const { variance } = measured;
  const closed = state === undefined ? null : same ? state.closed : close(state, timestamp, terms);
  const next: VolatilityState = {
    closed,
    bar: { timestamp, variance, price: candle?.close ?? markPrice, mark: markPrice, markBefore },
  };
  return { state: next, reading: readingOf(next, terms), ...(extended ? { note: EXTENDED } : {}) };
}

const EXTENDED = 'the bar opens at the close before, outside its range: its range is extended to it';

/** Where nothing is known yet. */
const COLD: Omit<VolatilityReading, 'extremeFrom'> = {
  regime: 'calm',
  fast: 0,
  slow: 0,
  ratio: 1,
  annualised: null,
  intervalMs: null,
  bars: 0,
  warming: true,
  probabilities: null,
};

/** What the state says, its forming bar included. */
export function readingOf(
  { closed, bar }: VolatilityState,
  terms: RegimeTerms = DEFAULT_REGIME_TERMS,
): VolatilityReading {
  const variance = blend(closed, bar.variance, terms.lambda);
  const fast = Math.sqrt(variance);
  const bars = (closed?.bars ?? 0) + 1;
  const warming = bars <= WARM_BARS;
  const slow = closed ? median(unpackSamples(closed.samples)) : fast;
  const ratio = warming ? 1 : ratioOf(fast, slow);
  const annualised = closed?.intervalMs ? Math.sqrt((variance * YEAR_MS) / closed.intervalMs) : null;
  return {
    regime: warming || !closed ? 'calm' : nextRegime(closed, ratio, terms),
    fast,
    slow,
    ratio,
    extremeFrom: terms.tiers.extreme.enter,
    annualised,
    intervalMs: closed?.intervalMs ?? null,
    bars,
    warming,
    probabilities: terms.filter && probabilitiesAfter(closed, bar.price, terms.filter),
  };
}

/** One step of the filter by the return of the bar; states of another filter say nothing to this one. */
function probabilitiesAfter(closed: Closed | null, price: number, filter: MarkovModel): readonly number[] {
  const before = closed?.probabilities;
  const from = before?.length === filter.states.length ? before : startProbabilities(filter);
  return Array.from(closed ? stepFilter(from, Math.log(price / closed.price), filter) : from);
}

const blend = (closed: Closed | null, variance: number, lambda: number): number =>
  closed === null ? variance : lambda * closed.variance + (1 - lambda) * variance;

const ratioOf = (fast: number, slow: number): number =>
  slow > 0 ? Math.min(fast / slow, RATIO_CEILING) : fast > 0 ? RATIO_CEILING : 1;

/** The bar is over, the next one begins at `nextTimestamp`: it joins what is closed. */
function close(state: VolatilityState, nextTimestamp: number, terms: RegimeTerms): Closed {
  const { closed, bar } = state;
  const { fast, regime, bars, probabilities } = readingOf(state, terms);
  // Bars shorter than an hour are all sampled while warming, or the first hour's median would be that of a single bar.
  const due = closed === null || bars <= WARM_BARS || bar.timestamp - closed.sampledAt >= SAMPLE_MS;
  const gap = nextTimestamp - bar.timestamp;
  const intervalMs = closed?.intervalMs ? Math.min(closed.intervalMs, gap) : gap;
  const window = Math.max(WARM_BARS, Math.floor(WINDOW_MS / Math.max(SAMPLE_MS, intervalMs)));
  return {
    variance: fast * fast,
    bars,
    regime,
    dwell: closed !== null && closed.regime === regime ? closed.dwell + 1 : 0,
    samples: due ? appendSample(closed?.samples ?? '', fast, window) : closed.samples,
    sampledAt: due ? bar.timestamp : closed.sampledAt,
    intervalMs,
    price: bar.price,
    probabilities,
  };
}

function nextRegime({ regime, dwell }: Closed, ratio: number, { tiers, dwellBars }: RegimeTerms): Regime {
  const rank = REGIMES.indexOf(regime);
  const entered = REGIMES.findLastIndex((tier) => tier !== 'calm' && ratio > tiers[tier].enter);
  if (entered > rank) return REGIMES[entered] as Regime;
  // The entering bar itself counts as the first.
  if (regime === 'calm' || ratio >= tiers[regime].leave || dwell + 1 < dwellBars) return regime;
  const held = REGIMES.findLastIndex((tier, i) => i < rank && tier !== 'calm' && ratio >= tiers[tier].leave);
  return REGIMES[Math.max(held, 0)] as Regime;
}

function median(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  const sorted = samples.slice().sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
