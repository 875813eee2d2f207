import { describe, expect, test } from '@jest/globals';
import { carryBook } from '../../../../shared/leverage/carried-book.ts';
import { findStakes } from '../../../../shared/liquidation/stakes.ts';
import { bookFrom } from '../../../environment/assessed.ts';
import { type ContractOf, openExchange } from './exchanges.ts';

/**
 * One isolated position of each exchange, in the shape of its documented message, through CCXT's own parser and the product's: 0.5 BTC long
 * at 50,000, marked at 48,000, on 2,500 of margin without the 1,000 that it has lost; for coin-margined contracts 25,000 USD of them, on
 * 0.05 BTC. Equity, leverage and liquidation price are those of the exchanges' published formulas.
 */
interface Case {
  readonly exchange: string;
  readonly contract: ContractOf;
  readonly raw: Readonly<Record<string, unknown>>;
  /** What the exchange's message does not say, and the sender knows. */
  readonly added?: Readonly<Record<string, unknown>>;
  readonly parser?: 'parsePosition' | 'parsePositionRisk';
}

const USDT = { id: 'BTCUSDT', symbol: 'BTC/USDT:USDT', contractSize: 1 };
const MARK = 48_000;
const ENTRY = 50_000;
const RATE = 0.005;
/** In coin: 25,000 · (1/50,000 - 1/48,000). */
const COIN_LOSS = 25_000 * (1 / ENTRY - 1 / MARK);

const CASES: readonly Case[] = [
  {
    exchange: 'binanceusdm',
    contract: USDT,
    parser: 'parsePositionRisk',
    raw: {
      ...{ symbol: 'BTCUSDT', positionAmt: '0.500', positionSide: 'BOTH', leverage: '10', marginType: 'isolated' },
      ...{ entryPrice: '50000.0', markPrice: '48000.0', unRealizedProfit: '-1000.0', liquidationPrice: '0' },
      // With PnL, beside the wallet without.
      ...{ isolatedMargin: '1500.0', isolatedWallet: '2500', notional: '24000' },
    },
  },
  {
    exchange: 'binancecoinm',
    contract: { id: 'BTCUSD_PERP', symbol: 'BTC/USD:BTC', contractSize: 100, inverse: true },
    parser: 'parsePositionRisk',
    raw: {
      ...{ symbol: 'BTCUSD_PERP', positionAmt: '250', positionSide: 'BOTH', leverage: '10', marginType: 'isolated' },
      ...{ entryPrice: '50000.0', markPrice: '48000.0', unRealizedProfit: String(COIN_LOSS), liquidationPrice: '0' },
      ...{ isolatedMargin: String(0.05 + COIN_LOSS), isolatedWallet: '0.05', notionalValue: String(25_000 / MARK) },
    },
  },
  {
    exchange: 'bybit',
    contract: USDT,
    raw: {
      ...{ symbol: 'BTCUSDT', side: 'Buy', size: '0.5', avgPrice: '50000', positionValue: '25000', markPrice: '48000' },
      ...{ positionBalance: '2500', positionIM: '2500', unrealisedPnl: '-1000', leverage: '10', liqPrice: '' },
      ...{ bustPrice: '', positionIdx: 0 },
    },
    // Bybit's margin mode is one of the account.
    added: { marginMode: 'isolated' },
  },
  {
    exchange: 'bybit',
    contract: { id: 'BTCUSD', symbol: 'BTC/USD:BTC', contractSize: 1, inverse: true },
    raw: {
      ...{ symbol: 'BTCUSD', side: 'Buy', size: '25000', avgPrice: '50000', positionValue: '0.5', markPrice: '48000' },
      ...{
        positionBalance: '0.05',
        positionIM: '0.05',
        unrealisedPnl: String(COIN_LOSS),
        leverage: '10',
        liqPrice: '',
      },
      ...{ bustPrice: '', positionIdx: 0 },
    },
    added: { marginMode: 'isolated' },
  },
  {
    exchange: 'okx',
    contract: { id: 'BTC-USDT-SWAP', symbol: 'BTC/USDT:USDT', contractSize: 0.01 },
    raw: {
      ...{ instId: 'BTC-USDT-SWAP', posSide: 'net', pos: '50', mgnMode: 'isolated', avgPx: '50000', markPx: '48000' },
      ...{ margin: '2500', upl: '-1000', lever: '10', liqPx: '', notionalUsd: '24000' },
    },
  },
  {
    exchange: 'gate',
    contract: { id: 'BTC_USDT', symbol: 'BTC/USDT:USDT', contractSize: 0.0001 },
    raw: {
      ...{
        contract: 'BTC_USDT',
        size: 5000,
        leverage: '10',
        value: '24000',
        entry_price: '50000',
        mark_price: '48000',
      },
      ...{ margin: '2500', unrealised_pnl: '-1000', mode: 'single', pos_margin_mode: 'isolated' },
    },
  },
  {
    exchange: 'hyperliquid',
    contract: { id: 'BTC', symbol: 'BTC/USDC:USDC', contractSize: 1 },
    raw: {
      position: {
        ...{ coin: 'BTC', szi: '0.5', entryPx: '50000.0', leverage: { rawUsd: '-22500', type: 'isolated', value: 10 } },
        // With PnL.
        ...{ marginUsed: '1500', positionValue: '24000', unrealizedPnl: '-1000', liquidationPx: null },
      },
      type: 'oneWay',
    },
  },
];

/** A book of one position of a source, with one maintenance rate. */
function bookOf({ exchange, contract, raw, added, parser = 'parsePosition' }: Case) {
  const parsers = openExchange(exchange, contract);
  const parsed = parsers[parser](raw, parsers.market(contract.symbol));
  const { symbol, contractSize, inverse = false } = contract;
  return bookFrom({
    ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1) },
    source: { exchange, ccxt: '4.5' },
    markets: [
      {
        ...{ symbol, markPrice: MARK, contractSize, linear: !inverse, inverse },
        leverageTiers: [{ tier: 1, minNotional: 0, maxNotional: null, maintenanceMarginRate: RATE, maxLeverage: 100 }],
      },
    ],
    accounts: [{ accountId: 'a', collateral: [] }],
    positions: [{ ...parsed, accountId: 'a', ...added }],
  });
}

describe("a message of the exchange through CCXT's parser has the equity, leverage and liquidation price of the exchange:", () => {
  test.each(CASES.map((one) => [one.exchange, one.contract.symbol, one] as const))('%s %s', (_, __, one) => {
    const book = bookOf(one);
    const carried = carryBook(book);
    const { contractSize, inverse } = one.contract;
    const equity = (carried.values.margin[0] as number) + (carried.values.unrealizedPnl[0] as number);
    const q = (book.positions.contracts[0] as number) * contractSize;
    expect(q).toBeCloseTo(inverse ? 25_000 : 0.5, 9);
    const stakes = findStakes(book, carried, RATE);
    const price = MARK * (1 - (stakes.fall[0] as number));
    if (inverse) {
      expect(equity).toBeCloseTo((0.05 + COIN_LOSS) * MARK, 6);
      // margin + q·(1/entry - 1/p) = q·mmr/p
      expect(price).toBeCloseTo((q * (1 + RATE)) / (0.05 + q / ENTRY), 6);
    } else {
      expect(equity).toBeCloseTo(1_500, 9);
      // margin + q·(p - entry) = q·p·mmr
      expect(price).toBeCloseTo((q * ENTRY - 2_500) / (q * (1 - RATE)), 6);
    }
    expect(carried.leverage[0]).toBeCloseTo((inverse ? 25_000 : 24_000) / equity, 9);
  });
});

test('Deribit counts USD, whatever its contract size: contracts are not multiplied by it', () => {
  const contract = { id: 'BTC-PERPETUAL', symbol: 'BTC/USD:BTC', contractSize: 10, inverse: true };
  const raw = {
    ...{ instrument_name: 'BTC-PERPETUAL', size: 25_000, size_currency: 0.52, direction: 'buy', average_price: ENTRY },
    ...{ mark_price: MARK, floating_profit_loss: COIN_LOSS, initial_margin: 0.02, maintenance_margin: 0.01 },
  };
  const book = bookOf({ exchange: 'deribit', contract, raw });
  expect(carryBook(book).values.notional[0]).toBeCloseTo(25_000, 9);
  // Cross: the exchange names no margin of the position.
  expect(book.positions.isolated[0]).toBe(0);
});

test('dYdX names neither margin nor mode: a position of its account', () => {
  const contract = { id: 'BTC-USD', symbol: 'BTC/USDC:USDC', contractSize: 1 };
  const raw = {
    ...{ market: 'BTC-USD', status: 'OPEN', side: 'LONG', size: '0.5', entryPrice: '50000', unrealizedPnl: '-1000' },
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  const book = bookOf({ exchange: 'dydx', contract, raw });
  expect(book.positions.isolated[0]).toBe(0);
  expect(carryBook(book).values.unrealizedPnl[0]).toBe(-1_000);
});

test('an exchange whose conventions are not known is refused by name', () => {
  const wire = {
    ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1), source: { exchange: 'mtgox' } },
    ...{ markets: [], accounts: [], positions: [] },
  };
  expect(() => bookFrom(wire)).toThrow(/source\/exchange.*mtgox.*conventions are not known/);
});
