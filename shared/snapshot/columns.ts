import type { PositionColumns } from './types.ts';

/** The numeric columns of a position, all Float64. */
export const VALUE_COLUMNS = [
  'contracts',
  'entryPrice',
  'leverage',
  'collateral',
  'maintenanceMargin',
  'unrealizedPnl',
  'liquidationPrice',
] as const;

/** Position columns that may still be replaced by longer ones. */
export type GrowingColumns = { -readonly [K in keyof PositionColumns]: PositionColumns[K] };

/** All columns of a position. */
export const POSITION_COLUMNS = ['account', 'market', 'side', 'isolated', ...VALUE_COLUMNS] as const;

export function allocatePositions(length: number): GrowingColumns {
  const column = () => new Float64Array(length);
  return {
    length,
    account: new Uint32Array(length),
    market: new Uint32Array(length),
    side: new Int8Array(length),
    isolated: new Uint8Array(length),
    contracts: column(),
    entryPrice: column(),
    leverage: column(),
    collateral: column(),
    maintenanceMargin: column(),
    unrealizedPnl: column(),
    liquidationPrice: column(),
  };
}

export type Column = Uint32Array | Float64Array | Int8Array | Uint8Array;

/** Columns shorter than this double; longer ones grow by half, so that less of them is held for nothing. */
const LARGE = 65_536;

/**
 * The same column with another length. Its memory moves: the column that was given is empty afterwards, and what it held is free at
 * once, not when the garbage is next collected.
 */
function moved<T extends Column>(column: T, length: number): T {
  const type = column.constructor as new (buffer: ArrayBuffer) => T;
  // A column of a book is a buffer of its own, from the first byte to the last.
  return new type((column.buffer as ArrayBuffer).transfer(length * column.BYTES_PER_ELEMENT));
}

/** A longer column that begins with the same rows; the one that was given is empty afterwards. */
export const grow = <T extends Column>(column: T): T =>
  moved(column, column.length < LARGE ? column.length * 2 : Math.ceil(column.length * 1.5));

/** The first rows of a column and nothing beyond them; where there is anything to cut off, the column given is empty afterwards. */
export const trimmed = <T extends Column>(column: T, length: number): T =>
  column.length === length ? column : moved(column, length);
