import type { Random } from '../../infra/local/scenario/random.ts';
import type { PlainBook, WireMarket, WirePosition } from './plain-facts.ts';

const TIERS = [
  [0, 0.004],
  [50_000, 0.01],
  [600_000, 0.025],
  [3_000_000, 0.1],
] as const;
const scaled = (by: number) => TIERS.map(([from, rate]) => [from / by, rate] as const);

/** A market of each kind, and one that prices a stablecoin off par. */
export const MARKETS: readonly WireMarket[] = [
  {
    symbol: 'USDC/USDT:USDT',
    markPrice: 0.97,
    contractSize: 1,
    kind: 'linear',
    settle: 'USDT',
    tiers: TIERS,
    tiersIn: 'quote',
  },
  {
    symbol: 'BTC/USDT:USDT',
    markPrice: 50_000,
    indexPrice: 50_010,
    contractSize: 0.001,
    kind: 'linear',
    settle: 'USDT',
    tiers: TIERS,
    tiersIn: 'quote',
  },
  {
    symbol: 'ETH/USD:ETH',
    markPrice: 3_000,
    contractSize: 10,
    kind: 'inverse',
    settle: 'ETH',
    tiers: TIERS,
    tiersIn: 'quote',
  },
  {
    symbol: 'BTC/USD:BTC',
    markPrice: 50_020,
    contractSize: 100,
    kind: 'inverse',
    settle: 'BTC',
    tiers: scaled(50_000),
    tiersIn: 'base',
  },
  {
    symbol: 'ETH/USD:BTC',
    markPrice: 3_003,
    contractSize: 1e-6,
    kind: 'quanto',
    settle: 'BTC',
    tiers: scaled(50_000),
    tiersIn: 'settle',
  },
  {
    symbol: 'SOL/USDC:USDC',
    markPrice: 100,
    contractSize: 1,
    kind: 'linear',
    settle: 'USDC',
    tiers: scaled(100),
    tiersIn: 'base',
  },
];

export const HAIRCUTS: Readonly<Record<string, number>> = { BTC: 0.06, ETH: 0.1, USDC: 0.01 };

/** A book of all kinds at once: cross, isolated in both senses, hedged, unknown, several collateral assets, many of it under water. */
export function mixedBook(random: Random, most: number): PlainBook {
  const chance = (p: number) => random.uniform() < p;
  const between = (from: number, to: number) => from + (to - from) * random.uniform();
  const magnitude = (from: number, to: number) => from * (to / from) ** random.uniform();
  const count = 2 + Math.floor(random.uniform() * most);
  const withAssets = chance(0.5);
  const assets = withAssets
    ? [
        {
          currency: 'BTC',
          ...(chance(0.5) ? { price: 49_900 } : {}),
          ratios: [[0.5, 0.98] as const, [5, 0.9] as const, [null, 0.7] as const],
        },
        { currency: 'USDC', ratios: [[null, 0.99] as const] },
      ]
    : [];
  const accounts: { accountId: string; collateral: [string, number][]; equityUnknown?: boolean }[] = [];
  const positions: WirePosition[] = [];
  for (let a = 0; positions.length < count; a++) {
    const accountId = `account-${a}`;
    const wealth = magnitude(1e3, 1e6);
    const collateral: [string, number][] = [['USDT', wealth * between(0, 1)]];
    if (chance(0.3)) collateral.push(['BTC', (wealth / 50_000) * between(0, 2)]);
    if (chance(0.3)) collateral.push(['ETH', (wealth / 3_000) * between(-0.2, 1)]);
    if (chance(0.3)) collateral.push(['USDC', wealth * between(-0.1, 1)]);
    if (chance(0.1)) collateral.push(['BTC', -(wealth / 50_000) * between(0, 0.3)]);
    accounts.push({ accountId, collateral, ...(chance(0.03) ? { equityUnknown: true } : {}) });
    for (const market of MARKETS.slice(1)) {
      const sides = chance(0.15)
        ? (['long', 'short'] as const)
        : chance(0.5)
          ? (['long'] as const)
          : (['short'] as const);
      if (!chance(0.4)) continue;
      for (const side of sides) {
        for (const mode of chance(0.1)
          ? (['cross', 'isolated'] as const)
          : chance(0.5)
            ? (['cross'] as const)
            : (['isolated'] as const)) {
          const notional = wealth * magnitude(0.1, 20);
          const perContract =
            market.contractSize *
            (market.kind === 'inverse' ? 1 : market.markPrice) *
            (market.kind === 'quanto' ? 50_000 : 1);
          const contracts = notional / perContract;
          const entryPrice = market.markPrice * between(0.9, 1.1);
          const coin = market.kind === 'inverse' ? market.markPrice : market.kind === 'quanto' ? 50_000 : 1;
          const inSettle = (share: number) => (notional * share) / coin;
          const carried =
            mode === 'cross' || chance(0.05)
              ? {}
              : chance(0.5)
                ? { margin: inSettle(between(0.01, 0.2)) }
                : { collateral: inSettle(between(-0.01, 0.2)) };
          positions.push({
            ...{ accountId, symbol: market.symbol, side, contracts, entryPrice, ...carried },
            mode: chance(0.02) ? 'unknown' : mode,
            ...(chance(0.1) ? { unrealizedPnl: inSettle(between(-0.1, 0.1)) } : {}),
            ...(chance(0.1) ? { maintenanceMargin: inSettle(between(0.004, 0.02)) } : {}),
          });
        }
      }
    }
  }
  // A mode that is not known is one of its own: one position each.
  const seen = new Set<string>();
  const once = positions.filter(({ accountId, symbol, side, mode }) => {
    const key = `${accountId} ${symbol} ${side} ${mode}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
  return { markets: MARKETS, assets, accounts, positions: once };
}

/** The same book as a venue sends it. */
export function wireOf({ markets, assets, accounts, positions }: PlainBook): object {
  const baseOf = (symbol: string) => symbol.split('/')[0];
  return {
    ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1) },
    ...(assets.length > 0
      ? {
          assets: assets.map(({ currency, price, ratios }) => ({
            ...{ currency, price },
            collateralRatios: ratios?.map(([upTo, ratio]) => ({ upTo, ratio })),
          })),
        }
      : {}),
    markets: markets.map(({ symbol, markPrice, indexPrice, contractSize, kind, settle, tiers, tiersIn }) => ({
      ...{ symbol, markPrice, indexPrice, contractSize, settle },
      ...{ linear: kind === 'linear', inverse: kind === 'inverse' },
      orderBook: {
        bids: [1, 2, 5, 10].map((percent) => [
          markPrice * (1 - percent / 100),
          5e7 / (contractSize * (kind === 'inverse' ? 1 : markPrice)),
        ]),
        asks: [1, 2, 5, 10].map((percent) => [
          markPrice * (1 + percent / 100),
          5e7 / (contractSize * (kind === 'inverse' ? 1 : markPrice)),
        ]),
      },
      leverageTiers: tiers.map(([minNotional, maintenanceMarginRate], tier) => ({
        ...{ tier, minNotional, maintenanceMarginRate, maxLeverage: 100 },
        ...(tiersIn === 'base' ? { currency: baseOf(symbol) } : tiersIn === 'settle' ? { currency: settle } : {}),
      })),
    })),
    accounts: accounts.map(({ accountId, collateral, equityUnknown }) => ({
      accountId,
      ...(equityUnknown ? { equity: null } : {}),
      collateral: collateral.map(([currency, amount]) => ({ currency, amount })),
    })),
    positions: positions.map(({ mode, ...position }) => ({
      ...position,
      ...(mode === 'cross' ? {} : { marginMode: mode === 'isolated' ? 'isolated' : null }),
    })),
  };
}
