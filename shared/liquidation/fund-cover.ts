import type { Book, InsuranceFund, SnapshotHeader } from '../snapshot/types.ts';

/** One of a venue's insurance funds, and the markets that it stands for. */
export interface VenueFund extends InsuranceFund {
  /** Absent for a venue's only fund. */
  readonly name?: string;
  readonly symbols?: readonly string[];
}

/** The funds of a venue: its only one, or each of several. */
export const fundsOf = ({ insuranceFund, insuranceFunds }: SnapshotHeader): readonly VenueFund[] =>
  insuranceFunds ?? (insuranceFund ? [insuranceFund] : []);

/**
 * Place of the fund that stands for each market: the one that names it, else the one that names none.
 *
 * @returns -1 for markets that no fund stands for
 */
export function fundOfMarkets({ markets }: Book, funds: readonly Pick<VenueFund, 'symbols'>[]): Int32Array {
  const named = new Map(funds.flatMap(({ symbols = [] }, f) => symbols.map((symbol) => [symbol, f] as const)));
  const others = funds.findIndex(({ symbols }) => symbols === undefined);
  return Int32Array.from(markets, ({ symbol }) => named.get(symbol) ?? others);
}
