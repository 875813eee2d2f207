import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { criticalShock, type Force, runCascade } from '../../shared/liquidation/cascade.ts';
import { designs, forceOf, shocks } from './arbitrary-force.ts';

/**
 * Liquidations feed on themselves only through the price that they move (Brunnermeier and Pedersen, "Market Liquidity and Funding
 * Liquidity", Review of Financial Studies 22, 2009: the loss spiral needs illiquidity). Where selling moves nothing, what happens
 * is the shock, to the last bit.
 */
const withDepth = (
  force: Force,
  distance: readonly number[],
  cumulative: readonly number[],
  coefficient: number,
): Force => ({
  ...force,
  impact: {
    ...force.impact,
    coefficient,
    depth: { distance: Float64Array.from(distance), cumulative: Float64Array.from(cumulative) },
  },
});
const withoutImpact = (force: Force): Force => withDepth(force, [], [], 0);
const bottomless = (force: Force): Force => withDepth(force, [0], [Number.POSITIVE_INFINITY], force.impact.coefficient);

describe.each([
  ['without impact and without a book', withoutImpact],
  ['with all the depth in the world at the mark', bottomless],
])('%s', (_, market) => {
  test('amplification is exactly 1 for every shock, down and up', () => {
    fc.assert(
      fc.property(designs(12), shocks, (design, shock) => {
        const { amplification, move } = runCascade(market(forceOf(design)), shock);
        expect(move).toBe(shock);
        expect(amplification).toBe(shock > 0 ? 1 : null);
      }),
      { numRuns: 500 },
    );
  });

  test('exactly the stakes within the shock are liquidated, in one round', () => {
    fc.assert(
      fc.property(designs(12), shocks, (design, shock) => {
        const { liquidations, rounds } = runCascade(market(forceOf(design)), shock);
        expect(liquidations).toBe(design.stakes.filter(({ at }) => at <= shock).length);
        expect(rounds).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  test('a shock that ends exactly where stakes stand liquidates them too', () => {
    fc.assert(
      fc.property(designs(12), fc.nat(), (design, which) => {
        fc.pre(design.stakes.length > 0);
        const { at } = design.stakes[which % design.stakes.length] as (typeof design.stakes)[number];
        const within = design.stakes.filter((stake) => stake.at <= at).length;
        expect(runCascade(market(forceOf(design)), at)).toMatchObject({
          move: at,
          liquidations: within,
          rounds: 1,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('no shock runs away', () => {
    fc.assert(
      fc.property(designs(12), (design) => {
        expect(criticalShock(market(forceOf(design)), 0)).toBeNull();
      }),
    );
  });
});
