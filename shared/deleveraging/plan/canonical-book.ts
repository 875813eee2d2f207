import { rowsByAccount } from '../../leverage/row-order.ts';
import { orderOf } from '../../numeric/order.ts';
import { type Column, VALUE_COLUMNS } from '../../snapshot/columns.ts';
import type { AccountColumns, Book, PositionColumns } from '../../snapshot/types.ts';

/**
 * The same book with its markets, accounts, collateral and positions in an order of their own, so that sums come to the same last
 * bit and ties fall the same way whatever the order in which a venue sends its rows. A book that is in order already is returned
 * as it is.
 */
export function canonicalBook(book: Book): Book {
  const { markets, accounts, positions } = book;
  const marketOrder = orderOfNames(markets.map(({ symbol }) => symbol));
  const accountOrder = orderOfNames(accounts.ids);
  const currencyOrder = orderOfNames(accounts.currencies);
  const newMarket = inverse(marketOrder, markets.length);
  const newAccount = inverse(accountOrder, accounts.ids.length);
  const newCurrency = inverse(currencyOrder, accounts.currencies.length);
  const ownMarket = placed(positions.market, newMarket);
  const rows = sortedRows(placed(positions.account, newAccount), accounts.ids.length, (a, b) => {
    const apart = (ownMarket[a] as number) - (ownMarket[b] as number);
    if (apart !== 0) return apart;
    return (
      (positions.side[b] as number) - (positions.side[a] as number) ||
      (positions.isolated[a] as number) - (positions.isolated[b] as number)
    );
  });
  const { collateralAccount, collateralCurrency, collateralAmount } = accounts;
  const ownCurrency = placed(collateralCurrency, newCurrency);
  const collateral = sortedRows(
    placed(collateralAccount, newAccount),
    accounts.ids.length,
    (a, b) =>
      (ownCurrency[a] as number) - (ownCurrency[b] as number) ||
      (collateralAmount[a] as number) - (collateralAmount[b] as number),
  );
  if (!marketOrder && !accountOrder && !currencyOrder && !rows && !collateral) return book;
  return {
    ...book,
    markets: marketOrder ? Array.from(marketOrder, (m) => markets[m] as Book['markets'][number]) : markets,
    accounts: reorderedAccounts(accounts, accountOrder, currencyOrder, newAccount, newCurrency, collateral),
    positions: reorderedPositions(positions, rows, newAccount, newMarket),
  };
}

/**
 * Names in an order of their own, whatever the order in which they come: by a hash, which sorts as a number does, and by name where two
 * have the same.
 *
 * @returns undefined where they are in that order
 */
function orderOfNames(names: readonly string[]): Uint32Array | undefined {
  const keys = Float64Array.from(names, hashOf);
  const order = orderOf(keys).slice();
  const keyAt = (place: number): number => keys[order[place] as number] as number;
  for (let from = 0, to = 1; to <= order.length; to++) {
    if (to < order.length && keyAt(to) === keyAt(from)) continue;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1));
    from = to;
  }
  return order.every((name, i) => name === i) ? undefined : order;
}

/** Two FNV-1a hashes of 32 and 21 bits side by side: a whole number below 2^53. */
function hashOf(name: string): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
  }
  return (high >>> 0) * 0x200000 + (low >>> 11);
}

const inverse = (order: Uint32Array | undefined, length: number): Uint32Array | undefined => {
  if (!order) return undefined;
  const place = new Uint32Array(length);
  order.forEach((from, to) => {
    place[from] = to;
  });
  return place;
};

/**
 * Rows by account, and those of one account, which are few, as `compare` has them.
 *
 * @returns undefined where they are in that order
 */
function sortedRows(
  account: Uint32Array,
  accounts: number,
  compare: (a: number, b: number) => number,
): Uint32Array | undefined {
  const { starts, order } = rowsByAccount(account, accounts);
  const rows = order ?? Uint32Array.from(account, (_, i) => i);
  let ordered = order === undefined;
  for (let who = 0; who < accounts; who++) {
    const from = starts[who] as number;
    const to = starts[who + 1] as number;
    for (let i = from + 1; i < to; i++) {
      if (compare(rows[i - 1] as number, rows[i] as number) <= 0) continue;
      ordered = false;
      rows.subarray(from, to).sort(compare);
      break;
    }
  }
  return ordered ? undefined : rows;
}

function reorderedAccounts(
  accounts: AccountColumns,
  accountOrder: Uint32Array | undefined,
  currencyOrder: Uint32Array | undefined,
  newAccount: Uint32Array | undefined,
  newCurrency: Uint32Array | undefined,
  rows: Uint32Array | undefined,
): AccountColumns {
  const { ids, currencies, collateralAccount, collateralCurrency, collateralAmount } = accounts;
  const { equity, equityUnknown, owners, owner } = accounts;
  return {
    ...(equity ? { equity: inOrder(equity, accountOrder) } : {}),
    ...(equityUnknown ? { equityUnknown: inOrder(equityUnknown, accountOrder) } : {}),
    ...(owners && owner ? { owners, owner: inOrder(owner, accountOrder) } : {}),
    ids: accountOrder ? Array.from(accountOrder, (i) => ids[i] as string) : ids,
    currencies: currencyOrder ? Array.from(currencyOrder, (i) => currencies[i] as string) : currencies,
    collateralAccount: placed(inOrder(collateralAccount, rows), newAccount),
    collateralCurrency: placed(inOrder(collateralCurrency, rows), newCurrency),
    collateralAmount: inOrder(collateralAmount, rows),
  };
}

function reorderedPositions(
  positions: PositionColumns,
  rows: Uint32Array | undefined,
  newAccount: Uint32Array | undefined,
  newMarket: Uint32Array | undefined,
): PositionColumns {
  const values = Object.fromEntries(VALUE_COLUMNS.map((name) => [name, inOrder(positions[name], rows)]));
  return {
    length: positions.length,
    account: placed(inOrder(positions.account, rows), newAccount),
    market: placed(inOrder(positions.market, rows), newMarket),
    side: inOrder(positions.side, rows),
    isolated: inOrder(positions.isolated, rows),
    ...(values as Pick<PositionColumns, (typeof VALUE_COLUMNS)[number]>),
  };
}

/** The column with its rows in an order. */
function inOrder<T extends Column>(column: T, rows: Uint32Array | undefined): T {
  if (!rows) return column;
  const ordered = new (column.constructor as new (length: number) => T)(column.length);
  for (let i = 0; i < rows.length; i++) ordered[i] = column[rows[i] as number] as number;
  return ordered;
}

/** What a column points at, where it stands now. */
function placed(column: Uint32Array, place: Uint32Array | undefined): Uint32Array {
  if (!place) return column;
  const renumbered = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i++) renumbered[i] = place[column[i] as number] as number;
  return renumbered;
}
