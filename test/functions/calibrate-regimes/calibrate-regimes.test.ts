import { beforeEach, describe, expect, test } from '@jest/globals';
import { assessSnapshot } from '../../../functions/assess-snapshot/assess-snapshot.ts';
import { calibrateVenue } from '../../../functions/calibrate-regimes/calibrate-regimes.ts';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import { PUSHED_BARS } from '../../../shared/market-data/timeframes.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { readMarketStates, readNewestAssessment } from '../../../shared/store/assessments.ts';
import { readCalibration, writeCalibration } from '../../../shared/store/calibrations.ts';
import { readDigestNotes } from '../../../shared/store/digest.ts';
import { appendBars, readBars } from '../../../shared/store/market-data.ts';
import { readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import type { Calibration } from '../../../shared/volatility/calibration.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { contents, dyingAt, makeTables, NOW } from '../../environment/tables.ts';

const VENUE = 'demo';
const SYMBOL = 'BTC/USDT:USDT';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = NOW - 100 * HOUR_MS;

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables();
});

/** Pushes and assesses the hours [from, to), a bar each. */
async function hours(from: number, to: number): Promise<void> {
  for (let hour = from; hour < to; hour++) {
    const timestamp = START + hour * HOUR_MS;
    const price = 50_000 + 10 * hour;
    const book = wireBook({
      snapshotId: `hour-${hour}`,
      sequence: hour + 1,
      timestamp: timestamp + HOUR_MS / 2,
      price,
      candle: { timestamp, open: price, high: price * 1.002, low: price * 0.998, close: price + 5, baseVolume: hour },
    });
    await receiveSnapshot(tables, { venue: VENUE, body: bytes(book), format: 'json' });
    const snapshot = await readSnapshot(tables, VENUE, hour + 1);
    if (snapshot) await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);
  }
}

/** So many hourly bars before a time, of volatility that comes in two kinds. */
function barsBefore(time: number, count: number): Candle[] {
  const random = openRandom(5);
  let close = 50_000;
  return Array.from({ length: count }, (_, i): Candle => {
    const open = close;
    const deviation = Math.floor(i / 200) % 2 === 0 ? 0.002 : 0.01;
    close = open * Math.exp(deviation * random.normal());
    return {
      timestamp: time - (count - i) * HOUR_MS,
      open,
      close,
      high: Math.max(open, close) * 1.001,
      low: Math.min(open, close) * 0.999,
    };
  });
}

const calibrated = (at = NOW, hasTime = () => true, on = tables) =>
  calibrateVenue(on, VENUE, DEFAULT_POLICY, at, hasTime);
const stateOf = async () => (await readMarketStates(tables, VENUE, [SYMBOL])).get(SYMBOL);

describe('assessing snapshots', () => {
  test('keeps each bar once it is over, as it was last seen', async () => {
    await hours(0, 3);
    const bars = await readBars(tables, VENUE, SYMBOL, 0, NOW, PUSHED_BARS);
    expect(bars.map(({ timestamp, baseVolume }) => [(timestamp - START) / HOUR_MS, baseVolume])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test('goes by polled bars of the same length until it has bars enough of its own', async () => {
    await appendBars(tables, VENUE, SYMBOL, barsBefore(START, 400), '1h');
    await hours(0, 2);
    expect((await readNewestAssessment(tables, VENUE))?.markets[0]?.volatility).toMatchObject({
      warming: true,
      bars: 2,
    });
    await hours(2, 3);
    // The length of its bars is known from the second on.
    expect((await readNewestAssessment(tables, VENUE))?.markets[0]?.volatility).toMatchObject({
      warming: false,
      bars: 401,
    });
  });

  test('does not go by polled bars of another length', async () => {
    const bars = barsBefore(START, 400).map((bar) => ({ ...bar, timestamp: START - (START - bar.timestamp) / 60 }));
    await appendBars(tables, VENUE, SYMBOL, bars, '1m');
    await hours(0, 4);
    expect((await stateOf())?.volatility?.closed?.bars).toBe(3);
  });
});

describe('calibration', () => {
  beforeEach(() => hours(0, 3));

  test('fits a market from its stored bars, puts the version in force and says so in the digest', async () => {
    await appendBars(tables, VENUE, SYMBOL, barsBefore(START, 2_000), PUSHED_BARS);
    expect(await calibrated()).toEqual({ looked: 1, changed: 1, left: 0 });
    const calibration = await readCalibration(tables, VENUE, SYMBOL);
    expect(calibration).toMatchObject({ version: 1, calibratedAt: NOW, thresholds: null });
    expect(calibration?.terms.filter?.states).toHaveLength(3);
    expect(await readCalibration(tables, VENUE, SYMBOL, 1)).toEqual(calibration);
    expect(await readDigestNotes(tables, VENUE, NOW - 1, NOW + 1)).toMatchObject([
      {
        symbol: SYMBOL,
        version: 1,
        filter: { changed: true, reason: 'first' },
        thresholds: { reason: 'too little history' },
      },
    ]);
    // What is in force shows in the next assessment.
    await hours(3, 4);
    expect((await readNewestAssessment(tables, VENUE))?.markets[0]?.volatility.probabilities).toHaveLength(3);
  });

  test('of a market whose polled bars are more takes those', async () => {
    await appendBars(tables, VENUE, SYMBOL, barsBefore(START, 1_500), '1h');
    await calibrated();
    expect((await readCalibration(tables, VENUE, SYMBOL))?.filter?.bars).toBeGreaterThan(1_400);
  });

  test('looks at a market once a day, however often it is called, and not where there is no time', async () => {
    expect(await calibrated(NOW, () => false)).toEqual({ looked: 0, changed: 0, left: 1 });
    expect(await calibrated()).toEqual({ looked: 1, changed: 0, left: 0 });
    expect(await calibrated(NOW + HOUR_MS)).toEqual({ looked: 0, changed: 0, left: 0 });
    expect(await calibrated(NOW + DAY_MS)).toEqual({ looked: 1, changed: 0, left: 0 });
    // A market that is too new is no news.
    expect(await readDigestNotes(tables, VENUE, NOW - 1, NOW + 2 * DAY_MS)).toEqual([]);
  });

  test('a version that came in force meanwhile stays, and so does the one before it', async () => {
    await appendBars(tables, VENUE, SYMBOL, barsBefore(START, 1_500), PUSHED_BARS);
    await calibrated();
    const first = (await readCalibration(tables, VENUE, SYMBOL)) as Calibration;
    const second = { ...first, version: 2, calibratedAt: NOW + 1 };
    expect(await writeCalibration(tables, VENUE, second)).toBe(true);
    expect(await writeCalibration(tables, VENUE, { ...second, calibratedAt: NOW + 2 })).toBe(false);
    expect(await readCalibration(tables, VENUE, SYMBOL)).toEqual(second);
    expect(await readCalibration(tables, VENUE, SYMBOL, 1)).toEqual(first);
  });

  test('a crash between any two writes, and the call that comes again, put one version in force', async () => {
    await appendBars(tables, VENUE, SYMBOL, barsBefore(START, 1_500), PUSHED_BARS);
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        const own = await makeTables();
        const from = tables;
        tables = own;
        await hours(0, 3);
        await appendBars(own, VENUE, SYMBOL, barsBefore(START, 1_500), PUSHED_BARS);
        tables = from;
        const dying = dyingAt(own, nth, when);
        await calibrated(NOW, () => true, dying.tables).catch(() => undefined);
        const died = dying.died();
        await calibrated(NOW, () => true, own);
        const state = await contents(own);
        expect((await readCalibration(own, VENUE, SYMBOL))?.version).toBe(1);
        expect(Object.keys(state).filter((key) => key.includes('version#'))).toHaveLength(1);
        if (!died) break;
        expect(nth).toBeLessThan(4);
      }
    }
  });
});
