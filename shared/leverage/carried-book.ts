import { currenciesOf } from '../snapshot/contract-kind.ts';
import type { Book, PositionColumns } from '../snapshot/types.ts';
import { effectiveLeverage } from './effective-leverage.ts';
import {
  openValuation,
  type PositionValues,
  pricingMarkets,
  quoteValues,
  valueCollateral,
  valuePositions,
} from './valuation.ts';

/** A book with everything valued, and each position on the equity that carries it. Amounts in the valuation's unit. */
export interface CarriedBook {
  /** Worth of a unit of each market's quote currency. */
  readonly quote: Float64Array;
  readonly values: PositionValues;
  /** Worth of a unit of each collateral currency, before its haircut; 0 where the book has no price for it. */
  readonly currencyWorth: Float64Array;
  /** Share of each collateral currency's worth that does not count. */
  readonly haircut: Float64Array;
  /** Market that prices each collateral currency; -1 for the unit itself and what has no price. */
  readonly pricedBy: Int32Array;
  /** Collateral currency that is each market's base; -1 where nobody holds it. */
  readonly bases: Int32Array;
  /** Cross collateral of each account, after haircuts. */
  readonly collateral: Float64Array;
  /** Cross collateral and unrealised PnL of each account's cross positions. */
  readonly crossEquity: Float64Array;
  /** Effective leverage of each position: of the account for cross, of its own margin and PnL for isolated. */
  readonly leverage: Float64Array;
  /** 1 where the equity that carries the position is nothing or less. */
  readonly bust: Uint8Array;
  /** Worth of a unit of the insurance fund's currency; 0 without a fund. */
  readonly fundWorth: number;
  /** Currencies without a price in this book: they count as nothing. */
  readonly unpriced: readonly string[];
}

/**
 * Values a book. Haircuts come off positive collateral before any equity is computed; what is borrowed counts in full.
 *
 * @param haircutOf share of a currency's worth that does not count, in [0, 1]
 */
export function carryBook(book: Book, haircutOf: (currency: string) => number = () => 0): CarriedBook {
  const { accounts, markets, positions, header } = book;
  const valuation = openValuation(markets);
  const quote = quoteValues(markets, valuation);
  const values = valuePositions(book, quote);
  const currencyWorth = Float64Array.from(accounts.currencies, (currency) => valuation.of(currency));
  const haircut = Float64Array.from(accounts.currencies, haircutOf);
  const pricing = pricingMarkets(markets);
  const currencyIndex = new Map(accounts.currencies.map((currency, c) => [currency, c]));
  const collateral = valueCollateral(book, currencyWorth, haircut);
  const { crossEquity, crossLeverage } = carryAccounts(positions, values, collateral);
  const { leverage, bust } = carryPositions(positions, values, crossEquity, crossLeverage);
  return {
    quote,
    values,
    currencyWorth,
    haircut,
    pricedBy: Int32Array.from(accounts.currencies, (currency) => pricing.get(currency) ?? -1),
    bases: Int32Array.from(markets, ({ symbol }) => {
      const base = currenciesOf(symbol)?.base;
      const held = base === undefined ? undefined : currencyIndex.get(base);
      // A currency that counts one for one moves with no market.
      return held !== undefined && pricing.has(base as string) ? held : -1;
    }),
    collateral,
    crossEquity,
    leverage,
    bust,
    fundWorth: header.insuranceFund ? valuation.of(header.insuranceFund.currency) : 0,
    unpriced: valuation.unpriced,
  };
}

/** Equity of each account that its cross positions share, and their effective leverage on it. */
function carryAccounts(
  { length, account, isolated }: PositionColumns,
  { notional, unrealizedPnl }: PositionValues,
  collateral: Float64Array,
): { crossEquity: Float64Array; crossLeverage: Float64Array } {
  const crossEquity = collateral.slice();
  const crossLeverage = new Float64Array(collateral.length);
  for (let i = 0; i < length; i++) {
    if (isolated[i]) continue;
    const who = account[i] as number;
    crossEquity[who] = (crossEquity[who] as number) + (unrealizedPnl[i] as number);
    crossLeverage[who] = (crossLeverage[who] as number) + (notional[i] as number);
  }
  // Until here it is the notional.
  for (let who = 0; who < crossLeverage.length; who++)
    crossLeverage[who] = effectiveLeverage(crossLeverage[who] as number, crossEquity[who] as number);
  return { crossEquity, crossLeverage };
}

/** Effective leverage of each position, and whether nothing is left to carry it. */
function carryPositions(
  { length, account, isolated }: PositionColumns,
  { notional, unrealizedPnl, margin }: PositionValues,
  crossEquity: Float64Array,
  crossLeverage: Float64Array,
): { leverage: Float64Array; bust: Uint8Array } {
  const leverage = new Float64Array(length);
  const bust = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const own = notional[i] as number;
    if (own === 0) continue;
    const who = account[i] as number;
    let equity = crossEquity[who] as number;
    let times = crossLeverage[who] as number;
    if (isolated[i]) {
      equity = (margin[i] as number) + (unrealizedPnl[i] as number);
      times = effectiveLeverage(own, equity);
    }
    leverage[i] = times;
    bust[i] = equity > 0 ? 0 : 1;
  }
  return { leverage, bust };
}
