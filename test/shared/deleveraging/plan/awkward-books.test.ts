import { describe, expect, test } from '@jest/globals';
import { explainPlan } from '../../../../shared/deleveraging/plan/explain.ts';
import { openPlan, planDeleveraging, planOn } from '../../../../shared/deleveraging/plan/plan.ts';
import { bookOf } from '../../leverage/plain-book.ts';
import { market, planInput, TERMS } from './small-books.ts';

const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';

/** A bankrupt long, and a winning short whose account is in breach itself by what it has lost elsewhere. */
const winnerInBreach = () =>
  bookOf({
    markets: [market(BTC, 400), { ...market(ETH, 400), markPrice: 10 }],
    accounts: { bust: { USDT: 500 }, 'winner-in-breach': { USDT: 130 } },
    positions: [
      { account: 'bust', symbol: BTC, side: 'long', contracts: 100, entryPrice: 110 },
      { account: 'winner-in-breach', symbol: BTC, side: 'short', contracts: 60, entryPrice: 108 },
      { account: 'winner-in-breach', symbol: ETH, side: 'long', contracts: 300, entryPrice: 11.7 },
    ],
  });

describe('a winner that is in breach itself', () => {
  const input = planInput(winnerInBreach(), { fund: { balance: 0, peak: 0 }, terms: { ...TERMS, adl: 'pro-rata' } });
  const ground = openPlan(input);
  const plan = planOn(ground);
  const of = (accountId: string, symbol: string) =>
    plan.reductions.filter((one) => one.accountId === accountId && one.symbol === symbol);

  test('is not closed for more than it holds, whatever closes it', () => {
    for (const [account, symbol, held] of [
      ['bust', BTC, 100],
      ['winner-in-breach', BTC, 60],
      ['winner-in-breach', ETH, 300],
    ] as const)
      expect(of(account, symbol).reduce((sum, { contracts }) => sum + contracts, 0)).toBeLessThanOrEqual(held);
    expect(of('winner-in-breach', BTC).map(({ rung }) => rung)).toContain('deleverage');
  });

  test('gives no more than its equity: 100, though its profit is 480', () => {
    // 130 + 60·(108 - 100) - 300·(11.7 - 10)
    const given = of('winner-in-breach', BTC).filter(({ rung }) => rung === 'deleverage');
    expect(given.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(100, 9);
    expect(plan.fairness.worstShareOfEquity).toBeCloseTo(1, 9);
    expect(plan.fairness.worstShareOfProfit).toBeCloseTo(100 / 480, 9);
  });

  test("the venue's queue does not ask others for what the bankrupt account has to close itself", () => {
    const longs = explainPlan(ground, plan).venueQueue.filter(({ side, symbol }) => side === 'long' && symbol === BTC);
    expect(longs).toEqual([]);
  });
});

test('a hedger gives no more than the hedge leaves it', () => {
  const book = bookOf({
    markets: [market(BTC, 400), market(ETH, 400)],
    accounts: { bust: { USDT: 500 }, hedger: { USDT: 50 } },
    positions: [
      { account: 'bust', symbol: BTC, side: 'long', contracts: 100, entryPrice: 110 },
      // 800 won here, 790 lost there.
      { account: 'hedger', symbol: BTC, side: 'short', contracts: 100, entryPrice: 108 },
      { account: 'hedger', symbol: ETH, side: 'long', contracts: 79, entryPrice: 110 },
    ],
  });
  const { reductions, after } = planDeleveraging(
    planInput(book, { fund: { balance: 0, peak: 0 }, terms: { ...TERMS, adl: 'pro-rata' } }),
  );
  const given = reductions.filter(({ accountId, rung }) => accountId === 'hedger' && rung === 'deleverage');
  expect(given.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(60, 9);
  // What it cannot give is still asked of the fund; nobody new lacks anything.
  expect(after.fundShortfall).toBeCloseTo(500 - 60, 9);
});

describe('several funds', () => {
  /** One bankrupt long in each market, and a winner of each. */
  const book = bookOf({
    markets: [market(BTC, 400), market(ETH, 400)],
    accounts: { 'btc-bust': { USDT: 500 }, 'eth-bust': { USDT: 500 }, btc: { USDT: 1e6 }, eth: { USDT: 1e6 } },
    positions: [
      { account: 'btc-bust', symbol: BTC, side: 'long', contracts: 100, entryPrice: 110 },
      { account: 'btc', symbol: BTC, side: 'short', contracts: 100, entryPrice: 110 },
      { account: 'eth-bust', symbol: ETH, side: 'long', contracts: 100, entryPrice: 110 },
      { account: 'eth', symbol: ETH, side: 'short', contracts: 100, entryPrice: 110 },
    ],
  });
  const deleveraged = (funds: { balance: number; peak: number; symbols?: string[] }[]): string[] => {
    const { reductions } = planDeleveraging(planInput(book, { fund: null, funds }));
    return [...new Set(reductions.filter(({ rung }) => rung === 'deleverage').map(({ symbol }) => symbol))].sort();
  };
  const empty = { balance: 0, peak: 10 };
  const rich = { balance: 1e9, peak: 1e9 };

  test('an empty one deleverages its own markets alone', () => {
    expect(deleveraged([{ ...empty, symbols: [BTC] }, rich])).toEqual([BTC]);
    expect(deleveraged([{ ...rich, symbols: [BTC] }, empty])).toEqual([ETH]);
    expect(deleveraged([{ ...empty, symbols: [BTC] }, empty])).toEqual([BTC, ETH]);
    expect(deleveraged([{ ...rich, symbols: [BTC] }, rich])).toEqual([]);
  });

  test('a market that none stands for has none', () => {
    expect(deleveraged([{ ...rich, symbols: [BTC] }])).toEqual([ETH]);
  });
});
