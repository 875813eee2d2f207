import type { Candle } from '../../../../shared/snapshot/types.ts';
import { mean, sampleVariance } from './simulated.ts';

const { log, LN2 } = Math;

/** Each estimator as its paper writes it, summed anew for the window: slow and obvious. Bars are n and the one before them. */
const PLAIN: Readonly<Record<string, (bars: readonly Candle[], before: readonly Candle[], n: number) => number>> = {
  close: (bars) => sampleVariance(bars.slice(1).map(({ close }, i) => log(close / (bars[i] as Candle).close))),
  parkinson: (bars) => mean(bars.map(({ high, low }) => log(high / low) ** 2)) / (4 * LN2),
  'garman-klass': (bars) =>
    mean(bars.map(({ open, high, low, close }) => 0.5 * log(high / low) ** 2 - (2 * LN2 - 1) * log(close / open) ** 2)),
  'rogers-satchell': (bars) => mean(bars.map(rogersSatchell)),
  'gk-yz': (bars, before, n) =>
    (PLAIN['garman-klass']?.(bars, before, n) as number) +
    mean(bars.map(({ open }, i) => log(open / (before[i] as Candle).close) ** 2)),
  'yang-zhang'(bars, before, n) {
    const k = 0.34 / (1.34 + (n + 1) / (n - 1));
    const between = sampleVariance(bars.map(({ open }, i) => log(open / (before[i] as Candle).close)));
    const within = sampleVariance(bars.map(({ open, close }) => log(close / open)));
    return between + k * within + (1 - k) * mean(bars.map(rogersSatchell));
  },
};

const rogersSatchell = ({ open, high, low, close }: Candle): number =>
  log(high / close) * log(high / open) + log(low / close) * log(low / open);

export const PLAIN_NAMES = Object.keys(PLAIN);

/** The annualised volatility of the n bars up to one, which must have another before them. */
export function plainVolatility(
  name: string,
  candles: readonly Candle[],
  at: number,
  n: number,
  periods: number,
): number {
  const from = at + 1 - n;
  const variance = PLAIN[name]?.(candles.slice(from, at + 1), candles.slice(from - 1, at), n);
  return Math.sqrt((variance as number) * periods);
}
