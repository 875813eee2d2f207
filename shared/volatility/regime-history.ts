import type { Candle } from '../snapshot/types.ts';
import { advanceVolatility, type VolatilityState } from './regime.ts';
import { DEFAULT_REGIME_TERMS, type RegimeTerms } from './regime-terms.ts';
import type { Regime } from './types.ts';

/** A stretch of bars in one regime. */
export interface Episode {
  readonly regime: Regime;
  /** Open of its first bar, Unix milliseconds. */
  readonly from: number;
  /** Open of the bar after its last one; of the last episode, where its last bar ends if bars are as far apart as before. */
  readonly to: number;
  readonly bars: number;
}

/** What one bar of a history came to. */
export interface RegimeBar {
  readonly timestamp: number;
  readonly close: number;
  /** Fast over slow volatility; 1 while warming. */
  readonly ratio: number;
  readonly regime: Regime;
  readonly warming: boolean;
  /** Of the filter's states; null without a filter. */
  readonly probabilities: readonly number[] | null;
}

export interface RegimeHistory {
  readonly bars: readonly RegimeBar[];
  readonly episodes: readonly Episode[];
  /** Where the last bar left the market; undefined without one. */
  readonly state: VolatilityState | undefined;
  /** Bars that were passed over, and why. */
  readonly findings: readonly { readonly timestamp: number; readonly finding: string }[];
}

/**
 * The regimes that a market went through: what a live one would have been told bar by bar, nothing known before its time.
 *
 * @param candles in the order in which they came; what is late, repeated or impossible is reported and passed over
 */
export function regimeHistory(candles: Iterable<Candle>, terms: RegimeTerms = DEFAULT_REGIME_TERMS): RegimeHistory {
  const bars: RegimeBar[] = [];
  const findings: { timestamp: number; finding: string }[] = [];
  let state: VolatilityState | undefined;
  for (const candle of candles) {
    const { timestamp, close } = candle;
    const before = bars.at(-1);
    if (before && timestamp === before.timestamp) {
      findings.push({ timestamp, finding: 'the bar stands here a second time' });
      continue;
    }
    const step = advanceVolatility(state, { candle, markPrice: close, timestamp }, terms);
    state = step.state;
    if (step.finding !== undefined) {
      findings.push({ timestamp, finding: step.finding });
      continue;
    }
    const { ratio, regime, warming, probabilities } = step.reading;
    bars.push({ timestamp, close, ratio, regime, warming, probabilities });
  }
  return { bars, episodes: episodesOf(bars), state, findings };
}

function episodesOf(bars: readonly RegimeBar[]): Episode[] {
  const starts = bars.flatMap(({ regime }, i) => (i === 0 || regime !== bars[i - 1]?.regime ? [i] : []));
  const last = bars.at(-1);
  const interval = last ? last.timestamp - (bars.at(-2)?.timestamp ?? last.timestamp) : 0;
  return starts.map((start, e): Episode => {
    const end = starts[e + 1] ?? bars.length;
    const { regime, timestamp } = bars[start] as RegimeBar;
    const to = bars[end]?.timestamp ?? (last as RegimeBar).timestamp + interval;
    return { regime, from: timestamp, to, bars: end - start };
  });
}
