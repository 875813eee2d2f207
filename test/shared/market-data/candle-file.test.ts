import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCandles } from '../../../shared/market-data/candle-file.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2020, 2, 12);
const HEADER = 't,open,high,low,close,volumefrom,volumeto';
const row = (hour: number, bar = '100,110,90,105,7,700') => `${START / 1_000 + hour * 3_600},${bar}`;
const text = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;
const times = ({ candles }: ReturnType<typeof readCandles>) =>
  candles.map(({ timestamp }) => (timestamp - START) / HOUR_MS);

describe('layouts', () => {
  const expected = { timestamp: START, open: 100, high: 110, low: 90, close: 105, baseVolume: 7 };

  test('of seconds with a header line', () => {
    expect(readCandles(text(row(0)))).toEqual({ candles: [expected], findings: [], rows: 1 });
  });

  test('of seconds without one', () => {
    expect(readCandles(row(0))).toEqual({ candles: [expected], findings: [], rows: 1 });
  });

  test('of ISO dates, with and without a time of day', () => {
    const { candles, findings } = readCandles(
      't,open,high,low,close\n1985-01-02,100,110,90,105\n1985-01-03T06:00:00Z,1,2,1,2\n',
    );
    expect(findings).toEqual([]);
    expect(candles.map(({ timestamp }) => timestamp)).toEqual([Date.UTC(1985, 0, 2), Date.UTC(1985, 0, 3, 6)]);
  });

  const kline = `${START},100,110,90,105,7,${START + HOUR_MS - 1},700,3,1,100,0`;
  test('of Binance klines with a header line', () => {
    const header = 'open_time,open,high,low,close,volume,close_time,quote_volume,count,a,b,ignore';
    expect(readCandles(`${header}\n${kline}\n`)).toEqual({ candles: [expected], findings: [], rows: 1 });
  });

  test('of Binance klines without one', () => {
    expect(readCandles(kline)).toEqual({ candles: [expected], findings: [], rows: 1 });
  });

  test('with Windows line ends, blank lines and no volume', () => {
    const { candles, findings } = readCandles(
      `t,open,high,low,close\r\n${START / 1_000},100,110,90,105\r\n\r\n${START / 1_000 + 3_600},105,106,104,105\r\n`,
    );
    expect(findings).toEqual([]);
    expect(candles).toEqual([
      { timestamp: START, open: 100, high: 110, low: 90, close: 105 },
      { timestamp: START + HOUR_MS, open: 105, high: 106, low: 104, close: 105 },
    ]);
  });
});

describe('a line that holds no bar is named and passed over:', () => {
  test.each([
    ['open above high', row(1, '111,110,90,105'), /open 111 is outside/],
    ['close below low', row(1, '100,110,90,89'), /close 89 is outside/],
    ['high below low', row(1, '100,90,110,105'), /high 90 is below its low 110/],
    ['a price of zero', row(1, '0,110,0,105'), /open is 0/],
    ['a negative price', row(1, '100,110,-90,105'), /low is -90/],
    ['a price that is no number', row(1, '100,x,90,105'), /high is NaN/],
    ['too few columns', row(1, '100,110'), /is NaN/],
    ['a time that is none', `yesterday,100,110,90,105`, /time/],
    ['a time before 1970', `-5,100,110,90,105`, /time/],
    ['the same time again', row(0), /repeats/],
    ['a step back', row(-3), /older/],
  ])('%s', (_, line, fault) => {
    const file = readCandles(text(row(0), line, row(2)));
    expect(times(file)).toEqual([0, 2]);
    expect(file.findings[0]).toEqual({ line: 3, fault: expect.stringMatching(fault) });
  });
});

describe('units of time', () => {
  const at = (hour: number, unit: (ms: number) => string | number) =>
    `${unit(START + hour * HOUR_MS)},100,110,90,105,7`;
  const hours = [0, 1, 2, 3];
  const inSeconds = readCandles(text(...hours.map((hour) => at(hour, (ms) => ms / 1_000))));

  test.each<[string, (ms: number) => string | number]>([
    ['milliseconds', (ms) => ms],
    ['microseconds', (ms) => `${ms}000`],
    ['nanoseconds', (ms) => `${ms}000000`],
    [
      'a date and time of day with a space, which is UTC',
      (ms) => new Date(ms).toISOString().slice(0, 19).replace('T', ' '),
    ],
    ['a date and time of day without a zone, which is UTC', (ms) => new Date(ms).toISOString().slice(0, 19)],
  ])('of %s come to the same bars as seconds', (_, unit) => {
    expect(readCandles(text(...hours.map((hour) => at(hour, unit))))).toEqual(inSeconds);
  });

  test('may change within a file', () => {
    expect(readCandles(text(...hours.map((hour) => at(hour, (ms) => (hour < 2 ? ms : `${ms}000`)))))).toEqual(
      inSeconds,
    );
  });

  test('a file with its newest bars first is turned', () => {
    const turned = readCandles(text(...[...hours].reverse().map((hour) => at(hour, (ms) => ms))));
    expect(turned).toEqual(inSeconds);
  });
});

describe('a bar that opens at the close before, outside its range,', () => {
  test('is used with its range extended, and said once for the file', () => {
    const file = readCandles(text(row(0, '100,110,90,108'), row(1, '108,105,101,103'), row(2, '103,99,95,96'), row(3)));
    expect(file.candles.map(({ open, high, low, close }) => [open, high, low, close])).toEqual([
      [100, 110, 90, 108],
      [108, 108, 101, 103],
      [103, 103, 95, 96],
      [100, 110, 90, 105],
    ]);
    expect(file.findings).toEqual([{ line: 3, fault: expect.stringMatching(/^2 bars open at the close before/) }]);
  });

  test('and one that opens elsewhere outside its range is passed over', () => {
    const file = readCandles(text(row(0, '100,110,90,108'), row(1, '107,105,101,103'), row(2)));
    expect(times(file)).toEqual([0, 2]);
    expect(file.findings[0]).toEqual({ line: 3, fault: expect.stringMatching(/open 107 is outside/) });
  });
});

describe('what is missing', () => {
  test('is said with the number of bars and the line where they are missed', () => {
    const file = readCandles(text(row(0), row(1), row(5), row(6)));
    expect(times(file)).toEqual([0, 1, 5, 6]);
    expect(file.findings).toEqual([{ line: 4, fault: '3 bars are missing before this one' }]);
  });

  test('is said of a bar that was passed over too', () => {
    const { findings } = readCandles(text(row(0), row(1), row(2, '1,2,3,4'), row(3)));
    expect(findings.map(({ line }) => line)).toEqual([4, 5]);
    expect(findings[1]?.fault).toBe('1 bar is missing before this one');
  });

  test('is not said before the interval is known', () => {
    expect(readCandles(text(row(0), row(5))).findings).toEqual([]);
  });
});

test.each([
  ['', 'nothing'],
  ['\n\n', 'blank lines'],
  [`${HEADER}\n`, 'a header only'],
])('a file of %j holds no bar: %s', (content) => {
  expect(readCandles(content)).toEqual({ candles: [], findings: [], rows: 0 });
});

test('a file of another format holds no bar, and says so of its lines', () => {
  const { candles, findings } = readCandles('{"not":\n"csv",\n"at": "all"}\n');
  expect(candles).toEqual([]);
  expect(findings.map(({ line }) => line)).toEqual([2, 3]);
});

test('whatever the lines are, bars come out sound and in rising order', () => {
  const cell = fc.oneof(fc.double(), fc.string({ maxLength: 6 }), fc.constantFrom('', '1e3', ' 5 ', 'NaN', 'Infinity'));
  const line = fc.array(cell, { maxLength: 8 }).map((cells) => cells.join(','));
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          line,
          fc.nat(50).map((hour) => row(hour)),
        ),
        { maxLength: 30 },
      ),
      (lines) => {
        const { candles, findings } = readCandles(text(row(0), ...lines));
        candles.forEach(({ timestamp, open, high, low, close }, i) => {
          expect(timestamp).toBeGreaterThan(candles[i - 1]?.timestamp ?? 0);
          expect(low).toBeGreaterThan(0);
          expect(low).toBeLessThanOrEqual(Math.min(open, close));
          expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
        });
        expect(candles.length).toBeLessThanOrEqual(1 + lines.length);
        for (const { line, fault } of findings) {
          expect(line).toBeGreaterThan(1);
          expect(fault).not.toBe('');
        }
      },
    ),
  );
});

const folder = new URL('../../../../shared/data/candles/', import.meta.url);
const present = existsSync(folder);
describe('real files', () => {
  (present ? test : test.skip)('of hours: the one bar that cannot be is named, all others are read', () => {
    const { candles, findings } = readCandles(
      readFileSync(new URL('btc-usd-1h-2019-11-20-to-2023-12-31.csv', folder), 'utf8'),
    );
    expect(candles).toHaveLength(36_060);
    expect(candles.some(({ timestamp }) => timestamp === Date.UTC(2021, 0, 4, 5))).toBe(false);
    expect(findings.filter(({ fault }) => /outside its range/.test(fault))).toHaveLength(1);
    expect(findings.filter(({ fault }) => /missing/.test(fault))).toHaveLength(1);
    expect(findings).toHaveLength(2);
  });

  (present ? test : test.skip)('of Binance minutes: every bar is read, without a finding', () => {
    const { candles, findings } = readCandles(
      readFileSync(new URL('btcusd-perp-1m-2025-10-09-binance-layout.csv', folder), 'utf8'),
    );
    expect(candles).toHaveLength(1_440);
    expect(findings).toEqual([]);
    expect(candles[0]?.timestamp).toBe(Date.UTC(2025, 9, 9));
    expect((candles[1]?.timestamp ?? 0) - (candles[0]?.timestamp ?? 0)).toBe(60_000);
  });
});
