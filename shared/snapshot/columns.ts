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

const mapPositions = (
  from: PositionColumns,
  length: number,
  change: <T extends Column>(column: T) => T,
): GrowingColumns => ({
  length,
  account: change(from.account),
  market: change(from.market),
  side: change(from.side),
  isolated: change(from.isolated),
  contracts: change(from.contracts),
  entryPrice: change(from.entryPrice),
  leverage: change(from.leverage),
  collateral: change(from.collateral),
  maintenanceMargin: change(from.maintenanceMargin),
  unrealizedPnl: change(from.unrealizedPnl),
  liquidationPrice: change(from.liquidationPrice),
});

export type Column = Uint32Array | Float64Array | Int8Array | Uint8Array;

export function grow<T extends Column>(column: T): T {
  const larger = new (column.constructor as new (length: number) => T)(column.length * 2);
  larger.set(column);
  return larger;
}

export const growPositions = (from: PositionColumns): GrowingColumns => mapPositions(from, from.length * 2, grow);

/** The first rows of a column: a view where little is left over, a copy where much would be held for nothing. */
export const trimmed = <T extends Column>(column: T, length: number): T =>
  (column.length - length <= length / 8 ? column.subarray(0, length) : column.slice(0, length)) as T;

export const trimPositions = (from: PositionColumns, length: number): GrowingColumns =>
  mapPositions(from, length, (column) => trimmed(column, length));
