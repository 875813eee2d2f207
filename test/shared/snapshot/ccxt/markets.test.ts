import { describe, expect, test } from '@jest/globals';
import { marketTiers } from '../../../../shared/liquidation/maintenance-tiers.ts';
import type { Market } from '../../../../shared/snapshot/types.ts';
import { bookFrom } from '../../../environment/assessed.ts';
import { type ContractOf, openExchange } from './exchanges.ts';

const MARK = 50_000;

/** A market of a source as the product reads it. */
function marketOf(exchange: string, { symbol, contractSize, inverse = false }: ContractOf, rest: object): Market {
  const { markets } = bookFrom({
    ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1, 1), source: { exchange } },
    markets: [{ symbol, markPrice: MARK, contractSize, linear: !inverse, inverse, ...rest }],
    ...{ accounts: [], positions: [] },
  });
  return markets[0] as Market;
}

/** Notional in quote currency from which each tier holds. */
const floors = (market: Market): number[] => [...marketTiers(market, 0.01).floors];

const LINEAR = { id: 'BTCUSDT', symbol: 'BTC/USDT:USDT', contractSize: 1 };
const COIN = { id: 'BTCUSD', symbol: 'BTC/USD:BTC', contractSize: 100, inverse: true };

describe("tiers through CCXT's parser begin where the exchange says:", () => {
  const rates = { maintMarginRatio: '0.004', initialLeverage: 100 };
  test.each<[string, ContractOf, object, number]>([
    [
      'binanceusdm',
      LINEAR,
      {
        symbol: 'BTCUSDT',
        brackets: [
          { bracket: 1, notionalFloor: 0, notionalCap: 50_000, ...rates },
          { bracket: 2, notionalFloor: 50_000, notionalCap: 600_000, ...rates },
        ],
      },
      50_000,
    ],
    [
      // Brackets of coin-margined contracts count coins, under the name of the quote.
      'binancecoinm',
      COIN,
      {
        symbol: 'BTCUSD',
        brackets: [
          { bracket: 1, qtyFloor: 0, qtyCap: 5, ...rates },
          { bracket: 2, qtyFloor: 5, qtyCap: 10, ...rates },
        ],
      },
      5 * MARK,
    ],
    [
      'bybit',
      { ...COIN, contractSize: 1 },
      [
        { id: 1, symbol: 'BTCUSD', riskLimitValue: '150', maintenanceMargin: '0.005', maxLeverage: '100' },
        { id: 2, symbol: 'BTCUSD', riskLimitValue: '300', maintenanceMargin: '0.01', maxLeverage: '50' },
      ],
      150 * MARK,
    ],
    [
      // Position tiers count contracts of 0.01 BTC.
      'okx',
      { id: 'BTC-USDT-SWAP', symbol: 'BTC/USDT:USDT', contractSize: 0.01 },
      [
        { instId: 'BTC-USDT-SWAP', tier: '1', minSz: '0', maxSz: '1000', mmr: '0.004', maxLever: '100' },
        { instId: 'BTC-USDT-SWAP', tier: '2', minSz: '1000', maxSz: '5000', mmr: '0.01', maxLever: '50' },
      ],
      1_000 * 0.01 * MARK,
    ],
    [
      // Risk limits count USDT, under the name of the base.
      'gate',
      { id: 'BTC_USDT', symbol: 'BTC/USDT:USDT', contractSize: 0.0001 },
      [
        { risk_limit: '1000000', maintenance_rate: '0.004', leverage_max: '125' },
        { risk_limit: '2000000', maintenance_rate: '0.01', leverage_max: '50' },
      ],
      1_000_000,
    ],
  ])('%s', (exchange, contract, raw, floor) => {
    const parsers = openExchange(exchange, contract);
    const leverageTiers = parsers.parseMarketLeverageTiers(raw, parsers.market(contract.symbol));
    expect(leverageTiers).toHaveLength(2);
    expect(floors(marketOf(exchange, contract, { leverageTiers }))).toEqual([0, floor]);
  });
});

const bar = ([timestamp, open, high, low, close, baseVolume]: number[]) => ({
  ...{ timestamp, open, high, low, close, baseVolume },
});
const AT = Date.UTC(2026, 0, 1);

describe("a bar's volume through CCXT's parser is in base units:", () => {
  test.each<[string, ContractOf, unknown, number]>([
    [
      'binanceusdm',
      LINEAR,
      [AT, '50000', '50100', '49900', '50050', '12.5', AT + 1, '625000', 10, '1', '1', '0'],
      12.5,
    ],
    ['binancecoinm', COIN, [AT, '50000', '50100', '49900', '50050', '6250', AT + 1, '12.5', 10, '1', '1', '0'], 12.5],
    ['bybit', LINEAR, [String(AT), '50000', '50100', '49900', '50050', '12.5', '625000'], 12.5],
    [
      'okx',
      { ...LINEAR, id: 'BTC-USDT-SWAP', contractSize: 0.01 },
      [String(AT), '50000', '50100', '49900', '50050', '1250', '12.5', '625000', '1'],
      12.5,
    ],
    [
      'hyperliquid',
      { id: 'BTC', symbol: 'BTC/USDC:USDC', contractSize: 1 },
      { t: AT, o: '50000', h: '50100', l: '49900', c: '50050', v: '12.5' },
      12.5,
    ],
    // Contracts of 0.0001 BTC.
    [
      'gate',
      { id: 'BTC_USDT', symbol: 'BTC/USDT:USDT', contractSize: 0.0001 },
      { t: AT / 1_000, o: '50000', h: '50100', l: '49900', c: '50050', v: 125_000 },
      12.5,
    ],
  ])('%s', (exchange, contract, raw, volume) => {
    const parsers = openExchange(exchange, contract);
    const candle = bar(parsers.parseOHLCV(raw, parsers.market(contract.symbol)));
    expect(candle.timestamp).toBe(AT);
    expect(marketOf(exchange, contract, { candle }).candle?.baseVolume).toBeCloseTo(volume, 9);
  });
});

test("an order book as CCXT's parser makes it is accepted unchanged", () => {
  const parsers = openExchange('binanceusdm', LINEAR);
  const orderBook = parsers.parseOrderBook({ bids: [['49990', '1.5']], asks: [['50010', '2']] }, 'BTC/USDT:USDT');
  expect(marketOf('binanceusdm', LINEAR, { orderBook }).orderBook).toEqual({
    bids: [[49_990, 1.5]],
    asks: [[50_010, 2]],
  });
});
