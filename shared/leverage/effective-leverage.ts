import { slotOf, slotQuantiles, slotsOf } from './leverage-slots.ts';

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
  /** What it is unknown of what carries it: in no other figure of these. Absent if it is known of all. */
  readonly unknown?: { readonly positions: number; readonly notional: number };
}

/** Effective leverage: notional over equity, at most LEVERAGE_CEILING. */
export const effectiveLeverage = (notional: number, equity: number): number =>
  notional === 0 ? 0 : equity > 0 ? Math.min(notional / equity, LEVERAGE_CEILING) : LEVERAGE_CEILING;

/** The slots of each bucket: from after the one before's to its own last. */
const LAST_SLOTS = [...BUCKETS.map(slotOf), Number.POSITIVE_INFINITY];

/**
 * @param leverage effective leverage of each position
 * @param notional notional of each position
 */
export function leverageMetrics(
  leverage: Float64Array,
  notional: Float64Array,
  rest: Pick<LeverageMetrics, 'estimatedRatio' | 'underwater' | 'unknown'>,
): LeverageMetrics {
  const slots = slotsOf(leverage, notional);
  const { weights, total, leveraged } = slots;
  const [p50 = 0, p90 = 0, p99 = 0] = total > 0 ? slotQuantiles(leverage, notional, slots, [0.5, 0.9, 0.99]) : [];
  let slot = 0;
  return {
    weighted: total > 0 ? leveraged / total : 0,
    p50,
    p90,
    p99,
    buckets: [...BUCKETS, null].map((upTo, b) => {
      let openInterest = 0;
      for (; slot < weights.length && slot <= (LAST_SLOTS[b] as number); slot++)
        openInterest += weights[slot] as number;
      return { upTo, openInterest, share: total > 0 ? openInterest / total : 0 };
    }),
    ...rest,
  };
}
