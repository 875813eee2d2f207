import type { NewPositionCap } from '../../../shared/action/types.ts';
import type { Account } from './account.ts';
import type { SimulatedMarket } from './market.ts';
import type { ExchangeTerms } from './terms.ts';

/** What the storm has cost so far. Amounts in USDT at the prices that were traded. */
export interface Tally {
  /** Sold and bought by the liquidation engine, deleveraging of the exchange's own queue included. */
  liquidatedNotional: number;
  /** What the fund has paid for losses past bankruptcy; what it took in is not set against it. */
  fundLoss: number;
  /** Closed by reductions and liquidations that Breakwater asked for. */
  reducedNotional: number;
  /** Closed at bankruptcy prices against winners, of the exchange's own queue and of actions; one side of it. */
  adlNotional: number;
  /** Who lost more than they had. */
  readonly bankrupt: Set<string>;
}

/** All money is somewhere: what accounts have and hold, the fund and the fees make what has been paid in. */
export interface Treasury {
  /** The insurance fund's balance; below 0 where the exchange itself has had to step in. */
  fund: number;
  /** Fees taken. */
  fees: number;
  /** Paid in less paid out by account holders, and proceeds of BTC sold elsewhere. */
  paidIn: number;
}

export interface ExchangeState {
  readonly terms: ExchangeTerms;
  readonly markets: readonly SimulatedMarket[];
  /** All of them, makers first. */
  accounts: Account[];
  readonly makers: readonly Account[];
  readonly byId: Map<string, Account>;
  readonly treasury: Treasury;
  readonly tally: Tally;
  /** Of positions that are opened, by market and side; the newest stands. */
  readonly leverageCaps: Map<string, NewPositionCap>;
}

/** What a cap is kept under. */
export const capName = (symbol: string, side: 'long' | 'short'): string => `${side} ${symbol}`;

/** The highest leverage at which a position may be opened now; without bound where nothing caps it. @param now Unix milliseconds */
export function highestLeverage({ leverageCaps }: ExchangeState, symbol: string, side: 1 | -1, now: number): number {
  const cap = leverageCaps.get(capName(symbol, side === 1 ? 'long' : 'short'));
  return cap && now < cap.until ? cap.leverage : Number.POSITIVE_INFINITY;
}
