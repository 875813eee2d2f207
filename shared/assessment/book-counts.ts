import type { HeldContracts } from '../integrity/open-interest.ts';
import type { Book } from '../snapshot/types.ts';

/** What stands in a book, counted whether or not it can be measured. Rows without contracts count for nothing. */
export interface BookCounts {
  /** Of each market, in the book's order: contracts of each side. */
  readonly contracts: readonly HeldContracts[];
  /** Of each market. */
  readonly positions: Uint32Array;
  readonly total: number;
  /** Accounts that hold any position. */
  readonly accounts: number;
}

export function countBook({ positions, markets, accounts }: Book): BookCounts {
  const { length, market, side, contracts, account } = positions;
  const long = new Float64Array(markets.length);
  const short = new Float64Array(markets.length);
  const rows = new Uint32Array(markets.length);
  const holds = new Uint8Array(accounts.ids.length);
  for (let i = 0; i < length; i++) {
    const own = contracts[i] as number;
    if (own === 0) continue;
    const m = market[i] as number;
    const sums = (side[i] as number) > 0 ? long : short;
    sums[m] = (sums[m] as number) + own;
    rows[m] = (rows[m] as number) + 1;
    holds[account[i] as number] = 1;
  }
  return {
    contracts: markets.map((_, m) => ({ longContracts: long[m] as number, shortContracts: short[m] as number })),
    positions: rows,
    total: rows.reduce((sum, own) => sum + own, 0),
    accounts: holds.reduce((sum, one) => sum + one, 0),
  };
}

/** Accounts that hold positions in one market. */
export function accountsIn({ positions }: Book, m: number): number {
  const found = new Set<number>();
  for (let i = 0; i < positions.length; i++)
    if (positions.market[i] === m && positions.contracts[i] !== 0) found.add(positions.account[i] as number);
  return found.size;
}
