import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advanceFund, type FundState } from '../../../shared/liquidation/fund-history.ts';

const HOUR_MS = 3_600_000;

/** A fund's life: balances with their times, in hours. */
function live(points: readonly (readonly [hours: number, balance: number])[], currency = 'USDT') {
  let state: FundState | undefined;
  return points.map(([hours, balance], i) => {
    const step = advanceFund(state, { currency, balance }, i + 1, Math.round(hours * HOUR_MS));
    state = step.state;
    return step;
  });
}

describe("the insurance fund's drawdown", () => {
  // Bybit's worked cases: 350,000 of 1,000,000 and 600,000 of 2,000,000 lost within the window.
  test.each([
    [1_000_000, 350_000, 0.35],
    [2_000_000, 600_000, 0.3],
  ])('from a peak of %d, a loss of %d is %d of it', (peak, loss, drawdown) => {
    const readings = live([
      [0, peak / 2],
      [1, peak],
      [2, peak - loss],
    ]).map(({ reading }) => reading);
    expect(readings[2]).toEqual({ currency: 'USDT', balance: peak - loss, peak, drawdown });
    expect(readings[1]?.drawdown).toBe(0);
  });

  test('is measured from the best of the last eight hours, to five minutes', () => {
    const drawdowns = live([
      [0, 100],
      [1, 50],
      [7.99, 50],
      [8.05, 50],
      [8.2, 50],
      [20, 50],
    ]).map(({ reading }) => reading.drawdown);
    expect(drawdowns).toEqual([0, 0.5, 0.5, 0.5, 0, 0]);
  });

  test('is the same as looking through all balances of the window', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -50, max: 1_000 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), (steps) => {
        // Whole stretches of five minutes, so that the window ends where a stretch does.
        let at = 0;
        const points = steps.map(([gap, balance]) => {
          at += gap * 5;
          return [at / 60, balance] as const;
        });
        live(points).forEach(({ reading }, i) => {
          const now = points[i]?.[0] as number;
          const window = points.slice(0, i + 1).filter(([when]) => Math.round((when - now) * 60) > -485);
          const within = window.map(([, balance]) => balance);
          expect(reading.peak).toBe(Math.max(...within));
        });
      }),
    );
  });

  test('a fund that owes has lost more than all', () => {
    expect(
      live([
        [0, 100],
        [1, -50],
      ])[1]?.reading.drawdown,
    ).toBe(1.5);
    expect(live([[0, -5]])[0]?.reading.drawdown).toBe(1);
    expect(live([[0, 0]])[0]?.reading.drawdown).toBe(0);
  });

  test('a fund in another currency begins anew', () => {
    const first = advanceFund(undefined, { currency: 'USDT', balance: 100 }, 1, 0).state;
    expect(advanceFund(first, { currency: 'BTC', balance: 2 }, 2, HOUR_MS).reading).toMatchObject({
      peak: 2,
      drawdown: 0,
    });
  });

  test('is remembered in a few kilobytes, however often it is told', () => {
    let state: FundState | undefined;
    for (let i = 0; i < 5_000; i++)
      state = advanceFund(state, { currency: 'USDT', balance: 5_000 - i }, i, i * 10_000).state;
    expect(state?.peaks.length).toBeLessThanOrEqual(98);
    expect(JSON.stringify(state).length).toBeLessThan(4_096);
  });
});
