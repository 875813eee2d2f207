import { beforeEach, expect, test } from '@jest/globals';
import type { MarketData } from '../../../shared/market-data/types.ts';
import { readAllLatest, readLatest, writeLatest } from '../../../shared/store/market-data.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { makeTables, NOW } from '../../environment/tables.ts';
import { barsUpTo, DAY } from './bars.ts';

const DATA: MarketData = {
  venue: 'alpha',
  symbol: 'BTC/USDT:USDT',
  timestamp: NOW,
  markPrice: 97_000.125,
  fundingRate: -0.000125,
  orderBook: { bids: [[96_999.5, 3.25]], asks: [] },
  candles: barsUpTo(3),
  faults: [{ part: 'indexPrice', message: 'the venue gave none' }],
};
const { candles: _, ...LATEST } = DATA;

let tables: Tables;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  tables = await makeTables(() => now);
});

const latest = () => readLatest(tables, 'alpha', DATA.symbol);

test('the newest data come back as they were, without the bars', async () => {
  expect(await latest()).toBeUndefined();
  expect(await writeLatest(tables, DATA)).toBe(true);
  expect(await latest()).toEqual(LATEST);
});

test('older data, or the same again, change nothing', async () => {
  await writeLatest(tables, DATA);
  expect(await writeLatest(tables, { ...DATA, markPrice: 1 })).toBe(false);
  expect(await writeLatest(tables, { ...DATA, markPrice: 1, timestamp: NOW - 1 })).toBe(false);
  expect(await latest()).toEqual(LATEST);
  expect(await writeLatest(tables, { ...DATA, markPrice: 2, timestamp: NOW + 1 })).toBe(true);
  expect(await latest()).toMatchObject({ markPrice: 2 });
});

test('of writes that overlap the newest stands', async () => {
  const times = [3, 9, 1, 7, 5];
  await Promise.all(times.map((ms) => writeLatest(tables, { ...DATA, timestamp: NOW + ms, markPrice: ms })));
  expect(await latest()).toMatchObject({ timestamp: NOW + 9, markPrice: 9 });
});

test('data past their retention are gone, and do not stand in the way of others', async () => {
  await writeLatest(tables, DATA);
  now += 8 * DAY;
  expect(await latest()).toBeUndefined();
  expect(await writeLatest(tables, { ...DATA, timestamp: NOW - 1 })).toBe(true);
  expect(await latest()).toMatchObject({ timestamp: NOW - 1 });
});

test('all markets of a venue are read at once, and no other venue', async () => {
  await writeLatest(tables, DATA);
  await writeLatest(tables, { ...DATA, symbol: 'ETH/USDT:USDT' });
  await writeLatest(tables, { ...DATA, venue: 'alphabet' });
  expect(await readAllLatest(tables, 'alpha')).toEqual([LATEST, { ...LATEST, symbol: 'ETH/USDT:USDT' }]);
});
