import { type Depth, wholeDepth } from './depth.ts';

/** How a market's price gives way to forced trading in one direction. */
export interface ImpactTerms {
  readonly depth: Depth;
  /** Y, of order one; 0 switches off what lies beyond the book. */
  readonly coefficient: number;
  /** Volatility of the daily log return, a fraction. */
  readonly dailyVolatility: number;
  /** Traded in a day, in the valuation's unit; greater than 0. */
  readonly dailyVolume: number;
}

/**
 * Share of the price that remains (for sales; that is added, for purchases) once an amount has been traded at once:
 * the walk through the visible book, and beyond it the square-root law.
 *
 * Within the book: the distance of the level that the last contract is traded at. Beyond a depth D: the log price moves by
 * Y·σ·(√(Q/V) - √(D/V)) more, so that the impact is continuous where the book ends. Square-root law: I = Y·σ·√(Q/V) (Torre 1997;
 * Almgren et al. 2005, Direct Estimation of Equity Market Impact; Tóth et al. 2011, Anomalous Price Impact).
 *
 * @param amount traded, in the valuation's unit at the mark, not negative
 * @returns a factor on the price: in (0, 1] for sales, from 1 up for purchases; further from 1 the larger the amount
 */
export function priceAfter(terms: ImpactTerms, amount: number, direction: 'down' | 'up'): number {
  const { depth, coefficient, dailyVolatility, dailyVolume } = terms;
  if (!(amount > 0)) return 1;
  const whole = wholeDepth(depth);
  const walked = distanceWalked(depth, Math.min(amount, whole));
  const beyond =
    amount > whole
      ? coefficient * dailyVolatility * (Math.sqrt(amount / dailyVolume) - Math.sqrt(whole / dailyVolume))
      : 0;
  return direction === 'down' ? (1 - walked) * Math.exp(-beyond) : (1 + walked) * Math.exp(Math.min(beyond, 100));
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
  return Math.min(distance[low] ?? 0, 1);
}
