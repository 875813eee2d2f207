import { expect, test } from '@jest/globals';
import { readPolls } from '../../../functions/poll-market-data/polls.ts';

const POLL = { venue: 'alpha', exchange: 'okx', symbols: ['BTC/USDT:USDT'], timeframe: '1h' };

test('what is right is taken as it is', () => {
  const polls = [POLL, { ...POLL, venue: 'beta', exchange: 'bybit', url: 'http://127.0.0.1:4000' }];
  expect(readPolls(polls)).toEqual(polls);
  expect(readPolls([])).toEqual([]);
});

test.each<[object, string]>([
  [{ venue: '' }, '/0: venue is missing'],
  [{ exchange: 'mtgox' }, '/0: exchange is "mtgox", not one of binanceusdm, bybit, okx, hyperliquid'],
  [{ exchange: 'constructor' }, '/0: exchange is "constructor"'],
  [{ symbols: [] }, '/0: symbols is not a list of names'],
  [{ symbols: 'BTC/USDT:USDT' }, '/0: symbols is not a list of names'],
  [{ symbols: ['A', 'A'] }, '/0: symbols names one twice'],
  [{ timeframe: '1 hour' }, '/0: timeframe is none, such as 1h'],
  [{ timeframe: undefined }, '/0: timeframe is none, such as 1h'],
  [{ url: 'http://venue.example' }, '/0: url "http://venue.example" is not an https address'],
])('%j is said to be wrong', (over, message) => {
  expect(() => readPolls([{ ...POLL, ...over }])).toThrow(message);
});

test('every fault is named at once, with its place', () => {
  expect(() => readPolls([POLL, { ...POLL, exchange: 'x' }, null])).toThrow(
    /POLLS is not right: \/1: venue alpha is named twice; \/1: exchange .*; \/2: venue is missing; /,
  );
  expect(() => readPolls({})).toThrow('POLLS is not a list');
});
