import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { garmanKlass, squaredReturn } from '../../../shared/volatility/range-variance.ts';

const GOLDENS = new URL('../../../../shared/data/goldens/ohlc/', import.meta.url);
const price = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
/** Any four prices make a bar: the largest is its high, the smallest its low. */
const bar = fc
  .tuple(price, price, price, price)
  .map((prices) => [...prices].sort((a, b) => a - b) as [number, number, number, number])
  .chain(([low, one, other, high]) =>
    fc.boolean().map((up) => ({ high, low, open: up ? one : other, close: up ? other : one })),
  );
const varianceOf = (measured: ReturnType<typeof garmanKlass>): number => {
  if (!measured.valid) throw new Error(measured.fault);
  return measured.variance;
};

describe('garmanKlass', () => {
  test('a bar from 100 to 100 by way of 110 and 100: half the squared log range', () => {
    const variance = varianceOf(garmanKlass({ open: 100, high: 110, low: 100, close: 100 }));
    expect(variance).toBeCloseTo(Math.log(1.1) ** 2 / 2, 15);
  });

  test('a bar that only rose counts less than its range: the way back is what makes it volatile', () => {
    const variance = varianceOf(garmanKlass({ open: 100, high: 110, low: 100, close: 110 }));
    expect(variance).toBeCloseTo((0.5 - (2 * Math.LN2 - 1)) * Math.log(1.1) ** 2, 15);
  });

  test('a bar without a move has no variance', () => {
    expect(garmanKlass({ open: 5, high: 5, low: 5, close: 5 })).toEqual({ valid: true, variance: 0 });
  });

  test('of any bar it is finite, not negative, and at most that of the range alone', () => {
    fc.assert(
      fc.property(bar, (candle) => {
        const variance = varianceOf(garmanKlass(candle));
        expect(variance).toBeGreaterThanOrEqual(0);
        expect(variance).toBeLessThanOrEqual(Math.log(candle.high / candle.low) ** 2 / 2);
      }),
    );
  });

  test('the unit of the price does not matter, nor whether it rose or fell', () => {
    fc.assert(
      fc.property(bar, fc.constantFrom(0.001, 7, 1e6), ({ open, high, low, close }, unit) => {
        const variance = varianceOf(garmanKlass({ open, high, low, close }));
        const [o, h, l, c] = [open, high, low, close].map((p) => p * unit) as [number, number, number, number];
        expect(varianceOf(garmanKlass({ open: o, high: h, low: l, close: c }))).toBeCloseTo(variance, 10);
        expect(varianceOf(garmanKlass({ open: close, high, low, close: open }))).toBeCloseTo(variance, 10);
      }),
    );
  });

  test.each([
    ['a high below its low', { high: 90, low: 100 }, /high 90 is below its low 100/],
    ['an open above its high', { open: 111 }, /open 111 is outside its range 95 to 110/],
    ['an open below its low', { open: 94 }, /open 94 is outside/],
    ['a close above its high', { close: 111 }, /close 111 is outside/],
    ['a close below its low', { close: 94 }, /close 94 is outside/],
    ['a price of nothing', { low: 0 }, /low is 0/],
    ['a negative price', { open: -1 }, /open is -1/],
    ['a price that is no number', { close: Number.NaN }, /close is NaN/],
    ['a price without bounds', { high: Number.POSITIVE_INFINITY }, /high is Infinity/],
    ['a range past what a double holds', { high: 1e30, low: 5e-324 }, /range 5e-324 to 1e\+30/],
  ])('a bar with %s is none, and says why', (_, change, fault) => {
    const measured = garmanKlass({ open: 100, high: 110, low: 95, close: 105, ...change });
    expect(measured).toEqual({ valid: false, fault: expect.stringMatching(fault) });
  });

  test('four prices of any kind make a finite variance or a fault, never an exception', () => {
    const any = fc.oneof(fc.double(), fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE), price);
    fc.assert(
      fc.property(any, any, any, any, (open, high, low, close) => {
        const measured = garmanKlass({ open, high, low, close });
        if (measured.valid) expect(Number.isFinite(measured.variance) && measured.variance >= 0).toBe(true);
        else expect(measured.fault).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });

  for (const [file, n, periods] of [
    ['btc1h_mar2020_n24_N8760.csv', 24, 8_760],
    ['ttrc600_n10_N260.csv', 10, 260],
  ] as const) {
    const present = existsSync(new URL(file, GOLDENS));
    (present ? test : test.skip)(`its windowed mean is R's TTR on ${file}${present ? '' : ' (absent)'}`, () => {
      const [head = '', ...lines] = readFileSync(new URL(file, GOLDENS), 'utf8').trim().split('\n');
      const at = (name: string) => head.split(',').indexOf(name);
      const rows = lines.map((line) => line.split(','));
      const variances = rows.map((cells) => {
        const [open, high, low, close] = ['Open', 'High', 'Low', 'Close'].map((name) => Number(cells[at(name)]));
        return varianceOf(garmanKlass({ open, high, low, close } as Parameters<typeof garmanKlass>[0]));
      });
      let compared = 0;
      rows.forEach((cells, i) => {
        const golden = cells[at('garman.klass')] as string;
        if (golden === 'NA') return;
        const mean = variances.slice(i + 1 - n, i + 1).reduce((sum, variance) => sum + variance, 0) / n;
        expect(Math.sqrt(mean * periods)).toBeCloseTo(Number(golden), 10);
        compared++;
      });
      expect(compared).toBe(rows.length - n + 1);
    });
  }
});

describe('squaredReturn', () => {
  test('from 100 to 110 and back are the same variance', () => {
    expect(varianceOf(squaredReturn(100, 110))).toBeCloseTo(Math.log(1.1) ** 2, 15);
    expect(varianceOf(squaredReturn(110, 100))).toBeCloseTo(Math.log(1.1) ** 2, 15);
  });

  test('no move is no variance', () => {
    expect(squaredReturn(3, 3)).toEqual({ valid: true, variance: 0 });
  });

  test.each([
    [100, 0],
    [0, 100],
    [0, 0],
    [100, -1],
    [100, Number.NaN],
    [100, Number.POSITIVE_INFINITY],
    [5e-324, 1e30],
  ])('from %d to %d is no move', (from, to) => {
    expect(squaredReturn(from, to)).toEqual({ valid: false, fault: `the price went from ${from} to ${to}` });
  });
});
