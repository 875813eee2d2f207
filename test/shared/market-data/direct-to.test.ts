import { describe, expect, test } from '@jest/globals';
import { directTo } from '../../../shared/market-data/direct-to.ts';
import type { ExchangeName } from '../../../shared/market-data/exchange-names.ts';
import { EXCHANGES } from '../../../shared/market-data/exchanges.ts';

const directed = (name: ExchangeName, url: string): Record<string, string> => {
  const exchange = new EXCHANGES[name].create({});
  directTo(exchange, url);
  return exchange.urls.api as Record<string, string>;
};

describe('an exchange is directed to another address', () => {
  test.each(Object.keys(EXCHANGES) as ExchangeName[])('%s, with every address that it has', (name) => {
    const urls = Object.values(directed(name, 'http://127.0.0.1:4000'));
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4000(\/|$)/);
  });

  test('the paths stay as they are, below the path of the new address', () => {
    expect(directed('binanceusdm', 'http://localhost:4000').fapiPublic).toBe('http://localhost:4000/fapi/v1');
    expect(directed('binanceusdm', 'https://mirror.example/venues/a/').fapiPublic).toBe(
      'https://mirror.example/venues/a/fapi/v1',
    );
    expect(directed('okx', 'http://[::1]:4000')).toEqual({ rest: 'http://[::1]:4000' });
  });

  test('however its addresses are nested', () => {
    const exchange = {
      urls: { www: 'https://a.example', api: { one: { two: 'https://api.{hostname}/v2' }, three: undefined } },
    };
    directTo(exchange as never, 'https://b.example');
    expect(exchange.urls).toEqual({ www: 'https://a.example', api: { one: { two: 'https://b.example/v2' } } });
  });

  test.each([
    'http://venue.example',
    'http://127.0.0.1.venue.example',
    'ftp://127.0.0.1',
    'https://name:key@venue.example',
    'https://venue.example?path=',
    '127.0.0.1:4000',
    '',
  ])('but not to %j', (url) => {
    expect(() => directed('okx', url)).toThrow('is not an https address, nor http on this machine');
  });
});
