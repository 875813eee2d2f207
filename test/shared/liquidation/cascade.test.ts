import { describe, expect, test } from '@jest/globals';
import { criticalShock, type Force, runCascade } from '../../../shared/liquidation/cascade.ts';
import { eventCurve } from '../../../shared/liquidation/event-curve.ts';
import type { ImpactTerms } from '../../../shared/liquidation/impact.ts';

const NO_BOOK = { distance: new Float64Array(), cumulative: new Float64Array() };
const SQUARE_ROOT: ImpactTerms = { depth: NO_BOOK, coefficient: 1, dailyVolatility: 0.04, dailyVolume: 1_000 };

const force = (
  events: readonly (readonly [at: number, amount: number])[],
  impact: Partial<ImpactTerms> = {},
  direction: Force['direction'] = 'down',
): Force => {
  const at = Float64Array.from(events, ([distance]) => distance);
  const amount = Float64Array.from(events, ([, held]) => held);
  return {
    direction,
    closing: eventCurve(at, [amount, amount]),
    impact: { ...SQUARE_ROOT, ...impact },
  };
};

describe('a cascade', () => {
  test('ends where one step of selling no longer reaches the next liquidation', () => {
    // 10 sold into the square-root law moves the price by 1 - exp(-0.04 sqrt(0.01)) = 0.399 %.
    const outcome = runCascade(
      force([
        [0.02, 10],
        [0.0235, 30],
        [0.2, 100],
      ]),
      0.02,
    );
    const after10 = 0.02 + 0.98 * -Math.expm1(-0.04 * Math.sqrt(10 / 1_000));
    const after40 = 0.02 + 0.98 * -Math.expm1(-0.04 * Math.sqrt(40 / 1_000));
    expect(after10).toBeGreaterThan(0.0235);
    expect(after40).toBeLessThan(0.2);
    expect(outcome).toMatchObject({ liquidated: 40, liquidations: 2, rounds: 2 });
    expect(outcome.move).toBeCloseTo(after40, 14);
    expect(outcome.amplification).toBeCloseTo(after40 / 0.02, 12);
  });

  test('walks the book first, and goes on from where it ends', () => {
    const depth = { distance: Float64Array.of(0.001, 0.004), cumulative: Float64Array.of(5, 20) };
    const sold = (amount: number) => runCascade(force([[0.1, amount]], { depth }), 0.1).move;
    expect(sold(5)).toBeCloseTo(0.1 + 0.9 * 0.001, 14);
    expect(sold(6)).toBeCloseTo(0.1 + 0.9 * 0.004, 14);
    expect(sold(20)).toBeCloseTo(0.1 + 0.9 * 0.004, 14);
    const beyond = 0.04 * (Math.sqrt(50 / 1_000) - Math.sqrt(20 / 1_000));
    expect(sold(50)).toBeCloseTo(0.1 + 0.9 * (1 - 0.996 * Math.exp(-beyond)), 14);
  });

  test('upwards, forced purchases carry the price up', () => {
    const outcome = runCascade(force([[0.05, 40]], {}, 'up'), 0.05);
    expect(outcome.move).toBeCloseTo(0.05 + 1.05 * Math.expm1(0.04 * Math.sqrt(0.04)), 14);
  });

  test('what is due already is closed by a shock of nothing', () => {
    expect(runCascade(force([[0, 10]]), 0)).toMatchObject({ liquidated: 10, amplification: null });
    expect(runCascade(force([[0, 10]]), 0).move).toBeGreaterThan(0);
  });

  test('an empty market moves by the shock alone', () => {
    expect(runCascade(force([]), 0.3)).toEqual({
      shock: 0.3,
      move: 0.3,
      forced: 0,
      amplification: 1,
      liquidated: 0,
      liquidations: 0,
      rounds: 1,
    });
    expect(criticalShock(force([]), 0.01)).toBeNull();
  });

  test('a thousand events that each set off the next are all found', () => {
    const chain = Array.from({ length: 1_000 }, (_, i) => [0.01 + i * 1e-4, 1_000] as const);
    const outcome = runCascade(force(chain), 0.01);
    expect(outcome.liquidations).toBe(1_000);
    expect(outcome.rounds).toBeLessThanOrEqual(1_001);
  });
});

describe('the critical shock', () => {
  test('is the smallest at which forced selling moves the price as far again', () => {
    // 1,000 sold move the price by 1 - exp(-0.04) = 3.92 %: as far again for shocks from 3 % up to that.
    const wall = force([[0.03, 1_000]]);
    expect(criticalShock(wall, 0.01)).toBe(0.03);
    expect(runCascade(wall, 0.0299).amplification).toBe(1);
    expect(runCascade(wall, 0.03).amplification).toBeGreaterThan(2);
  });

  test('is none where the wall is so far away that its fall is less than the shock', () => {
    expect(criticalShock(force([[0.05, 1_000]]), 0.01)).toBeNull();
  });

  test('does not count what moves the price by less than the floor', () => {
    // 10 sold move the price by 0.4 %, as far again as a shock of 0.1 % did, and still next to nothing.
    expect(criticalShock(force([[0.001, 10]]), 0.01)).toBeNull();
    expect(criticalShock(force([[0.001, 10]]), 0.003)).toBe(0.001);
  });
});
