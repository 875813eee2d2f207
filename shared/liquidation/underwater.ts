import type { Book } from '../snapshot/types.ts';
import { NO_LEG, type Stakes } from './stakes.ts';

/** A stake that is due for liquidation at the mark. Amounts in the valuation's unit. */
export interface Underwater {
  readonly accountId: string;
  readonly side: 'long' | 'short' | 'both';
  readonly marginMode: 'cross' | 'isolated';
  readonly notional: number;
  /** What carries it: the account's for cross. */
  readonly equity: number;
  /** What the equity would have to cover: the account's for cross. */
  readonly maintenance: number;
  /** Nothing is left: closing it at the mark falls to the insurance fund. */
  readonly bankrupt: boolean;
}

export interface UnderwaterStakes {
  /** The largest by notional, named; at most UNDERWATER_NAMED. */
  readonly underwater: readonly Underwater[];
  /** All of them. */
  readonly underwaterTotal: { readonly stakes: number; readonly notional: number };
}

export const UNDERWATER_NAMED = 1_000;

/** Who is due for liquidation already, by name. @param own the market's stakes that are due */
export function underwaterOf(
  book: Book,
  stakes: Stakes,
  own: readonly number[],
  notional: Float64Array,
): UnderwaterStakes {
  const due = own.map((stake) => {
    const hedge = stakes.hedge[stake] as number;
    const first = notional[stakes.leg[stake] as number] as number;
    return { stake, notional: first + (hedge === NO_LEG ? 0 : (notional[hedge] as number)) };
  });
  const total = due.reduce((sum, { notional: held }) => sum + held, 0);
  due.sort((a, b) => b.notional - a.notional || a.stake - b.stake);
  return {
    underwater: due.slice(0, UNDERWATER_NAMED).map(({ stake, notional: held }): Underwater => {
      const leg = stakes.leg[stake] as number;
      const equity = stakes.equity[stake] as number;
      return {
        accountId: book.accounts.ids[book.positions.account[leg] as number] as string,
        side: stakes.hedge[stake] !== NO_LEG ? 'both' : (book.positions.side[leg] as number) > 0 ? 'long' : 'short',
        marginMode: book.positions.isolated[leg] ? 'isolated' : 'cross',
        notional: held,
        equity,
        maintenance: stakes.maintenance[stake] as number,
        bankrupt: !(equity > 0),
      };
    }),
    underwaterTotal: { stakes: due.length, notional: total },
  };
}
