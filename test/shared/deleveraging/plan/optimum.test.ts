import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planDeleveraging } from '../../../../shared/deleveraging/plan/plan.ts';
import {
  type Circumstances,
  type MeasuredBook,
  measureForPlan,
} from '../../../../shared/deleveraging/plan/standing.ts';
import type { PlanTargets } from '../../../../shared/deleveraging/plan/types.ts';
import { noClosing, reduceBook } from '../../../../shared/deleveraging/reduced-book.ts';
import { DEFAULT_MODEL } from '../../../../shared/policy/default-policy.ts';
import { bookOf } from '../../leverage/plain-book.ts';
import { market, planInput, TERMS } from './small-books.ts';

const SYMBOL = 'BTC/USDT:USDT';
const holder = fc.record({
  side: fc.constantFrom('long' as const, 'short' as const),
  contracts: fc.double({ min: 5, max: 200, noNaN: true }),
  leverage: fc.double({ min: 2, max: 60, noNaN: true }),
});
const oneMarket = (most: number) =>
  fc
    .tuple(fc.array(holder, { minLength: 2, maxLength: most }), fc.double({ min: 5, max: 200, noNaN: true }))
    .map(([holders, depth]) =>
      bookOf({
        markets: [market(SYMBOL, depth)],
        accounts: Object.fromEntries(
          holders.map(({ contracts, leverage }, i) => [`account-${i}`, { USDT: (contracts * 100) / leverage }]),
        ),
        positions: holders.map(({ side, contracts }, i) => ({
          account: `account-${i}`,
          symbol: SYMBOL,
          side,
          contracts,
          entryPrice: 100,
        })),
      }),
    );

const circumstances: Circumstances = {
  activity: [{ sigma: 0.02, dailyVolatility: 0.08 }],
  haircutOf: () => 0,
  model: DEFAULT_MODEL,
  closingCost: DEFAULT_MODEL.closingCost,
};

/** The book once a share of each position is closed, at the cost that plans reckon with. */
function closed({ book, carried }: MeasuredBook, shares: readonly number[]): MeasuredBook {
  const closing = noClosing(shares.length);
  shares.forEach((share, i) => {
    closing.contracts[i] = (book.positions.contracts[i] as number) * share;
    closing.cost[i] = (carried.values.notional[i] as number) * share * DEFAULT_MODEL.closingCost;
  });
  return measureForPlan(reduceBook(book, carried, closing), circumstances);
}

/**
 * The least notional that meets the target, by trying every combination of quarters and bringing each of the best down share by share:
 * it knows nothing of caps.
 */
function exhaustive(measured: MeasuredBook, targets: PlanTargets): number {
  const { notional } = measured.carried.values;
  const total = (shares: readonly number[]): number =>
    shares.reduce((sum, share, i) => sum + share * (notional[i] as number), 0);
  const suffices = (shares: readonly number[]): boolean =>
    closed(measured, shares).markets.every((one) => one.collapseProbability <= targets.collapseProbability);
  const count = notional.length;
  const combinations = Array.from({ length: 5 ** count }, (_, k) =>
    Array.from({ length: count }, (__, i) => (Math.floor(k / 5 ** i) % 5) / 4),
  );
  const enough = combinations.filter(suffices).sort((a, b) => total(a) - total(b));
  let least = Number.POSITIVE_INFINITY;
  const rows = Array.from({ length: count }, (_, i) => i);
  for (const start of enough.slice(0, 20)) {
    for (const order of [rows, [...rows].reverse()]) {
      const shares = [...start];
      for (const i of order) {
        let [low, high] = [0, shares[i] as number];
        for (let step = 0; step < 12; step++) {
          shares[i] = step === 0 ? 0 : (low + high) / 2;
          if (suffices(shares)) high = shares[i] as number;
          else low = shares[i] as number;
          if (step === 0 && high === 0) break;
        }
        shares[i] = high;
      }
      least = Math.min(least, total(shares));
    }
  }
  return least;
}

describe('a plan closes no more than a hundredth above', () => {
  test('what an exhaustive search over every position finds against a likely collapse', () => {
    const targets = { collapseProbability: 0.02, excessShare: 1, fundShortfall: 0 };
    let compared = 0;
    fc.assert(
      fc.property(oneMarket(6), (book) => {
        const plan = planDeleveraging(planInput(book, { terms: { ...TERMS, targets } }));
        if (plan.reductions.length === 0 || plan.unmet.length > 0) return;
        compared++;
        expect(plan.notional).toBeLessThanOrEqual(exhaustive(measureForPlan(book, circumstances), targets) * 1.01);
      }),
      { numRuns: 16, seed: 7 },
    );
    // A test that compares nothing shows nothing.
    expect(compared).toBeGreaterThan(4);
  });

  test('the bound that linear programming gives for excess leverage', () => {
    const targets = { collapseProbability: 1, excessShare: 0.05, fundShortfall: 0 };
    let compared = 0;
    fc.assert(
      fc.property(oneMarket(6), (book) => {
        const plan = planDeleveraging(planInput(book, { terms: { ...TERMS, targets } }));
        if (plan.reductions.length === 0) return;
        compared++;
        expect(plan.unmet).toEqual([]);
        const { ground, carried } = measureForPlan(book, circumstances);
        const before = ground.capacities[0]?.leverage as number;
        const after = plan.after.markets[0]?.capacity as number;
        // Σ (n - c - L(E - κc))⁺ ≤ τ(N - c): each contract closed takes at most 1 - κL off the excess and τ off what is allowed, so that
        // no choice of positions does with less than (X - τN) / (1 - κL - τ), at the capacity that helps it most.
        const capacity = Math.max(before, after);
        const total = carried.values.notional.reduce((sum, own) => sum + own, 0);
        const excess = carried.values.notional.reduce(
          (sum, own, i) => sum + own * Math.max(0, 1 - capacity / (carried.leverage[i] as number)),
          0,
        );
        const cost = DEFAULT_MODEL.closingCost * capacity;
        expect(plan.notional).toBeLessThanOrEqual(((excess - 0.05 * total) / (1 - cost - 0.05)) * 1.01);
      }),
      { numRuns: 30, seed: 7 },
    );
    expect(compared).toBeGreaterThan(5);
  });
});
