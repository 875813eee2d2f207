import { describe, expect, test } from '@jest/globals';
import { deleverage } from '../../../../infra/local/exchange/auto-deleveraging.ts';
import { accountNamed, heldBy, moneyLost, netOf, openSmall, type Trader } from './small-exchange.ts';

const short = (id: string, cash: number, entryPrice: number): Trader => ({
  id,
  cash,
  holdings: [{ side: -1, contracts: 1_000, entryPrice }],
});

describe("the exchange's own deleveraging", () => {
  const open = () =>
    openSmall([
      { id: 'loser', cash: 10, holdings: [{ side: 1, contracts: 1_500 }] },
      short('cautious', 5_000, 120),
      short('greedy', 100, 120),
      short('losing', 100, 90),
    ]);

  test('takes the most profitable and most leveraged first, and only as much as it needs', () => {
    const exchange = open();
    const loser = accountNamed(exchange, 'loser');
    expect(deleverage(exchange.state, loser, loser.positions[0]!, 1_500, 99)).toBe(1_500);
    expect(heldBy(exchange, 'greedy', -1)).toBe(0);
    expect(heldBy(exchange, 'cautious', -1)).toBe(500);
    expect(heldBy(exchange, 'losing', -1)).toBe(1_000);
    expect(loser.positions).toEqual([]);
    expect(netOf(exchange)).toEqual([0, 0]);
    expect(moneyLost(exchange)).toBeLessThan(1e-12);
  });

  test('closes both sides at the one price, whatever the mark is', () => {
    const exchange = open();
    const loser = accountNamed(exchange, 'loser');
    deleverage(exchange.state, loser, loser.positions[0]!, 1_000, 99);
    expect(loser.cash).toBeCloseTo(10 - 10, 9);
    expect(accountNamed(exchange, 'greedy').cash).toBeCloseTo(100 + 10 * 21, 9);
    expect(exchange.state.markets[0]!.last).toBe(100);
  });
});
