import type { Candle } from '../../shared/snapshot/types.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 1);

export interface BookOptions {
  readonly snapshotId?: string;
  readonly sequence?: number;
  readonly timestamp?: number;
  readonly parts?: number;
  readonly price?: number;
  readonly accounts?: number;
  readonly leverage?: number;
  readonly candle?: Candle;
}

/** A small matched book in the wire's form: each account long or short one BTC, at the leverage asked for. */
export function wireBook(options: BookOptions = {}) {
  const { sequence = 1, price = 50_000, accounts = 4, leverage = 5 } = options;
  const timestamp = options.timestamp ?? START + sequence * HOUR_MS;
  const ids = Array.from({ length: accounts }, (_, i) => `account-${i}`);
  return {
    snapshotId: options.snapshotId ?? `snapshot-${sequence}`,
    sequence,
    timestamp,
    parts: options.parts ?? 1,
    insuranceFund: { currency: 'USDT', balance: '1000000' },
    markets: [
      {
        symbol: 'BTC/USDT:USDT',
        markPrice: price,
        indexPrice: price,
        contractSize: 1,
        linear: true,
        candle: options.candle ?? {
          timestamp: timestamp - HOUR_MS,
          open: price,
          high: price * 1.002,
          low: price * 0.998,
          close: price,
        },
      },
    ],
    accounts: ids.map((accountId) => ({ accountId, collateral: [{ currency: 'USDT', amount: price / leverage }] })),
    positions: ids.map((accountId, i) => ({
      accountId,
      symbol: 'BTC/USDT:USDT',
      side: i % 2 === 0 ? 'long' : 'short',
      contracts: 1,
      entryPrice: price,
      marginMode: 'cross',
    })),
  };
}

/** The same book announced in two parts, each with half of the accounts and their positions. */
export function inTwoParts(options: BookOptions = {}) {
  const { accounts, positions, ...rest } = wireBook(options);
  const half = accounts.length / 2;
  return {
    announcement: { ...rest, parts: 2 },
    parts: [
      { accounts: accounts.slice(0, half), positions: positions.slice(0, half) },
      { accounts: accounts.slice(half), positions: positions.slice(half) },
    ] as const,
  };
}

export const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The same snapshot as NDJSON, one record a line. */
export function ndjson({ markets, accounts, positions, ...header }: ReturnType<typeof wireBook>): Buffer {
  const lines = [
    { kind: 'header', ...header },
    ...markets.map((market) => ({ kind: 'market', ...market })),
    ...accounts.map((account) => ({ kind: 'account', ...account })),
    ...positions.map((position) => ({ kind: 'position', ...position })),
  ];
  return Buffer.from(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}
