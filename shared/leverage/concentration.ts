import { sortAscending } from '../numeric/order.ts';

/** How unequally a total is held, over the accounts that hold any of it. All shares are fractions; of an empty set all are 0. */
export interface Concentration {
  /** Herfindahl-Hirschman index Σ s², from 1/n (all equal) to 1 (one holds all). */
  readonly hhi: number;
  /** 1 / HHI: the number of equal holders that would be as concentrated. */
  readonly effectiveAccounts: number;
  /** In [0, 1): 0 where all hold the same. */
  readonly gini: number;
  readonly top1: number;
  readonly top5: number;
  readonly top10: number;
  readonly top50: number;
  readonly top100: number;
}

const NONE: Concentration = { hhi: 0, effectiveAccounts: 0, gini: 0, top1: 0, top5: 0, top10: 0, top50: 0, top100: 0 };

/**
 * Concentration of what each account holds (its notional, say). Holders of nothing do not count as holders.
 *
 * @param held one amount an account, not negative; reordered in place
 * @param scratch as long, for sorting; what it holds is lost
 */
export const concentrationOf = (held: Float64Array, scratch?: Float64Array): Concentration =>
  concentrationOfSorted(sortAscending(holdingsIn(held), scratch));

/**
 * Gini by the ordered form G = Σ (2i - n - 1) x_i / (n Σ x), x ascending, i from 1 (Damgaard and Weiner 2000).
 *
 * @param holdings greater than 0, ascending
 */
export function concentrationOfSorted(holdings: Float64Array): Concentration {
  const n = holdings.length;
  if (n === 0) return NONE;
  // By a power of two, which rounds nothing: squares neither overflow nor vanish.
  const scale = 2 ** Math.min(1_000, -Math.floor(Math.log2(holdings[n - 1] as number)));
  let total = 0;
  let squares = 0;
  let ranked = 0;
  for (let i = 0; i < n; i++) {
    const amount = (holdings[i] as number) * scale;
    total += amount;
    squares += amount * amount;
    ranked += (2 * i + 1 - n) * amount;
  }
  // Rounding alone can carry the sums past their bounds.
  const hhi = Math.min(1, Math.max(squares / total / total, 1 / n));
  return {
    hhi,
    effectiveAccounts: 1 / hhi,
    gini: Math.max(0, ranked / total / n),
    top1: topShare(holdings, 1, scale, total),
    top5: topShare(holdings, 5, scale, total),
    top10: topShare(holdings, 10, scale, total),
    top50: topShare(holdings, 50, scale, total),
    top100: topShare(holdings, 100, scale, total),
  };
}

/** Share of the k largest. Apart from the sums: a closure over those would slow their loop. */
function topShare(holdings: Float64Array, k: number, scale: number, total: number): number {
  let sum = 0;
  for (let i = Math.max(0, holdings.length - k); i < holdings.length; i++) sum += (holdings[i] as number) * scale;
  return Math.min(1, sum / total);
}

/** What is greater than nothing, brought to the front. */
function holdingsIn(held: Float64Array): Float64Array {
  let n = 0;
  for (let i = 0; i < held.length; i++) {
    const amount = held[i] as number;
    if (amount > 0) held[n++] = amount;
  }
  return held.subarray(0, n);
}
