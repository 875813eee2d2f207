import { afterEach, describe, expect, test } from '@jest/globals';
import { pollVenue } from '../../../shared/market-data/venue-poll.ts';
import { dataOf, figuresOf, open, TERMS } from './polling.ts';
import { openBinance } from './venues/binance.ts';
import { quoted } from './venues/quoted.ts';
import type { Asked, StandIn, Wrong } from './venues/stand-in.ts';

const BTC = quoted(97_000);
const SYMBOL = 'BTC/USDT:USDT';
const INTEREST = '/fapi/v1/openInterest';

const servers: StandIn[] = [];
async function running(opening: Promise<StandIn>): Promise<StandIn> {
  const server = await opening;
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('the list of markets', () => {
  const where = async (wrong: (asked: Asked) => Wrong | undefined) => {
    const server = await running(openBinance(BTC));
    server.fail(wrong);
    return server;
  };

  test('that could not be loaded is loaded by the next poll', async () => {
    const server = await where(() => ({ status: 401, body: '{}' }));
    const exchange = open('binanceusdm', server.url);
    expect(await pollVenue(exchange, [SYMBOL], TERMS)).toMatchObject([
      { fault: expect.stringContaining('Authentication') },
    ]);
    server.fail(() => undefined);
    expect(dataOf(await pollVenue(exchange, [SYMBOL], TERMS))).toMatchObject(figuresOf(BTC));
  });

  test('that has grown old and cannot be loaded again serves on', async () => {
    const server = await where(() => undefined);
    const exchange = open('binanceusdm', server.url);
    await pollVenue(exchange, [SYMBOL], TERMS);
    exchange.marketsAt -= 7 * 3_600_000;
    server.fail(({ path }) => (path.endsWith('exchangeInfo') ? { status: 401, body: '{}' } : undefined));
    expect(dataOf(await pollVenue(exchange, [SYMBOL], TERMS))).toMatchObject(figuresOf(BTC));
    expect(server.asked.filter(({ path }) => path.endsWith('exchangeInfo'))).toHaveLength(2);
  });

  test('is loaded again for a market that may be new, but not at every poll', async () => {
    const server = await where(() => undefined);
    const exchange = open('binanceusdm', server.url);
    const lists = () => server.asked.filter(({ path }) => path.endsWith('exchangeInfo')).length;
    for (let n = 0; n < 2; n++) await pollVenue(exchange, ['NEW/USDT:USDT'], TERMS);
    expect(lists()).toBe(1);
    exchange.marketsAt -= 11 * 60_000;
    await pollVenue(exchange, ['NEW/USDT:USDT'], TERMS);
    expect(lists()).toBe(2);
  });
});

describe('a poll ends by its deadline', () => {
  const within = async (deadlineMs: number, wrong: (asked: Asked) => Wrong | undefined, symbols: readonly string[]) => {
    const server = await running(openBinance(BTC, { ETHUSDT: BTC }));
    server.fail(wrong);
    const begun = performance.now();
    const polled = await pollVenue(open('binanceusdm', server.url, 60_000), symbols, { ...TERMS, deadlineMs });
    expect(performance.now() - begun).toBeLessThan(deadlineMs + 2_000);
    return polled;
  };

  test('where nothing is answered at all', async () => {
    const polled = await within(300, () => 'hangs', [SYMBOL]);
    expect(polled).toEqual([{ symbol: SYMBOL, fault: expect.stringContaining('OutOfTime') }]);
  });

  test('and then has what came before it', async () => {
    const polled = await within(
      1_500,
      ({ path, query }) => (path === INTEREST && query.symbol === 'BTCUSDT' ? 'hangs' : undefined),
      [SYMBOL, 'ETH/USDT:USDT'],
    );
    expect(dataOf(polled)).toMatchObject({
      lastPrice: BTC.last,
      faults: [{ part: 'openInterestAmount', message: expect.stringContaining('OutOfTime') }],
    });
    expect(dataOf(polled.slice(1))).toMatchObject(figuresOf(BTC));
  });

  test('and the next poll is not held up by what was left of it', async () => {
    const server = await running(openBinance(BTC));
    const exchange = open('binanceusdm', server.url, 60_000);
    server.fail(({ path }) => (path.endsWith('exchangeInfo') ? undefined : 'hangs'));
    exchange.ccxt.enableRateLimit = true;
    await pollVenue(exchange, [SYMBOL], { ...TERMS, deadlineMs: 1_000 });
    const asked = server.asked.length;
    server.fail(() => undefined);
    expect(dataOf(await pollVenue(exchange, [SYMBOL], TERMS))).toMatchObject(figuresOf(BTC));
    // Five parts, and the list of markets not again.
    expect(server.asked).toHaveLength(asked + 5);
  });
});
