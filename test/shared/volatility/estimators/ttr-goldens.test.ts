import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Candle } from '../../../../shared/snapshot/types.ts';
import { estimateVolatility } from '../../../../shared/volatility/estimators/estimate.ts';
import { estimatorNamed } from '../../../../shared/volatility/estimators/estimators.ts';
import { ewmaVariances } from '../../../../shared/volatility/estimators/ewma.ts';

const GOLDENS = new URL('../../../../../shared/data/goldens/', import.meta.url);

const COLUMNS = ['close', 'parkinson', 'garman.klass', 'rogers.satchell', 'gk.yz', 'yang.zhang'];

function read(file: string): { head: string[]; rows: string[][] } {
  const [head = '', ...lines] = readFileSync(new URL(file, GOLDENS), 'utf8').trim().split('\n');
  return { head: head.split(','), rows: lines.map((line) => line.split(',')) };
}

describe.each([
  ['ohlc/btc1h_mar2020_n24_N8760.csv', 24, 8_760],
  ['ohlc/ttrc600_n10_N260.csv', 10, 260],
] as const)('on %s', (file, window, periods) => {
  const present = existsSync(new URL(file, GOLDENS));
  const check = present ? test : test.skip;

  check.each(COLUMNS)(`%s is R's TTR 0.24.3, and begins at the same bar${present ? '' : ' (absent)'}`, (column) => {
    const { head, rows } = read(file);
    const candles = rows.map((cells, i): Candle => {
      const at = (name: string) => Number(cells[head.indexOf(name)]);
      return { timestamp: i + 1, open: at('Open'), high: at('High'), low: at('Low'), close: at('Close') };
    });
    const estimator = estimatorNamed(column);
    if (!estimator) throw new Error(`${column} is unknown`);
    const { values, findings } = estimateVolatility(candles, { estimator, window, periods });
    expect(findings).toEqual([]);
    const goldens = rows.map((cells) => cells[head.indexOf(column)]);
    expect([...values].map(Number.isNaN)).toEqual(goldens.map((golden) => golden === 'NA'));
    const apart = goldens.map((golden, i) =>
      golden === 'NA' ? 0 : Math.abs((values[i] as number) / Number(golden) - 1),
    );
    expect(Math.max(...apart)).toBeLessThan(1e-11);
  });
});

describe('on the daily returns of the mark in pounds', () => {
  const present = existsSync(new URL('ewma094_dem2gbp.csv', GOLDENS));
  (present ? test : test.skip)(
    `the EWMA at 0.94 is R's, begun with the mean of all${present ? '' : ' (absent)'}`,
    () => {
      const returns = read('dem2gbp.csv').rows.map(([value]) => Number(value));
      const variances = ewmaVariances(returns, 0.94);
      const { head, rows } = read('ewma094_dem2gbp.csv');
      expect(variances).toHaveLength(rows.length);
      const goldens = rows.map((cells) => Number(cells[head.indexOf('sigma2')]));
      expect(Math.max(...goldens.map((golden, i) => Math.abs((variances[i] as number) - golden)))).toBeLessThan(1e-12);
    },
  );

  (present ? test : test.skip)(
    `of prices made of them it is the same, once begun alike${present ? '' : ' (absent)'}`,
    () => {
      const returns = read('dem2gbp.csv').rows.map(([value]) => Number(value) / 100);
      const closes = [1];
      for (const value of returns) closes.push((closes.at(-1) as number) * Math.exp(value));
      const candles = closes.map((p, i): Candle => ({ timestamp: i + 1, open: p, high: p, low: p, close: p }));
      const window = 101;
      const { values } = estimateVolatility(candles, { estimator: 'ewma', window, periods: 1, lambda: 0.94 });
      const first = returns.slice(0, window - 1);
      const seed = first.reduce((sum, value) => sum + value * value, 0) / first.length;
      // What is known at a bar is what its next return was foreseen with.
      const foreseen = ewmaVariances(returns.slice(window - 1), 0.94, seed);
      const apart = [...foreseen].map((variance, i) =>
        Math.abs((values[window - 1 + i] as number) ** 2 / variance - 1),
      );
      expect(Math.max(...apart)).toBeLessThan(1e-10);
      expect(values.findIndex((value) => !Number.isNaN(value))).toBe(window - 1);
    },
  );
});
