import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { readBars, readLatest } from '../../../shared/store/market-data.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { makeTables } from '../../environment/tables.ts';
import { HOUR } from '../../shared/market-data/bars.ts';
import { openBinance } from '../../shared/market-data/venues/binance.ts';
import { openBybit } from '../../shared/market-data/venues/bybit.ts';
import { quoted } from '../../shared/market-data/venues/quoted.ts';
import type { StandIn } from '../../shared/market-data/venues/stand-in.ts';

const SYMBOL = 'BTC/USDT:USDT';
// The handler goes by the clock: all of these bars are long complete.
const MARKET = quoted(97_000, Date.UTC(2025, 5, 1, 12, 30));
const COMPLETE = MARKET.bars;
const DUE = { scheduledTime: '2026-01-15T12:30:00Z' };

let tables: Tables;
let venues: Record<'fast' | 'slow' | 'other', StandIn>;
let handler: (event: { scheduledTime: string }) => Promise<void>;
const logged: Record<string, unknown>[] = [];

beforeAll(async () => {
  tables = await makeTables(Date.now);
  venues = {
    fast: await openBybit(MARKET, MARKET),
    slow: await openBinance(MARKET),
    other: await openBybit(MARKET, MARKET),
  };
  const poll = (venue: keyof typeof venues, exchange: string) => ({
    venue,
    exchange,
    symbols: [SYMBOL],
    timeframe: '1h',
    url: venues[venue].url,
  });
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    POLLS: JSON.stringify([poll('slow', 'binanceusdm'), poll('fast', 'bybit'), poll('other', 'bybit')]),
    TIMEOUT_SECONDS: '20',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
  });
  ({ handler } = await import('../../../functions/poll-market-data/handler.ts'));
  for (const level of ['info', 'warn'] as const) {
    jest.spyOn(console, level).mockImplementation((line) => void logged.push(JSON.parse(line)));
  }
});
afterAll(async () => {
  jest.restoreAllMocks();
  await Promise.all(Object.values(venues).map((venue) => venue.close()));
});
beforeEach(() => {
  logged.length = 0;
  for (const venue of Object.values(venues)) venue.fail(() => undefined);
});

const latest = (venue: string) => readLatest(tables, venue, SYMBOL);
const bars = (venue: string) => readBars(tables, venue, SYMBOL, 0, Number.POSITIVE_INFINITY);

test('every venue is stored: its newest data, and its bars', async () => {
  const before = Date.now();
  await handler(DUE);
  for (const venue of ['fast', 'slow', 'other']) {
    const data = await latest(venue);
    expect(data).toMatchObject({
      venue,
      symbol: SYMBOL,
      markPrice: MARKET.mark,
      openInterestAmount: MARKET.openInterest,
    });
    expect(data?.orderBook?.bids).toEqual(MARKET.bids.slice(0, 200));
    expect(data?.timestamp).toBeGreaterThanOrEqual(before);
    expect(data).not.toHaveProperty('candles');
    expect(await bars(venue)).toEqual(COMPLETE);
  }
  expect(logged).toContainEqual(expect.objectContaining({ level: 'info', venue: 'fast', markets: 1, faults: [] }));
});

test('polled again, the bars are the same and the data newer', async () => {
  const before = await latest('fast');
  await handler(DUE);
  expect((await latest('fast'))?.timestamp).toBeGreaterThan(before?.timestamp as number);
  expect(await bars('fast')).toEqual(COMPLETE);
});

test('a slow venue does not keep a fast one waiting', async () => {
  const time = async (venue: string) => (await latest(venue))?.timestamp as number;
  const before = { fast: await time('fast'), slow: await time('slow') };
  const released = Promise.withResolvers<void>();
  venues.slow.fail(({ path }) => (path.endsWith('/depth') ? released.promise : undefined));
  const polling = handler(DUE);
  while ((await time('fast')) === before.fast) await wait(20);
  expect(await time('slow')).toBe(before.slow);
  released.resolve();
  await polling;
  expect(await time('slow')).toBeGreaterThan(before.slow);
});

test('a part that is lacking is stored and logged as a fault', async () => {
  venues.slow.fail(({ path }) => (path.endsWith('/depth') ? { status: 400, body: '{"code":-1121}' } : undefined));
  await handler(DUE);
  const fault = { part: 'orderBook', message: expect.stringContaining('BadSymbol') };
  expect((await latest('slow'))?.faults).toEqual([fault]);
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'warn', venue: 'slow', faults: [{ symbol: SYMBOL, ...fault }] }),
  );
});

test('a venue that fails is thrown after the others have been stored', async () => {
  const before = (await latest('other'))?.timestamp as number;
  venues.fast.fail(() => ({ status: 401, body: '' }));
  const failure = await handler(DUE).catch((error) => error);
  expect(failure).toBeInstanceOf(AggregateError);
  expect(failure.message).toMatch(/^1 of 3 venues failed: Error: fast: no market could be polled: AuthenticationError/);
  expect((await latest('other'))?.timestamp).toBeGreaterThan(before);
});

test('a bar that was late is added, and nothing is lost by it', async () => {
  const late = MARKET.bars.at(-1)!;
  MARKET.bars.push({ ...late, timestamp: late.timestamp + HOUR });
  await handler(DUE);
  expect(await bars('fast')).toHaveLength(COMPLETE.length);
  expect((await bars('fast')).at(-1)?.timestamp).toBe(late.timestamp + HOUR);
});

test('a scheduled time that is none is said to be none', async () => {
  await expect(handler({ scheduledTime: 'soon' })).rejects.toThrow('"soon" is not a time');
});
