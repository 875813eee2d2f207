import type { BlockedMarket, Excluded, Reduction } from '../deleveraging/plan/types.ts';
import { openValuation, quoteValues, valuePositions } from '../leverage/valuation.ts';
import { type Column, VALUE_COLUMNS } from '../snapshot/columns.ts';
import type { AccountColumns, Book, Market, PositionColumns } from '../snapshot/types.ts';
import type { Fitness } from './fitness.ts';

/** What of a book may be acted on, as a book of its own. */
export interface FitBook {
  readonly book: Book;
  /** What is not in it; undefined if all of it is. */
  readonly excluded: Excluded | undefined;
}

/**
 * The book without what may not be acted on: the positions in blocked markets, and all cross positions of the accounts that hold a cross
 * position there or collateral that cannot be priced, with their collateral. An isolated position in another market stands for itself,
 * and stays.
 *
 * Markets keep their places and their prices, so that currencies are worth what they were assessed at; a blocked one is left without
 * positions, order book, candle and tiers.
 */
export function fitBook(book: Book, { blocked, untold }: Fitness): FitBook {
  if (blocked.length === 0) return { book, excluded: undefined };
  const symbols = new Set(blocked.map(({ symbol }) => symbol));
  const shut = Uint8Array.from(book.markets, ({ symbol }) => (symbols.has(symbol) ? 1 : 0));
  const bound = boundAccounts(book, shut, untold);
  const { positions, accounts } = book;
  const kept: number[] = [];
  const left: number[] = [];
  for (let i = 0; i < positions.length; i++) {
    const out =
      shut[positions.market[i] as number] === 1 || (!positions.isolated[i] && bound[positions.account[i] as number]);
    (out ? left : kept).push(i);
  }
  const collateral = Array.from(accounts.collateralAccount.keys()).filter(
    (i) => !bound[accounts.collateralAccount[i] as number],
  );
  return {
    book: {
      ...book,
      markets: book.markets.map((market, m) => (shut[m] ? emptied(market) : market)),
      accounts: pickedCollateral(accounts, Uint32Array.from(collateral)),
      positions: pickedPositions(positions, Uint32Array.from(kept)),
    },
    excluded: { markets: blocked, ...heldBy(book, left) },
  };
}

/**
 * The blocked markets that stand behind reductions: those that are reduced in, and those that bind the accounts whose cross positions are
 * reduced. Empty if all of the reductions may be done.
 *
 * @param symbols further markets that are acted on, such as by a cap
 */
export function blockedBehind(
  book: Book,
  { blocked, untold }: Fitness,
  reductions: readonly Pick<Reduction, 'accountId' | 'symbol' | 'marginMode'>[],
  symbols: Iterable<string> = [],
): readonly BlockedMarket[] {
  if (blocked.length === 0) return [];
  const acted = new Set([...symbols, ...reductions.map(({ symbol }) => symbol)]);
  const crossed = new Set(
    reductions.filter(({ marginMode }) => marginMode === 'cross').map(({ accountId }) => accountId),
  );
  const { positions, accounts, markets } = book;
  for (let i = 0; i < positions.length; i++) {
    if (positions.isolated[i] || !((positions.contracts[i] as number) > 0)) continue;
    if (crossed.has(accounts.ids[positions.account[i] as number] as string))
      acted.add(markets[positions.market[i] as number]?.symbol as string);
  }
  for (let i = 0; i < accounts.collateralAmount.length; i++) {
    const pricing = untold.get(accounts.currencies[accounts.collateralCurrency[i] as number] as string);
    if (pricing !== undefined && holdsCollateral(accounts, i) && crossed.has(ownerOf(accounts, i))) acted.add(pricing);
  }
  return blocked.filter(({ symbol }) => acted.has(symbol));
}

const holdsCollateral = ({ collateralAmount }: AccountColumns, i: number): boolean => collateralAmount[i] !== 0;
const ownerOf = ({ ids, collateralAccount }: AccountColumns, i: number): string =>
  ids[collateralAccount[i] as number] as string;

/** 1 for each account whose cross equity rests on a blocked market. */
function boundAccounts({ positions, accounts }: Book, shut: Uint8Array, untold: Fitness['untold']): Uint8Array {
  const bound = new Uint8Array(accounts.ids.length);
  for (let i = 0; i < positions.length; i++) {
    // A row of no contracts holds nothing.
    if (positions.isolated[i] || !shut[positions.market[i] as number] || !((positions.contracts[i] as number) > 0))
      continue;
    bound[positions.account[i] as number] = 1;
  }
  const unknown = accounts.currencies.map((currency) => untold.has(currency));
  for (let i = 0; i < accounts.collateralAmount.length; i++)
    if (unknown[accounts.collateralCurrency[i] as number] && holdsCollateral(accounts, i))
      bound[accounts.collateralAccount[i] as number] = 1;
  return bound;
}

const emptied = ({ symbol, markPrice, indexPrice, contractSize, linear, inverse, settle }: Market): Market => ({
  symbol,
  ...(inverse === undefined ? {} : { inverse }),
  ...(settle === undefined ? {} : { settle }),
  markPrice,
  ...(indexPrice === undefined ? {} : { indexPrice }),
  contractSize,
  linear,
});

/** Accounts that hold rows of a book, and what these are worth at the venue's own marks, in the valuation's unit. */
function heldBy(book: Book, rows: readonly number[]): Pick<Excluded, 'accounts' | 'notional'> {
  const { notional } = valuePositions(book, quoteValues(book.markets, openValuation(book.markets, book.header.assets)));
  const { account, contracts } = book.positions;
  const accounts = new Set<number>();
  const held = rows.filter((row) => (contracts[row] as number) > 0);
  for (const row of held) accounts.add(account[row] as number);
  // What cannot be measured may be worth no number at all. In order of size, so that the sum does not depend on that of the rows.
  const worths = Float64Array.from(held, (row) => notional[row] as number)
    .filter(Number.isFinite)
    .sort();
  return { accounts: accounts.size, notional: worths.reduce((sum, own) => sum + own, 0) };
}

const picked = <T extends Column>(column: T, rows: Uint32Array): T => {
  const kept = new (column.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) kept[i] = column[rows[i] as number] as number;
  return kept;
};

const pickedCollateral = (accounts: AccountColumns, rows: Uint32Array): AccountColumns => ({
  ...accounts,
  collateralAccount: picked(accounts.collateralAccount, rows),
  collateralCurrency: picked(accounts.collateralCurrency, rows),
  collateralAmount: picked(accounts.collateralAmount, rows),
});

function pickedPositions(positions: PositionColumns, rows: Uint32Array): PositionColumns {
  const values = Object.fromEntries(VALUE_COLUMNS.map((name) => [name, picked(positions[name], rows)]));
  return {
    length: rows.length,
    account: picked(positions.account, rows),
    market: picked(positions.market, rows),
    side: picked(positions.side, rows),
    isolated: picked(positions.isolated, rows),
    ...(values as Pick<PositionColumns, (typeof VALUE_COLUMNS)[number]>),
  };
}
