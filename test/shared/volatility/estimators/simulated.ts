import type { Candle } from '../../../../shared/snapshot/types.ts';
import { mulberry32 } from '../../../theory/simulated-market.ts';

// Jest looks a global up at every call; over millions of draws that is most of the time.
const { cos, exp, log: ln, max, min, sqrt, PI } = Math;

/** Standard normal, by Box and Muller; the same for the same seed. */
export function gaussian(seed: number): () => number {
  const uniform = mulberry32(seed);
  return () => sqrt(-2 * ln(1 - uniform())) * cos(2 * PI * uniform());
}

export const HOUR = 3_600_000;

/** Bars of a geometric Brownian motion seen at so many steps a bar; its open is the close before, sigma and drift are of a bar. */
export function brownianBars(count: number, sigma: number, seed: number, steps = 200, drift = 0): Candle[] {
  const next = gaussian(seed);
  const scale = sigma / sqrt(steps);
  let log = ln(100);
  return Array.from({ length: count }, (_, i): Candle => {
    const open = log;
    let [high, low] = [log, log];
    for (let step = 0; step < steps; step++) {
      log += drift / steps + scale * next();
      high = max(high, log);
      low = min(low, log);
    }
    const [o, h, l, c] = [open, high, low, log].map(exp) as [number, number, number, number];
    return { timestamp: (i + 1) * HOUR, open: o, high: h, low: l, close: c };
  });
}

export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

export function sampleVariance(values: ArrayLike<number>): number {
  const centre = mean(values);
  return Array.from(values).reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
