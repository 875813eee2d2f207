import { sortAscending } from '../numeric/order.ts';
import { MARGIN, type PositionColumns } from './types.ts';

/** Rows of one account that are compared pair by pair; more are sorted. */
const FEW = 24;

/**
 * Rows of positions that stand a second time (same account, market, side and margin mode), in their order.
 *
 * Rows mostly come grouped by account, and then each group is looked at alone. Else keys are sorted, at 8 bytes a row.
 */
export function repeatedPositions(positions: PositionColumns, symbols: number): number[] {
  const { length, account, market, side, isolated } = positions;
  const withinAccount = (row: number): number =>
    (market[row] as number) * 8 + ((side[row] as number) > 0 ? 4 : 0) + modeOf(isolated[row] as number);
  if (!isRepeating(positions, withinAccount)) return [];
  const key = (row: number): number => (account[row] as number) * symbols * 8 + withinAccount(row);
  const keys = new Float64Array(length);
  for (let row = 0; row < length; row++) keys[row] = key(row);
  sortAscending(keys);
  const twice = new Set<number>();
  for (let i = 1; i < length; i++) if (keys[i] === keys[i - 1]) twice.add(keys[i] as number);
  const seen = new Set<number>();
  const repeated: number[] = [];
  for (let row = 0; twice.size > 0 && row < length; row++) {
    const k = key(row);
    if (seen.has(k)) repeated.push(row);
    else if (twice.has(k)) seen.add(k);
  }
  return repeated;
}

/** Margin mode, whatever is said of the margin: 0 cross, 1 isolated, 2 not known. */
const modeOf = (margin: number): number => (margin === MARGIN.cross ? 0 : margin === MARGIN.unknownMode ? 2 : 1);

/** Whether any row may stand twice: certain where rows are grouped by account in small groups, else taken for possible. */
function isRepeating({ length, account }: PositionColumns, key: (row: number) => number): boolean {
  for (let from = 0; from < length; ) {
    const who = account[from] as number;
    let to = from + 1;
    while (to < length && account[to] === who) to++;
    // Ascending accounts: no group can come again.
    if (to < length && (account[to] as number) < who) return true;
    if (to - from > FEW) return true;
    for (let row = from + 1; row < to; row++) {
      const own = key(row);
      for (let other = from; other < row; other++) if (key(other) === own) return true;
    }
    from = to;
  }
  return false;
}
