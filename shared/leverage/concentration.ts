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
 * Gini by the ordered form G = Σ (2i - n - 1) x_i / (n Σ x), x ascending, i from 1 (Damgaard and Weiner 2000).
 *
 * @param held one amount an account, not negative; sorted in place
 */
export function concentrationOf(held: Float64Array): Concentration {
  held.sort();
  let first = 0;
  while (first < held.length && !((held[first] as number) > 0)) first++;
  const n = held.length - first;
  let total = 0;
  for (let i = first; i < held.length; i++) total += held[i] as number;
  if (n === 0 || !(total > 0)) return NONE;
  let squares = 0;
  let ranked = 0;
  for (let i = 1; i <= n; i++) {
    const share = (held[first + i - 1] as number) / total;
    squares += share * share;
    ranked += (2 * i - n - 1) * share;
  }
  const top = (k: number): number => {
    let sum = 0;
    for (let i = Math.max(first, held.length - k); i < held.length; i++) sum += held[i] as number;
    return Math.min(1, sum / total);
  };
  // Rounding alone can carry the sums past their bounds.
  const hhi = Math.min(1, Math.max(squares, 1 / n));
  return {
    hhi,
    effectiveAccounts: 1 / hhi,
    gini: Math.max(0, ranked / n),
    top1: top(1),
    top5: top(5),
    top10: top(10),
    top50: top(50),
    top100: top(100),
  };
}
