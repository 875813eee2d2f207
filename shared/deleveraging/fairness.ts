/** How a loss that had to be shared was shared. */
export interface Fairness {
  /** Largest share of the profit of a position that was taken, in [0, 1]. */
  readonly worstShareOfProfit: number;
  /** Largest share of the equity that carries a position, of the account for cross, that was taken, in [0, 1]. */
  readonly worstShareOfEquity: number;
  /** Profit-to-solvency ratio: the largest profit that anybody keeps, over the deficit; null without a deficit. */
  readonly ptsr: number | null;
  /** Profit-to-maximum-loss ratio: the same over the largest single loss; null without a loss. */
  readonly pmr: number | null;
}

/**
 * Fairness of haircuts on winners' profits.
 *
 * PTSR = max (w - x)⁺ / D and PMR = max (w - x)⁺ / largest loss, for one outcome (the paper takes their expectation over
 * outcomes). Source: Chitra, Autodeleveraging: Impossibilities and Optimization, arXiv 2512.01112 v3.
 *
 * @param profit w, not negative
 * @param haircut x, of each profit
 * @param equity what each account, or isolated position, has, and what is taken of it in sum
 * @param deficit D, what bankrupt accounts lack in sum
 * @param largestLoss of a single account
 */
export function fairnessOf(
  profit: Float64Array,
  haircut: Float64Array,
  deficit: number,
  largestLoss: number,
  equity: readonly { readonly has: number; readonly taken: number }[],
): Fairness {
  let worstShareOfProfit = 0;
  let kept = 0;
  for (let i = 0; i < profit.length; i++) {
    const own = profit[i] as number;
    const taken = haircut[i] as number;
    if (own > 0) worstShareOfProfit = Math.max(worstShareOfProfit, Math.min(1, taken / own));
    kept = Math.max(kept, own - taken);
  }
  return {
    worstShareOfProfit,
    worstShareOfEquity: equity.reduce(
      (worst, { has, taken }) => (has > 0 ? Math.max(worst, Math.min(1, taken / has)) : worst),
      0,
    ),
    ptsr: deficit > 0 ? kept / deficit : null,
    pmr: largestLoss > 0 ? kept / largestLoss : null,
  };
}
