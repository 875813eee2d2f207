import { expect, test } from '@jest/globals';
import { carryBook } from '../../../../shared/leverage/carried-book.ts';
import { findStakes } from '../../../../shared/liquidation/stakes.ts';
import { bookFrom } from '../../../environment/assessed.ts';

/**
 * BitMEX is no longer in CCXT: its own messages, in the shape of its documentation, in the documented fields. Amounts are in satoshis of XBT;
 * `posMargin` leaves unrealised PnL out, `maintMargin` includes it. A contract of ETHUSD is 1e-6 XBT a dollar of its price (a quanto).
 */
const SATOSHI = 1e-8;
const XBT = 50_000;
const instruments = {
  XBTUSD: { symbol: 'BTC/USD:BTC', markPrice: XBT, contractSize: 1, linear: false, inverse: true },
  ETHUSD: { symbol: 'ETH/USD:BTC', markPrice: 3_000, contractSize: 100 * SATOSHI, linear: false, inverse: false },
};
const position = (raw: {
  symbol: keyof typeof instruments;
  currentQty: number;
  avgEntryPrice: number;
  posMargin: number;
  unrealisedPnl: number;
}) => ({
  ...{ accountId: 'a', symbol: instruments[raw.symbol].symbol, marginMode: 'isolated' },
  ...{
    side: raw.currentQty > 0 ? 'long' : 'short',
    contracts: Math.abs(raw.currentQty),
    entryPrice: raw.avgEntryPrice,
  },
  ...{ margin: raw.posMargin * SATOSHI, unrealizedPnl: raw.unrealisedPnl * SATOSHI },
});
const RATE = 0.005;
const book = bookFrom({
  ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1), source: { exchange: 'bitmex' } },
  markets: Object.values(instruments).map((market) => ({
    ...market,
    leverageTiers: [{ tier: 1, minNotional: 0, maintenanceMarginRate: RATE, maxLeverage: 100 }],
  })),
  accounts: [{ accountId: 'a', collateral: [] }],
  positions: [
    // 10 ETH's worth of exposure a dollar: 1,000 contracts lose 1e-3 XBT a dollar; 100 dollars below entry.
    position({
      symbol: 'ETHUSD',
      currentQty: 1_000,
      avgEntryPrice: 3_100,
      posMargin: 20_000_000,
      unrealisedPnl: -10_000_000,
    }),
    position({ symbol: 'XBTUSD', currentQty: -10_000, avgEntryPrice: 50_000, posMargin: 2_000_000, unrealisedPnl: 0 }),
  ],
});
const carried = carryBook(book);
const stakes = findStakes(book, carried, RATE);

test('a quanto contract: value, margin and PnL are XBT at the price of XBT', () => {
  // 1,000 · 1e-6 · 3,000 = 3 XBT on 0.2 - 0.1 XBT.
  expect(carried.values.notional[0]).toBeCloseTo(3 * XBT, 6);
  expect((carried.values.margin[0] as number) + (carried.values.unrealizedPnl[0] as number)).toBeCloseTo(0.1 * XBT, 6);
  expect(carried.leverage[0]).toBeCloseTo(30, 9);
  // margin + q·(p - entry) = q·p·mmr, all in XBT.
  const q = 1_000 * 1e-6;
  expect(3_000 * (1 - (stakes.fall[0] as number))).toBeCloseTo((q * 3_100 - 0.2) / (q * (1 - RATE)), 6);
});

test('an inverse contract: margin + q·(1/p - 1/entry) = q·mmr/p of a short', () => {
  expect(carried.values.notional[1]).toBeCloseTo(10_000, 9);
  expect(XBT * (1 + (stakes.rise[1] as number))).toBeCloseTo((10_000 * (1 - RATE)) / (10_000 / XBT - 0.02), 4);
});
