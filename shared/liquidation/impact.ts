import type { Depth } from './depth.ts';

/** How a market's price gives way to forced trading in one direction. */
export interface ImpactTerms {
  /** The book as far as it is walked. */
  readonly depth: Depth;
  /** Y, of order one; 0 switches off what lies beyond the book. */
  readonly coefficient: number;
  /** Volatility of the daily log return, a fraction. */
  readonly dailyVolatility: number;
  /** Traded in a day, in the valuation's unit; greater than 0. */
  readonly dailyVolume: number;
}

/**
 * Factor on the price once an amount has been traded at once: the walk through the visible book, and beyond it the square-root law.
 *
 * Within the book: the level that the last contract is traded at. Beyond its depth D the log price moves by Y·σ·(√(Q/V) - √(D/V))
 * more, so that the impact is continuous where the book ends. Square-root law: I = Y·σ·√(Q/V) (Torre 1997; Almgren et al. 2005, Direct
 * Estimation of Equity Market Impact; Tóth et al. 2011, Anomalous Price Impact). Forced orders are not worked over the day, as those
 * that the law was found on: they take what they see, also where the law would be the cheaper way.
 *
 * @param amount traded, in the valuation's unit at the mark, not negative
 * @returns in [0, 1] for `down`, from 1 up for `up`; no nearer to 1 the larger the amount
 */
export function priceAfter(terms: ImpactTerms, amount: number, direction: 'down' | 'up'): number {
  const { depth, coefficient, dailyVolatility, dailyVolume } = terms;
  if (!(amount > 0)) return 1;
  const whole = depth.cumulative[depth.cumulative.length - 1] ?? 0;
  const walked = distanceWalked(depth, Math.min(amount, whole));
  const beyond =
    amount > whole
      ? coefficient * dailyVolatility * (Math.sqrt(amount / dailyVolume) - Math.sqrt(whole / dailyVolume))
      : 0;
  // Beyond e^100 there is no price to speak of, and no infinity either.
  return direction === 'down'
    ? Math.max(0, 1 - walked) * Math.exp(-beyond)
    : (1 + walked) * Math.exp(Math.min(beyond, 100));
}

/** Distance of the level at which the book has taken an amount. */
function distanceWalked({ distance, cumulative }: Depth, amount: number): number {
  if (!(amount > 0)) return 0;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) >= amount) high = middle;
    else low = middle + 1;
  }
  return distance[low] ?? 0;
}
