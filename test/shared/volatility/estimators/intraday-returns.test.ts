import { describe, expect, test } from '@jest/globals';
import { intradayReturns } from '../../../../shared/volatility/estimators/intraday-returns.ts';
import { brownianBars, HOUR } from './simulated.ts';

const DAY = 24 * HOUR;
const start = Date.UTC(2026, 0, 1);
const bars = brownianBars(72, 0.01, 41, 5).map((bar, i) => ({ ...bar, timestamp: start + i * HOUR }));

describe('returns within days', () => {
  test('are 24 of hourly bars but of the first day, whose first bar follows none', () => {
    const days = intradayReturns(bars);
    expect(days.map(({ from }) => from)).toEqual([start, start + DAY, start + 2 * DAY]);
    expect(days.map(({ returns }) => returns.length)).toEqual([23, 24, 24]);
  });

  test('add up to the move of all days: none is lost between two', () => {
    const sum = intradayReturns(bars).reduce((all, { returns }) => all + returns.reduce((a, b) => a + b, 0), 0);
    expect(sum).toBeCloseTo(Math.log((bars[71]?.close as number) / (bars[0]?.close as number)), 12);
  });

  test('of a day without a bar are none: the move over it falls into the day after', () => {
    const days = intradayReturns([...bars.slice(0, 24), ...bars.slice(48)]);
    expect(days.map(({ from }) => from)).toEqual([start, start + 2 * DAY]);
    expect(days[1]?.returns[0]).toBeCloseTo(Math.log((bars[48]?.close as number) / (bars[23]?.close as number)), 14);
  });

  test('of no bar or one are none', () => {
    expect(intradayReturns([])).toEqual([]);
    expect(intradayReturns(bars.slice(0, 1))).toEqual([]);
  });
});
