import { beforeEach, describe, expect, test } from '@jest/globals';
import { BAR_BYTES, packBars } from '../../../shared/market-data/bar-columns.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { appendBars, readBars } from '../../../shared/store/market-data.ts';
import { putItem, type Tables } from '../../../shared/store/tables.ts';
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

  test('returns a bar whose time is none, and takes those beside it', async () => {
    for (const timestamp of [Number.NaN, Number.POSITIVE_INFINITY, 0, -HOUR, 1.5, 1e15]) {
      const wrong = bar(1, { timestamp });
      expect(await append([bar(0), wrong, bar(2)])).toEqual([{ bar: wrong, reason: 'its time is none' }]);
    }
    expect(await stored()).toEqual([bar(0), bar(2)]);
    expect(await append([bar(0), bar(2)])).toEqual([]);
  });

  test('holds as many bars of five minutes as an item can, and returns the others, the newest of them', async () => {
    const most = Math.floor(380_000 / BAR_BYTES);
    const dense = Array.from({ length: most + 100 }, (_, n) => bar(n, { timestamp: START + 1 + n }));
    const reason = 'its item is full';
    expect(await append([...dense].reverse())).toEqual(
      dense
        .slice(most)
        .reverse()
        .map((one) => ({ bar: one, reason })),
    );
    expect(await stored()).toEqual(dense.slice(0, most));
    // A bar that is there can still become fuller, and nothing else can come.
    const fuller = { ...(dense[7] as Candle), baseVolume: 1e9 };
    expect(await append([dense.at(-1) as Candle, fuller])).toEqual([{ bar: dense.at(-1), reason }]);
    expect(await stored()).toEqual(dense.slice(0, most).map((one, n) => (n === 7 ? fuller : one)));
    expect(await append([bar(1)])).toEqual([]);
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

/** A bar that closes each second, or at whatever step, from a time on. */
const finer = (count: number, stepMs = 1_000, from = START): Candle[] =>
  Array.from({ length: count }, (_, n) => bar(n % 800, { timestamp: from + n * stepMs, baseVolume: n }));

describe('bars shorter than a minute', () => {
  test.each([
    [15_000, 900],
    [10_900, 900],
    [1_000, 1_200],
    [7, 1_200],
    [60_001, 120],
  ])('every %i ms are read in their order, from any time to any', async (stepMs, count) => {
    const bars = finer(count, stepMs, START + 23 * HOUR);
    await append(bars.filter((_, n) => n % 3 > 0).reverse());
    await append(bars);
    expect(await stored()).toEqual(bars);
    for (const [from, to] of [
      [count / 4, count / 2],
      [0, 1],
      [count - 1, count],
    ] as const) {
      const [first, last] = [bars[from] as Candle, bars[to - 1] as Candle];
      expect(await stored(first.timestamp, last.timestamp + 1)).toEqual(bars.slice(from, to));
      expect(await stored(first.timestamp + 1, last.timestamp)).toEqual(
        bars.slice(from + 1, Math.max(from + 1, to - 1)),
      );
    }
  });

  test('go on behind those that stand in an item of their day, as they were stored before', async () => {
    const bars = finer(2_400, 33_100);
    const sk = `1h#${new Date(START).toISOString().slice(0, 10)}`;
    const before = {
      pk: `bars#${VENUE}#${SYMBOL}`,
      sk,
      type: 'bars',
      bytes: packBars(bars.slice(0, 2_000)),
      version: 5,
    };
    await putItem(tables, tables.state, before);
    expect(await stored()).toEqual(bars.slice(0, 2_000));
    await append(bars.slice(1_500));
    expect(await stored()).toEqual(bars);
    const fuller = { ...(bars[3] as Candle), baseVolume: 1e9 };
    await append([fuller]);
    await append([bars[3] as Candle]);
    expect((await stored())[3]).toEqual(fuller);
  });

  test('are 604,800 in a week, one a second, with overlaps, repeats and disorder; each appended for a small write', async () => {
    const bars = finer(604_800);
    const lots = Array.from({ length: 21 }, (_, n) => bars.slice(n * 28_800, (n + 1) * 28_800 + 90));
    // A day at a time, the parts of each day at once and the latest first.
    for (let day = 0; day < 7; day++) {
      const parts = lots.slice(day * 3, day * 3 + 3).reverse();
      for (const refused of await Promise.all(parts.map((part) => append(part)))) expect(refused).toEqual([]);
    }
    const sizes: number[] = [];
    tables.client.middlewareStack.add(
      (next) => (args) => {
        const { Item } = args.input as { Item?: { bytes?: { B: Uint8Array } } };
        if (Item?.bytes) sizes.push(Item.bytes.B.length);
        return next(args);
      },
      { step: 'initialize' },
    );
    // One by one, each twice, as a venue pushes and a stream repeats.
    const more = finer(320, 1_000, START + 7 * DAY);
    for (const one of more) for (let times = 0; times < 2; times++) expect(await append([one])).toEqual([]);
    expect(sizes).toHaveLength(320);
    expect(Math.max(...sizes)).toBe(295 * BAR_BYTES);
    const all = await stored();
    expect(all).toHaveLength(604_800 + 320);
    expect(all.findIndex(({ timestamp }, n) => timestamp !== START + n * 1_000)).toBe(-1);
    // Byte by byte, and not by an assertion that looks at 30 MB one by one.
    expect(Buffer.compare(packBars(all), packBars([...bars, ...more]))).toBe(0);
  }, 240_000);

  test('a crash before or after any write is made good by the same call again', async () => {
    const bars = finer(150, 1_000, START - 30_000);
    const kinds = new Set<string>();
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        tables = await makeTables(() => now);
        const dying = dyingAt(tables, nth, when);
        const outcome = await append(bars, dying.tables).catch(String);
        kinds.add(typeof outcome);
        await append(bars);
        expect(await readBars(tables, VENUE, SYMBOL, 0, END)).toEqual(bars);
        if (!dying.died()) break;
      }
    }
    expect([...kinds].sort()).toEqual(['object', 'string']);
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
