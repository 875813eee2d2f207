import { describe, expect, test } from '@jest/globals';
import { readCandles } from '../../shared/market-data/candle-file.ts';
import { estimateVolatility } from '../../shared/volatility/estimators/estimate.ts';
import { assessBook, bookFrom, readWire } from '../environment/assessed.ts';
import { assessFile, dueIn, onData, textOf } from './measured.ts';

/** Inputs after public bug reports and venues' worked examples; `expected.md` beside each has source, right value and derivation. */
const file = (path: string): string => `cases/${path}`;
const read = (path: string) => JSON.parse(textOf(file(path)));
const checks = (path: string): string[] => {
  const { markets, findings } = assessFile(file(path));
  return [...markets.flatMap((market) => market.findings), ...findings].map(({ check }) => check);
};

/**
 * Three cases give as `collateral` what their venue calls the position's margin, which leaves unrealised PnL out, and name no source: the
 * field of that meaning is `margin`.
 */
const asMargin = (wire: { positions: Record<string, unknown>[] }) => ({
  ...wire,
  positions: wire.positions.map(({ collateral, ...position }) => ({ ...position, margin: collateral })),
});

describe('01: two cross positions of Binance share one account', () => {
  onData('both are due below either liquidation price, and neither above it', () => {
    const of = (name: string) => dueIn(assessFile(file(`01-cross-two-markets-binance/${name}.json`)));
    for (const above of ['book', 'eth-above', 'btc-above']) expect(of(above)).toEqual({});
    for (const below of ['eth-below', 'btc-below'])
      expect(of(below)).toEqual({ 'BTC/USDT:USDT': ['trader'], 'ETH/USDT:USDT': ['trader'] });
  });
  onData('the maintenance of the account is that of the brackets', () => {
    const [due] =
      assessFile(file('01-cross-two-markets-binance/eth-below.json')).markets[0]?.liquidation.underwater ?? [];
    expect(due?.maintenance).toBeCloseTo(360_675.95, 2);
  });
});

onData('02: what the other position has to hold counts: 99.3976, not 95.4', () => {
  const of = (name: string) => assessFile(file(`02-cross-other-maintenance/${name}.json`));
  expect(dueIn(of('above'))).toEqual({});
  expect(Object.keys(dueIn(of('below')))).toEqual(['AAA/USDT:USDT', 'BBB/USDT:USDT']);
  const [aaa] = of('book').markets;
  expect(aaa?.liquidation.ladder.find(({ distance }) => distance === 0.005)?.long).toBe(0);
  expect(aaa?.liquidation.ladder.find(({ distance }) => distance === 0.0075)?.long).toBe(100);
});

onData('03: a short of dYdX is due at 3,174.603', () => {
  const of = (name: string) => assessFile(file(`03-cross-short-dydx/${name}.json`));
  expect(dueIn(of('below'))).toEqual({});
  const [due] = of('above').markets[0]?.liquidation.underwater ?? [];
  expect(due?.equity).toBeCloseTo(475.9, 9);
  expect(due?.maintenance).toBeCloseTo(476.205, 9);
});

onData('06: tiny prices and large contracts of Gate', () => {
  const of = (name: string) => dueIn(assessBook(bookFrom(asMargin(read(`06-tiny-price-gate-shib/${name}.json`)))));
  for (const above of ['book', 'above', 'eth', 'eth-above']) expect(of(above)).toEqual({});
  expect(of('below')).toEqual({ 'SHIB/USDT:USDT': ['a'] });
  expect(of('eth-below')).toEqual({ 'ETH/USDT:USDT': ['a'] });
});

onData('08: an isolated inverse short of Bybit is due between 55,200 and 55,330', () => {
  const of = (name: string) => dueIn(assessBook(bookFrom(asMargin(read(`08-inverse-isolated-bybit/${name}.json`)))));
  expect(of('below')).toEqual({});
  expect(of('above')).toEqual({ 'BTC/USD:BTC': ['a'] });
});

onData('10: a negative liquidation price means never, as 0 does', () => {
  const of = (name: string) => assessFile(file(`10-negative-liquidation-price/${name}.json`));
  const [market] = of('book').markets;
  expect(market?.liquidation.ladder.every(({ long, short }) => long === 0 && short === 0)).toBe(true);
  const [unlevered] = of('injective-more-margin-than-notional').markets;
  expect(unlevered?.leverage.weighted).toBeCloseTo(100 / 150, 12);
  expect(unlevered?.liquidation.ladder.every(({ long }) => long === 0)).toBe(true);
});

onData('11: the top tier has no end, by whatever way that is written', () => {
  for (const name of ['null', 'absent', 'int64max']) {
    const { markets } = assessFile(file(`11-open-ended-top-tier/book-${name}.json`));
    // Due at a fall of 4.957 %.
    const ladder = markets[0]?.liquidation.ladder ?? [];
    expect(ladder.findLast(({ long }) => long === 0)?.distance).toBeLessThan(0.04957);
    expect(ladder.find(({ long }) => long > 0)?.distance).toBeGreaterThanOrEqual(0.04957);
    expect(ladder.find(({ long }) => long > 0)?.distance).toBeLessThanOrEqual(0.05);
  }
});

onData('12: a row of no contracts counts for nothing, whatever else it says', () => {
  for (const name of ['book', 'book-nulls', 'book-as-ccxt']) {
    const { book } = assessFile(file(`12-flat-position-rows/${name}.json`));
    expect(book.positions).toBe(1);
    expect(book.openInterest).toBeCloseTo(1_722.505, 9);
  }
});

onData('14: tiers that count coins are read in coins', () => {
  const { markets } = assessFile(file('14-tiers-in-base-coin/book.json'));
  expect(markets[0]?.liquidation.underwater).toEqual([]);
  expect(markets[0]?.capacity.maintenanceRate).toBeCloseTo(0.004, 12);
});

onData('15: a bar whose close lies outside its range is named and passed over', () => {
  const folder = '15-bar-outside-its-range-bitmex';
  const bars = readCandles(textOf(file(`${folder}/bars.csv`)));
  const clean = readCandles(textOf(file(`${folder}/bars-clean.csv`)));
  expect(bars.candles).toEqual(clean.candles);
  expect(bars.findings.map(({ line }) => line)).toContain(32);
  expect(checks(`${folder}/book.json`)).toEqual(expect.arrayContaining(['bar-passed-over', 'bar-passed-over']));
});

onData('16: locked, crossed and unordered books are findings', () => {
  const of = (name: string) =>
    checks(`16-locked-and-crossed-book/${name}.json`).filter((check) => /^book-/.test(check));
  expect([of('locked'), of('crossed'), of('unsorted'), of('sound')]).toEqual([
    ['book-locked'],
    ['book-crossed'],
    ['book-order'],
    [],
  ]);
});

onData("17: Yang-Zhang's weight has 1.34", () => {
  const { candles } = readCandles(textOf(file('17-yang-zhang-weight/bars.csv')));
  const { values } = estimateVolatility(candles, { estimator: 'yang-zhang', window: 10, periods: 252 });
  const known = values.filter((value) => !Number.isNaN(value));
  expect(known).toHaveLength(2);
  expect(known[0]).toBeCloseTo(0.5558244506216546, 12);
  expect(known[1]).toBeCloseTo(0.6002419773505464, 12);
});

onData('19: symbols and names may be of any script', () => {
  const { book } = assessFile(file('19-symbols-not-ascii/book.json'));
  expect(book.leverage.p99).toBeCloseTo(5, 9);
});

onData('22: seconds and microseconds are refused by name', () => {
  const fault = (name: string) => {
    const found = readWire(read(`22-time-in-seconds-or-microseconds/${name}.json`));
    return 'markets' in found ? [] : found.map(({ path, message }) => [path, message.split(':')[0]]);
  };
  expect(fault('right')).toEqual([]);
  expect(fault('seconds')).toEqual([['/timestamp', 'looks like seconds']]);
  expect(fault('microseconds')).toEqual([['/timestamp', 'looks like microseconds']]);
  expect(fault('candle-seconds')).toEqual([['/markets/0/candle/timestamp', 'looks like seconds']]);
  expect(fault('candle-microseconds')).toEqual([['/markets/0/candle/timestamp', 'looks like microseconds']]);
});

onData('23: contracts of a thousand coins, and a position of OKX due at 0.042738', () => {
  const of = (name: string) => assessBook(bookFrom(asMargin(read(`23-contract-size-okx-doge/${name}.json`))));
  expect(of('book').book.openInterest).toBeCloseTo(163.52, 9);
  expect(of('book').book.leverage.weighted).toBeCloseTo(2.08041, 5);
  expect(dueIn(of('above'))).toEqual({});
  expect(dueIn(of('below'))).toEqual({ 'DOGE/USDT:USDT': ['a'] });
});

onData('24: a price below zero is refused by name in a book, and passed over in bars', () => {
  const found = readWire(read('24-negative-price-oil/book.json'));
  expect(found).toEqual([expect.objectContaining({ path: '/markets/0/markPrice' })]);
  const { candles, findings } = readCandles(textOf(file('24-negative-price-oil/bars.csv')));
  expect(candles).toHaveLength(6);
  expect(findings.map(({ line }) => line)).toEqual(expect.arrayContaining([7, 8]));
});

onData('25: bars that come newest first are read as if they came oldest first', () => {
  const folder = '25-bars-newest-first';
  const turned = readCandles(textOf(file(`${folder}/bars.csv`)));
  const right = readCandles(textOf(file(`${folder}/bars-oldest-first.csv`)));
  expect(right.candles).toHaveLength(200);
  expect(turned.candles).toEqual(right.candles);
});

test('a venue that gives a position of no margin and no mode is not read as cross', () => {
  const wire = {
    ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1) },
    markets: [{ symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true }],
    accounts: [{ accountId: 'a', collateral: [{ currency: 'USDT', amount: 10 }] }],
  };
  const of = (position: object) => {
    const position0 = { accountId: 'a', symbol: 'BTC/USDT:USDT', side: 'long', contracts: 1, entryPrice: 100 };
    const { book, findings } = assessBook(bookFrom({ ...wire, positions: [{ ...position0, ...position }] }));
    return {
      leverage: book.leverage.weighted,
      unknown: book.leverage.unknown,
      checks: findings.map(({ check }) => check),
    };
  };
  expect(of({})).toMatchObject({ leverage: 10 });
  for (const position of [{ marginMode: null }, { marginMode: 'isolated' }])
    expect(of(position)).toMatchObject({
      leverage: 0,
      unknown: { positions: 1, notional: 100 },
      checks: expect.arrayContaining(['equity-unknown']),
    });
});
