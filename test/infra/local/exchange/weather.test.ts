import { describe, expect, test } from '@jest/globals';
import { pricesWithin, weatherOf } from '../../../../infra/local/exchange/weather.ts';
import { stormBars } from '../../../../infra/local/scenario/prices.ts';
import { openRandom } from '../../../../infra/local/scenario/random.ts';

describe('the prices within a bar', () => {
  test.each([3, 12, 60])('reach its extremes and end at its close, in %i steps', (steps) => {
    const falling = pricesWithin({ timestamp: 0, open: 100, high: 103, low: 90, close: 92 }, steps);
    expect(falling).toHaveLength(steps);
    expect(falling.at(-1)).toBeCloseTo(92, 9);
    expect(Math.max(...falling)).toBeCloseTo(103, 9);
    expect(Math.min(...falling)).toBeCloseTo(90, 9);
    // What falls in the end has its high before its low, what rises the other way round.
    expect(falling.indexOf(Math.max(...falling))).toBeLessThan(falling.indexOf(Math.min(...falling)));
    const rising = pricesWithin({ timestamp: 0, open: 100, high: 103, low: 90, close: 101 }, steps);
    expect(rising.indexOf(Math.min(...rising))).toBeLessThan(rising.indexOf(Math.max(...rising)));
  });

  test('never leave the bar, however few steps it has', () => {
    for (const steps of [1, 2, 4, 7])
      for (const price of pricesWithin({ timestamp: 0, open: 100, high: 103, low: 90, close: 92 }, steps)) {
        expect(price).toBeGreaterThan(89.999);
        expect(price).toBeLessThan(103.001);
      }
  });
});

describe('the weather', () => {
  const bars = stormBars(openRandom(1));
  const weather = weatherOf(1, bars, [1_000_000, 500_000], 12);

  test('is the same for the same seed, and another for another', () => {
    expect(weatherOf(1, bars, [1_000_000, 500_000], 12)).toEqual(weather);
    expect(weatherOf(2, bars, [1_000_000, 500_000], 12)).not.toEqual(weather);
  });

  test('is thin and busy in the crash', () => {
    const mean = (phase: string, of: 'depth' | 'baseVolume') => {
      const steps = weather.filter(({ bar }) => bar.mood.phase === phase).flatMap(({ steps: own }) => own);
      return steps.reduce((sum, [btc]) => sum + btc![of], 0) / steps.length;
    };
    expect(mean('crash', 'depth')).toBeLessThan(0.3 * mean('calm', 'depth'));
    expect(mean('crash', 'baseVolume')).toBeGreaterThan(3 * mean('calm', 'baseVolume'));
  });
});
