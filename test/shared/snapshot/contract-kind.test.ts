import { describe, expect, test } from '@jest/globals';
import { contractFault, contractKind, currenciesOf } from '../../../shared/snapshot/contract-kind.ts';

describe('currenciesOf', () => {
  test.each([
    ['BTC/USDT:USDT', { base: 'BTC', quote: 'USDT', settle: 'USDT' }],
    ['BTC/USD:BTC', { base: 'BTC', quote: 'USD', settle: 'BTC' }],
    ['ETH/BTC', { base: 'ETH', quote: 'BTC' }],
    ['BTC/USD:BTC-261225', { base: 'BTC', quote: 'USD', settle: 'BTC' }],
    ['1000PEPE/USDT:USDT', { base: '1000PEPE', quote: 'USDT', settle: 'USDT' }],
    ['A/B:-x', { base: 'A', quote: 'B' }],
  ])('%s is %j', (symbol, currencies) => {
    expect(currenciesOf(symbol)).toEqual(currencies);
  });

  test.each(['', 'BTCUSDT', 'BTC-PERP', '/', 'BTC/', '/USDT', 'A/B/C'])('%j names no currencies', (symbol) => {
    expect(currenciesOf(symbol)).toBeUndefined();
  });
});

describe('the kind of a contract', () => {
  test.each([
    ['BTC/USDT:USDT', { linear: true }, 'linear'],
    ['BTC/USD:USDC', { linear: true, inverse: false }, 'linear'],
    ['BTC/USD:BTC', { linear: false }, 'inverse'],
    ['BTC/USD:BTC', { linear: false, inverse: true }, 'inverse'],
    ['BTCUSD', { linear: false }, 'inverse'],
    ['ETH/USD:BTC', { linear: false, inverse: false }, 'quanto'],
    ['ETH/USD:BTC', { linear: false }, 'quanto'],
    ['ETHUSD', { linear: false, inverse: false, settle: 'BTC' }, 'quanto'],
  ] as const)('%s with %j is %s', (symbol, flags, kind) => {
    expect(contractKind({ symbol, ...flags })).toBe(kind);
    expect(contractFault({ symbol, ...flags })).toBeUndefined();
  });

  test.each([
    ['BTC/USDT:USDT', { linear: true, inverse: true }, 'a contract is linear, inverse or neither'],
    ['BTC/USD:BTC', { linear: true }, 'a linear contract settles in its quote currency'],
    ['ETH/USD:BTC', { linear: true }, 'a linear contract settles in its quote currency'],
    ['BTC/USDT:USDT', { linear: false }, 'an inverse contract settles in its base currency'],
    ['ETH/USD:BTC', { linear: false, inverse: true }, 'an inverse contract settles in its base currency'],
    ['BTC/USD:BTC', { linear: false, inverse: false }, 'one of them is true'],
    ['BTCUSD', { linear: false, inverse: false }, 'has to name its settle currency'],
  ] as const)('%s with %j contradicts itself', (symbol, flags, message) => {
    expect(contractFault({ symbol, ...flags })).toContain(message);
  });
});
