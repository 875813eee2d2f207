import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Column } from './columns.ts';
import type { Fragment } from './fragment.ts';
import { MARGIN, type Market, type SnapshotHeader } from './types.ts';

/**
 * A fragment as bytes: a length-prefixed JSON head (header, markets, layout), the names, then each column as its raw
 * little-endian bytes, all compressed with zstd. A column that holds nothing but NaN is left out. Unpacking is a copy.
 *
 * Format 1 knew isolated positions by 1 alone, their margin without unrealised PnL: they are read as such.
 */
interface Head {
  readonly format: 1 | 2;
  readonly header?: SnapshotHeader;
  readonly markets: readonly Market[];
  readonly currencies: readonly string[];
  readonly owners?: readonly string[];
  readonly foreignSymbols: readonly string[];
  readonly declaredAccounts: number;
  readonly accounts: number;
  readonly rows: number;
  /** Name and byte length of what follows, in order. */
  readonly columns: readonly (readonly [name: string, bytes: number])[];
}

const POSITION_COLUMNS = {
  account: Uint32Array,
  market: Uint32Array,
  side: Int8Array,
  isolated: Uint8Array,
  contracts: Float64Array,
  entryPrice: Float64Array,
  leverage: Float64Array,
  collateral: Float64Array,
  maintenanceMargin: Float64Array,
  unrealizedPnl: Float64Array,
  liquidationPrice: Float64Array,
} as const;
type PositionColumn = keyof typeof POSITION_COLUMNS;
/** Columns of accounts that exist only if a venue says something. */
const FACTS = ['equity', 'equityUnknown', 'owner'] as const;
const NAMES = Object.keys(POSITION_COLUMNS) as PositionColumn[];

const bytesOf = (column: ArrayBufferView): Buffer => Buffer.from(column.buffer, column.byteOffset, column.byteLength);
const isAbsent = (column: ArrayLike<number>): boolean => column instanceof Float64Array && column.every(Number.isNaN);

/** @returns the compressed bytes; the same fragment always gives the same ones */
export function packFragment(fragment: Fragment): Buffer {
  const { accounts, positions } = fragment;
  // No id holds a control character: the schema sees to that.
  const blocks: [string, Buffer][] = [
    ['ids', Buffer.from(accounts.ids.join('\n'))],
    ['collateralAccount', bytesOf(accounts.collateralAccount)],
    ['collateralCurrency', bytesOf(accounts.collateralCurrency)],
    ['collateralAmount', bytesOf(accounts.collateralAmount)],
    ...FACTS.flatMap((name): [string, Buffer][] => {
      const column = accounts[name];
      return column ? [[name, bytesOf(column)]] : [];
    }),
    ...(fragment.skipped ? [['skipped', bytesOf(fragment.skipped)] satisfies [string, Buffer]] : []),
    ...NAMES.filter((name) => !isAbsent(positions[name])).map((name): [string, Buffer] => [
      name,
      bytesOf(positions[name]),
    ]),
  ];
  const head: Head = {
    format: 2,
    ...(fragment.header ? { header: fragment.header } : {}),
    markets: fragment.markets,
    currencies: accounts.currencies,
    ...(accounts.owners ? { owners: accounts.owners } : {}),
    foreignSymbols: fragment.symbols.slice(fragment.markets.length),
    declaredAccounts: fragment.declaredAccounts,
    accounts: accounts.ids.length,
    rows: positions.length,
    columns: blocks.map(([name, block]) => [name, block.length]),
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return zstdCompressSync(Buffer.concat([length, json, ...blocks.map(([, block]) => block)]), {
    params: { [constants.ZSTD_c_compressionLevel]: 3 },
  });
}

/**
 * The inverse of `packFragment`.
 *
 * @throws Error where the bytes are not such a packing
 */
export function unpackFragment(packed: Uint8Array): Fragment {
  const bytes = zstdDecompressSync(packed);
  const start = 4 + bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.toString('utf8', 4, start)) as Head;
  if (head.format !== 1 && head.format !== 2)
    throw new Error(`The stored fragment has the unknown format ${head.format}`);
  const blocks = new Map<string, Buffer>();
  let at = start;
  for (const [name, length] of head.columns) {
    blocks.set(name, bytes.subarray(at, at + length));
    at += length;
  }
  if (at !== bytes.length) throw new Error('The stored fragment is not as long as its head says');
  const column = <T>(name: string, type: { new (buffer: ArrayBuffer): T }): T => {
    const block = blocks.get(name) ?? Buffer.alloc(0);
    // A copy: columns must lie aligned in a buffer of their own.
    return new type(new Uint8Array(block).buffer);
  };
  const positionColumn = (name: PositionColumn) =>
    blocks.has(name) ? column<Column>(name, POSITION_COLUMNS[name]) : new Float64Array(head.rows).fill(Number.NaN);
  const positions = {
    length: head.rows,
    ...(Object.fromEntries(NAMES.map((name) => [name, positionColumn(name)])) as unknown as Omit<
      Fragment['positions'],
      'length'
    >),
  };
  if (head.format === 1)
    for (let row = 0; row < head.rows; row++)
      if (positions.isolated[row] !== MARGIN.cross) positions.isolated[row] = MARGIN.margin;
  return {
    ...(head.header ? { header: head.header } : {}),
    markets: head.markets,
    symbols: [...head.markets.map(({ symbol }) => symbol), ...head.foreignSymbols],
    accounts: {
      ids: head.accounts === 0 ? [] : (blocks.get('ids') as Buffer).toString('utf8').split('\n'),
      currencies: head.currencies,
      collateralAccount: column('collateralAccount', Uint32Array),
      collateralCurrency: column('collateralCurrency', Uint32Array),
      collateralAmount: column('collateralAmount', Float64Array),
      ...(blocks.has('equity') ? { equity: column('equity', Float64Array) } : {}),
      ...(blocks.has('equityUnknown') ? { equityUnknown: column('equityUnknown', Uint8Array) } : {}),
      ...(head.owners ? { owners: head.owners, owner: column('owner', Uint32Array) } : {}),
    },
    declaredAccounts: head.declaredAccounts,
    positions,
    ...(blocks.has('skipped') ? { skipped: column('skipped', Uint32Array) } : {}),
  };
}
