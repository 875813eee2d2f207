import { type CarriedBook, carryBook } from '../leverage/carried-book.ts';
import { type EquityDifference, equityDifference } from '../leverage/equity-difference.ts';
import { measureBook } from '../leverage/measure-book.ts';
import { fundOfMarkets, fundsOf } from '../liquidation/fund-cover.ts';
import type { Stress } from '../liquidation/insurance.ts';
import { type FundCover, type MarketRisk, measureRisk } from '../liquidation/market-risk.ts';
import type { MarketActivity } from '../liquidation/risk-ground.ts';
import type { RiskModel } from '../policy/types.ts';
import type { Book } from '../snapshot/types.ts';
import { haircutsFor } from './activity.ts';
import type { BookMetrics } from './types.ts';

/** Every figure of a book, before anything is judged. */
export interface Measurement {
  /** The whole venue. */
  readonly venue: BookMetrics;
  /** In the book's order. */
  readonly markets: readonly (BookMetrics & MarketRisk)[];
  /** Of each of the venue's funds. */
  readonly stress: readonly Stress[];
  /** Currencies without a price in this book: they count as nothing. */
  readonly unpriced: readonly string[];
  /** Stablecoins that count at a price off par, with that price. */
  readonly offPar: ReadonlyMap<string, number>;
  /** How the equities that the venue gives differ from what its collateral and positions come to; null if it gives none that do. */
  readonly equityDifference: EquityDifference | null;
}

/** What a book is measured by: the activity of each of its markets, in its order, and the policy's model. */
export interface MeasureTerms {
  readonly activity: readonly MarketActivity[];
  readonly model: RiskModel;
}

/** Values a book by its own prices, collateral after haircuts. */
export const carry = (book: Book, { activity, model }: MeasureTerms): CarriedBook =>
  carryBook(book, haircutsFor(book, activity, model));

/**
 * Measures a book as a whole: equity, concentration and leverage, then what a shock would do.
 *
 * @param carried the same book, valued
 */
export function measureCarried(book: Book, carried: CarriedBook, { activity, model }: MeasureTerms): Measurement {
  const measured = measureBook(book, carried);
  const funds = fundsOf(book.header);
  const fundOf = fundOfMarkets(book, funds);
  const covers = funds.map(({ balance, name }, f): FundCover => {
    const worth = balance * (carried.fundWorths[f] as number);
    return name === undefined
      ? { balance: worth }
      : { balance: worth, only: Uint8Array.from(fundOf, (own) => (own === f ? 1 : 0)) };
  });
  const risk = measureRisk(book, carried, activity, covers, model);
  return {
    venue: measured.venue,
    markets: measured.markets.map((figures, m) => ({ ...figures, ...(risk.markets[m] as MarketRisk) })),
    stress: risk.stress,
    unpriced: carried.unpriced,
    offPar: carried.offPar,
    equityDifference: equityDifference(book, carried),
  };
}
