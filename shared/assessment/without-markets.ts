import type { Book, PositionColumns } from '../snapshot/types.ts';

/**
 * A book without the positions of some of its markets. The markets themselves stay, so that places stay the same and their prices
 * still value collateral; an account that held such a position keeps its collateral and its other positions, as if the position had
 * never been: neither its PnL nor its margin counts anywhere.
 *
 * @param excluded 1 for each market whose positions are left out
 */
export function withoutPositionsOf(book: Book, excluded: Uint8Array): Book {
  if (!excluded.includes(1)) return book;
  const { positions } = book;
  let length = 0;
  const rows = new Uint32Array(positions.length);
  for (let i = 0; i < positions.length; i++) if (!excluded[positions.market[i] as number]) rows[length++] = i;
  if (length === positions.length) return book;
  const kept = rows.subarray(0, length);
  const columns = Object.entries(positions).map(([name, column]) => [
    name,
    typeof column === 'number' ? length : picked(column as Column, kept),
  ]);
  return { ...book, positions: Object.fromEntries(columns) as PositionColumns };
}

type Column = Float64Array | Uint32Array | Uint8Array | Int8Array;

function picked(column: Column, rows: Uint32Array): Column {
  const kept = new (column.constructor as new (length: number) => Column)(rows.length);
  for (let i = 0; i < rows.length; i++) kept[i] = column[rows[i] as number] as number;
  return kept;
}
