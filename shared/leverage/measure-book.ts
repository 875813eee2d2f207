import type { BookMetrics } from '../assessment/types.ts';
import type { Book } from '../snapshot/types.ts';
import { type CarriedBook, carryBook } from './carried-book.ts';
import { type MeasuredRows, measureRows, partitionByMarket } from './measured-rows.ts';

export interface BookMeasure {
  readonly venue: BookMetrics;
  /** One a market, in the book's order. */
  readonly markets: readonly BookMetrics[];
}

/**
 * Concentration and leverage of a book, for each market and for the venue, by account.
 *
 * An account's cross positions share its equity (collateral + their unrealised PnL); an isolated position stands on its own
 * margin and PnL. All amounts are in the valuation's unit, and every figure is finite.
 */
export function measureBook(book: Book, carried: CarriedBook = carryBook(book)): BookMeasure {
  const { accounts, markets, positions } = book;
  const { values, collateral, leverage, bust } = carried;
  const rows: MeasuredRows = {
    account: positions.account,
    side: positions.side,
    notional: values.notional,
    margin: values.margin,
    leverage,
    bust,
  };
  const byMarket = partitionByMarket(rows, positions.market, markets.length);
  const place = new Uint32Array(accounts.ids.length);
  return {
    venue: measureRows({ ...rows, notional: rows.notional.slice(), leverage: leverage.slice() }, collateral, place),
    markets: byMarket.map((own) => measureRows(own, collateral, place)),
  };
}
