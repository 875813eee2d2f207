import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FLOW, type Force, runCascade } from '../../shared/liquidation/cascade.ts';
import { eventsWithin, sumOf } from '../../shared/liquidation/event-curve.ts';
import { priceAfter } from '../../shared/liquidation/impact.ts';
import { designs, forceOf, type Stake, shocks } from './arbitrary-force.ts';

/**
 * The map from a move to the move that its own liquidations make is monotone on a complete lattice, so that its least fixed point
 * exists and is what one comes to from below (Tarski 1955; for clearing in networks Eisenberg and Noe, "Systemic Risk in Financial
 * Systems", Management Science 47, 2001). The least one is where a market really ends: it gets no further on its own.
 */
const RUNS = { numRuns: 1_000 };

/** Where the price stands after a shock and forced trading of an amount, as a distance from the mark. */
function moveOf({ impact, direction }: Force, shock: number, amount: number): number {
  const factor = priceAfter(impact, amount, direction);
  return direction === 'down' ? shock + (1 - shock) * (1 - factor) : shock + (1 + shock) * (factor - 1);
}

/** The slow and obvious cascade: whoever is nearest goes first, alone, and the price moves before the next one is looked at. */
function oneByOne(force: Force, shock: number, stakes: readonly Stake[]) {
  let sold = 0;
  let move = moveOf(force, shock, 0);
  let liquidations = 0;
  let liquidated = 0;
  for (const { at, notional, share } of [...stakes].sort((a, b) => a.at - b.at)) {
    if (at > move) break;
    sold += notional * share;
    liquidations++;
    liquidated += notional;
    move = moveOf(force, shock, sold);
  }
  return { move, liquidations, liquidated };
}

describe('where a cascade ends', () => {
  test('is a fixed point: what is liquidated there moves the price there, and no further', () => {
    fc.assert(
      fc.property(designs(20), shocks, (design, shock) => {
        const force = forceOf(design);
        const { move, liquidations } = runCascade(force, shock);
        expect(eventsWithin(force.closing, move)).toBe(liquidations);
        expect(moveOf(force, shock, sumOf(force.closing, FLOW, liquidations))).toBe(move);
      }),
      RUNS,
    );
  });

  test('is the nearest fixed point: liquidating one at a time, nearest first, comes to the same place', () => {
    fc.assert(
      fc.property(designs(20), shocks, (design, shock) => {
        const force = forceOf(design);
        expect(runCascade(force, shock)).toMatchObject(oneByOne(force, shock, design.stakes));
      }),
      RUNS,
    );
  });

  test('is reached after at most one round more than there are stakes', () => {
    fc.assert(
      fc.property(designs(20), shocks, (design, shock) => {
        const { rounds } = runCascade(forceOf(design), shock);
        expect(rounds).toBeGreaterThanOrEqual(1);
        expect(rounds).toBeLessThanOrEqual(design.stakes.length + 1);
      }),
      RUNS,
    );
  });

  test('is past every round: stakes in a row that each just reach the next take as many rounds as there are stakes', () => {
    // Square-root impact of n sales of 1 at Y·σ/√V = 0.01: stake n stands just within it.
    const stakes = Array.from({ length: 30 }, (_, n) => ({
      at: n === 0 ? 0.01 : 0.01 + 0.99 * -Math.expm1(-0.01 * Math.sqrt(n)) - 1e-9,
      notional: 1,
      share: 1,
    }));
    const design = {
      direction: 'down' as const,
      levels: [],
      coefficient: 1,
      dailyVolatility: 0.1,
      dailyVolume: 100,
    };
    expect(runCascade(forceOf({ ...design, stakes }), 0.01)).toMatchObject({ liquidations: 30, rounds: 30 });
  });
});
