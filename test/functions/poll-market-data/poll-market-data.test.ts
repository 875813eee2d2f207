import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { pollMarketData } from '../../../functions/poll-market-data/poll-market-data.ts';
import { readBars, readLatest } from '../../../shared/store/market-data.ts';
import { dyingAt, makeTables } from '../../environment/tables.ts';
import { HOUR } from '../../shared/market-data/bars.ts';
import { open, TERMS } from '../../shared/market-data/polling.ts';
import { openBinance } from '../../shared/market-data/venues/binance.ts';
import { openHyperliquid } from '../../shared/market-data/venues/hyperliquid.ts';
import { POLLED_AT, quoted } from '../../shared/market-data/venues/quoted.ts';
import type { StandIn } from '../../shared/market-data/venues/stand-in.ts';

const BTC = quoted(97_000);
const ETH = quoted(3_300);
const SYMBOLS = ['BTC/USDT:USDT', 'ETH/USDT:USDT'];
const VENUE = 'venue of binanceusdm';

let server: StandIn;
beforeAll(async () => {
  server = await openBinance(BTC, { ETHUSDT: ETH });
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => {});
});
afterAll(async () => {
  jest.restoreAllMocks();
  await server.close();
});

test('wherever a poll dies, the next one leaves what a clean one would have left', async () => {
  // The bars of two days and the newest data of each of two markets.
  for (const when of ['before', 'after'] as const) {
    for (let nth = 0; nth < 6; nth++) {
      const tables = await makeTables();
      const dying = dyingAt(tables, nth, when);
      const exchange = open('binanceusdm', server.url);
      const failure = await pollMarketData(dying.tables, exchange, SYMBOLS, TERMS).catch((error) => error);
      expect(failure.message).toMatch(/^venue of binanceusdm: \d markets could not be stored: Crash/);
      expect(dying.died()).toBe(true);
      await pollMarketData(tables, exchange, SYMBOLS, TERMS);
      for (const [symbol, market] of [
        ['BTC/USDT:USDT', BTC],
        ['ETH/USDT:USDT', ETH],
      ] as const) {
        expect(await readLatest(tables, VENUE, symbol)).toMatchObject({ markPrice: market.mark, faults: [] });
        expect(await readBars(tables, VENUE, symbol, 0, Number.POSITIVE_INFINITY)).toEqual(market.bars.slice(0, -1));
      }
    }
  }
});

test('a market that fails is no failure of the venue while another stands', async () => {
  const tables = await makeTables();
  await pollMarketData(tables, open('binanceusdm', server.url), ['NO/USDT:USDT', ...SYMBOLS], TERMS);
  expect(await readLatest(tables, VENUE, 'ETH/USDT:USDT')).toBeDefined();
  const nothing = pollMarketData(tables, open('binanceusdm', server.url), ['NO/USDT:USDT'], TERMS);
  await expect(nothing).rejects.toThrow(
    'venue of binanceusdm: no market could be polled: binanceusdm has no derivative',
  );
});

test('the bars of forty days are fetched once, and then those of three', async () => {
  const tables = await makeTables();
  const old = await openHyperliquid({ BTC: quoted(97_000, POLLED_AT, 1_500) });
  const exchange = open('hyperliquid', old.url);
  const since = () => {
    const requests = old.asked.filter(({ body }) => body.type === 'candleSnapshot');
    const { startTime, endTime } = requests.at(-1)!.body.req as { startTime: number; endTime: number };
    return (endTime - startTime) / HOUR;
  };
  const stored = async () => (await readBars(tables, 'venue of hyperliquid', 'BTC/USDC:USDC', 0, POLLED_AT)).length;
  const poll = (into = tables) => pollMarketData(into, exchange, ['BTC/USDC:USDC'], TERMS);
  await expect(poll(dyingAt(tables, 3, 'before').tables)).rejects.toThrow('could not be stored');
  for (const hours of [960, 72]) {
    await poll();
    expect(since()).toBe(hours);
    // The one that is forming is among those asked for.
    expect(await stored()).toBe(959);
  }
  await old.close();
});
