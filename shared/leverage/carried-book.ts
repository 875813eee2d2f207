import { currenciesOf, DOLLARS } from '../snapshot/contract-kind.ts';
import { type Book, MARGIN, type PositionColumns } from '../snapshot/types.ts';
import { type Balances, balancesOf, collateralOf } from './cross-collateral.ts';
import { effectiveLeverage } from './effective-leverage.ts';
import { openValuation, type PositionValues, pricingMarkets, quoteValues, valuePositions } from './valuation.ts';

/**
 * A book with everything valued, and each position on the equity that carries it. Amounts in the valuation's unit.
 *
 * There are two equities. The venue's (its own prices and collateral ratios, else all of the collateral) says who is due, bankrupt and
 * owed. The prudent one (our haircuts) says how leveraged a position is. `collateral`, `crossEquity` and `bust` are the venue's.
 */
export interface CarriedBook {
  /** Worth of a unit of each market's quote currency; of its settlement currency for quanto contracts. */
  readonly quote: Float64Array;
  readonly values: PositionValues;
  /** Market that prices each collateral currency; -1 for the unit itself and what has no price. */
  readonly pricedBy: Int32Array;
  /** Collateral currency that is each market's base; -1 if nobody holds it. */
  readonly bases: Int32Array;
  /** Cross collateral of each account by currency, by both rules. */
  readonly balances: Balances;
  /** Cross collateral of each account that the venue counts. */
  readonly collateral: Float64Array;
  /** That, and unrealised PnL of each account's cross positions. */
  readonly crossEquity: Float64Array;
  /** 1 if the venue's equity that carries the position is nothing or less. */
  readonly bust: Uint8Array;
  readonly prudent: PrudentEquity;
  /** Effective leverage of each position on its prudent equity: of the account for cross, of its own margin and PnL for isolated. */
  readonly leverage: Float64Array;
  /** The same on the venue's equity. */
  readonly venueLeverage: Float64Array;
  /**
   * 1 for each position of which it is unknown what carries it. It counts for concentration and open interest; it has no leverage (0
   * stands in the columns), is never due, and in no plan. Absent if there is none.
   */
  readonly unknown?: Uint8Array;
  /** Worth of a unit of the currency of each of the venue's funds, in their order. */
  readonly fundWorths: readonly number[];
  /** Currencies without a price in this book: they count as nothing. */
  readonly unpriced: readonly string[];
  /** Stablecoins that count at a price off par. */
  readonly offPar: ReadonlyMap<string, number>;
}

/** The same columns as the venue's if our haircuts change nothing. */
export interface PrudentEquity {
  readonly collateral: Float64Array;
  readonly crossEquity: Float64Array;
  readonly bust: Uint8Array;
}

/**
 * Values a book. Haircuts and ratios come off positive balances before any equity is computed; what is owed counts in full.
 *
 * An account that lists no collateral and of which the venue gives an equity stands on that figure.
 *
 * @param haircutOf share of a currency's worth that does not count prudently, in [0, 1]
 */
export function carryBook(book: Book, haircutOf: (currency: string) => number = () => 0): CarriedBook {
  const { accounts, markets, positions, header } = book;
  const valuation = openValuation(markets, header.assets);
  const quote = quoteValues(markets, valuation);
  const values = valuePositions(book, quote);
  const pricing = pricingMarkets(markets);
  const currencyIndex = new Map(accounts.currencies.map((currency, c) => [currency, c]));
  const ratios = new Map(header.assets?.map(({ currency, collateralRatios }) => [currency, collateralRatios]));
  const balances = balancesOf(accounts, {
    worth: Float64Array.from(accounts.currencies, (currency) => valuation.of(currency)),
    ratios: accounts.currencies.map((currency) => ratios.get(currency)),
    haircut: Float64Array.from(accounts.currencies, haircutOf),
  });
  const unknown = unknownRows(book);
  const collateral = collateralOf(balances, balances.venue);
  const alike = balances.prudent === balances.venue;
  const prudentCollateral = alike ? collateral : collateralOf(balances, balances.prudent);
  const pnl = crossPnl(positions, values, collateral.length);
  standOnFigures(book, balances, pnl, collateral, prudentCollateral);
  const notional = crossNotional(positions, values, collateral.length);
  const venue = carried(positions, values, collateral, pnl, notional, unknown);
  const prudent = alike ? venue : carried(positions, values, prudentCollateral, pnl, notional, unknown);
  return {
    quote,
    values,
    pricedBy: Int32Array.from(accounts.currencies, (currency) => pricing.get(currency) ?? -1),
    bases: Int32Array.from(markets, ({ symbol }) => {
      const base = currenciesOf(symbol)?.base;
      const held = base === undefined ? undefined : currencyIndex.get(base);
      // A currency that counts one for one moves with no market.
      return held !== undefined && pricing.has(base as string) ? held : -1;
    }),
    balances,
    collateral,
    crossEquity: venue.crossEquity,
    bust: venue.bust,
    prudent: { collateral: prudentCollateral, crossEquity: prudent.crossEquity, bust: prudent.bust },
    leverage: prudent.leverage,
    venueLeverage: venue.leverage,
    ...(unknown ? { unknown } : {}),
    fundWorths: (header.insuranceFunds ?? (header.insuranceFund ? [header.insuranceFund] : [])).map(({ currency }) =>
      valuation.of(currency),
    ),
    unpriced: valuation.unpriced,
    offPar: usedOffPar(book, valuation.offPar),
  };
}

/** Of the stablecoins off par those that anything of the book is valued by. */
function usedOffPar({ accounts, markets }: Book, offPar: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (offPar.size === 0) return offPar;
  const used = new Set(accounts.currencies);
  for (const { symbol } of markets) {
    const { quote, base } = currenciesOf(symbol) ?? {};
    if (quote && !(base && DOLLARS.has(base))) used.add(quote);
  }
  return new Map([...offPar].filter(([currency]) => used.has(currency)));
}

/** Of which positions it is unknown what carries them; undefined if of none. */
function unknownRows({ positions, accounts }: Book): Uint8Array | undefined {
  const { length, account, isolated, contracts } = positions;
  const { equityUnknown } = accounts;
  let unknown: Uint8Array | undefined;
  for (let i = 0; i < length; i++) {
    const code = isolated[i] as number;
    const isUnknown = code >= MARGIN.unknown || (code === MARGIN.cross && equityUnknown?.[account[i] as number] === 1);
    if (!isUnknown || !((contracts[i] as number) > 0)) continue;
    unknown ??= new Uint8Array(length);
    unknown[i] = 1;
  }
  return unknown;
}

function crossPnl({ length, account, isolated }: PositionColumns, { unrealizedPnl }: PositionValues, accounts: number) {
  const sum = new Float64Array(accounts);
  for (let i = 0; i < length; i++) {
    if (isolated[i]) continue;
    const who = account[i] as number;
    sum[who] = (sum[who] as number) + (unrealizedPnl[i] as number);
  }
  return sum;
}

function crossNotional({ length, account, isolated }: PositionColumns, { notional }: PositionValues, accounts: number) {
  const sum = new Float64Array(accounts);
  for (let i = 0; i < length; i++) {
    if (isolated[i]) continue;
    const who = account[i] as number;
    sum[who] = (sum[who] as number) + (notional[i] as number);
  }
  return sum;
}

/** Gives the accounts that list no collateral what the venue's figure of their equity leaves for it. */
function standOnFigures(
  { accounts: { equity } }: Book,
  { starts }: Balances,
  pnl: Float64Array,
  ...collaterals: readonly Float64Array[]
): void {
  if (!equity) return;
  for (let who = 0; who < equity.length; who++) {
    const figure = equity[who] as number;
    if (Number.isNaN(figure) || starts[who] !== starts[who + 1]) continue;
    for (const collateral of collaterals) collateral[who] = figure - (pnl[who] as number);
  }
}

interface Carried {
  readonly crossEquity: Float64Array;
  readonly leverage: Float64Array;
  readonly bust: Uint8Array;
}

/** Each position on one of the equities. */
function carried(
  { length, account, isolated }: PositionColumns,
  { notional, unrealizedPnl, margin }: PositionValues,
  collateral: Float64Array,
  pnl: Float64Array,
  crossNotionals: Float64Array,
  unknown: Uint8Array | undefined,
): Carried {
  const crossEquity = collateral.slice();
  const crossLeverage = new Float64Array(collateral.length);
  for (let who = 0; who < crossEquity.length; who++) {
    crossEquity[who] = (crossEquity[who] as number) + (pnl[who] as number);
    crossLeverage[who] = effectiveLeverage(crossNotionals[who] as number, crossEquity[who] as number);
  }
  const leverage = new Float64Array(length);
  const bust = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const own = notional[i] as number;
    if (own === 0 || unknown?.[i]) continue;
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
  return { crossEquity, leverage, bust };
}
