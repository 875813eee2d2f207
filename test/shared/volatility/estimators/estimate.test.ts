import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCandles } from '../../../../shared/market-data/candle-file.ts';
import type { Candle } from '../../../../shared/snapshot/types.ts';
import {
  advanceEstimate,
  barsNeeded,
  type EstimateTerms,
  estimateVolatility,
  NO_BARS,
} from '../../../../shared/volatility/estimators/estimate.ts';
import { ESTIMATOR_NAMES, estimatorNamed } from '../../../../shared/volatility/estimators/estimators.ts';
import { PLAIN_NAMES, plainVolatility } from './plain-estimators.ts';
import { brownianBars, HOUR } from './simulated.ts';

const BARS = new URL('../../../../../shared/data/candles/btc-usd-1h-2019-11-20-to-2023-12-31.csv', import.meta.url);
const BARS_A_YEAR = 8_760;
const termsOf = (estimator: EstimateTerms['estimator'], window: number): EstimateTerms => ({
  estimator,
  window,
  periods: BARS_A_YEAR,
});

/** The largest relative distance from the plain one, over all bars that it can be asked for. */
function furthestFromPlain(candles: readonly Candle[], terms: EstimateTerms, every: number): number {
  const { values } = estimateVolatility(candles, terms);
  let furthest = 0;
  for (let at = terms.window; at < candles.length; at += every) {
    const plain = plainVolatility(terms.estimator, candles, at, terms.window, terms.periods);
    furthest = Math.max(furthest, Math.abs((values[at] as number) / plain - 1));
  }
  return furthest;
}

describe('an estimate', () => {
  test('is known for every estimator that has a window, and checked here', () => {
    expect([...PLAIN_NAMES, 'ewma'].sort()).toEqual([...ESTIMATOR_NAMES].sort());
  });

  test.each(PLAIN_NAMES)('%s, bar by bar, is what a sum anew of each window gives', (name) => {
    const bars = brownianBars(400, 0.01, 1, 20);
    for (const window of [3, 24, 101]) {
      expect(furthestFromPlain(bars, termsOf(estimatorNamed(name) as 'close', window), 1)).toBeLessThan(1e-12);
    }
  });

  const present = existsSync(BARS);
  (present ? test : test.skip).each(PLAIN_NAMES)(
    `%s has not drifted after four years of real hours, crashes among them${present ? '' : ' (absent)'}`,
    (name) => {
      const { candles } = readCandles(readFileSync(BARS, 'utf8'));
      expect(candles).toHaveLength(36_060);
      expect(furthestFromPlain(candles, termsOf(estimatorNamed(name) as 'close', 168), 97)).toBeLessThan(1e-12);
    },
  );

  test.each(PLAIN_NAMES)('%s keeps nothing of a crash that has left the window', (name) => {
    const quiet = brownianBars(60, 1e-7, 2, 20);
    const before = quiet[9] as Candle;
    const bars = quiet.map((bar, i) => (i === 10 ? { ...bar, low: before.close / 1_000 } : bar));
    const terms = termsOf(estimatorNamed(name) as 'close', 12);
    const { values } = estimateVolatility(bars, terms);
    const calm = estimateVolatility(quiet, terms).values;
    for (let at = 10 + 12; at < 60; at++) {
      expect(Math.abs((values[at] as number) / (calm[at] as number) - 1)).toBeLessThan(1e-12);
    }
  });

  test.each(ESTIMATOR_NAMES)(
    '%s, advanced from a state that was stored as JSON, goes on to the same numbers',
    (name) => {
      const bars = brownianBars(900, 0.01, 3, 5);
      const terms = termsOf(name, 720);
      const { values } = estimateVolatility(bars, terms);
      let state = NO_BARS;
      bars.forEach((bar, i) => {
        if (i % 250 === 249) state = JSON.parse(JSON.stringify(state));
        const next = advanceEstimate(state, bar, terms);
        state = next.state;
        expect(next.value ?? Number.NaN).toBe(values[i]);
      });
    },
  );

  test.each(ESTIMATOR_NAMES)(
    '%s knows nothing before its time, and has its first value at the bar it names',
    (name) => {
      const bars = brownianBars(40, 0.01, 4, 5);
      const terms = termsOf(name, 9);
      const whole = estimateVolatility(bars, terms).values;
      expect(estimateVolatility(bars.slice(0, 20), terms).values).toEqual(whole.slice(0, 20));
      expect(whole.findIndex((value) => !Number.isNaN(value)) + 1).toBe(barsNeeded(terms));
      expect(whole.slice(barsNeeded(terms)).every(Number.isFinite)).toBe(true);
    },
  );

  test.each(ESTIMATOR_NAMES)(
    '%s passes over what is no bar, and says why; the rest is as if it had not been',
    (name) => {
      const bars = brownianBars(40, 0.01, 5, 5);
      const [at, after] = [bars[20] as Candle, bars[21] as Candle];
      const disturbed = [
        ...bars.slice(0, 21),
        { ...at, high: 500 },
        { ...at, timestamp: HOUR },
        { ...after, low: 0 },
        { ...after, high: 1, low: 90 },
        { ...after, open: -3 },
        { ...after, close: Number.NaN },
        ...bars.slice(21),
      ];
      const terms = termsOf(name, 9);
      const { values, findings } = estimateVolatility(disturbed, terms);
      expect([...values.slice(21, 27)]).toEqual(Array(6).fill(Number.NaN));
      expect([...values.slice(0, 21), ...values.slice(27)]).toEqual([...estimateVolatility(bars, terms).values]);
      expect(findings.map(({ finding }) => finding)).toEqual([
        'the bar stands here a second time',
        'the bar is older than the last one',
        "the bar's low is 0",
        "the bar's high 1 is below its low 90",
        "the bar's open is -3",
        "the bar's close is NaN",
      ]);
    },
  );

  test('a move past what a double holds is a finding, not an infinite volatility', () => {
    const flat = (hour: number, price: number): Candle => ({
      timestamp: hour * HOUR,
      open: price,
      high: price,
      low: price,
      close: price,
    });
    const { values, findings } = estimateVolatility(
      [flat(1, 5e-324), flat(2, 1e30), flat(3, 5e-324)],
      termsOf('ewma', 2),
    );
    expect(findings).toEqual([{ timestamp: 2 * HOUR, finding: 'the price went from 5e-324 to 1e+30' }]);
    expect([...values]).toEqual([Number.NaN, Number.NaN, 0]);
  });

  test('of no bar is nothing', () => {
    expect(estimateVolatility([], termsOf('close', 5))).toEqual({ values: new Float64Array(0), findings: [] });
  });

  test.each([
    [{ window: 2 }, 'The window of close is a whole number from 3 up, not 2'],
    [{ window: 5.5 }, 'The window of close is a whole number from 3 up, not 5.5'],
    [{ periods: 0 }, 'There are more than 0 bars a year, not 0'],
    [{ periods: Number.NaN }, 'There are more than 0 bars a year, not NaN'],
    [{ periods: Number.POSITIVE_INFINITY }, 'There are more than 0 bars a year, not Infinity'],
    [{ lambda: 1 }, "An EWMA's lambda lies between 0 and 1, not at 1"],
    [{ lambda: Number.NaN }, "An EWMA's lambda lies between 0 and 1, not at NaN"],
  ])('of %j there is none', (change, message) => {
    const terms = { ...termsOf('close', 5), ...change };
    expect(() => estimateVolatility([], terms)).toThrow(new RangeError(message));
    expect(() => advanceEstimate(NO_BARS, brownianBars(1, 0.01, 1)[0] as Candle, terms)).toThrow(RangeError);
  });
});

describe('the name of an estimator', () => {
  test.each([
    ['garman-klass', 'garman-klass'],
    ['garman.klass', 'garman-klass'],
    ['rogers.satchell', 'rogers-satchell'],
    ['gk.yz', 'gk-yz'],
    ['yang.zhang', 'yang-zhang'],
    ['weather', undefined],
    ['toString', undefined],
    ['', undefined],
  ])('%j is %j', (text, name) => {
    expect(estimatorNamed(text)).toBe(name);
  });
});
