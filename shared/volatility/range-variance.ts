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

/** How far two prices may be apart, as a share, and still be the same one, written twice. */
const SAME = 1e-9;

/**
 * A bar whose open is the close of the bar before, as BitMEX defines it, and lies outside its range for that: the bar with its range
 * extended to its open. A gap at the open then counts as a move within the bar. Its close must lie within its own range.
 *
 * @returns undefined if the bar is none of these
 */
export function extendedToOpen<Bar extends Pick<Candle, 'open' | 'high' | 'low' | 'close'>>(
  bar: Bar,
  closeBefore: number | undefined,
): Bar | undefined {
  const { open, high, low, close } = bar;
  if (closeBefore === undefined || !(Math.abs(open - closeBefore) <= SAME * closeBefore)) return undefined;
  if ((open >= low && open <= high) || !(close >= low && close <= high)) return undefined;
  const extended = { ...bar, high: Math.max(high, open), low: Math.min(low, open) };
  return garmanKlass(extended).valid ? extended : undefined;
}

/** Close-to-close variance of one bar: the squared log return, where nothing but two prices is known. */
export function squaredReturn(from: number, to: number): BarVariance {
  const variance = Math.log(to / from) ** 2;
  return Number.isFinite(variance)
    ? { valid: true, variance }
    : { valid: false, fault: `the price went from ${from} to ${to}` };
}
