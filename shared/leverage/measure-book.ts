import type { BookMetrics } from '../assessment/types.ts';
import type { Book } from '../snapshot/types.ts';
import { type CarriedBook, carryBook } from './carried-book.ts';
import type { MeasuredColumns } from './holdings.ts';
import { measureRows, openMeasuringRoom } from './measure-rows.ts';
import { concentrationByOwner, type OwnerConcentration, ownersOf } from './owner-concentration.ts';
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
  const { values, collateral, leverage, bust, unknown } = carried;
  const columns: MeasuredColumns = {
    account: positions.account,
    side: positions.side,
    notional: values.notional,
    margin: values.margin,
    leverage,
    bust,
    ...(unknown ? { known: values.notional.map((own, i) => (unknown[i] ? 0 : own)), unknown } : {}),
  };
  const { order: byAccount } = rowsByAccount(positions.account, accounts.ids.length);
  const byMarket = rowsByMarket(positions.market, markets.length, byAccount);
  const room = openMeasuringRoom(
    Math.min(positions.length, accounts.ids.length),
    byMarket.reduce((most, { length }) => Math.max(most, length), 0),
  );
  const owners = ownersOf(accounts);
  const byOwner =
    owners &&
    concentrationByOwner(owners, positions.account, positions.market, positions.side, values.notional, markets.length);
  return {
    venue: withOwners(measureRows(columns, byAccount, collateral, room), byOwner?.venue),
    markets: byMarket.map((rows, m) => withOwners(measureRows(columns, rows, collateral, room), byOwner?.markets[m])),
  };
}

const withOwners = (metrics: BookMetrics, byOwner: OwnerConcentration | undefined): BookMetrics =>
  byOwner ? { ...metrics, concentration: { ...metrics.concentration, byOwner } } : metrics;
