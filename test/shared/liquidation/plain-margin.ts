import type { Market } from '../../../shared/snapshot/types.ts';
import type { PlainBook, PlainPosition } from '../leverage/plain-book.ts';

/** Margins the slow, obvious way: from the book's own numbers, one account and one price at a time. In dollars, markets in dollars. */
export interface Margins {
  readonly equity: number;
  readonly maintenance: number;
}

const baseOf = ({ symbol }: Market): string => symbol.split('/')[0] as string;

/** As an income tax: each tier's rate on the part of the notional that lies in it. */
export function plainMaintenance({ leverageTiers }: Market, notional: number, assumedRate: number): number {
  if (!leverageTiers?.length) return notional * assumedRate;
  return leverageTiers.reduce((sum, { minNotional, maintenanceMarginRate }, k) => {
    const from = k === 0 ? 0 : minNotional;
    const to = leverageTiers[k + 1]?.minNotional ?? Number.POSITIVE_INFINITY;
    return sum + maintenanceMarginRate * Math.max(0, Math.min(notional, to) - from);
  }, 0);
}

/** What a position is worth and asks for, at a price of its market. */
export function plainPosition(position: PlainPosition, market: Market, price: number, assumedRate: number): Margins {
  const sign = position.side === 'long' ? 1 : -1;
  const q = position.contracts * market.contractSize;
  const { markPrice: mark } = market;
  const { entryPrice, unrealizedPnl, maintenanceMargin } = position;
  const coin = market.linear ? 1 : price;
  const moved = (from: number) => sign * q * (market.linear ? price - from : 1 / from - 1 / price);
  const pnl = (unrealizedPnl === undefined ? moved(entryPrice) : unrealizedPnl + moved(mark)) * coin;
  const notional = market.linear ? q * price : q;
  const given = maintenanceMargin === undefined ? undefined : maintenanceMargin * (market.linear ? price / mark : mark);
  return {
    equity: pnl + (position.margin ?? 0) * coin,
    maintenance: q === 0 ? 0 : (given ?? plainMaintenance(market, notional, assumedRate)),
  };
}

/** What carries an account's cross positions, and what they ask for, with one market at a price and the others at their marks. */
export function plainCross(
  { markets, accounts, positions }: PlainBook,
  account: string,
  moving: Market,
  price: number,
  assumedRate: number,
): Margins {
  const worth = (currency: string): number => {
    if (currency === 'USDT' || currency === 'USDC') return 1;
    const market = markets.find((m) => baseOf(m) === currency);
    if (!market) return 0;
    return market.markPrice * (currency === baseOf(moving) ? price / moving.markPrice : 1);
  };
  let equity = 0;
  for (const [currency, amount] of Object.entries(accounts[account] ?? {})) equity += amount * worth(currency);
  let maintenance = 0;
  for (const position of positions) {
    if (position.account !== account || position.margin !== undefined) continue;
    const market = markets.find(({ symbol }) => symbol === position.symbol) as Market;
    const own = plainPosition(position, market, market === moving ? price : market.markPrice, assumedRate);
    equity += own.equity;
    maintenance += own.maintenance;
  }
  return { equity, maintenance };
}

/**
 * Prices, over the mark, at which a gap that is concave in the price is used up: looked for by bisection.
 *
 * @param gap equity less maintenance at a multiple of the mark
 */
export function plainRoots(gap: (k: number) => number): { fall: number; rise: number } {
  if (!(gap(1) > 0)) return { fall: 0, rise: 0 };
  const between = (solvent: number, gone: number): number => {
    let [good, bad] = [solvent, gone];
    for (let i = 0; i < 200; i++) {
      const middle = (good + bad) / 2;
      if (gap(middle) > 0) good = middle;
      else bad = middle;
    }
    return good;
  };
  let far = 2;
  while (far < 1e12 && gap(far) > 0) far *= 2;
  return {
    fall: gap(1e-12) < 0 ? 1 - between(1, 1e-12) : Number.NaN,
    rise: gap(far) <= 0 ? between(1, far) - 1 : Number.NaN,
  };
}
