import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { effectiveLeverage, LEVERAGE_CEILING, leverageMetrics } from '../../../shared/leverage/effective-leverage.ts';
import { expectFinite } from './close-to.ts';

const REST = { estimatedRatio: 0, underwater: { accounts: 0, notional: 0 } };
const metrics = (...rows: (readonly [leverage: number, notional: number])[]) =>
  leverageMetrics(
    Float64Array.from(rows, ([leverage]) => leverage),
    Float64Array.from(rows, ([, notional]) => notional),
    REST,
  );

describe('effectiveLeverage', () => {
  test('is notional over equity', () => {
    expect(effectiveLeverage(50_000, 10_000)).toBe(5);
  });

  test.each([0, -1, -1e18, Number.NaN])('equity of %d counts as the ceiling, not as no leverage', (equity) => {
    expect(effectiveLeverage(1, equity)).toBe(LEVERAGE_CEILING);
  });

  test('a sliver of equity counts as no more than none at all', () => {
    expect(effectiveLeverage(1e18, 5e-324)).toBe(LEVERAGE_CEILING);
    expect(effectiveLeverage(1_001, 1)).toBe(LEVERAGE_CEILING);
  });

  test.each([10, 0, -10])('nothing held on equity of %d is no leverage', (equity) => {
    expect(effectiveLeverage(0, equity)).toBe(0);
  });

  test('never falls as equity falls', () => {
    const amount = fc.double({ min: -1e18, max: 1e18, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e18, noNaN: true }), amount, amount, (notional, a, b) => {
        const less = effectiveLeverage(notional, Math.min(a, b));
        expect(less).toBeGreaterThanOrEqual(effectiveLeverage(notional, Math.max(a, b)));
        expect(less).toBeLessThanOrEqual(LEVERAGE_CEILING);
      }),
    );
  });
});

describe('leverageMetrics', () => {
  test('the mean and the quantiles are weighted by notional', () => {
    const { weighted, p50, p90, p99 } = metrics([100, 5], [10, 15], [2, 80]);
    expect(weighted).toBeCloseTo((500 + 150 + 160) / 100, 12);
    expect([p50, p90, p99]).toEqual([2, 10, 100]);
  });

  test('a leverage at the end of a bucket is in it, one above is in the next', () => {
    const { buckets } = metrics([2, 1], [2.01, 2], [5, 4], [10, 8], [25, 16], [50, 32], [50.01, 64], [1_000, 128]);
    expect(buckets.map(({ upTo, openInterest }) => [upTo, openInterest])).toEqual([
      [2, 1],
      [5, 6],
      [10, 8],
      [25, 16],
      [50, 32],
      [null, 192],
    ]);
    expect(buckets.map(({ share }) => share)).toEqual([1, 6, 8, 16, 32, 192].map((held) => held / 255));
  });

  test('an empty set has no leverage, and all its buckets', () => {
    expect(metrics()).toEqual({
      weighted: 0,
      p50: 0,
      p90: 0,
      p99: 0,
      buckets: [2, 5, 10, 25, 50, null].map((upTo) => ({ upTo, openInterest: 0, share: 0 })),
      ...REST,
    });
  });

  test('positions without notional weigh nothing', () => {
    expect(metrics([0, 0], [0, 0])).toEqual(metrics());
    expect(metrics([0, 0], [4, 1]).p50).toBe(4);
  });

  test('the shares add up to 1, the quantiles rise, the mean lies within, for any rows', () => {
    const row = fc.tuple(
      fc.double({ min: 1e-9, max: LEVERAGE_CEILING, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e18, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 80 }), (rows) => {
        const measured = metrics(...rows);
        const { weighted, p50, p90, p99, buckets } = measured;
        expectFinite(measured);
        expect(buckets.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(p50).toBeLessThanOrEqual(p90);
        expect(p90).toBeLessThanOrEqual(p99);
        const leverages = rows.map(([leverage]) => leverage);
        expect(weighted).toBeGreaterThanOrEqual(Math.min(...leverages) * (1 - 1e-12));
        expect(weighted).toBeLessThanOrEqual(Math.max(...leverages) * (1 + 1e-12));
        expect(leverages).toContain(p50);
      }),
    );
  });
});
