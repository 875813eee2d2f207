import { afterEach, describe, expect, test } from '@jest/globals';
import { pollVenue } from '../../../shared/market-data/venue-poll.ts';
import { dataOf, figuresOf, open, TERMS } from './polling.ts';
import { openBinance } from './venues/binance.ts';
import { openBybit } from './venues/bybit.ts';
import { openOkx } from './venues/okx.ts';
import { quoted } from './venues/quoted.ts';
import type { StandIn, Wrong } from './venues/stand-in.ts';

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

/** A poll of one market of Binance where every request for its open interest goes wrong, or the first few of them. */
async function pollWhere(wrong: Wrong, times = Number.POSITIVE_INFINITY) {
  const server = await running(openBinance(BTC));
  let left = times;
  server.fail((asked) => (asked.path === INTEREST && left-- > 0 ? wrong : undefined));
  const timeoutMs = typeof wrong === 'string' ? 150 : 5_000;
  const polled = await pollVenue(open('binanceusdm', server.url, timeoutMs), [SYMBOL], TERMS);
  return { polled, requests: server.asked.filter(({ path }) => path === INTEREST).length };
}

const { openInterestAmount: _, ...WITHOUT_INTEREST } = figuresOf(BTC);
const lacking = (message: string) => ({
  ...WITHOUT_INTEREST,
  faults: [{ part: 'openInterestAmount', message: expect.stringContaining(message) }],
});

describe('a part that fails does not lose the others', () => {
  test.each<[string, Wrong, string, number]>([
    ['hangs', 'hangs', 'RequestTimeout', 4],
    ['begins and never ends', 'hangs in the body', 'RequestTimeout', 4],
    ['is an error of the server', { status: 500, body: 'out of order' }, '500', 4],
    ['is not JSON', { body: '{"openInterest": "12' }, 'the answer is not JSON: {"openInterest": "12', 4],
    ['is a page', { body: '<html>' }, 'the answer is not JSON: <html>', 4],
    ['leads elsewhere', { status: 302, headers: { location: '/fapi/v1/klines' }, body: '' }, 'redirect', 4],
    ['says what is wrong', { status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' }, 'BadSymbol', 1],
    [
      'asks for a signature',
      { status: 401, body: '{"code":-2014,"msg":"API-key format invalid."}' },
      'AuthenticationError',
      1,
    ],
    ['says nothing', { body: '{}' }, 'the venue gave none', 1],
    ['is negative', { body: '{"openInterest":"-3"}' }, 'the venue says -3', 1],
  ])('where its answer %s', async (_, wrong, message, tries) => {
    const { polled, requests } = await pollWhere(wrong);
    expect(dataOf(polled)).toMatchObject(lacking(message));
    expect(dataOf(polled)).not.toHaveProperty('openInterestAmount');
    expect(requests).toBe(tries);
  });
});

describe('what passes by itself is tried again', () => {
  test.each<[string, Wrong, number]>([
    ['three errors of the server', { status: 500, body: 'out of order' }, 3],
    ['a gateway that has words of its own', { status: 502, body: '{"code":7,"msg":"upstream"}' }, 2],
    ['one that hangs', 'hangs', 1],
    ['half an answer', { body: '{"openInt' }, 2],
  ])('%s', async (_, wrong, times) => {
    const { polled, requests } = await pollWhere(wrong, times);
    expect(dataOf(polled)).toMatchObject(figuresOf(BTC));
    expect(requests).toBe(times + 1);
  });

  test('a rate limit, no sooner than the venue has asked for', async () => {
    const begun = performance.now();
    const { polled, requests } = await pollWhere({ status: 429, headers: { 'retry-after': '1' }, body: '{}' }, 1);
    expect(dataOf(polled)).toMatchObject(figuresOf(BTC));
    expect(requests).toBe(2);
    expect(performance.now() - begun).toBeGreaterThan(950);
  });

  test('a rate limit that is told as an error in the body', async () => {
    const server = await running(openOkx(BTC));
    let left = 2;
    const tooMany = { body: '{"code":"50011","msg":"Too Many Requests","data":[]}' };
    server.fail(({ path }) => (path === '/api/v5/market/books' && left-- > 0 ? tooMany : undefined));
    expect(dataOf(await pollVenue(open('okx', server.url), [SYMBOL], TERMS))).toMatchObject(figuresOf(BTC));
  });

  test('not where the venue asks for more time than there is: then the poll does not wait it out', async () => {
    const begun = performance.now();
    const { polled, requests } = await pollWhere({ status: 429, headers: { 'retry-after': '60' }, body: '{}' });
    expect(dataOf(polled).faults).toContainEqual({
      part: 'openInterestAmount',
      message: expect.stringMatching(
        /OutOfTime: the next try would be due \d+ ms from now, past the venue's time: RateLimitExceeded/,
      ),
    });
    expect(requests).toBe(1);
    expect(performance.now() - begun).toBeLessThan(TERMS.deadlineMs);
  });
});

describe('a market fails as a whole', () => {
  test('where the venue cannot be reached', async () => {
    const { url, close } = await openBinance(BTC);
    await close();
    const polled = await pollVenue(open('binanceusdm', url), [SYMBOL, 'ETH/USDT:USDT'], TERMS);
    const fault = expect.stringMatching(/NetworkError: .*ECONNREFUSED/);
    expect(polled).toEqual([
      { symbol: SYMBOL, fault },
      { symbol: 'ETH/USDT:USDT', fault },
    ]);
  });

  test('where the venue does not have it, and the others stand', async () => {
    const { url } = await running(openBybit(BTC, BTC));
    const polled = await pollVenue(open('bybit', url), ['NO/USDT:USDT', SYMBOL, 'constructor'], TERMS);
    expect(polled[0]).toEqual({ symbol: 'NO/USDT:USDT', fault: 'bybit has no derivative "NO/USDT:USDT"' });
    expect(dataOf(polled.slice(1))).toMatchObject(figuresOf(BTC));
    expect(polled[2]).toMatchObject({ symbol: 'constructor', fault: expect.any(String) });
  });

  test('where none of its parts can be had', async () => {
    const server = await running(openBinance(BTC));
    server.fail(({ path }) => (path.endsWith('exchangeInfo') ? undefined : { status: 401, body: '{}' }));
    const [polled] = await pollVenue(open('binanceusdm', server.url), [SYMBOL], TERMS);
    expect(polled).toEqual({ symbol: SYMBOL, fault: expect.stringContaining('AuthenticationError') });
  });
});
