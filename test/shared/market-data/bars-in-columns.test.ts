import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BAR_BYTES, packBars, unpackBars } from '../../../shared/market-data/bar-columns.ts';
import { mergeBars } from '../../../shared/market-data/merge-bars.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { bar, barsUpTo, HOUR, START } from './bars.ts';

const price = fc.double({ min: 1e-12, max: 1e12, noNaN: true });

/** Bars as a venue may have them: few times, so that several meet, and volumes that may be unknown. */
const anyBar: fc.Arbitrary<Candle> = fc
  .record({
    n: fc.integer({ min: 0, max: 9 }),
    prices: fc.array(price, { minLength: 4, maxLength: 4 }),
    volume: fc.option(fc.double({ min: 0, max: 1e15, noNaN: true }), { nil: undefined }),
  })
  .map(({ n, prices, volume }) => {
    const [low, open, close, high] = [...prices].sort((a, b) => a - b) as [number, number, number, number];
    const timestamp = START + n * HOUR;
    return { timestamp, open, high, low, close, ...(volume === undefined ? {} : { baseVolume: volume }) };
  });

describe('packed bars', () => {
  test('come back to the last digit, a volume that is not known included', () => {
    fc.assert(
      fc.property(fc.array(anyBar), (bars) => {
        const packed = packBars(bars);
        expect(packed).toHaveLength(bars.length * BAR_BYTES);
        expect(unpackBars(packed)).toEqual(bars);
      }),
    );
  });

  test('come back from bytes that do not stand at a multiple of eight, as a database hands them over', () => {
    const packed = packBars(barsUpTo(3));
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    expect(unpackBars(shifted.subarray(3))).toEqual(barsUpTo(3));
  });

  test('that were cut off are refused', () => {
    expect(() => unpackBars(packBars(barsUpTo(2)).subarray(0, 95))).toThrow('95 bytes are no whole number of bars');
  });
});

describe('merged bars', () => {
  test('are the same again after a repetition, and then the very same list', () => {
    const before = barsUpTo(5);
    expect(mergeBars(before, barsUpTo(5))).toBe(before);
    expect(mergeBars(before, [])).toBe(before);
  });

  test('stand in order, each time once, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyBar), (coming) => {
        const times = mergeBars([], coming).map(({ timestamp }) => timestamp);
        expect(times).toEqual([...new Set(coming.map(({ timestamp }) => timestamp))].sort((a, b) => a - b));
      }),
    );
  });

  test('are the same whether they come at once, in pieces, or turned round', () => {
    const fullnessTold = fc.uniqueArray(anyBar, { selector: ({ baseVolume }) => baseVolume });
    fc.assert(
      fc.property(fullnessTold, fc.nat(), (coming, cut) => {
        const at = cut % (coming.length + 1);
        const whole = mergeBars([], coming);
        expect(mergeBars(mergeBars([], coming.slice(at)), coming.slice(0, at))).toEqual(whole);
        expect(mergeBars([], [...coming].reverse())).toEqual(whole);
      }),
    );
  });

  test('keep the fuller bar of one time: by volume, then by range', () => {
    const forming = bar(0, { baseVolume: 400, high: 100.5, close: 100.2 });
    expect(mergeBars([forming], [bar(0)])).toEqual([bar(0)]);
    expect(mergeBars([bar(0)], [forming])).toEqual([bar(0)]);
    const narrow: Candle = { timestamp: START, open: 100, high: 101, low: 99, close: 100 };
    const wide = { ...narrow, low: 98 };
    expect(mergeBars([wide], [narrow])).toEqual([wide]);
    expect(mergeBars([narrow], [wide])).toEqual([wide]);
  });

  test('take a bar that is as full as the one there as its correction', () => {
    const corrected = bar(2, { close: bar(2).close + 0.1 });
    expect(mergeBars(barsUpTo(3), [corrected])).toEqual([bar(0), bar(1), corrected]);
  });
});
