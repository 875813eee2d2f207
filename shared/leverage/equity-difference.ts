import type { Book } from '../snapshot/types.ts';
import type { CarriedBook } from './carried-book.ts';

/** How far a venue's figure may be from ours, as a share of the larger: beyond the rounding and the prices of a moment. */
export const EQUITY_TOLERANCE = 0.01;

/** Accounts whose equity the venue says is something else than its collateral and cross positions come to. */
export interface EquityDifference {
  readonly accounts: number;
  /** The largest difference. */
  readonly largest: { readonly accountId: string; readonly venue: number; readonly ours: number };
}

/**
 * Compares the venue's own figures of equity with the equity by its rules.
 *
 * @returns null if none differs by more than EQUITY_TOLERANCE
 */
export function equityDifference(book: Book, { crossEquity }: CarriedBook): EquityDifference | null {
  const { equity, ids } = book.accounts;
  if (!equity) return null;
  let accounts = 0;
  let largest = -1;
  let most = 0;
  for (let who = 0; who < equity.length; who++) {
    const venue = equity[who] as number;
    const ours = crossEquity[who] as number;
    const difference = Math.abs(venue - ours);
    // A figure that is not given is NaN, and differs from nothing.
    if (!(difference > EQUITY_TOLERANCE * Math.max(Math.abs(venue), Math.abs(ours)))) continue;
    accounts++;
    if (difference > most) {
      most = difference;
      largest = who;
    }
  }
  if (largest < 0) return null;
  const accountId = ids[largest] as string;
  return { accounts, largest: { accountId, venue: equity[largest] as number, ours: crossEquity[largest] as number } };
}
