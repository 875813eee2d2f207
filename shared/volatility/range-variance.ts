import type { Candle } from '../snapshot/types.ts';

/** The variance of the log return over one bar, never negative, or what makes the bar none. */
export type BarVariance =
  | { readonly valid: true; readonly variance: number }
  | { readonly valid: false; readonly fault: string };

/**
 * Garman-Klass variance of the log return over one bar: ½ ln(H/L)² - (2 ln 2 - 1) ln(C/O)².
 *
 * Source: Garman, Klass (1980), On the Estimation of Security Price Volatilities from Historical Data, eq. 20 (the practical
 * form). Never negative for a bar whose open and close lie within its range.
 */
export function garmanKlass({ open, high, low, close }: Pick<Candle, 'open' | 'high' | 'low' | 'close'>): BarVariance {
  const prices = { open, high, low, close };
  for (const [name, price] of Object.entries(prices)) {
    if (!Number.isFinite(price) || price <= 0) return { valid: false, fault: `the bar's ${name} is ${price}` };
  }
  if (high < low) return { valid: false, fault: `the bar's high ${high} is below its low ${low}` };
  if (open > high || open < low)
    return { valid: false, fault: `the bar's open ${open} is outside its range ${low} to ${high}` };
  if (close > high || close < low)
    return { valid: false, fault: `the bar's close ${close} is outside its range ${low} to ${high}` };
  if (!Number.isFinite(high / low)) return { valid: false, fault: `the bar's range ${low} to ${high} has no ratio` };
  const range = Math.log(high / low);
  const move = Math.log(close / open);
  return { valid: true, variance: Math.max(0, 0.5 * range * range - (2 * Math.LN2 - 1) * move * move) };
}

/** Close-to-close variance of one bar: the squared log return, where nothing but two prices is known. */
export function squaredReturn(from: number, to: number): BarVariance {
  const variance = Math.log(to / from) ** 2;
  return Number.isFinite(variance)
    ? { valid: true, variance }
    : { valid: false, fault: `the price went from ${from} to ${to}` };
}
