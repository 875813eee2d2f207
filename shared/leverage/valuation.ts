import { currenciesOf, DOLLARS } from '../snapshot/contract-kind.ts';
import type { Book, Market } from '../snapshot/types.ts';

export interface Valuation {
  /** Worth of a unit of a currency; 0 where the book has no price for it. */
  of(currency: string): number;
  /** Currencies that were asked for and have no price, in order of asking. */
  readonly unpriced: readonly string[];
}

/**
 * Values currencies by the book's own prices, in dollars at par; in the quote currency that most markets share, where no market
 * is quoted in dollars. A price is the index price, else the mark, of the first market of the currency against that unit.
 */
export function openValuation(markets: readonly Market[]): Valuation {
  const par = unitOf(markets);
  const pricing = pricingMarkets(markets);
  const unpriced: string[] = [];
  return {
    unpriced,
    of(currency) {
      if (par.has(currency)) return 1;
      const market = markets[pricing.get(currency) ?? -1];
      if (market) return market.indexPrice ?? market.markPrice;
      if (!unpriced.includes(currency)) unpriced.push(currency);
      return 0;
    },
  };
}

/** Index of the market that prices each currency: the first of it against the unit. The unit's own currencies have none. */
export function pricingMarkets(markets: readonly Pick<Market, 'symbol'>[]): ReadonlyMap<string, number> {
  const par = unitOf(markets);
  const pricing = new Map<string, number>();
  markets.forEach(({ symbol }, m) => {
    const pair = currenciesOf(symbol);
    if (pair && par.has(pair.quote) && !par.has(pair.base) && !pricing.has(pair.base)) pricing.set(pair.base, m);
  });
  return pricing;
}

/** The currencies that count one for one. */
function unitOf(markets: readonly Pick<Market, 'symbol'>[]): ReadonlySet<string> {
  const shared = new Map<string, number>();
  for (const { symbol } of markets) {
    const quote = currenciesOf(symbol)?.quote;
    if (quote === undefined) continue;
    if (DOLLARS.has(quote)) return DOLLARS;
    shared.set(quote, (shared.get(quote) ?? 0) + 1);
  }
  let unit: string | undefined;
  for (const [quote, count] of shared) if (unit === undefined || count > (shared.get(unit) as number)) unit = quote;
  return unit === undefined ? DOLLARS : new Set([unit]);
}

/** Worth of a unit of each market's quote currency; 1 where the symbol does not tell its quote. */
export const quoteValues = (markets: readonly Market[], valuation: Valuation): Float64Array =>
  Float64Array.from(markets, ({ symbol }) => {
    const quote = currenciesOf(symbol)?.quote;
    return quote === undefined ? 1 : valuation.of(quote);
  });

/** Every position's notional, unrealised PnL and isolated margin, in the valuation's unit. */
export interface PositionValues {
  /** Linear: |contracts · contractSize · mark|. Inverse: contracts · contractSize / mark in base, times mark. */
  readonly notional: Float64Array;
  readonly unrealizedPnl: Float64Array;
  /** 0 for cross positions. */
  readonly margin: Float64Array;
}

/**
 * Unrealised PnL is the venue's where given (in settlement currency), else s·q·(mark - entry) for linear and, times mark,
 * s·q·(1/entry - 1/mark) for inverse contracts, q = contracts · contractSize.
 */
export function valuePositions({ markets, positions }: Book, quote: Float64Array): PositionValues {
  const { length, market, side, isolated, contracts, entryPrice, collateral, unrealizedPnl: given } = positions;
  const marks = Float64Array.from(markets, ({ markPrice }) => markPrice);
  const sizes = Float64Array.from(markets, ({ contractSize }) => contractSize);
  const linear = Uint8Array.from(markets, (m) => (m.linear ? 1 : 0));
  const notional = new Float64Array(length);
  const unrealizedPnl = new Float64Array(length);
  const margin = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const m = market[i] as number;
    const mark = marks[m] as number;
    const value = quote[m] as number;
    const q = (contracts[i] as number) * (sizes[m] as number);
    const entry = entryPrice[i] as number;
    const pnl = given[i] as number;
    // What a unit of settlement currency is worth: quote for linear, base for inverse contracts.
    let settlement = value;
    let gain = mark - entry;
    let worth = q * mark * value;
    if (linear[m] === 0) {
      settlement = mark * value;
      gain = 1 / entry - 1 / mark;
      worth = q * value;
    }
    notional[i] = worth;
    unrealizedPnl[i] = (Number.isNaN(pnl) ? (side[i] as number) * q * gain : pnl) * settlement;
    if (isolated[i]) margin[i] = (collateral[i] as number) * settlement;
  }
  return { notional, unrealizedPnl, margin };
}

/**
 * Cross collateral of every account, in the valuation's unit.
 *
 * @param worth of a unit of each collateral currency
 * @param haircut share of each currency's worth that does not count; comes off what is held, not off what is owed
 */
export function valueCollateral({ accounts }: Book, worth: Float64Array, haircut: Float64Array): Float64Array {
  const { ids, collateralAccount, collateralCurrency, collateralAmount } = accounts;
  const kept = worth.map((value, c) => value * (1 - (haircut[c] as number)));
  const total = new Float64Array(ids.length);
  for (let i = 0; i < collateralAmount.length; i++) {
    const account = collateralAccount[i] as number;
    const currency = collateralCurrency[i] as number;
    const amount = collateralAmount[i] as number;
    total[account] = (total[account] as number) + amount * ((amount > 0 ? kept : worth)[currency] as number);
  }
  return total;
}
