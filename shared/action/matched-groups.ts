import type { UnnamedOrder } from './types.ts';

/** Relative: both sides of an auto-deleveraging are equal up to this. */
const NOISE = 1e-9;

/**
 * Orders of an auto-deleveraging by what has to be done together: a venue closes longs against shorts of the same market and price
 * within one action. A group of more than `size` orders is cut into groups that each hold as many contracts of one side as of the
 * other; an order across a cut is split.
 *
 * @param orders sorted
 * @param size at least 2
 */
export function matchedGroups(orders: readonly UnnamedOrder[], size: number): UnnamedOrder[][] {
  const groups = new Map<string, UnnamedOrder[]>();
  for (const order of orders) {
    const key = JSON.stringify([order.symbol, order.price ?? null]);
    const group = groups.get(key);
    if (group) group.push(order);
    else groups.set(key, [order]);
  }
  return [...groups.values()].flatMap((group) => (group.length <= size ? [group] : cut(group, size)));
}

/** Contracts of an order that go into one piece. */
interface Portion {
  readonly piece: number;
  contracts: number;
}

/** Goes along both sides at once, matching contract for contract, and begins another piece where the next order does not fit. */
function cut(group: readonly UnnamedOrder[], size: number): UnnamedOrder[][] {
  const longs = group.filter(({ side }) => side === 'long');
  const shorts = group.filter(({ side }) => side === 'short');
  const portions = new Map(group.map((order) => [order, [] as Portion[]]));
  let piece = 0;
  let held = 0;
  const isIn = (order: UnnamedOrder) => portions.get(order)?.at(-1)?.piece === piece;
  const put = (order: UnnamedOrder, contracts: number) => {
    const own = portions.get(order) as Portion[];
    const last = own.at(-1);
    if (last?.piece === piece) last.contracts += contracts;
    else {
      own.push({ piece, contracts });
      held++;
    }
  };
  const left = new Map(group.map((order) => [order, order.contracts]));
  const isSpent = (order: UnnamedOrder | undefined) =>
    order !== undefined && (left.get(order) as number) <= NOISE * order.contracts;
  for (let l = 0, s = 0; l < longs.length || s < shorts.length; ) {
    // Where one side is at its end, what is left of the other has no counterpart: it is told to the venue all the same.
    const pair = [longs[l], shorts[s]].filter((order) => order !== undefined);
    const contracts = Math.min(...pair.map((order) => left.get(order) as number));
    if (held + pair.filter((order) => !isIn(order)).length > size) {
      piece++;
      held = 0;
    }
    for (const order of pair) {
      put(order, contracts);
      left.set(order, (left.get(order) as number) - contracts);
    }
    if (isSpent(longs[l])) l++;
    if (isSpent(shorts[s])) s++;
  }
  return piecesOf(portions, piece + 1);
}

/** The last portion is what the others leave, so that the sum is the order's own to the last digit. */
function piecesOf(portions: ReadonlyMap<UnnamedOrder, readonly Portion[]>, count: number): UnnamedOrder[][] {
  const pieces = Array.from({ length: count }, (): UnnamedOrder[] => []);
  for (const [order, own] of portions) {
    let rest = order.contracts;
    own.forEach(({ piece, contracts }, i) => {
      const part = i === own.length - 1 ? rest : contracts;
      rest -= part;
      if (!(part > 0)) return;
      pieces[piece]?.push(
        own.length === 1 ? order : { ...order, contracts: part, notional: order.notional * (part / order.contracts) },
      );
    });
  }
  return pieces.filter((orders) => orders.length > 0);
}
