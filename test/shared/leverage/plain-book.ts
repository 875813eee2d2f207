import fc from 'fast-check';
import { type Book, MARGIN, type Market } from '../../../shared/snapshot/types.ts';

/** A book as objects, for tests to write down and to reason about. */
export interface PlainPosition {
  readonly account: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly contracts: number;
  readonly entryPrice: number;
  /** Isolated margin without unrealised PnL; cross where absent. */
  readonly margin?: number;
  readonly unrealizedPnl?: number;
  readonly maintenanceMargin?: number;
  readonly liquidationPrice?: number;
}

export interface PlainBook {
  readonly markets: readonly Market[];
  /** Collateral by currency, by account. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly positions: readonly PlainPosition[];
}

export const linear = (symbol: string, markPrice: number, contractSize = 1): Market => ({
  symbol,
  markPrice,
  contractSize,
  linear: true,
});

export const inverse = (symbol: string, markPrice: number, contractSize = 1): Market => ({
  symbol,
  markPrice,
  contractSize,
  linear: false,
});

/** The same book as columns. */
export function bookOf({ markets, accounts, positions }: PlainBook): Book {
  const ids = Object.keys(accounts);
  const collateral = ids.flatMap((id, account) =>
    Object.entries(accounts[id] ?? {}).map(([currency, amount]) => ({ account, currency, amount })),
  );
  const currencies = [...new Set(collateral.map(({ currency }) => currency))];
  const symbols = markets.map(({ symbol }) => symbol);
  const column = (of: (position: PlainPosition) => number | undefined) =>
    Float64Array.from(positions, (position) => of(position) ?? Number.NaN);
  return {
    venue: 'test',
    header: { snapshotId: 's', sequence: 1, timestamp: 0, parts: 1 },
    markets,
    accounts: {
      ids,
      currencies,
      collateralAccount: Uint32Array.from(collateral, ({ account }) => account),
      collateralCurrency: Uint32Array.from(collateral, ({ currency }) => currencies.indexOf(currency)),
      collateralAmount: Float64Array.from(collateral, ({ amount }) => amount),
    },
    positions: {
      length: positions.length,
      account: Uint32Array.from(positions, ({ account }) => ids.indexOf(account)),
      market: Uint32Array.from(positions, ({ symbol }) => symbols.indexOf(symbol)),
      side: Int8Array.from(positions, ({ side }) => (side === 'long' ? 1 : -1)),
      isolated: Uint8Array.from(positions, ({ margin }) => (margin === undefined ? MARGIN.cross : MARGIN.margin)),
      contracts: column(({ contracts }) => contracts),
      entryPrice: column(({ entryPrice }) => entryPrice),
      leverage: column(() => undefined),
      collateral: column(({ margin }) => margin),
      maintenanceMargin: column(({ maintenanceMargin }) => maintenanceMargin),
      unrealizedPnl: column(({ unrealizedPnl }) => unrealizedPnl),
      liquidationPrice: column(({ liquidationPrice }) => liquidationPrice),
    },
  };
}

/** Notionals and their sums are exact in these markets, so that orders of summing can be compared. */
export const EXACT_MARKETS = [
  linear('BTC/USDT:USDT', 64, 0.5),
  inverse('BTC/USD:BTC', 32, 8),
  linear('ETH/USDC:USDC', 4),
] as const;

const position = (accounts: readonly string[]): fc.Arbitrary<PlainPosition> =>
  fc.record(
    {
      account: fc.constantFrom(...accounts),
      symbol: fc.constantFrom(...EXACT_MARKETS.map(({ symbol }) => symbol)),
      side: fc.constantFrom('long', 'short'),
      contracts: fc.integer({ min: 0, max: 10_000 }),
      entryPrice: fc.integer({ min: 1, max: 128 }),
      margin: fc.integer({ min: -100, max: 50_000 }),
      unrealizedPnl: fc.integer({ min: -5_000, max: 5_000 }),
    },
    { requiredKeys: ['account', 'symbol', 'side', 'contracts', 'entryPrice'] },
  );

/** Books of up to a dozen accounts with cross and isolated positions, solvent and not. */
export const anyBook: fc.Arbitrary<PlainBook> = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, i) => `account-${i}`);
  return fc.record({
    markets: fc.constant(EXACT_MARKETS),
    accounts: fc
      .array(
        fc.dictionary(fc.constantFrom('USDT', 'USDC', 'BTC', 'DOGE'), fc.integer({ min: -1_000, max: 1_000_000 }), {
          noNullPrototype: true,
        }),
        { minLength: count, maxLength: count },
      )
      .map((collateral) => Object.fromEntries(ids.map((id, i) => [id, collateral[i] ?? {}]))),
    positions: fc.array(position(ids), { maxLength: 60 }),
  });
});
