import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Concentration, concentrationOf } from '../../../shared/leverage/concentration.ts';

const of = (...held: number[]) => concentrationOf(Float64Array.from(held));

/** By the definitions, slowly: every pair for Gini, every share for the rest. */
function slowly(held: readonly number[]): Concentration {
  const holders = held.filter((x) => x > 0).sort((a, b) => b - a);
  const total = holders.reduce((sum, x) => sum + x, 0);
  const n = holders.length;
  if (n === 0) return { hhi: 0, effectiveAccounts: 0, gini: 0, top1: 0, top5: 0, top10: 0, top50: 0, top100: 0 };
  const hhi = holders.reduce((sum, x) => sum + (x / total) ** 2, 0);
  let differences = 0;
  for (const x of holders) for (const y of holders) differences += Math.abs(x - y);
  const top = (k: number) => holders.slice(0, k).reduce((sum, x) => sum + x, 0) / total;
  return {
    hhi,
    effectiveAccounts: 1 / hhi,
    gini: differences / (2 * n * total),
    top1: top(1),
    top5: top(5),
    top10: top(10),
    top50: top(50),
    top100: top(100),
  };
}

const amounts = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e18, noNaN: true })), {
  maxLength: 150,
});

test('one who holds all is HHI 1, Gini 0 and the whole of every top', () => {
  expect(of(7)).toEqual({ hhi: 1, effectiveAccounts: 1, gini: 0, top1: 1, top5: 1, top10: 1, top50: 1, top100: 1 });
});

test('four equal holders are HHI 1/4, four effective accounts, Gini 0', () => {
  expect(of(3, 3, 3, 3)).toMatchObject({ hhi: 0.25, effectiveAccounts: 4, gini: 0, top1: 0.25 });
});

test('1, 2, 3, 4 by hand: HHI 0.3, Gini 0.25, the largest with 0.4', () => {
  const { hhi, gini, top1 } = of(4, 1, 3, 2);
  expect(hhi).toBeCloseTo(0.3, 15);
  expect(gini).toBeCloseTo(0.25, 15);
  expect(top1).toBeCloseTo(0.4, 15);
});

test('of nothing, and of holders of nothing, all is 0', () => {
  expect(of()).toEqual(of(0, 0, 0));
  expect(of(0).hhi).toBe(0);
});

describe('for any amounts', () => {
  test('it is what the definitions say', () => {
    fc.assert(
      fc.property(amounts, (held) => {
        const fast = of(...held);
        const slow = slowly(held);
        for (const key of Object.keys(slow) as (keyof Concentration)[]) expect(fast[key]).toBeCloseTo(slow[key], 9);
      }),
    );
  });

  test('HHI and Gini do not change with the unit, nor with the order', () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (held, scale) => {
        const base = of(...held);
        const scaled = of(...held.map((x) => x * scale));
        expect(scaled.hhi).toBeCloseTo(base.hhi, 9);
        expect(scaled.gini).toBeCloseTo(base.gini, 9);
        expect(of(...[...held].reverse())).toEqual(base);
      }),
    );
  });

  test('HHI·n is at least 1, HHI at most 1, Gini in [0, 1), and the tops rise to at most 1', () => {
    fc.assert(
      fc.property(amounts, (held) => {
        const n = held.filter((x) => x > 0).length;
        const { hhi, gini, effectiveAccounts, top1, top5, top10, top50, top100 } = of(...held);
        if (n === 0) return;
        expect(hhi * n).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(hhi).toBeLessThanOrEqual(1);
        expect(effectiveAccounts).toBeLessThanOrEqual(n * (1 + 1e-12));
        expect(gini).toBeGreaterThanOrEqual(0);
        expect(gini).toBeLessThan(1);
        const tops = [top1, top5, top10, top50, top100];
        expect([...tops].sort((a, b) => a - b)).toEqual(tops);
        expect(top100).toBeLessThanOrEqual(1);
      }),
    );
  });
});
