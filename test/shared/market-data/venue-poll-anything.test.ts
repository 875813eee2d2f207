import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExchangeName } from '../../../shared/market-data/exchange-names.ts';
import { pollVenue } from '../../../shared/market-data/venue-poll.ts';
import { garmanKlass } from '../../../shared/volatility/range-variance.ts';
import { open, TERMS } from './polling.ts';
import { openBinance } from './venues/binance.ts';
import { openBybit } from './venues/bybit.ts';
import { openHyperliquid } from './venues/hyperliquid.ts';
import { openOkx } from './venues/okx.ts';
import { quoted } from './venues/quoted.ts';
import type { Asked, StandIn } from './venues/stand-in.ts';

const BTC = quoted(97_000);
const SYMBOLS: Record<ExchangeName, string> = {
  binanceusdm: 'BTC/USDT:USDT',
  bybit: 'BTC/USDT:USDT',
  okx: 'BTC/USDT:USDT',
  hyperliquid: 'BTC/USDC:USDC',
};
const NAMES = Object.keys(SYMBOLS) as ExchangeName[];
const servers = {} as Record<ExchangeName, StandIn>;

beforeAll(async () => {
  servers.binanceusdm = await openBinance(BTC);
  servers.bybit = await openBybit(BTC, BTC);
  servers.okx = await openOkx(BTC);
  servers.hyperliquid = await openHyperliquid({ BTC });
});
afterAll(() => Promise.all(NAMES.map((name) => servers[name].close())));

/** The lists of markets are loaded before; whatever is asked after that is answered with anything. */
const aboutMarkets = ({ path }: Asked) => /exchangeInfo|instruments/.test(path);

/** Any JSON, often in the envelopes of the venues and with the names and numbers that they use. */
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, '', '0', '-1', 'NaN', '1e999', 'x', 0, -1, 1.5, 1e308, [], {}),
    fc.array(tie('anything'), { maxLength: 5 }),
    fc.dictionary(
      fc.constantFrom('data', 'result', 'list', 'bids', 'asks', 'a', 'b', 'levels', 'markPrice'),
      tie('anything'),
    ),
    tie('anything').map((data) => ({ code: '0', msg: '', data: [data] })),
    tie('anything').map((result) => ({ retCode: 0, result, time: 1 })),
  ),
}));

test.each(NAMES)('whatever %s answers, a poll ends in sound values and named faults', async (name) => {
  const server = servers[name];
  const exchange = open(name, server.url);
  server.fail(() => undefined);
  await pollVenue(exchange, [SYMBOLS[name]], TERMS);
  await fc.assert(
    fc.asyncProperty(anything, async (answer) => {
      server.fail((asked) => (aboutMarkets(asked) ? undefined : { body: JSON.stringify(answer) }));
      const [polled] = await pollVenue(exchange, [SYMBOLS[name]], TERMS);
      if (!polled || 'fault' in polled) return expect(polled?.fault).toMatch(/./);
      const { markPrice, indexPrice, lastPrice, orderBook, candles, faults } = polled.data;
      const levels = [...(orderBook?.bids ?? []), ...(orderBook?.asks ?? [])];
      for (const value of [markPrice, indexPrice, lastPrice, ...levels.flat()]) {
        if (value !== undefined) expect(Number.isFinite(value) && value > 0).toBe(true);
      }
      for (const bar of candles) expect(garmanKlass(bar).valid).toBe(true);
      for (const { message } of faults) expect(message).toMatch(/./);
    }),
    { numRuns: 40 },
  );
});
