/**
 * The rows account by account, those of one account as they stand: a counting sort.
 *
 * @param account of each row, below `accounts`
 * @returns the rows in that order; undefined where they stand so already, as most venues send them
 */
export function rowsByAccount(account: Uint32Array, accounts: number): Uint32Array | undefined {
  let grouped = true;
  for (let i = 1; i < account.length && grouped; i++) grouped = (account[i - 1] as number) <= (account[i] as number);
  return grouped ? undefined : countingSort(account, accounts, undefined).order;
}

/**
 * The rows of each market.
 *
 * @param order in which those of one market are to stand; as they do where undefined
 */
export function rowsByMarket(market: Uint32Array, markets: number, order: Uint32Array | undefined): Uint32Array[] {
  const { starts, order: rows } = countingSort(market, markets, order);
  return Array.from({ length: markets }, (_, m) => rows.subarray(starts[m], starts[m + 1]));
}

function countingSort(group: Uint32Array, groups: number, before: Uint32Array | undefined) {
  const starts = new Uint32Array(groups + 1);
  for (let i = 0; i < group.length; i++) {
    const after = (group[i] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let g = 0; g < groups; g++) starts[g + 1] = (starts[g + 1] as number) + (starts[g] as number);
  const next = starts.slice();
  const order = new Uint32Array(group.length);
  for (let i = 0; i < group.length; i++) {
    const row = before === undefined ? i : (before[i] as number);
    const g = group[row] as number;
    const at = next[g] as number;
    order[at] = row;
    next[g] = at + 1;
  }
  return { starts, order };
}
