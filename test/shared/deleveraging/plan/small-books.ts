import fc from 'fast-check';
import type { PlanInput } from '../../../../shared/deleveraging/plan/plan.ts';
import type { DeleveragingTerms } from '../../../../shared/deleveraging/plan/types.ts';
import { DEFAULT_DELEVERAGING, DEFAULT_MODEL } from '../../../../shared/policy/default-policy.ts';
import type { Book, Market } from '../../../../shared/snapshot/types.ts';
import { bookOf, type PlainPosition } from '../../leverage/plain-book.ts';

export const TERMS: DeleveragingTerms = { ...DEFAULT_DELEVERAGING, lowestCap: 2, adl: 'pro-rata' };

/** A market at 100 with a book that is 1 wide at every percent, so that each percent takes so many contracts. */
export const market = (symbol: string, depthPerPercent: number): Market => ({
  symbol,
  markPrice: 100,
  contractSize: 1,
  linear: true,
  orderBook: {
    bids: [1, 2, 3, 4].map((percent) => [100 - percent, depthPerPercent] as const),
    asks: [1, 2, 3, 4].map((percent) => [100 + percent, depthPerPercent] as const),
  },
  leverageTiers: [
    { tier: 1, minNotional: 0, maxNotional: 1_000, maintenanceMarginRate: 0.005, maxLeverage: 100 },
    { tier: 2, minNotional: 1_000, maxNotional: 10_000, maintenanceMarginRate: 0.01, maxLeverage: 50 },
    { tier: 3, minNotional: 10_000, maxNotional: 1e9, maintenanceMarginRate: 0.02, maxLeverage: 25 },
  ],
});

const SYMBOLS = ['BTC/USDT:USDT', 'ETH/USDT:USDT'] as const;

const position = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  side: fc.constantFrom('long' as const, 'short' as const),
  contracts: fc.double({ min: 1, max: 200, noNaN: true }),
  leverage: fc.double({ min: 1, max: 60, noNaN: true }),
  entryPrice: fc.double({ min: 85, max: 115, noNaN: true }),
  isolated: fc.boolean(),
});

/** Books of two to six accounts with one or two positions each; some under water, as entries differ from the mark. */
export const smallBook: fc.Arbitrary<Book> = fc
  .array(fc.array(position, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 6 })
  .chain((accounts) =>
    fc.record({
      accounts: fc.constant(accounts),
      depth: fc.double({ min: 5, max: 400, noNaN: true }),
    }),
  )
  .map(({ accounts, depth }) => {
    const positions: PlainPosition[] = [];
    const collateral: Record<string, Record<string, number>> = {};
    accounts.forEach((own, a) => {
      const account = `account-${a}`;
      let cross = 0;
      const seen = new Set<string>();
      for (const { leverage, isolated, ...rest } of own) {
        const key = `${rest.symbol} ${rest.side} ${isolated}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const margin = (rest.contracts * rest.entryPrice) / leverage;
        if (isolated) positions.push({ account, ...rest, margin });
        else {
          positions.push({ account, ...rest });
          cross += margin;
        }
      }
      collateral[account] = { USDT: cross };
    });
    return bookOf({ markets: SYMBOLS.map((symbol) => market(symbol, depth)), accounts: collateral, positions });
  });

export const planInput = (book: Book, change: Partial<PlanInput> = {}): PlanInput => ({
  book,
  activity: new Map(book.markets.map(({ symbol }) => [symbol, { sigma: 0.02, dailyVolatility: 0.08 }])),
  haircutOf: () => 0,
  model: DEFAULT_MODEL,
  fund: { balance: 1_000, peak: 1_000 },
  deleveraging: false,
  means: 'cap',
  terms: TERMS,
  ...change,
});
