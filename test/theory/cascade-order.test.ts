import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Cascade, runCascade } from '../../shared/liquidation/cascade.ts';
import { type Design, designs, forceOf, type Level, real, shocks } from './arbitrary-force.ts';

/**
 * Comparative statics of a least fixed point: it moves with the map (Milgrom and Roberts, "Comparing Equilibria", American Economic
 * Review 84, 1994). A harder push, a thinner book or a more volatile market cannot end nearer.
 */
const RUNS = { numRuns: 1_000 };

/** Rounding of a move, which is of order one. */
const BIT = 1e-12;
const notNearer = (further: Cascade, nearer: Cascade): void => {
  expect(further.move).toBeGreaterThanOrEqual(nearer.move - BIT);
  expect(further.liquidations).toBeGreaterThanOrEqual(nearer.liquidations);
  expect(further.liquidated).toBeGreaterThanOrEqual(nearer.liquidated);
};

const share = real(0, 1);

describe('a cascade', () => {
  test('never liquidates more than there is', () => {
    fc.assert(
      fc.property(designs(20), shocks, (design, shock) => {
        const { liquidated, liquidations } = runCascade(forceOf(design), shock);
        const all = design.stakes.reduce((sum, { notional }) => sum + notional, 0);
        expect(liquidations).toBeLessThanOrEqual(design.stakes.length);
        expect(liquidated).toBeLessThanOrEqual(all * (1 + BIT));
      }),
      RUNS,
    );
  });

  test('never ends nearer than the shock', () => {
    fc.assert(
      fc.property(designs(20), shocks, (design, shock) => {
        expect(runCascade(forceOf(design), shock).move).toBeGreaterThanOrEqual(shock);
      }),
      RUNS,
    );
  });

  test('moves, liquidates and loses no less after a larger shock', () => {
    fc.assert(
      fc.property(designs(20), shocks, shocks, (design, a, b) => {
        const force = forceOf(design);
        notNearer(runCascade(force, Math.max(a, b)), runCascade(force, Math.min(a, b)));
      }),
      RUNS,
    );
  });

  test('ends no further where the coefficient or the volatility is smaller, or more is traded in a day', () => {
    const change = fc.record({ coefficient: share, dailyVolatility: share, dailyVolume: share });
    fc.assert(
      fc.property(designs(20), shocks, change, (design, shock, by) => {
        const calmer: Design = {
          ...design,
          coefficient: design.coefficient * by.coefficient,
          dailyVolatility: design.dailyVolatility * by.dailyVolatility,
          dailyVolume: design.dailyVolume * (1 + by.dailyVolume),
        };
        notNearer(runCascade(forceOf(design), shock), runCascade(forceOf(calmer), shock));
      }),
      RUNS,
    );
  });

  test('ends no further where levels hold more, or new ones stand before the last', () => {
    const added = fc.array(fc.tuple(share, real(0.001, 400)), { maxLength: 6 });
    fc.assert(
      fc.property(designs(20), shocks, share, added, (design, shock, more, nearer) => {
        fc.pre(design.levels.length > 0);
        const end = Math.max(...design.levels.map(([distance]) => distance));
        const levels: Level[] = [
          ...design.levels.map(([distance, amount]): Level => [distance, amount * (1 + more)]),
          ...nearer.map(([where, amount]): Level => [where * end, amount]),
        ];
        notNearer(runCascade(forceOf(design), shock), runCascade(forceOf({ ...design, levels }), shock));
      }),
      RUNS,
    );
  });

  test('ends no nearer with one stake more', () => {
    fc.assert(
      fc.property(designs(20), shocks, (design, shock) => {
        const fewer = { ...design, stakes: design.stakes.slice(1) };
        notNearer(runCascade(forceOf(design), shock), runCascade(forceOf(fewer), shock));
      }),
      RUNS,
    );
  });
});
