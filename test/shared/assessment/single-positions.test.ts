import { expect, test } from '@jest/globals';
import { type SinglePosition, singlePositions } from '../../../shared/assessment/single-positions.ts';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { findStakes } from '../../../shared/liquidation/stakes.ts';
import { bookFrom } from '../../environment/assessed.ts';

const AT = { snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1) };
const tier = (maintenanceMarginRate: number) => [{ tier: 1, minNotional: 0, maintenanceMarginRate, maxLeverage: 100 }];

function single(wire: object, haircut = 0): SinglePosition[] {
  const book = bookFrom({ ...AT, ...wire });
  const carried = carryBook(book, () => haircut);
  return [...singlePositions(book, carried, findStakes(book, carried, 0.01))];
}

test("dYdX's worked example: 3 ETH short at 3,000 on 1,000 is liquidated at 3,174.603", () => {
  const [position] = single({
    markets: [{ symbol: 'ETH/USD:USDC', markPrice: 3_000, contractSize: 1, linear: true, leverageTiers: tier(0.05) }],
    accounts: [{ accountId: 'a', owner: 'o', collateral: [{ currency: 'USDC', amount: 1_000 }] }],
    positions: [{ accountId: 'a', symbol: 'ETH/USD:USDC', side: 'short', contracts: 3, entryPrice: 3_000 }],
  });
  expect(position).toMatchObject({
    ...{ accountId: 'a', owner: 'o', side: 'short', marginMode: 'cross', value: 9_000 },
    ...{ equity: { venue: 1_000, prudent: 1_000 }, leverage: 9, maintenanceMargin: 450, why: 'own' },
  });
  expect(position?.liquidationPrice).toBeCloseTo(10_000 / 3.15, 9);
  expect(position?.distance).toBeCloseTo(10_000 / 3.15 / 3_000 - 1, 12);
});

test("Bybit's worked example: an isolated inverse short of 60,000 USD at 50,000 on 0.12 BTC, by the maintenance at its price", () => {
  const [position] = single({
    markets: [{ symbol: 'BTC/USD:BTC', markPrice: 50_000, contractSize: 1, linear: false, leverageTiers: tier(0.005) }],
    accounts: [{ accountId: 'a', collateral: [] }],
    positions: [
      {
        ...{ accountId: 'a', symbol: 'BTC/USD:BTC', side: 'short', contracts: 60_000, entryPrice: 50_000 },
        ...{ marginMode: 'isolated', margin: 0.12 },
      },
    ],
  });
  expect(position?.liquidationPrice).toBeCloseTo(59_700 / 1.08, 6);
});

test('both equities are told apart, and why there is no price', () => {
  const book = (position: object) => ({
    markets: [
      { symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true, leverageTiers: tier(0.01) },
      { symbol: 'ETH/USDT:USDT', markPrice: 10, contractSize: 1, linear: true, leverageTiers: tier(0.01) },
    ],
    accounts: [{ accountId: 'a', collateral: [{ currency: 'ETH', amount: 10 }] }],
    positions: [{ accountId: 'a', symbol: 'BTC/USDT:USDT', side: 'long', contracts: 1, entryPrice: 100, ...position }],
  });
  const whyOf = (position: object) => single(book(position), 0.1)[0];
  expect(whyOf({})).toMatchObject({ equity: { venue: 100, prudent: 90 }, venueLeverage: 1, why: 'never' });
  expect(whyOf({})?.leverage).toBeCloseTo(100 / 90, 12);
  expect(whyOf({ liquidationPrice: -3 })).toMatchObject({ liquidationPrice: null, why: 'never' });
  expect(whyOf({ liquidationPrice: 60 })).toMatchObject({ liquidationPrice: 60, distance: 0.4, why: 'given' });
  expect(whyOf({ contracts: 101 })).toMatchObject({ liquidationPrice: 100, distance: 0, why: 'due' });
  expect(whyOf({ marginMode: null })).toMatchObject({ equity: null, leverage: null, marginMode: null, why: 'unknown' });
  expect(single(book({ contracts: 0 }))).toEqual([]);
});
