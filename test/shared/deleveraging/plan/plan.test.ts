import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom } from '../../../../infra/local/scenario/random.ts';
import { ADL_POLICIES } from '../../../../shared/deleveraging/adl-policy.ts';
import { planDeleveraging } from '../../../../shared/deleveraging/plan/plan.ts';
import { type Plan, type Reduction, RUNGS } from '../../../../shared/deleveraging/plan/types.ts';
import { carryBook } from '../../../../shared/leverage/carried-book.ts';
import type { Book } from '../../../../shared/snapshot/types.ts';
import { planInput, smallBook, TERMS } from './small-books.ts';

const fund = fc.constantFrom(null, { balance: 0, peak: 10 }, { balance: 100, peak: 100 }, { balance: 1e9, peak: 1e9 });
const policy = fc.constantFrom(...ADL_POLICIES);
const keyOf = ({ accountId, symbol, side, marginMode }: Reduction): string =>
  [accountId, symbol, side, marginMode].join();

/** Contracts and profit of each position, by the key of its reductions. */
function holdings(book: Book): Map<string, { contracts: number; profit: number }> {
  const { positions, accounts, markets } = book;
  const { values, bust } = carryBook(book);
  return new Map(
    Array.from({ length: positions.length }, (_, i) => [
      [
        accounts.ids[positions.account[i] as number],
        markets[positions.market[i] as number]?.symbol,
        (positions.side[i] as number) > 0 ? 'long' : 'short',
        positions.isolated[i] ? 'isolated' : 'cross',
      ].join(),
      {
        contracts: positions.contracts[i] as number,
        profit: bust[i] ? 0 : Math.max(0, values.unrealizedPnl[i] as number),
      },
    ]),
  );
}

const sumBy = (reductions: readonly Reduction[], of: (reduction: Reduction) => number): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const reduction of reductions) sums.set(keyOf(reduction), (sums.get(keyOf(reduction)) ?? 0) + of(reduction));
  return sums;
};

/** Plans of many books, made once and looked at from every side. */
const PLANS = fc.sample(fc.tuple(smallBook, fund, policy), { numRuns: 60, seed: 2_026 }).map(([book, ownFund, adl]) => {
  const input = planInput(book, { fund: ownFund, terms: { ...TERMS, adl } });
  return { book, input, plan: planDeleveraging(input) };
});
const forAnyBook = (check: (book: Book, plan: Plan) => void): void => {
  for (const { book, plan } of PLANS) check(book, plan);
};

test('the books of this file ask for every rung, and some for more than there is', () => {
  for (const rung of RUNGS)
    expect(PLANS.filter(({ plan }) => plan.reductions.some((one) => one.rung === rung)).length).toBeGreaterThan(3);
  expect(PLANS.filter(({ plan }) => plan.unmet.length > 0).length).toBeGreaterThan(3);
  expect(PLANS.filter(({ plan }) => plan.reductions.length === 0).length).toBeGreaterThan(3);
});

describe('whatever the book, a plan', () => {
  test('raises nothing and turns nothing over: of each position at most what is held is closed', () => {
    forAnyBook((book, { reductions }) => {
      const held = holdings(book);
      for (const [key, closed] of sumBy(reductions, ({ contracts }) => contracts)) {
        expect(closed).toBeGreaterThan(0);
        expect(closed).toBeLessThanOrEqual((held.get(key)?.contracts as number) * (1 + 1e-12));
      }
    });
  });

  test('closes as many longs as shorts where winners are deleveraged', () => {
    forAnyBook((_, { reductions }) => {
      const net = new Map<string, number>();
      for (const { rung, symbol, side, contracts } of reductions)
        if (rung === 'deleverage') net.set(symbol, (net.get(symbol) ?? 0) + (side === 'long' ? contracts : -contracts));
      for (const left of net.values()) expect(left).toBeCloseTo(0, 8);
    });
  });

  test('takes from nobody more than the profit', () => {
    forAnyBook((book, { reductions, fairness }) => {
      const held = holdings(book);
      const given = sumBy(
        reductions.filter(({ rung, cost }) => rung === 'deleverage' && cost > 0),
        ({ cost }) => cost,
      );
      for (const [key, taken] of given)
        expect(taken).toBeLessThanOrEqual((held.get(key)?.profit as number) * (1 + 1e-9) + 1e-9);
      expect(fairness.worstShareOfProfit).toBeLessThanOrEqual(1);
    });
  });

  test('takes no more than what is lacking, and all of that where there is as much', () => {
    forAnyBook((_, { reductions, before, unmet }) => {
      const taken = reductions
        .filter(({ rung, cost }) => rung === 'deleverage' && cost > 0)
        .reduce((sum, { cost }) => sum + cost, 0);
      expect(taken).toBeLessThanOrEqual(before.fundShortfall * (1 + 1e-9) + 1e-9);
      if (!unmet.some(({ target }) => target === 'fundShortfall')) expect(taken).toBeCloseTo(before.fundShortfall, 6);
    });
  });

  test('meets its targets, or says which not and why', () => {
    forAnyBook((_, { after, targets, unmet }) => {
      for (const market of after.markets)
        for (const target of ['collapseProbability', 'excessShare'] as const) {
          const told = unmet.find((one) => one.symbol === market.symbol && one.target === target);
          expect(told !== undefined).toBe(market[target] > targets[target]);
          if (told) expect(told.why).not.toBe('');
        }
      expect(unmet.some(({ target }) => target === 'fundShortfall')).toBe(after.fundShortfall > 0);
    });
  });

  test('is the same for the same book, whatever the order of its rows', () => {
    const random = openRandom(1);
    for (const { input, plan } of PLANS.slice(0, 20))
      expect(planDeleveraging({ ...input, book: shuffled(input.book, () => random.uniform()) })).toEqual(plan);
  });

  test('does nothing where nothing is wrong', () => {
    forAnyBook((_, { before, targets, reductions }) => {
      const fine =
        before.fundShortfall <= targets.fundShortfall &&
        before.markets.every(
          ({ collapseProbability, excessShare }) =>
            collapseProbability <= targets.collapseProbability && excessShare <= targets.excessShare,
        );
      if (fine) expect(reductions).toEqual([]);
    });
  });

  test('uses no rung where the one before is enough', () => {
    forAnyBook((_, { reductions, before }) => {
      if (before.deficit === 0) expect(reductions.filter(({ rung }) => rung === 'deleverage')).toEqual([]);
    });
  });
});

/** The same book with its accounts, markets and rows in another order. */
function shuffled(book: Book, next: () => number): Book {
  const order = (length: number): number[] =>
    Array.from({ length }, (_, i) => ({ i, key: next() }))
      .sort((a, b) => a.key - b.key || a.i - b.i)
      .map(({ i }) => i);
  const { positions, accounts, markets } = book;
  const [rows, newAccounts, newMarkets, collateral] = [
    order(positions.length),
    order(accounts.ids.length),
    order(markets.length),
    order(accounts.collateralAmount.length),
  ] as [number[], number[], number[], number[]];
  const of = (column: Float64Array) => Float64Array.from(rows, (i) => column[i] as number);
  return {
    ...book,
    markets: newMarkets.map((m) => markets[m] as Book['markets'][number]),
    accounts: {
      ids: newAccounts.map((a) => accounts.ids[a] as string),
      currencies: accounts.currencies,
      collateralAccount: Uint32Array.from(collateral, (i) =>
        newAccounts.indexOf(accounts.collateralAccount[i] as number),
      ),
      collateralCurrency: Uint32Array.from(collateral, (i) => accounts.collateralCurrency[i] as number),
      collateralAmount: Float64Array.from(collateral, (i) => accounts.collateralAmount[i] as number),
    },
    positions: {
      length: positions.length,
      account: Uint32Array.from(rows, (i) => newAccounts.indexOf(positions.account[i] as number)),
      market: Uint32Array.from(rows, (i) => newMarkets.indexOf(positions.market[i] as number)),
      side: Int8Array.from(rows, (i) => positions.side[i] as number),
      isolated: Uint8Array.from(rows, (i) => positions.isolated[i] as number),
      contracts: of(positions.contracts),
      entryPrice: of(positions.entryPrice),
      leverage: of(positions.leverage),
      collateral: of(positions.collateral),
      maintenanceMargin: of(positions.maintenanceMargin),
      unrealizedPnl: of(positions.unrealizedPnl),
      liquidationPrice: of(positions.liquidationPrice),
    },
  };
}
