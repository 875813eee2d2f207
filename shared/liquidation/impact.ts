import type { Depth } from './depth.ts';

/** How a market's price gives way to forced trading in one direction. */
export interface ImpactTerms {
  readonly depth: Depth;
  /** Y, of order one; 0 lets the price give way for nothing. */
  readonly coefficient: number;
  /** Volatility of the daily log return, a fraction. */
  readonly dailyVolatility: number;
  /** Traded in a day, in the valuation's unit; greater than 0. */
  readonly dailyVolume: number;
}

/**
 * Factor on the price once an amount has been traded at once: the walk through the visible book, and beyond it the square-root law.
 *
 * Whoever has walked to level k, which gives a distance d_k and a depth D_k, may leave the rest to the law: the log price has then
 * moved by ln(1 ± d_k) and by Y·σ·(√(Q/V) - √(D_k/V)) more. The least of these over all levels holds, level 0 being the mark: a
 * stray order far away cannot carry the price to itself, and more depth never makes it worse. Square-root law: I = Y·σ·√(Q/V) (Torre 1997;
 * Almgren et al. 2005, Direct Estimation of Equity Market Impact; Tóth et al. 2011, Anomalous Price Impact).
 *
 * @param amount traded, in the valuation's unit at the mark, not negative
 * @returns in [0, 1] for `down`, from 1 up for `up`; no nearer to 1 the larger the amount
 */
export function priceAfter(terms: ImpactTerms, amount: number, direction: 'down' | 'up'): number {
  const { depth, coefficient, dailyVolatility, dailyVolume } = terms;
  if (!(amount > 0)) return 1;
  const scale = coefficient * dailyVolatility;
  const root = Math.sqrt(amount / dailyVolume);
  let least = scale * root;
  for (let level = 0; level < depth.distance.length; level++) {
    const distance = depth.distance[level] as number;
    const walked = direction === 'down' ? -Math.log1p(-distance) : Math.log1p(distance);
    // Levels further out only give more way.
    if (walked >= least) break;
    const taken = depth.cumulative[level] as number;
    if (taken >= amount) {
      least = walked;
      break;
    }
    least = Math.min(least, walked + scale * (root - Math.sqrt(taken / dailyVolume)));
  }
  // Beyond e^100 there is no price to speak of, and no infinity either.
  return Math.exp(direction === 'down' ? -least : Math.min(least, 100));
}
