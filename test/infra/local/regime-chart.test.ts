import { expect, test } from '@jest/globals';
import { regimeChart } from '../../../infra/local/regime-chart.ts';
import { regimeHistory } from '../../../shared/volatility/regime-history.ts';
import { TERMS } from '../../shared/volatility/plain-regime.ts';

const HOUR = 3_600_000;
const history = (hours: number) =>
  regimeHistory(
    Array.from({ length: hours }, (_, i) => {
      const reach = i % 200 === 150 ? 0.2 : 0.01;
      const price = 100 * 1.001 ** (i % 500);
      return {
        timestamp: i * HOUR,
        open: price,
        high: price * Math.exp(reach),
        low: price * Math.exp(-reach),
        close: price,
      };
    }),
    TERMS,
  );

test('every episode above calm is a band that says what it is, and the price and the ratio are lines', () => {
  const told = history(500);
  const svg = regimeChart(told, 'a <market> & more');
  const above = told.episodes.filter(({ regime }) => regime !== 'calm');
  expect(above.length).toBeGreaterThan(2);
  expect(svg.match(/<title>/g)).toHaveLength(above.length);
  expect(svg.match(/<path /g)).toHaveLength(2);
  expect(svg).toContain('a &lt;market&gt; &amp; more');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('a picture of years is hardly larger than one of weeks', () => {
  expect(regimeChart(history(5_000), 'long').length).toBeLessThan(200_000);
});

test('one bar can be drawn, none cannot', () => {
  expect(regimeChart(history(1), 'one')).not.toMatch(/NaN|Infinity/);
  expect(() => regimeChart(history(0), 'none')).toThrow(RangeError);
});
