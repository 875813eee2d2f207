import type { SimulatedMarket } from './market.ts';

export interface Position {
  /** Place among the exchange's markets. */
  readonly market: number;
  /** +1 long, -1 short. */
  readonly side: 1 | -1;
  readonly isolated: boolean;
  /** Whole contracts. */
  contracts: number;
  entryPrice: number;
  /** Isolated margin, in USDT. */
  margin: number;
}

export interface Account {
  readonly id: string;
  /** Makers quote the book, and are the other side of whatever takes from it. */
  readonly maker: boolean;
  /** USDT. */
  cash: number;
  /** Collateral held in BTC, worth the first market's index. */
  bitcoin: number;
  /** As chosen by the trader. */
  leverage: number;
  positions: Position[];
}

export const unrealizedPnl = ({ side, contracts, entryPrice }: Position, market: SimulatedMarket): number =>
  side * contracts * market.contractSize * (market.mark - entryPrice);

/** Equity that the account's cross positions share, at the marks. */
export function crossEquity({ cash, bitcoin, positions }: Account, markets: readonly SimulatedMarket[]): number {
  let equity = cash + (bitcoin === 0 ? 0 : bitcoin * (markets[0] as SimulatedMarket).index);
  for (const position of positions)
    if (!position.isolated) equity += unrealizedPnl(position, markets[position.market] as SimulatedMarket);
  return equity;
}

export const positionOf = (
  { positions }: Account,
  market: number,
  side: 1 | -1,
  isolated: boolean,
): Position | undefined =>
  positions.find((held) => held.market === market && held.side === side && held.isolated === isolated);

/** Adds to a position, or opens it. @param margin what of it the account's cash gives to an isolated one */
export function openContracts(
  account: Account,
  { market, side, isolated }: Pick<Position, 'market' | 'side' | 'isolated'>,
  contracts: number,
  price: number,
  margin = 0,
): void {
  account.cash -= margin;
  const held = positionOf(account, market, side, isolated);
  if (held) {
    held.entryPrice = (held.entryPrice * held.contracts + price * contracts) / (held.contracts + contracts);
    held.contracts += contracts;
    held.margin += margin;
  } else account.positions.push({ market, side, isolated, contracts, entryPrice: price, margin });
}

/**
 * Takes contracts off a position. What that realises goes to the account's cash; for an isolated position to its margin.
 *
 * @returns what an isolated position that is now closed leaves, less than 0 where it owes; 0 for all others
 */
export function closeContracts(
  account: Account,
  position: Position,
  contracts: number,
  price: number,
  contractSize: number,
): number {
  const realised = position.side * contracts * contractSize * (price - position.entryPrice);
  position.contracts -= contracts;
  if (position.isolated) position.margin += realised;
  else account.cash += realised;
  if (position.contracts > 0) return 0;
  account.positions = account.positions.filter((held) => held !== position);
  const { margin } = position;
  position.margin = 0;
  return margin;
}

/** Trades for an account that holds one side at a time: closes what stands against it, and opens what is left. */
export function tradeNet(account: Account, market: number, signed: number, price: number, contractSize: number): void {
  const side = signed > 0 ? 1 : -1;
  let open = Math.abs(signed);
  const against = positionOf(account, market, -side as 1 | -1, false);
  if (against) {
    const closed = Math.min(open, against.contracts);
    closeContracts(account, against, closed, price, contractSize);
    open -= closed;
  }
  if (open > 0) openContracts(account, { market, side, isolated: false }, open, price);
}
