import type { BookMetrics } from '../assessment/types.ts';
import type { Book } from '../snapshot/types.ts';
import { type CarriedBook, carryBook } from './carried-book.ts';
import type { MeasuredColumns } from './holdings.ts';
import { measureRows, openMeasuringRoom } from './measure-rows.ts';
import { rowsByAccount, rowsByMarket } from './row-order.ts';

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
  const columns: MeasuredColumns = {
    account: positions.account,
    side: positions.side,
    notional: values.notional,
    margin: values.margin,
    leverage,
    bust,
  };
  const { order: byAccount } = rowsByAccount(positions.account, accounts.ids.length);
  const byMarket = rowsByMarket(positions.market, markets.length, byAccount);
  const room = openMeasuringRoom(
    Math.min(positions.length, accounts.ids.length),
    byMarket.reduce((most, { length }) => Math.max(most, length), 0),
  );
  return {
    venue: measureRows(columns, byAccount, collateral, room),
    markets: byMarket.map((rows) => measureRows(columns, rows, collateral, room)),
  };
}
