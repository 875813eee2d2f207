/** Rows that are to be looked at group by group: those of group g are order[starts[g] .. starts[g + 1]). */
export interface GroupedRows {
  readonly starts: Uint32Array;
  /** Undefined where the rows stand in that order already, as most venues send them. */
  readonly order: Uint32Array | undefined;
}

/**
 * The rows account by account, those of one account as they stand: a counting sort.
 *
 * @param account of each row, below `accounts`
 */
export function rowsByAccount(account: Uint32Array, accounts: number): GroupedRows {
  const starts = startsOf(account, accounts);
  let grouped = true;
  for (let i = 1; i < account.length && grouped; i++) grouped = (account[i - 1] as number) <= (account[i] as number);
  return { starts, order: grouped ? undefined : dealt(account, starts, undefined) };
}

/**
 * The rows of each market.
 *
 * @param order in which those of one market are to stand; as they do where undefined
 */
export function rowsByMarket(market: Uint32Array, markets: number, order: Uint32Array | undefined): Uint32Array[] {
  const starts = startsOf(market, markets);
  const rows = dealt(market, starts, order);
  return Array.from({ length: markets }, (_, m) => rows.subarray(starts[m], starts[m + 1]));
}

function startsOf(group: Uint32Array, groups: number): Uint32Array {
  const starts = new Uint32Array(groups + 1);
  for (let i = 0; i < group.length; i++) {
    const after = (group[i] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let g = 0; g < groups; g++) starts[g + 1] = (starts[g + 1] as number) + (starts[g] as number);
  return starts;
}

function dealt(group: Uint32Array, starts: Uint32Array, before: Uint32Array | undefined): Uint32Array {
  const next = starts.slice();
  const order = new Uint32Array(group.length);
  for (let i = 0; i < group.length; i++) {
    const row = before === undefined ? i : (before[i] as number);
    const g = group[row] as number;
    const at = next[g] as number;
    order[at] = row;
    next[g] = at + 1;
  }
  return order;
}
