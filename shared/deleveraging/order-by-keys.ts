import { type OrderRoom, orderOf } from '../numeric/order.ts';

/** What rows are ordered by: ascending, finite. */
export type Key = (row: number) => number;

/** Below this comparing rows is faster than sorting whole columns of keys. */
const FEW = 200;

/**
 * The order of rows by the first key, where that is equal by the second, and so on. Rows that are equal in all keys stay in their order.
 *
 * One key at a time is looked at, and the next one only for rows that are equal so far: many rows with the same first key cost
 * another radix sort, not a comparison of every key each time.
 *
 * @param first key of each row
 * @param then further keys
 * @param room for ordering by the first key; the result is a view of it, until it is used again
 */
export function orderByKeys(first: Float64Array, then: readonly Key[], room?: OrderRoom): Uint32Array {
  const order = orderOf(first, room);
  const [next, ...rest] = then;
  if (next === undefined) return order;
  let start = 0;
  for (let end = 1; end < order.length; end++) {
    if (first[order[end] as number] === first[order[end - 1] as number]) continue;
    if (end - start > 1) orderTied(order.subarray(start, end), next, rest);
    start = end;
  }
  if (order.length - start > 1) orderTied(order.subarray(start), next, rest);
  return order;
}

/** Orders rows in place. */
function orderTied(rows: Uint32Array, next: Key, rest: readonly Key[]): void {
  if (rows.length < FEW) {
    rows.sort((a, b) => {
      let apart = next(a) - next(b);
      for (let k = 0; apart === 0 && k < rest.length; k++) apart = (rest[k] as Key)(a) - (rest[k] as Key)(b);
      return apart;
    });
    return;
  }
  const were = rows.slice();
  const order = orderByKeys(
    Float64Array.from(were, next),
    rest.map((key) => (row: number) => key(were[row] as number)),
  );
  for (let i = 0; i < rows.length; i++) rows[i] = were[order[i] as number] as number;
}
