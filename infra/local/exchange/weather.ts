import type { Candle } from '../../../shared/snapshot/types.ts';
import type { Bar } from '../scenario/prices.ts';
import { openRandom } from '../scenario/random.ts';
import type { MarketConditions } from './market.ts';

/** What comes from outside in one bar: the same whatever happens on the exchange. */
export interface BarOfWeather {
  readonly bar: Bar;
  /** One a step, each with one entry a market. */
  readonly steps: readonly (readonly MarketConditions[])[];
}

/** Share of the reference open interest that others trade in an ordinary bar: large venues turn theirs over in some ten hours. */
const TURNOVER = 0.1;
/** A bar many times as wide as usual is traded more, but not without bounds. */
const MOST_TURNOVER = 6;
/** Spread of the draws that depth and volume get in each bar, on a log scale. */
const DEPTH_SPREAD = 0.15;
const VOLUME_SPREAD = 0.3;
const USUAL_RANGE = 0.01;

/**
 * Cuts bars into steps. Prices go from the open by the extreme that is against the bar's direction and the one with it to the close, in
 * equal steps of their logs; depth and volume are drawn for each bar.
 *
 * @param reference open interest of each market, in contracts
 * @param steps of a bar; a multiple of three lets every bar reach its extremes
 */
export function weatherOf(
  seed: number,
  bars: readonly Bar[],
  reference: readonly [number, number],
  steps: number,
): BarOfWeather[] {
  const random = openRandom(seed);
  return bars.map((bar) => {
    const markets = ([bar.btc, bar.eth] as const).map((candle, m) => {
      const depth = bar.mood.depth * Math.exp(DEPTH_SPREAD * random.normal());
      const busy = Math.min(MOST_TURNOVER, Math.max(1, Math.log(candle.high / candle.low) / USUAL_RANGE));
      const volume = (reference[m] as number) * TURNOVER * busy * Math.exp(VOLUME_SPREAD * random.normal());
      return { prices: pricesWithin(candle, steps), depth, baseVolume: Math.round(volume / steps) };
    });
    return {
      bar,
      steps: Array.from({ length: steps }, (_, step) =>
        markets.map(({ prices, depth, baseVolume }) => ({ price: prices[step] as number, depth, baseVolume })),
      ),
    };
  });
}

/** Prices at the ends of the steps of a bar: the last one is its close. */
export function pricesWithin({ open, high, low, close }: Candle, steps: number): number[] {
  const waypoints = (close < open ? [open, high, low, close] : [open, low, high, close]).map(Math.log);
  return Array.from({ length: steps }, (_, step) => {
    const at = ((step + 1) / steps) * 3;
    const leg = Math.min(2, Math.ceil(at) - 1);
    const [from, to] = [waypoints[leg] as number, waypoints[leg + 1] as number];
    return Math.exp(from + (at - leg) * (to - from));
  });
}
