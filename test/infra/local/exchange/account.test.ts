import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Account, closeContracts, openContracts, tradeNet } from '../../../../infra/local/exchange/account.ts';

const open = (): Account => ({ id: 'ann', maker: false, cash: 1_000, bitcoin: 0, leverage: 1, positions: [] });
const cross = { market: 0, side: 1, isolated: false } as const;
const worth = ({ cash, positions }: Account, price: number) =>
  positions.reduce(
    (sum, { side, contracts, entryPrice, margin }) => sum + margin + side * contracts * (price - entryPrice),
    cash,
  );

describe('an account', () => {
  test('enters at the average of what it paid', () => {
    const account = open();
    openContracts(account, cross, 10, 100);
    openContracts(account, cross, 30, 120);
    expect(account.positions).toMatchObject([{ contracts: 40, entryPrice: 115 }]);
    expect(account.cash).toBe(1_000);
  });

  test('realises into its cash what it closes', () => {
    const account = open();
    openContracts(account, cross, 10, 100);
    expect(closeContracts(account, account.positions[0]!, 4, 110, 1)).toBe(0);
    expect(account).toMatchObject({ cash: 1_040, positions: [{ contracts: 6, entryPrice: 100 }] });
  });

  test('loses with an isolated position no more than its margin: the rest is told, not taken', () => {
    const account = open();
    openContracts(account, { ...cross, isolated: true }, 10, 100, 200);
    expect(account.cash).toBe(800);
    expect(closeContracts(account, account.positions[0]!, 10, 70, 1)).toBe(-100);
    expect(account).toMatchObject({ cash: 800, positions: [] });
  });

  test('that holds one side at a time crosses to the other by closing first', () => {
    const account = open();
    tradeNet(account, 0, 10, 100, 1);
    tradeNet(account, 0, -25, 90, 1);
    expect(account).toMatchObject({ cash: 900, positions: [{ side: -1, contracts: 15, entryPrice: 90 }] });
  });

  test('is worth the same before and after a trade at the price that it is valued at', () => {
    const trade = fc.record({ signed: fc.integer({ min: -50, max: 50 }), price: fc.integer({ min: 50, max: 150 }) });
    fc.assert(
      fc.property(fc.array(trade, { maxLength: 20 }), (trades) => {
        const account = open();
        for (const { signed, price } of trades.filter((one) => one.signed !== 0)) {
          const before = worth(account, price);
          tradeNet(account, 0, signed, price, 1);
          expect(worth(account, price)).toBeCloseTo(before, 6);
          expect(account.positions.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
