import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { priceAfter } from '../../shared/liquidation/impact.ts';
import { designs, forceOf, real } from './arbitrary-force.ts';

/**
 * What the square-root law is known for (Tóth et al., "Anomalous Price Impact and the Critical Nature of Liquidity in Financial
 * Markets", Physical Review X 1, 2011): impact grows with the amount, ever more slowly, and with volatility in proportion. A price
 * that a book shows and the law that holds beyond it have to meet where it ends.
 */
const NO_BOOK = { distance: new Float64Array(), cumulative: new Float64Array() };
const logMove = (price: number): number => Math.abs(Math.log(price));

describe('the price after forced trading', () => {
  test('is no nearer the mark the more is traded', () => {
    fc.assert(
      fc.property(designs(0), real(0, 3_000), real(0, 3_000), (design, a, b) => {
        const { impact, direction } = forceOf(design);
        const moved = (amount: number) => logMove(priceAfter(impact, amount, direction));
        expect(moved(Math.max(a, b))).toBeGreaterThanOrEqual(moved(Math.min(a, b)) - 1e-12);
      }),
      { numRuns: 1_000 },
    );
  });

  test('does not jump where the book ends', () => {
    fc.assert(
      fc.property(designs(0), (design) => {
        fc.pre(design.levels.length > 0);
        const { impact, direction } = forceOf(design);
        const whole = design.levels.reduce((sum, [, amount]) => sum + amount, 0);
        const [before, after] = [whole * (1 - 1e-12), whole * (1 + 1e-9)].map((amount) =>
          priceAfter(impact, amount, direction),
        ) as [number, number];
        expect(Math.abs(after - before)).toBeLessThan(1e-6);
      }),
      { numRuns: 1_000 },
    );
  });

  test('without a book is moved twice as far, in logs, by four times the amount or by twice the volatility', () => {
    fc.assert(
      fc.property(designs(0), real(0.1, 100), (design, amount) => {
        const impact = { ...forceOf(design).impact, depth: NO_BOOK };
        const once = logMove(priceAfter(impact, amount, design.direction));
        const volatile = { ...impact, dailyVolatility: 2 * impact.dailyVolatility };
        expect(logMove(priceAfter(impact, 4 * amount, design.direction))).toBeCloseTo(2 * once, 10);
        expect(logMove(priceAfter(volatile, amount, design.direction))).toBeCloseTo(2 * once, 10);
      }),
    );
  });

  test('is the same in logs for sales and for purchases where there is no book', () => {
    fc.assert(
      fc.property(designs(0), real(0, 1_000), (design, amount) => {
        const impact = { ...forceOf(design).impact, depth: NO_BOOK };
        expect(priceAfter(impact, amount, 'down') * priceAfter(impact, amount, 'up')).toBeCloseTo(1, 10);
      }),
    );
  });
});
