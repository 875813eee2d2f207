import { weightedQuantiles } from './weighted-quantiles.ts';

/**
 * What equity of nothing or less counts as, and the most that any leverage counts as: far above what any venue offers, so that
 * an account that goes bust raises the metrics instead of leaving them, and finite, because JSON has no infinity.
 */
export const LEVERAGE_CEILING = 1_000;

/** Upper ends of the buckets that open interest is counted in. */
export const BUCKETS = [2, 5, 10, 25, 50] as const;

export interface Bucket {
  /** Largest effective leverage in the bucket; null for the last one, which has no end. */
  readonly upTo: number | null;
  /** Notional of the positions in it, both sides. */
  readonly openInterest: number;
  /** Of all notional. */
  readonly share: number;
}

/** Effective leverage of a set of positions, notional over the equity that carries it. */
export interface LeverageMetrics {
  /** Mean, weighted by notional. */
  readonly weighted: number;
  /** Quantiles, weighted by notional: half of it stands at p50 or below. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly buckets: readonly Bucket[];
  /** Open interest over the collateral of the accounts that hold it, isolated margin included; at most LEVERAGE_CEILING. */
  readonly estimatedRatio: number;
  /** What stands on equity of nothing or less. */
  readonly underwater: { readonly accounts: number; readonly notional: number };
}

/** Effective leverage: notional over equity, at most LEVERAGE_CEILING. */
export const effectiveLeverage = (notional: number, equity: number): number =>
  notional === 0 ? 0 : equity > 0 ? Math.min(notional / equity, LEVERAGE_CEILING) : LEVERAGE_CEILING;

/**
 * @param leverage effective leverage of each position; reordered in place
 * @param notional notional of each position; reordered along with it
 */
export function leverageMetrics(
  leverage: Float64Array,
  notional: Float64Array,
  rest: Pick<LeverageMetrics, 'estimatedRatio' | 'underwater'>,
): LeverageMetrics {
  let total = 0;
  let weighted = 0;
  const held = new Float64Array(BUCKETS.length + 1);
  for (let i = 0; i < leverage.length; i++) {
    const l = leverage[i] as number;
    const n = notional[i] as number;
    total += n;
    weighted += l * n;
    let bucket = 0;
    while (bucket < BUCKETS.length && l > (BUCKETS[bucket] as number)) bucket++;
    held[bucket] = (held[bucket] as number) + n;
  }
  const [p50 = 0, p90 = 0, p99 = 0] = total > 0 ? weightedQuantiles(leverage, notional, total, [0.5, 0.9, 0.99]) : [];
  return {
    weighted: total > 0 ? weighted / total : 0,
    p50,
    p90,
    p99,
    buckets: [...BUCKETS, null].map((upTo, i) => ({
      upTo,
      openInterest: held[i] as number,
      share: total > 0 ? (held[i] as number) / total : 0,
    })),
    ...rest,
  };
}
