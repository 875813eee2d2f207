import { beforeEach, describe, expect, test } from '@jest/globals';
import { appendBars, readBars } from '../../../shared/store/market-data.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { contents, dyingAt, makeTables, NOW } from '../../environment/tables.ts';
import { bar, barsUpTo, DAY, HOUR, START } from './bars.ts';

const VENUE = 'alpha';
const SYMBOL = 'BTC/USDT:USDT';
const END = START + 30 * DAY;

let tables: Tables;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  tables = await makeTables(() => now);
});

const append = (bars: Parameters<typeof appendBars>[3], to = tables) => appendBars(to, VENUE, SYMBOL, bars);
const stored = (from = START, to = END) => readBars(tables, VENUE, SYMBOL, from, to);

describe('a series of bars', () => {
  test('is read as it was appended, over the ends of days, and not mixed with other markets or timeframes', async () => {
    await append(barsUpTo(60));
    await appendBars(tables, VENUE, 'ETH/USDT:USDT', [bar(3, { open: 101 })]);
    await appendBars(tables, 'beta', SYMBOL, [bar(4, { open: 101 })]);
    await appendBars(tables, VENUE, SYMBOL, [bar(5, { open: 101 })], '15m');
    expect(await stored()).toEqual(barsUpTo(60));
    expect(await readBars(tables, VENUE, SYMBOL, START, END, '15m')).toEqual([bar(5, { open: 101 })]);
  });

  test('is read from a time, included, to a time, excluded', async () => {
    await append(barsUpTo(60));
    expect(await stored(START + 20 * HOUR, START + 30 * HOUR)).toEqual(barsUpTo(60).slice(20, 30));
    expect(await stored(START + 20 * HOUR + 1, START + 30 * HOUR + 1)).toEqual(barsUpTo(60).slice(21, 31));
    expect(await stored(START + 24 * HOUR, START + 24 * HOUR)).toEqual([]);
    expect(await stored(END, START)).toEqual([]);
    expect(await stored(0, Number.POSITIVE_INFINITY)).toHaveLength(60);
    expect(await stored(Number.NEGATIVE_INFINITY, Number.MAX_VALUE)).toHaveLength(60);
  });

  test('is the same in whatever pieces, order and repetition it comes', async () => {
    await append(barsUpTo(60).slice(40).reverse());
    await append(barsUpTo(60).slice(0, 10));
    await append([...barsUpTo(60).slice(5, 45), ...barsUpTo(60).slice(5, 45).reverse()]);
    expect(await stored()).toEqual(barsUpTo(60));
  });

  test('is not written again where nothing is new', async () => {
    await append(barsUpTo(30));
    const before = await contents(tables);
    now += HOUR;
    await append(barsUpTo(30));
    expect(await contents(tables)).toEqual(before);
  });

  test('keeps the fuller bar of a time, whichever comes first', async () => {
    const forming = bar(1, { baseVolume: 10, high: bar(1).high - 1 });
    await append([forming]);
    await append([bar(1)]);
    await append([forming]);
    expect(await stored()).toEqual([bar(1)]);
  });

  test('refuses a bar whose time is none, and then has none of the call', async () => {
    for (const timestamp of [Number.NaN, 0, -HOUR, 1.5, 1e15]) {
      await expect(append([bar(0), bar(1, { timestamp })])).rejects.toThrow(`has the time ${timestamp}, which is none`);
    }
    expect(await stored()).toEqual([]);
  });

  test('holds bars of a quarter minute, and refuses more of a day than an item can hold', async () => {
    const finer = (seconds: number) =>
      Array.from({ length: 86_400 / seconds }, (_, n) => bar(n, { timestamp: START + n * seconds * 1_000 }));
    await appendBars(tables, VENUE, SYMBOL, finer(15), '15s');
    expect(await readBars(tables, VENUE, SYMBOL, START, END, '15s')).toEqual(finer(15));
    await expect(appendBars(tables, VENUE, SYMBOL, finer(10), '10s')).rejects.toThrow('more than an item can');
  });

  test('reads more than one page of a query', async () => {
    const minutes = Array.from({ length: 20 * 1_440 }, (_, n) => bar(n, { timestamp: START + n * 60_000 }));
    await appendBars(tables, VENUE, SYMBOL, minutes, '1m');
    expect(await readBars(tables, VENUE, SYMBOL, START, END, '1m')).toEqual(minutes);
  });

  test('is gone past its retention, and can begin anew', async () => {
    await append(barsUpTo(30));
    now += 401 * DAY;
    expect(await stored()).toEqual([]);
    await append([bar(2)]);
    expect(await stored()).toEqual([bar(2)]);
  });
});

describe('appends that overlap or die', () => {
  test('a dozen at once, each with bars of its own in the same days, lose none', async () => {
    const bars = barsUpTo(48);
    const of = (writer: number) => bars.filter((_, n) => n % 12 === writer);
    await Promise.all(Array.from({ length: 12 }, (_, writer) => append(of(writer))));
    expect(await stored()).toEqual(bars);
  });

  test('a crash before or after any write is made good by the same call again', async () => {
    const wanted = await makeTables(() => now);
    await append(barsUpTo(12), wanted);
    await append(barsUpTo(60), wanted);
    const clean = Object.values(await contents(wanted));
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; nth < 3; nth++) {
        tables = await makeTables(() => now);
        await append(barsUpTo(12));
        const dying = dyingAt(tables, nth, when);
        await expect(append(barsUpTo(60), dying.tables)).rejects.toThrow();
        expect(dying.died()).toBe(true);
        await append(barsUpTo(60));
        expect(await stored()).toEqual(barsUpTo(60));
        expect(Object.values(await contents(tables))).toEqual(clean);
      }
    }
  });
});
