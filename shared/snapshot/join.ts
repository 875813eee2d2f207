import { AccountFacts } from './account-facts.ts';
import { allocatePositions, VALUE_COLUMNS } from './columns.ts';
import { followSource } from './conventions.ts';
import { type FaultList, openFaultList } from './faults.ts';
import { type Fragment, placeOf } from './fragment.ts';
import { LIMITS } from './limits.ts';
import { repeatedPositions } from './repeated-positions.ts';
import type { AccountColumns, Book, Fault, Market, SnapshotHeader } from './types.ts';

export type Joined =
  | { readonly ok: true; readonly book: Book }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly total: number };

/**
 * Joins the fragments of one snapshot to a book; what only the whole can show is checked here: an account or market that two
 * parts declare, one that none does, a position that stands in two parts.
 *
 * @param fragments in the order of their numbers, whatever the order in which they landed, so that the book is the same
 * @returns the book, or its faults with paths that begin with `/parts/{n}`, n being the place in `fragments`
 */
export function joinFragments(venue: string, header: SnapshotHeader, fragments: readonly Fragment[]): Joined {
  const [only] = fragments;
  if (fragments.length === 1 && only && isWhole(only)) {
    const { markets, accounts, positions } = only;
    return { ok: true, book: followSource({ venue, header, markets, accounts, positions }) };
  }
  const faults = openFaultList();
  const markets = joinMarkets(fragments, faults);
  const accounts = joinAccounts(fragments, faults);
  if (faults.total > 0) return { ok: false, faults: faults.kept, total: faults.total };

  const rows = fragments.reduce((sum, { positions }) => sum + positions.length, 0);
  const positions = allocatePositions(rows);
  let row = 0;
  fragments.forEach((fragment, part) => {
    const from = fragment.positions;
    const accountMap = indexMap(
      fragment.accounts.ids,
      accounts.index,
      faults,
      (id) => `/parts/${part}: the account ${id}`,
    );
    const marketMap = indexMap(
      fragment.symbols,
      markets.index,
      faults,
      (symbol) => `/parts/${part}: the market ${symbol}`,
    );
    for (let i = 0; i < from.length; i++) {
      positions.account[row + i] = accountMap[from.account[i] as number] as number;
      positions.market[row + i] = marketMap[from.market[i] as number] as number;
    }
    for (const name of COPIED) positions[name].set(from[name] as never, row);
    row += from.length;
  });
  if (faults.total === 0) {
    for (const repeated of repeatedPositions(positions, markets.list.length)) {
      const account = JSON.stringify(accounts.ids[positions.account[repeated] as number]);
      const { part, place } = partOf(fragments, repeated);
      faults.add(
        `/parts/${part}/positions/${place}`,
        `repeats a position of the account ${account} that stands in another part`,
      );
    }
  }
  if (faults.total > 0) return { ok: false, faults: faults.kept, total: faults.total };
  return {
    ok: true,
    book: followSource({ venue, header, markets: markets.list, accounts: accounts.columns, positions }),
  };
}

const COPIED = ['side', 'isolated', ...VALUE_COLUMNS] as const;

const isWhole = ({ symbols, markets, accounts, declaredAccounts }: Fragment): boolean =>
  symbols.length === markets.length && accounts.ids.length === declaredAccounts;

function joinMarkets(
  fragments: readonly Fragment[],
  faults: FaultList,
): { list: Market[]; index: Map<string, number> } {
  const list: Market[] = [];
  const index = new Map<string, number>();
  fragments.forEach((fragment, part) => {
    fragment.markets.forEach((market, i) => {
      if (index.has(market.symbol)) {
        faults.add(
          `/parts/${part}/markets/${i}/symbol`,
          `names ${JSON.stringify(market.symbol)}, which another part has too`,
        );
      }
      index.set(market.symbol, list.push(market) - 1);
    });
  });
  if (list.length > LIMITS.markets) faults.add('/markets', `are ${list.length}; a snapshot may hold ${LIMITS.markets}`);
  return { list, index };
}

function joinAccounts(fragments: readonly Fragment[], faults: FaultList) {
  const ids: string[] = [];
  const index = new Map<string, number>();
  const currencies: string[] = [];
  const currencyIndex = new Map<string, number>();
  const rows = fragments.reduce((sum, { accounts }) => sum + accounts.collateralAmount.length, 0);
  const collateralAccount = new Uint32Array(rows);
  const collateralCurrency = new Uint32Array(rows);
  const collateralAmount = new Float64Array(rows);
  let row = 0;
  const facts = new AccountFacts();
  fragments.forEach(({ accounts, declaredAccounts }, part) => {
    const first = ids.length;
    copyFacts(accounts, declaredAccounts, first, facts);
    for (let i = 0; i < declaredAccounts; i++) {
      const id = accounts.ids[i] as string;
      if (index.has(id)) {
        faults.add(`/parts/${part}/accounts/${i}/accountId`, `names ${JSON.stringify(id)}, which another part has too`);
      }
      index.set(id, ids.push(id) - 1);
    }
    const currencyMap = accounts.currencies.map((currency) => {
      const known = currencyIndex.get(currency) ?? currencies.push(currency) - 1;
      currencyIndex.set(currency, known);
      return known;
    });
    for (let i = 0; i < accounts.collateralAmount.length; i++, row++) {
      collateralAccount[row] = first + (accounts.collateralAccount[i] as number);
      collateralCurrency[row] = currencyMap[accounts.collateralCurrency[i] as number] as number;
      collateralAmount[row] = accounts.collateralAmount[i] as number;
    }
  });
  const columns: AccountColumns = {
    ...{ ids, currencies, collateralAccount, collateralCurrency, collateralAmount },
    ...facts.columns(ids.length),
  };
  return { ids, index, columns };
}

/** Takes what a part says of its accounts over to all accounts. @param first place of the part's first account */
function copyFacts(
  { equity, equityUnknown, owners = [], owner }: AccountColumns,
  declared: number,
  first: number,
  facts: AccountFacts,
) {
  const names = owners.map((name) => Buffer.from(name));
  for (let i = 0; i < declared; i++) {
    if (equity && !Number.isNaN(equity[i] as number)) facts.setEquity(first + i, equity[i] as number);
    if (equityUnknown?.[i]) facts.setEquity(first + i, null);
    const name = names[(owner?.[i] ?? 0) - 1];
    if (name) facts.setOwner(first + i, name, 0, name.length);
  }
}

/** Where each of a fragment's own names stands in the book; a name that no part declares is a fault. */
function indexMap(
  names: readonly string[],
  index: ReadonlyMap<string, number>,
  faults: FaultList,
  subject: (name: string) => string,
): Uint32Array {
  return Uint32Array.from(names, (name) => {
    const at = index.get(name);
    if (at === undefined) {
      const [path = '', what = ''] = subject(JSON.stringify(name)).split(': ', 2);
      faults.add(path, `${what} is named by a position and declared in no part`);
    }
    return at ?? 0;
  });
}

/** The part that a row comes from, and its place among the positions there. */
function partOf(fragments: readonly Fragment[], row: number): { part: number; place: number } {
  let own = row;
  let part = 0;
  while (own >= (fragments[part] as Fragment).positions.length) own -= (fragments[part++] as Fragment).positions.length;
  return { part, place: placeOf(own, fragments[part]?.skipped) };
}
