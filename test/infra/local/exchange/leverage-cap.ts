import type { Action, ActionOrder } from '../../../../infra/local/exchange/action.ts';
import type { WireSnapshot } from '../../../../infra/local/exchange/wire-snapshot.ts';
import { carryBook } from '../../../../shared/leverage/carried-book.ts';
import type { Book } from '../../../../shared/snapshot/types.ts';

/** Snapshots for which an account that was told to reduce is left alone: its orders are being worked. */
const PATIENCE = 4;

/** A stand-in for the planner: whoever is above the cap is reduced to it, in proportion over all positions. */
export function capLeverage(
  cap: number,
  { participation = 0.3, until = Number.POSITIVE_INFINITY }: { participation?: number; until?: number } = {},
): (book: Book, snapshot: WireSnapshot) => Action[] {
  const reducedAt = new Map<number, number>();
  return (book, { sequence, snapshotId }) => {
    if (sequence > until) return [];
    const { leverage } = carryBook(book);
    const { account, market, side, isolated, contracts, length } = book.positions;
    const orders: ActionOrder[] = [];
    for (let row = 0; row < length; row++) {
      const who = account[row]!;
      const before = reducedAt.get(who);
      if (leverage[row]! <= 1.05 * cap) continue;
      if (before !== undefined && before < sequence && before + PATIENCE > sequence) continue;
      reducedAt.set(who, sequence);
      orders.push({
        orderId: `${snapshotId}-${row}`,
        accountId: book.accounts.ids[who]!,
        symbol: book.markets[market[row]!]!.symbol,
        side: side[row]! > 0 ? 'long' : 'short',
        marginMode: isolated[row] ? 'isolated' : 'cross',
        contracts: Math.ceil(contracts[row]! * (1 - cap / leverage[row]!)),
      });
    }
    return orders.length === 0 ? [] : [{ actionId: snapshotId, kind: 'reduce', participation, orders }];
  };
}
