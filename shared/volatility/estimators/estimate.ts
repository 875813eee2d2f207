import type { Candle } from '../../snapshot/types.ts';
import { garmanKlass } from '../range-variance.ts';
import { ESTIMATORS, type Estimator, type EstimatorName } from './estimators.ts';
import { checkLambda, fade, RISKMETRICS_LAMBDA } from './ewma.ts';
import { type Moments, mergeMoments, momentsOf } from './moments.ts';
import { EMPTY_WINDOW, type SlidingWindow, slide, totalOf } from './sliding-window.ts';

/** What is to be estimated, and how. */
export interface EstimateTerms {
  readonly estimator: EstimatorName;
  /** Bars that an estimate is of; of a fading one, those that it begins with. */
  readonly window: number;
  /** Bars a year, by which a volatility is annualised; 1 leaves it per bar. */
  readonly periods: number;
  /** Weight of the past of a fading one. */
  readonly lambda?: number;
}

/**
 * What is known after some bars: data that never changes, of the size of the window. To be kept in memory: as JSON it nests as deep as
 * its window, which is too deep from some thousands of bars.
 */
export interface EstimateState {
  /** The last bar that counted. */
  readonly last: { readonly timestamp: number; readonly close: number } | null;
  readonly memory: SlidingWindow<readonly Moments[]>;
}

export interface AdvancedEstimate {
  readonly state: EstimateState;
  /** Annualised volatility of the log return, a fraction; undefined until the window is full, and of a bar that does not count. */
  readonly value: number | undefined;
  /** Why the bar was passed over, where it was. */
  readonly finding?: string;
}

export const NO_BARS: EstimateState = { last: null, memory: EMPTY_WINDOW };

/**
 * Moves an estimate by one bar, in O(1) on average. A bar that is none, is repeated or comes late is reported and passed over: the
 * next one follows the last that was sound. Over a gap too: what moved in it counts as the move of one bar.
 *
 * @throws RangeError for terms that no estimate can have
 */
export function advanceEstimate(state: EstimateState, candle: Candle, terms: EstimateTerms): AdvancedEstimate {
  checkTerms(terms);
  return advance(state, candle, terms, ESTIMATORS[terms.estimator]);
}

export interface VolatilitySeries {
  /** One for each bar, annualised; NaN until the window is full, and for a bar that does not count. */
  readonly values: Float64Array;
  /** Bars that were passed over, and why. */
  readonly findings: readonly { readonly timestamp: number; readonly finding: string }[];
}

/**
 * The volatility at every bar, knowing nothing of the later ones: what the same bars, one by one, would have come to.
 *
 * @throws RangeError for terms that no estimate can have
 */
export function estimateVolatility(candles: readonly Candle[], terms: EstimateTerms): VolatilitySeries {
  checkTerms(terms);
  const estimator = ESTIMATORS[terms.estimator];
  const values = new Float64Array(candles.length).fill(Number.NaN);
  const findings: { timestamp: number; finding: string }[] = [];
  let state = NO_BARS;
  candles.forEach((candle, i) => {
    const next = advance(state, candle, terms, estimator);
    state = next.state;
    if (next.finding !== undefined) findings.push({ timestamp: candle.timestamp, finding: next.finding });
    if (next.value !== undefined) values[i] = next.value;
  });
  return { values, findings };
}

/** Bars until there is a first value. */
export function barsNeeded({ estimator: name, window }: Pick<EstimateTerms, 'estimator' | 'window'>): number {
  const estimator: Estimator = ESTIMATORS[name];
  return estimator.samples(window) + (estimator.looksBack ? 1 : 0);
}

function advance(state: EstimateState, candle: Candle, terms: EstimateTerms, estimator: Estimator): AdvancedEstimate {
  const { last, memory } = state;
  const { timestamp, close } = candle;
  const passOver = (finding: string): AdvancedEstimate => ({ state, value: undefined, finding });
  if (last && timestamp === last.timestamp) return passOver('the bar stands here a second time');
  if (last && timestamp < last.timestamp) return passOver('the bar is older than the last one');
  const checked = garmanKlass(candle);
  if (!checked.valid) return passOver(checked.fault);
  const now = { timestamp, close };
  if (estimator.looksBack && !last) return { state: { last: now, memory }, value: undefined };
  const measured = estimator.measure(candle, last?.close ?? Number.NaN);
  if (!measured.every(Number.isFinite)) return passOver(`the price went from ${last?.close} to ${close}`);
  const next = remember(memory, measured.map(momentsOf), terms, estimator);
  return { state: { last: now, memory: next }, value: volatilityOf(next, terms, estimator) };
}

function remember(
  memory: EstimateState['memory'],
  entry: readonly Moments[],
  { window, lambda = RISKMETRICS_LAMBDA }: EstimateTerms,
  estimator: Estimator,
): EstimateState['memory'] {
  const capacity = estimator.samples(window);
  if (estimator.memory === 'window') return slide(memory, entry, capacity, mergeAll);
  // Of what fades only the total is kept.
  const total = memory.latelyTotal;
  if (total === null) return { ...memory, count: 1, latelyTotal: entry };
  if (memory.count < capacity) return { ...memory, count: memory.count + 1, latelyTotal: mergeAll(total, entry) };
  return { ...memory, latelyTotal: total.map((before, i) => fadeMoments(before, entry[i] as Moments, lambda)) };
}

const fadeMoments = ({ count, sum }: Moments, now: Moments, lambda: number): Moments =>
  momentsOf(fade(sum / count, now.sum, lambda));

const mergeAll = (older: readonly Moments[], newer: readonly Moments[]): readonly Moments[] =>
  older.map((moments, i) => mergeMoments(moments, newer[i] as Moments));

function volatilityOf(
  memory: EstimateState['memory'],
  { window, periods }: EstimateTerms,
  estimator: Estimator,
): number | undefined {
  if (memory.count < estimator.samples(window)) return undefined;
  const total = totalOf(memory, mergeAll);
  return total === null ? undefined : Math.sqrt(estimator.variance(total, window) * periods);
}

function checkTerms({ estimator, window, periods, lambda = RISKMETRICS_LAMBDA }: EstimateTerms): void {
  const { leastWindow } = ESTIMATORS[estimator];
  if (!Number.isInteger(window) || window < leastWindow)
    throw new RangeError(`The window of ${estimator} is a whole number from ${leastWindow} up, not ${window}`);
  if (!(periods > 0 && periods < Number.POSITIVE_INFINITY))
    throw new RangeError(`There are more than 0 bars a year, not ${periods}`);
  checkLambda(lambda);
}
