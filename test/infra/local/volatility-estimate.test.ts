import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { UsageError, type Values } from '../../../infra/local/commands/command.ts';
import { printEstimates } from '../../../infra/local/commands/volatility-estimate.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { estimateVolatility } from '../../../shared/volatility/estimators/estimate.ts';
import { ESTIMATOR_NAMES } from '../../../shared/volatility/estimators/estimators.ts';

const START = Date.UTC(2026, 0, 1);
/** Hours that reach ever further. */
const CANDLES = Array.from({ length: 48 }, (_, i): Candle => {
  const reach = 1 + (i + 1) / 1_000;
  const close = i % 2 === 0 ? 100 * reach : 100 / reach;
  return { timestamp: START + i * 3_600_000, open: 100, high: 100 * reach, low: 100 / reach, close };
});

let out: string[];
beforeEach(() => {
  out = [];
  jest.spyOn(console, 'log').mockImplementation((text) => {
    out.push(text);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const print = (values: Values, candles: readonly Candle[] = CANDLES): string => {
  out = [];
  printEstimates(candles, 'bars.csv', values);
  return out.join('\n');
};

describe('volatility estimate', () => {
  test('prints as JSON the bars that have a value, in milliseconds, and nothing else', () => {
    const printed = JSON.parse(print({ estimator: 'parkinson', window: '24', periods: '8760', json: true }));
    const { values } = estimateVolatility(CANDLES, { estimator: 'parkinson', window: 24, periods: 8_760 });
    expect(printed).toHaveLength(25);
    expect(printed).toEqual(
      CANDLES.slice(23).map(({ timestamp }, i) => ({ t: timestamp / 1_000, value: values[23 + i] })),
    );
  });

  test('is per bar where nothing is said of a year', () => {
    const perBar = JSON.parse(print({ estimator: 'close', window: '10', json: true }));
    const perYear = JSON.parse(print({ estimator: 'close', window: '10', periods: '400', json: true }));
    expect(perYear.at(-1).value / perBar.at(-1).value).toBeCloseTo(20, 10);
  });

  test.each([
    ['garman.klass', 'garman-klass'],
    ['rogers.satchell', 'rogers-satchell'],
    ['gk.yz', 'gk-yz'],
    ['yang.zhang', 'yang-zhang'],
  ])("takes R's name %s for %s", (theirs, ours) => {
    expect(print({ estimator: theirs, window: '5', json: true })).toBe(
      print({ estimator: ours, window: '5', json: true }),
    );
  });

  test('warms an EWMA by itself where no window is given, and takes its lambda', () => {
    // 0.8 has 99 % of its weight in 21 returns, of 22 bars.
    const left = print({ estimator: 'ewma', lambda: '0.8', json: true });
    expect(left).toBe(print({ estimator: 'ewma', lambda: '0.8', window: '22', json: true }));
    expect(JSON.parse(left)).toHaveLength(48 - 21);
    expect(left).not.toBe(print({ estimator: 'ewma', lambda: '0.7', window: '22', json: true }));
  });

  test('prints for people the last ten values, and between what they lay', () => {
    const lines = print({ estimator: 'parkinson', window: '24', periods: '8760' }).split('\n');
    expect(lines[0]).toBe('parkinson, window 24, volatility of a year of 8760 bars');
    expect(lines[2]).toBe('25 values, 2026-01-01 23:00 UTC to 2026-01-02 23:00 UTC');
    expect(lines[4]).toMatch(/^least +median +most$/);
    expect(lines[6]).toMatch(/^[\d.]+ % +[\d.]+ % +[\d.]+ %$/);
    expect(lines.filter((line) => /^2026-01-02 \d\d:00 UTC +[\d.]+ %$/.test(line))).toHaveLength(10);
    // Per bar they are small: rounded to a tenth of a per cent they would all be alike.
    expect(print({ estimator: 'parkinson', window: '24' })).toMatch(/^parkinson, window 24, volatility of a bar\n/);
    expect(print({ estimator: 'parkinson', window: '24' })).toMatch(/23:00 UTC +\d\.\d\d? %$/);
  });

  test.each([
    [{}, /^--estimator is required$/],
    [
      { estimator: 'weather', window: '24' },
      /^--estimator is one of close, ewma, parkinson, garman-klass, rogers-satchell, gk-yz, yang-zhang, not "weather"$/,
    ],
    [{ estimator: 'close' }, /^--window is required$/],
    [{ estimator: 'close', window: '2' }, /^--window takes a whole number from 3 to .*, not "2"$/],
    [{ estimator: 'close', window: '2.5' }, /^--window takes a whole number/],
    [{ estimator: 'close', window: 'x' }, /^--window takes a whole number/],
    [{ estimator: 'close', window: '49' }, /^a --window of 49 takes 49 bars of close, and bars\.csv has 48 bars$/],
    [
      { estimator: 'yang-zhang', window: '48' },
      /^a --window of 48 takes 49 bars of yang-zhang, and bars\.csv has 48 bars$/,
    ],
    [{ estimator: 'ewma' }, /^a --window of 76 takes 76 bars of ewma, and bars\.csv has 48 bars$/],
    [{ estimator: 'close', window: '9', periods: '0' }, /^--periods takes a number above 0, not "0"$/],
    [{ estimator: 'close', window: '9', periods: '-1' }, /^--periods takes a number above 0, not "-1"$/],
    [{ estimator: 'close', window: '9', periods: '' }, /^--periods takes a number above 0, not ""$/],
    [{ estimator: 'close', window: '9', periods: 'Infinity' }, /^--periods takes a number above 0/],
    [{ estimator: 'ewma', window: '9', lambda: '1' }, /^--lambda takes a number between 0 and 1, not "1"$/],
    [{ estimator: 'ewma', window: '9', lambda: '0' }, /^--lambda takes a number between 0 and 1, not "0"$/],
    [{ estimator: 'ewma', window: '9', lambda: 'x' }, /^--lambda takes a number between 0 and 1, not "x"$/],
    [{ estimator: 'close', window: '9', lambda: '0.9' }, /^--lambda is of ewma; close has a window only$/],
  ] as [Values, RegExp][])('%j is a call that cannot be right', (values, message) => {
    expect(() => print(values)).toThrow(UsageError);
    expect(() => print(values)).toThrow(message);
    expect(out).toEqual([]);
  });

  test.each(ESTIMATOR_NAMES)('%s prints numbers for the bars of a file', (estimator) => {
    const printed: { t: number; value: number }[] = JSON.parse(print({ estimator, window: '12', json: true }));
    expect(printed.length).toBeGreaterThan(35);
    expect(printed.every(({ value }) => value > 0)).toBe(true);
  });
});
