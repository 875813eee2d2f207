import { describe, expect, test } from '@jest/globals';
import { criticalShock, type Direction, type Force, runCascade } from '../../shared/liquidation/cascade.ts';
import { collapseProbability } from '../../shared/liquidation/collapse.ts';
import { eventCurve } from '../../shared/liquidation/event-curve.ts';
import { maintenanceTiers } from '../../shared/liquidation/maintenance-tiers.ts';
import { liquidationDistance } from './liquidation-distance.ts';

/**
 * Geanakoplos, "The Leverage Cycle", NBER Macroeconomics Annual 24 (2010) 1-65: the same assets held on less equity make a market
 * that a smaller shock undoes. Here the notional stays as it is and only the equity behind it shrinks.
 *
 * Seen, critical shock down and up in percent, and the probability of either in a horizon of 2 % volatility:
 *
 *   leverage      8      10      12      15      20      25      30      40      50     (none of up to 50 % below 8)
 *   down          -    7.62    6.28    4.94    3.60    2.79    2.26    1.57    1.15
 *   up         9.53    7.54    6.21    4.89    3.56    2.76    2.23    1.54    1.13
 *   collapse  0.0015  0.0059  0.0116  0.0255  0.0646   0.121   0.188   0.333   0.465
 */
const NOTIONAL = 40_000;
const ACCOUNTS = 40;
/** Average leverage of a book. */
const LEVERAGES = [2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50];
const TIERS = maintenanceTiers(
  [
    { tier: 1, minNotional: 0, maxNotional: 500, maintenanceMarginRate: 0.004, maxLeverage: 100 },
    { tier: 2, minNotional: 500, maxNotional: 1_200, maintenanceMarginRate: 0.005, maxLeverage: 75 },
    { tier: 3, minNotional: 1_200, maxNotional: 10_000, maintenanceMarginRate: 0.01, maxLeverage: 50 },
  ],
  0.005,
);

/** Accounts of unlike size and leverage, all long (down) or all short (up); the sizes add up to the notional. */
function bookAt(leverage: number, direction: Direction): Force {
  const at = new Float64Array(ACCOUNTS);
  const held = new Float64Array(ACCOUNTS);
  for (let i = 0; i < ACCOUNTS; i++) {
    const notional = (NOTIONAL / ACCOUNTS) * (1 + (0.5 * (2 * i + 1 - ACCOUNTS)) / ACCOUNTS);
    // From 0.75 to 1.25 of the average, in an order that has nothing to do with size.
    const own = leverage * (0.75 + (0.5 * ((i * 17) % ACCOUNTS)) / (ACCOUNTS - 1));
    at[i] = liquidationDistance(TIERS, notional, notional / own, direction);
    held[i] = notional;
  }
  return {
    direction,
    closing: eventCurve(at, [held, held]),
    impact: {
      depth: { distance: Float64Array.of(0.0005, 0.001, 0.002), cumulative: Float64Array.of(50, 150, 400) },
      coefficient: 1,
      dailyVolatility: 0.05,
      dailyVolume: 10_000,
    },
  };
}

const FLOOR = 0.01;
const SIGMA = 0.02;
const books = LEVERAGES.map((leverage) => {
  const [down, up] = [bookAt(leverage, 'down'), bookAt(leverage, 'up')];
  const critical = { down: criticalShock(down, FLOOR), up: criticalShock(up, FLOOR) };
  return { leverage, down, up, critical, probability: collapseProbability(critical, SIGMA, 4) };
});
const pairs = books.slice(1).map((higher, i) => [books[i] as (typeof books)[number], higher] as const);

describe('the same notional at higher leverage', () => {
  test('holds the same notional: only the equity behind it differs', () => {
    for (const { down, up } of books) {
      for (const { closing } of [down, up]) expect(closing.sums[1]?.[ACCOUNTS - 1]).toBeCloseTo(NOTIONAL, 6);
    }
  });

  test.each(['down', 'up'] as const)('has a smaller critical shock %s', (direction) => {
    for (const [lower, higher] of pairs) {
      if (lower.critical[direction] === null) continue;
      expect(higher.critical[direction]).not.toBeNull();
      expect(higher.critical[direction] as number).toBeLessThan(lower.critical[direction] as number);
    }
    expect(books.filter(({ critical }) => critical[direction] !== null).length).toBeGreaterThanOrEqual(8);
  });

  test('runs away in no shock at all where leverage is low', () => {
    expect(books[0]).toMatchObject({ critical: { down: null, up: null }, probability: 0 });
  });

  test('is likelier to collapse at the same volatility', () => {
    for (const [lower, higher] of pairs) {
      if (higher.probability === 0) expect(lower.probability).toBe(0);
      else expect(higher.probability).toBeGreaterThan(lower.probability);
    }
  });

  test.each(['down', 'up'] as const)('owes a part of that to the way %s alone', (direction) => {
    const alone = books.map(({ critical }) =>
      collapseProbability({ down: null, up: null, [direction]: critical[direction] }, SIGMA, 4),
    );
    books.forEach(({ critical, probability }, i) => {
      if (critical[direction] === null) expect(alone[i]).toBe(0);
      else expect(alone[i] as number).toBeGreaterThan((alone[i - 1] ?? 0) as number);
      if (critical.down !== null && critical.up !== null) expect(alone[i] as number).toBeLessThan(probability);
    });
  });

  test('is moved further and liquidated more by the same shock', () => {
    for (const [lower, higher] of pairs) {
      for (const shock of [0.01, 0.03, 0.1, 0.2]) {
        for (const direction of ['down', 'up'] as const) {
          const [before, after] = [runCascade(lower[direction], shock), runCascade(higher[direction], shock)];
          expect(after.move).toBeGreaterThanOrEqual(before.move);
          expect(after.liquidated).toBeGreaterThanOrEqual(before.liquidated);
        }
      }
    }
    const shock = 0.03;
    const [first, last] = [books[0], books.at(-1)].map((book) =>
      runCascade((book as (typeof books)[number]).down, shock),
    );
    expect(first).toMatchObject({ amplification: 1, liquidated: 0 });
    expect(last?.amplification).toBeGreaterThan(2);
  });
});
