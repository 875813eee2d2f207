import { afterEach, describe, expect, test } from '@jest/globals';
import { pollVenue } from '../../../shared/market-data/venue-poll.ts';
import { dataOf, figuresOf, open, TERMS } from './polling.ts';
import { openBinance } from './venues/binance.ts';
import { openBybit } from './venues/bybit.ts';
import { openHyperliquid } from './venues/hyperliquid.ts';
import { openOkx } from './venues/okx.ts';
import { POLLED_AT, quoted } from './venues/quoted.ts';
import type { StandIn } from './venues/stand-in.ts';

const servers: StandIn[] = [];
const running = async (opening: Promise<StandIn>): Promise<StandIn> => {
  const server = await opening;
  servers.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const BTC = quoted(97_000);
const ETH = quoted(3_300);

describe('what a venue says in its own words is the same in ours', () => {
  test('Binance USD-M', async () => {
    const { url } = await running(openBinance(BTC, { ETHUSDT: ETH }));
    const polled = await pollVenue(open('binanceusdm', url), ['BTC/USDT:USDT', 'ETH/USDT:USDT'], TERMS);
    expect(dataOf(polled)).toMatchObject({ venue: 'venue of binanceusdm', symbol: 'BTC/USDT:USDT', ...figuresOf(BTC) });
    expect(dataOf(polled.slice(1))).toMatchObject({ symbol: 'ETH/USDT:USDT', ...figuresOf(ETH) });
    const { timestamp } = dataOf(polled);
    expect(timestamp).toBeGreaterThanOrEqual(POLLED_AT);
    expect(timestamp).toBeLessThan(POLLED_AT + TERMS.deadlineMs);
  });

  test('Bybit, linear and inverse: open interest in contracts, volume in the base', async () => {
    const inverse = { ...quoted(97_100), openInterest: 512_345_678 };
    const { url } = await running(openBybit(BTC, inverse));
    const polled = await pollVenue(open('bybit', url), ['BTC/USDT:USDT', 'BTC/USD:BTC'], TERMS);
    expect(dataOf(polled)).toMatchObject(figuresOf(BTC));
    expect(dataOf(polled.slice(1))).toMatchObject(figuresOf(inverse));
  });

  test('OKX: books and open interest in contracts of a hundredth, volume in the base', async () => {
    const { url } = await running(openOkx(BTC));
    expect(dataOf(await pollVenue(open('okx', url), ['BTC/USDT:USDT'], TERMS))).toMatchObject(figuresOf(BTC));
  });

  test('Hyperliquid: the last price from the bar that is forming, all contexts in one answer', async () => {
    const { url, asked } = await running(openHyperliquid({ BTC, ETH }));
    const polled = await pollVenue(open('hyperliquid', url), ['BTC/USDC:USDC', 'ETH/USDC:USDC'], TERMS);
    expect(dataOf(polled)).toMatchObject(figuresOf(BTC, 20));
    expect(dataOf(polled.slice(1))).toMatchObject(figuresOf(ETH, 20));
    const contexts = asked.filter(({ body }) => body.type === 'metaAndAssetCtxs');
    // Once for the list of markets, once for their data.
    expect(contexts).toHaveLength(2);
  });
});

describe('what is asked', () => {
  test('a dated future pays no funding: none is missed', async () => {
    const { url } = await running(openBinance(BTC));
    const data = dataOf(await pollVenue(open('binanceusdm', url), ['BTC/USDT:USDT-260327'], TERMS));
    const { fundingRate: _, ...others } = figuresOf(BTC);
    expect(data).toMatchObject(others);
    expect(data).not.toHaveProperty('fundingRate');
  });

  test('the list of markets is loaded once for many polls', async () => {
    const { url, asked } = await running(openBinance(BTC));
    const exchange = open('binanceusdm', url);
    for (let n = 0; n < 3; n++) dataOf(await pollVenue(exchange, ['BTC/USDT:USDT'], TERMS));
    expect(asked.filter(({ path }) => path === '/fapi/v1/exchangeInfo')).toHaveLength(1);
  });

  test('no more than the parts need', async () => {
    const { url, asked } = await running(openBinance(BTC));
    await pollVenue(open('binanceusdm', url), ['BTC/USDT:USDT'], TERMS);
    expect(asked.map(({ path }) => path.replace('/fapi/v1/', '')).sort()).toEqual([
      'depth',
      'exchangeInfo',
      'klines',
      'openInterest',
      'premiumIndex',
      'ticker/24hr',
    ]);
  });
});
