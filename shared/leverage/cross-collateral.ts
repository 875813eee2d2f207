import type { AccountColumns, CollateralRatio } from '../snapshot/types.ts';
import { rowsByAccount } from './row-order.ts';

/** What a unit of each collateral currency is worth, and how much of a balance counts. Columns by currency. */
export interface CollateralTerms {
  /** In the valuation's unit; 0 without a price. */
  readonly worth: Float64Array;
  /** The venue's stepped ratios; undefined if all of a balance counts. */
  readonly ratios: readonly (readonly CollateralRatio[] | undefined)[];
  /** Our haircut: share of a balance's worth that does not count. */
  readonly haircut: Float64Array;
}

/** Balances of the accounts, one of each currency that an account holds: rows of an account at starts[a] .. starts[a + 1]. */
export interface Balances {
  readonly starts: Uint32Array;
  readonly currency: Uint32Array;
  /** What counts as margin by the venue's rules, in the valuation's unit; negative if the balance is owed. */
  readonly venue: Float64Array;
  /** What counts after our haircuts; the same column if there are none and the venue has no ratios. */
  readonly prudent: Float64Array;
}

/**
 * Share-weighted amount of a balance: each ratio holds for the part of the amount up to its bound, as in an income tax. What lies beyond
 * the last bound counts at the last ratio. What is owed counts in full.
 *
 * Source: the tiered collateral ratios ("discount rates") that OKX and Binance publish by asset and amount.
 */
export function countedAmount(ratios: readonly CollateralRatio[], amount: number): number {
  if (!(amount > 0)) return amount;
  let counted = 0;
  let from = 0;
  for (let k = 0; k < ratios.length; k++) {
    const { upTo, ratio } = ratios[k] as CollateralRatio;
    const isLast = k === ratios.length - 1;
    const to = isLast || upTo === null ? amount : Math.min(amount, upTo);
    counted += (to - from) * ratio;
    from = to;
    if (from >= amount) break;
  }
  return ratios.length === 0 ? amount : counted;
}

/**
 * Values the cross collateral of every account. What an account lists twice of a currency is one balance: ratios and haircuts apply to
 * what is left once debts are taken off.
 */
export function balancesOf(accounts: AccountColumns, { worth, ratios, haircut }: CollateralTerms): Balances {
  const { ids, currencies, collateralAccount, collateralCurrency, collateralAmount } = accounts;
  const { starts: rowStarts, order } = rowsByAccount(collateralAccount, ids.length);
  const rows = collateralAmount.length;
  const alike = haircut.every((share) => share === 0) && ratios.every((steps) => steps === undefined);
  const starts = new Uint32Array(ids.length + 1);
  const currency = new Uint32Array(rows);
  const amounts = new Float64Array(rows);
  /** Of each currency one more than the place of the balance of the account that held it last. */
  const place = new Uint32Array(currencies.length);
  let length = 0;
  for (let who = 0; who < ids.length; who++) {
    const from = length;
    const end = rowStarts[who + 1] as number;
    for (let i = rowStarts[who] as number; i < end; i++) {
      const row = order ? (order[i] as number) : i;
      const c = collateralCurrency[row] as number;
      const amount = collateralAmount[row] as number;
      const before = place[c] as number;
      if (before > from) amounts[before - 1] = (amounts[before - 1] as number) + amount;
      else {
        currency[length] = c;
        amounts[length++] = amount;
        place[c] = length;
      }
    }
    starts[who + 1] = length;
  }
  const venue = new Float64Array(length);
  const prudent = alike ? venue : new Float64Array(length);
  for (let at = 0; at < length; at++) {
    const c = currency[at] as number;
    const amount = amounts[at] as number;
    const steps = ratios[c];
    const price = worth[c] as number;
    if (!alike) prudent[at] = amount > 0 ? amount * (price * (1 - (haircut[c] as number))) : amount * price;
    venue[at] = (steps ? countedAmount(steps, amount) : amount) * price;
  }
  return { starts, currency: currency.subarray(0, length), venue, prudent };
}

/** Sum of each account's balances. @param counted one of the columns of `balances` */
export function collateralOf({ starts }: Balances, counted: Float64Array): Float64Array {
  const total = new Float64Array(starts.length - 1);
  for (let who = 0; who < total.length; who++) {
    let sum = 0;
    const end = starts[who + 1] as number;
    for (let at = starts[who] as number; at < end; at++) sum += counted[at] as number;
    total[who] = sum;
  }
  return total;
}
