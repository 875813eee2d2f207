import type { Account, Position } from '../../../../infra/local/exchange/account.ts';
import type { ActionOrder } from '../../../../infra/local/exchange/action.ts';
import { SimulatedExchange } from '../../../../infra/local/exchange/exchange.ts';
import type { ExchangeTerms } from '../../../../infra/local/exchange/terms.ts';

export const BTC = 'BTC/USDT:USDT';
export const ETH = 'ETH/USDT:USDT';
/** Contracts of 0.01 at a price of 100: a contract is worth 1 USDT in both markets. */
export const PRICE = 100;
export const CONTRACT_SIZE = 0.01;
const MAKERS = 4;

/** `market` is 0 where it is not said. */
export interface Holding {
  readonly market?: 0 | 1;
  readonly side: 1 | -1;
  readonly contracts: number;
  readonly entryPrice?: number;
  /** Makes the position isolated. */
  readonly margin?: number;
}

export interface Trader {
  readonly id: string;
  readonly cash: number;
  readonly bitcoin?: number;
  readonly holdings: readonly Holding[];
}

/** An exchange with the traders asked for, and four rich makers who hold the other side of them. */
export function openSmall(
  traders: readonly Trader[],
  options: { fund?: number; referenceOpenInterest?: number; terms?: Partial<ExchangeTerms> } = {},
): SimulatedExchange {
  const { fund = 1_000, referenceOpenInterest = 1_000_000, terms } = options;
  const accounts = traders.map(accountOf);
  const makers = Array.from({ length: MAKERS }, (_, i) =>
    accountOf({ id: `maker-${i}`, cash: 1_000_000, holdings: [] }, true),
  );
  for (const market of [0, 1] as const) {
    const open = accounts
      .flatMap(({ positions }) => positions)
      .reduce((sum, held) => sum + (held.market === market ? held.side * held.contracts : 0), 0);
    const side = open > 0 ? -1 : 1;
    if (open !== 0)
      makers[0]!.positions.push(positionFrom({ market, side, contracts: Math.abs(open), entryPrice: PRICE }));
  }
  return new SimulatedExchange({
    name: 'small',
    markets: [BTC, ETH].map((symbol) => ({
      symbol,
      contractSize: CONTRACT_SIZE,
      price: PRICE,
      referenceOpenInterest,
    })),
    accounts: [...makers, ...accounts],
    fund,
    ...(terms ? { terms } : {}),
  });
}

const accountOf = ({ id, cash, bitcoin = 0, holdings }: Trader, maker: boolean | number = false): Account => ({
  id,
  maker: maker === true,
  cash,
  bitcoin,
  leverage: 10,
  positions: holdings.map(positionFrom),
});

const positionFrom = ({ market = 0, side, contracts, entryPrice = PRICE, margin }: Holding): Position => ({
  market,
  side,
  isolated: margin !== undefined,
  contracts,
  entryPrice,
  margin: margin ?? 0,
});

/** Plays a step in which both markets have the price asked for. */
export function step(
  exchange: SimulatedExchange,
  price: number = PRICE,
  { depth = 1, baseVolume = 10_000, now = 1 }: { depth?: number; baseVolume?: number; now?: number } = {},
): void {
  const conditions = { price, depth, baseVolume };
  exchange.step(now, [conditions, conditions]);
}

export const accountNamed = (exchange: SimulatedExchange, id: string): Account => exchange.state.byId.get(id)!;

/** Contracts held of a side of the first market. */
export const heldBy = (exchange: SimulatedExchange, id: string, side: 1 | -1 = 1): number =>
  accountNamed(exchange, id)
    .positions.filter((held) => held.market === 0 && held.side === side)
    .reduce((sum, { contracts }) => sum + contracts, 0);

/** Longs less shorts of each market, in contracts. */
export const netOf = ({ state }: SimulatedExchange): number[] =>
  state.markets.map((_, m) =>
    state.accounts
      .flatMap(({ positions }) => positions)
      .reduce((sum, { market, side, contracts }) => sum + (market === m ? side * contracts : 0), 0),
  );

/** How far the exchange's money is from what was paid in, as a share of it. */
export const moneyLost = (exchange: SimulatedExchange): number =>
  Math.abs(exchange.money() - exchange.state.treasury.paidIn) / exchange.state.treasury.paidIn;

export const order = (accountId: string, contracts: number, more: Partial<ActionOrder> = {}): ActionOrder => ({
  orderId: `order-${accountId}`,
  accountId,
  symbol: BTC,
  side: 'long',
  marginMode: 'cross',
  contracts,
  ...more,
});
