import type { Account } from './account.ts';
import { LEVERAGE_TIERS } from './leverage-tiers.ts';
import type { SimulatedMarket } from './market.ts';
import type { ExchangeState } from './state.ts';

/** A snapshot in the wire's form. */
export type WireSnapshot = Readonly<Record<string, unknown>> & {
  readonly snapshotId: string;
  readonly sequence: number;
  readonly timestamp: number;
};

/** The exchange's whole book at one instant, as it is pushed. */
export function wireSnapshot(
  { accounts, markets, treasury }: ExchangeState,
  name: string,
  sequence: number,
  timestamp: number,
): WireSnapshot {
  const present = accounts.filter(
    ({ cash, bitcoin, positions }) => cash !== 0 || bitcoin !== 0 || positions.length > 0,
  );
  return {
    snapshotId: `${name}-${String(sequence).padStart(5, '0')}`,
    sequence,
    timestamp,
    parts: 1,
    insuranceFund: { currency: 'USDT', balance: treasury.fund },
    markets: markets.map((market, m) => marketRecord(market, openInterest(present, m))),
    accounts: present.map(({ id, cash, bitcoin }) => ({
      accountId: id,
      collateral: [{ currency: 'USDT', amount: cash }, ...(bitcoin > 0 ? [{ currency: 'BTC', amount: bitcoin }] : [])],
    })),
    positions: present.flatMap(({ id, leverage, positions }) =>
      positions.map(({ market, side, isolated, contracts, entryPrice, margin }) => ({
        accountId: id,
        symbol: markets[market]?.symbol,
        side: side === 1 ? 'long' : 'short',
        contracts,
        entryPrice,
        marginMode: isolated ? 'isolated' : 'cross',
        leverage,
        ...(isolated ? { margin } : {}),
      })),
    ),
  };
}

function marketRecord({ symbol, mark, index, last, contractSize, book, bar }: SimulatedMarket, contracts: number) {
  const { timestamp, open, high, low, close, contracts: traded } = bar;
  return {
    symbol,
    markPrice: mark,
    indexPrice: index,
    lastPrice: last,
    contractSize,
    linear: true,
    openInterestAmount: contracts,
    fundingRate: 0.0001,
    orderBook: book.shown(),
    candle: { timestamp, open, high, low, close, baseVolume: traded * contractSize },
    leverageTiers: LEVERAGE_TIERS,
  };
}

/** Contracts that are held long, which are as many as are held short. */
export const openInterest = (accounts: readonly Account[], market: number): number =>
  accounts.reduce(
    (sum, { positions }) =>
      sum + positions.reduce((own, held) => own + (held.market === market && held.side === 1 ? held.contracts : 0), 0),
    0,
  );
