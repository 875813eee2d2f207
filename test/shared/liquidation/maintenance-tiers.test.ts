import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maintenanceOf, maintenanceTiers } from '../../../shared/liquidation/maintenance-tiers.ts';
import { MarginGap } from '../../../shared/liquidation/margin-gap.ts';
import type { LeverageTier } from '../../../shared/snapshot/types.ts';

const VECTORS = new URL('../../../../shared/data/goldens/deleveraging/vectors.json', import.meta.url);
const golden = existsSync(VECTORS)
  ? (JSON.parse(readFileSync(VECTORS, 'utf8')).binanceBtcusdtTiers.tiers as [number, number, number, number][])
  : undefined;
const whereGolden = golden ? describe : describe.skip;

const asTiers = (rows: readonly (readonly [number, number, number, number])[]): LeverageTier[] =>
  rows.map(([maxNotional, maintenanceMarginRate, maxLeverage], i) => ({
    tier: i + 1,
    minNotional: rows[i - 1]?.[0] ?? 0,
    maxNotional,
    maintenanceMarginRate,
    maxLeverage,
  }));

whereGolden("Binance's BTCUSDT brackets (skipped where ../shared/data is absent)", () => {
  const tiers = maintenanceTiers(asTiers(golden ?? []), 0.005);

  test('cum is what Binance publishes, tier by tier', () => {
    for (const [k, [, , , cum]] of (golden ?? []).entries()) expect(tiers.cums[k]).toBeCloseTo(cum, 6);
  });

  test('the maintenance margin is continuous where tiers meet', () => {
    golden?.slice(0, -1).forEach(([top], k) => {
      const next = golden[k + 1] as [number, number, number, number];
      expect(maintenanceOf(tiers, top)).toBeCloseTo(top * next[1] - next[3], 4);
    });
  });

  test.each([
    [1, 60_000, 10],
    [20, 60_000, 20],
    [500, 60_000, 5],
    [4_000, 60_000, 2.5],
  ])('a long of %d BTC at %d with leverage %d is liquidated where the published formula says', (q, entry, leverage) => {
    const wallet = (q * entry) / leverage;
    const gap = new MarginGap();
    gap.reset(tiers, 1);
    gap.equity = wallet;
    gap.slope = q * entry;
    gap.addTiered(q * entry);
    expect(gap.solve()).toBe(true);
    const price = entry * (1 - gap.fall);
    // Binance: LP = (WB + cum - q·entry) / (q·MMR - q), with the tier that the notional at LP is in.
    const [, rate, , cum] = (golden ?? []).find(([top]) => q * price <= top) ?? [0, 0, 0, 0];
    expect(rate).toBeGreaterThan(0);
    expect(price).toBeCloseTo((wallet + cum - q * entry) / (q * rate - q), 6);
    expect(wallet + q * (price - entry)).toBeCloseTo(q * price * rate - cum, 3);
  });
});

describe('maintenance tiers', () => {
  test('without tiers the assumed rate holds everywhere', () => {
    for (const none of [undefined, []]) expect(maintenanceOf(maintenanceTiers(none, 0.01), 5e6)).toBe(5e4);
  });

  test('the margin is what an income tax would be: each rate on its own slice', () => {
    const slices = fc.array(
      fc.record({
        width: fc.double({ min: 1, max: 1e6, noNaN: true }),
        rise: fc.double({ min: 0, max: 0.05, noNaN: true }),
      }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(slices, fc.double({ min: 0, max: 2e7, noNaN: true }), (parts, notional) => {
        let floor = 0;
        let rate = 0.001;
        let owed = 0;
        const tiers = parts.map(({ width, rise }, i): LeverageTier => {
          const minNotional = floor;
          floor += width;
          rate += rise;
          const last = i === parts.length - 1;
          owed += rate * Math.max(0, (last ? notional : Math.min(notional, floor)) - minNotional);
          return { tier: i, minNotional, maxNotional: floor, maintenanceMarginRate: rate, maxLeverage: 1 };
        });
        expect(Math.abs(maintenanceOf(maintenanceTiers(tiers, 0), notional) - owed)).toBeLessThanOrEqual(
          1e-9 * Math.max(1, owed),
        );
      }),
    );
  });
});
