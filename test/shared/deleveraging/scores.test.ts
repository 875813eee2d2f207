import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binanceScores, bitmexScores, entryValueOf } from '../../../shared/deleveraging/scores.ts';

const bitmex = (pnl: number, entryValue: number, leverage: number): number =>
  bitmexScores(Float64Array.of(pnl), Float64Array.of(entryValue), Float64Array.of(leverage))[0] as number;
const binance = (pnl: number, balance: number, maintenance: number): number =>
  binanceScores(Float64Array.of(pnl), Float64Array.of(balance), Float64Array.of(maintenance))[0] as number;

describe("BitMEX's score", () => {
  test('of a tenth gained at leverage 20 is 2, of a tenth lost a two hundredth less than nothing', () => {
    expect(bitmex(100, 1_000, 20)).toBe(2);
    expect(bitmex(-100, 1_000, 20)).toBe(-0.005);
  });

  test('is PnL% and the leverage of mark and bankrupt value, of a long and of a short', () => {
    // 10 at 100, now 120, bankrupt at 90: PnL% 0.2, leverage 120 / (120 - 90).
    const leverage = (10 * 120) / (10 * 120 - 10 * 90);
    const entry = entryValueOf(10 * 120, 100, 120, true);
    expect(entry).toBeCloseTo(1_000, 9);
    expect(bitmex(10 * 120 - 10 * 100, entry, leverage)).toBeCloseTo(0.2 * 4, 12);
    // The same sold short: markValue -1,200 and entryValue -1,000 are PnL% -0.2; bankrupt at 130.
    expect(bitmex(-1_200 - -1_000, entry, 1_200 / (-1_200 - -1_300))).toBeCloseTo(-0.2 / 12, 12);
  });

  test('of an inverse position is by what it was worth in coins', () => {
    // 1,000 dollars at 50,000 are 0.02 coins; at 40,000 they are 0.025.
    expect(entryValueOf(1_000, 50_000, 40_000, false) / 40_000).toBeCloseTo(0.02, 15);
  });

  test('rises with leverage for winners and for losers: less is lost on each unit of it', () => {
    const ratio = fc.double({ min: 0.001, max: 10, noNaN: true });
    const leverage = fc.double({ min: 0.1, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(ratio, leverage, leverage, (pnl, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(bitmex(pnl, 1, high)).toBeGreaterThanOrEqual(bitmex(pnl, 1, low));
        expect(bitmex(-pnl, 1, high)).toBeGreaterThanOrEqual(bitmex(-pnl, 1, low));
        expect(bitmex(-pnl, 1, high)).toBeLessThan(0);
      }),
    );
  });
});

describe("Binance's score", () => {
  test('worked by hand: 50 gained on 100 with a maintenance margin of 15 is 0.5 · 0.1', () => {
    expect(binance(50, 100, 15)).toBeCloseTo(0.05, 15);
  });

  test.each([
    ['a loser', -50, 100, 15],
    ['who has nothing left', 10, -10, 15],
    ['who has less than nothing left', 10, -20, 15],
    ['who needs no margin', 50, 100, 0],
  ])('of %s is 0', (_, pnl, balance, maintenance) => {
    expect(binance(pnl, balance, maintenance)).toBe(0);
  });

  test('counts a balance of less than 1 as 1', () => {
    expect(binance(50, 0.5, 10)).toBeCloseTo((50 * 10) / 50.5, 12);
    expect(binance(50, -20, 10)).toBeCloseTo((50 * 10) / 30, 12);
  });
});

test('every score is finite, whatever it is of', () => {
  const any = fc.oneof(
    fc.double(),
    fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN),
  );
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      expect(bitmex(a, b, c)).not.toBeNaN();
      expect(Number.isFinite(bitmex(a, b, c))).toBe(true);
      expect(Number.isFinite(binance(a, b, c))).toBe(true);
    }),
  );
});
