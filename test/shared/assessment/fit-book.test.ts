import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockedBehind, fitBook } from '../../../shared/assessment/fit-book.ts';
import { type Fitness, fitnessOf } from '../../../shared/assessment/fitness.ts';
import { ADL_POLICIES } from '../../../shared/deleveraging/adl-policy.ts';
import { planDeleveraging } from '../../../shared/deleveraging/plan/plan.ts';
import type { BlockedBy, Plan } from '../../../shared/deleveraging/plan/types.ts';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import type { Book } from '../../../shared/snapshot/types.ts';
import { market, planInput, smallBook, TERMS } from '../deleveraging/plan/small-books.ts';
import { anyBook, bookOf, inverse, type PlainBook, type PlainPosition } from '../leverage/plain-book.ts';

const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';

/** As if the book had been assessed, with some of its markets blocked. */
const fitness = ({ markets }: Pick<Book, 'markets'>, blocked: Readonly<Record<string, BlockedBy>>): Fitness =>
  fitnessOf(
    { late: false, fund: null, markets: markets.map(({ symbol }) => ({ symbol, integrity: 'sound', findings: [] })) },
    Object.entries(blocked).map(([symbol, by]) => ({ symbol, by, why: '' })),
  );

/** Positions of a book as [account, symbol, isolated]. */
const rowsOf = ({ positions, accounts, markets }: Book) =>
  Array.from({ length: positions.length }, (_, i) => ({
    account: accounts.ids[positions.account[i] as number] as string,
    symbol: markets[positions.market[i] as number]?.symbol as string,
    isolated: positions.isolated[i] !== 0,
    contracts: positions.contracts[i] as number,
  }));

/** Accounts whose cross positions must not be touched, told from the book as objects. */
function boundIn(book: Book, { blocked, untold }: Fitness): Set<string> {
  const shut = new Set(blocked.map(({ symbol }) => symbol));
  const { accounts } = book;
  return new Set([
    ...rowsOf(book)
      .filter(({ symbol, isolated, contracts }) => shut.has(symbol) && !isolated && contracts > 0)
      .map(({ account }) => account),
    ...Array.from(accounts.collateralAmount.keys())
      .filter((i) => accounts.collateralAmount[i] !== 0)
      .filter((i) => untold.has(accounts.currencies[accounts.collateralCurrency[i] as number] as string))
      .map((i) => accounts.ids[accounts.collateralAccount[i] as number] as string),
  ]);
}

function untouched(book: Book, fit: Fitness, { reductions, caps, before, after }: Plan): void {
  const shut = new Set(fit.blocked.map(({ symbol }) => symbol));
  const bound = boundIn(book, fit);
  for (const { accountId, symbol, marginMode } of reductions) {
    expect(shut).not.toContain(symbol);
    if (marginMode === 'cross') expect(bound).not.toContain(accountId);
  }
  for (const { symbol } of [...caps, ...before.markets, ...after.markets]) expect(shut).not.toContain(symbol);
}

const BLOCKS = ['failed', 'unmeasurable', 'assumed'] as const;

test('whatever the book, the blocked markets and the policy: no reduction touches a blocked market or cross account', () => {
  const fund = fc.constantFrom(null, { balance: 0, peak: 10 }, { balance: 1e9, peak: 1e9 });
  const rungs = new Set<string>();
  fc.assert(
    fc.property(
      smallBook,
      fund,
      fc.constantFrom(...ADL_POLICIES),
      fc.constantFrom(BTC, ETH),
      fc.constantFrom(...BLOCKS),
      fc.constantFrom('cap' as const, 'liquidate' as const),
      (book, ownFund, adl, symbol, by, means) => {
        const fit = fitness(book, { [symbol]: by });
        const { book: left, excluded } = fitBook(book, fit);
        const input = planInput(left, { fund: ownFund, means, terms: { ...TERMS, adl } });
        const plan = planDeleveraging({ ...input, ...(excluded ? { excluded } : {}) });
        for (const { rung } of plan.reductions) rungs.add(rung);
        untouched(book, fit, plan);
        expect(blockedBehind(book, fit, plan.reductions)).toEqual([]);
        expect(plan.excluded).toEqual(excluded);
      },
    ),
    { numRuns: 80, seed: 2_026 },
  );
  expect([...rungs].sort()).toEqual(['cap', 'deleverage', 'liquidate']);
});

test('what is left out is all that is blocked and all that hangs on it, and nothing else', () => {
  fc.assert(
    fc.property(anyBook, fc.constantFrom(...BLOCKS), fc.nat(2), (plain, by, m) => {
      const book = bookOf(plain);
      const fit = fitness(book, { [book.markets[m]?.symbol as string]: by });
      const { book: left, excluded } = fitBook(book, fit);
      const shut = new Set(fit.blocked.map(({ symbol }) => symbol));
      const bound = boundIn(book, fit);
      const stays = ({ account, symbol, isolated }: ReturnType<typeof rowsOf>[number]) =>
        !shut.has(symbol) && (isolated || !bound.has(account));
      expect(rowsOf(left)).toEqual(rowsOf(book).filter(stays));
      const out = rowsOf(book).filter((row) => !stays(row) && row.contracts > 0);
      expect(excluded?.accounts).toBe(new Set(out.map(({ account }) => account)).size);
      expect((excluded?.notional as number) > 0).toBe(out.length > 0);
      expect(
        Array.from(left.accounts.collateralAccount, (who) => left.accounts.ids[who]).filter((id) =>
          bound.has(id as string),
        ),
      ).toEqual([]);
    }),
  );
});

test('what stays is worth the same, and stands on the same equity, as in the whole book', () => {
  fc.assert(
    fc.property(anyBook, fc.nat(2), (plain, m) => {
      const book = bookOf(plain);
      const fit = fitness(book, { [book.markets[m]?.symbol as string]: 'failed' });
      const whole = carryBook(book);
      const { book: left } = fitBook(book, fit);
      const carried = carryBook(left);
      const bound = boundIn(book, fit);
      book.accounts.ids.forEach((id, who) => {
        if (!bound.has(id)) expect(carried.crossEquity[who]).toBe(whole.crossEquity[who]);
      });
    }),
  );
});

describe('a book', () => {
  const cross = (account: string, symbol: string): PlainPosition => ({
    account,
    symbol,
    side: 'long',
    contracts: 1,
    entryPrice: 100,
  });
  const plain: PlainBook = {
    markets: [market(BTC, 10), market(ETH, 10), inverse('BTC/USD:BTC', 100, 100)],
    accounts: { both: { USDT: 10 }, eth: { USDT: 10 }, coin: { BTC: 1 }, gone: { USDT: 10 } },
    positions: [
      cross('both', BTC),
      cross('both', ETH),
      { ...cross('eth', BTC), margin: 5 },
      cross('eth', ETH),
      cross('coin', ETH),
      { ...cross('gone', BTC), contracts: 0 },
      cross('gone', ETH),
    ],
  };
  const book = bookOf(plain);
  const namesLeft = (by: BlockedBy) =>
    rowsOf(fitBook(book, fitness(book, { [BTC]: by })).book).map(({ account, symbol }) => `${account} ${symbol}`);

  test('with nothing blocked is the same book', () => {
    expect(fitBook(book, fitness(book, {}))).toEqual({ book, excluded: undefined });
    expect(fitBook(book, fitness(book, {})).book).toBe(book);
  });

  test('loses whose collateral is priced by a market that failed, not by one that is assumed', () => {
    expect(namesLeft('failed')).toEqual([`eth ${ETH}`, `gone ${ETH}`]);
    expect(namesLeft('assumed')).toEqual([`eth ${ETH}`, `coin ${ETH}`, `gone ${ETH}`]);
  });

  test('keeps the isolated positions of accounts that hold a blocked market across margin', () => {
    const left = fitBook(book, fitness(book, { [ETH]: 'failed' })).book;
    expect(rowsOf(left).filter(({ contracts }) => contracts > 0)).toEqual([
      { account: 'eth', symbol: BTC, isolated: true, contracts: 1 },
    ]);
  });

  test('names the markets behind reductions that may not be done, those that bind their accounts too', () => {
    const fit = fitness(book, { [BTC]: 'failed' });
    const behind = (accountId: string, symbol: string, marginMode: 'cross' | 'isolated' = 'cross') =>
      blockedBehind(book, fit, [{ accountId, symbol, marginMode }]).map((one) => one.symbol);
    expect(behind('eth', BTC, 'isolated')).toEqual([BTC]);
    expect(behind('both', ETH)).toEqual([BTC]);
    expect(behind('coin', ETH)).toEqual([BTC]);
    expect(behind('both', ETH, 'isolated')).toEqual([]);
    expect(behind('eth', ETH)).toEqual([]);
    expect(behind('gone', ETH)).toEqual([]);
    expect(blockedBehind(book, fit, [], [BTC]).map(({ symbol }) => symbol)).toEqual([BTC]);
  });
});
