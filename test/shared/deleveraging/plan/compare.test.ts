import { describe, expect, test } from '@jest/globals';
import { verifyPlan } from '../../../../shared/deleveraging/plan/compare.ts';
import type { Plan, Reduction } from '../../../../shared/deleveraging/plan/types.ts';

const targets = { collapseProbability: 0, excessShare: 0.05, fundShortfall: 0 };
/** The book with so much excess in each of its markets; none of what is left out. */
const book = (excess: Readonly<Record<string, number>>): Pick<Plan, 'before' | 'targets' | 'reductions'> => ({
  targets,
  reductions: [{} as Reduction],
  before: {
    markets: Object.entries(excess).map(([symbol, excessShare]) => ({
      symbol,
      excessShare,
      collapseProbability: 0,
      criticalShock: { down: null, up: null },
      capacity: 10,
      notional: 100,
      leverage: 5,
    })),
    deficit: 0,
    fundShortfall: 0,
    fundBalance: null,
  },
});
const verdict = (before: Record<string, number>, now: Record<string, number>) =>
  verifyPlan(book(before), book(now), 0.1).verdict;

describe('a plan has helped', () => {
  test('by the markets that stand in both books: what is left out of one is not held against the other', () => {
    expect(verdict({ a: 0.2 }, { a: 0.1, b: 0.4 })).toBe('improved');
    expect(verdict({ a: 0.2, b: 0.4 }, { a: 0.2 })).toBe('not improved');
    expect(verdict({ a: 0.2, b: 0.4 }, { a: 0.1 })).toBe('improved');
  });

  test('and the book is safe only if no market of it misses its targets, those left out before included', () => {
    expect(verdict({ a: 0.2 }, { a: 0.05 })).toBe('safe');
    expect(verdict({ a: 0.2 }, { a: 0.05, b: 0.4 })).toBe('improved');
  });
});
