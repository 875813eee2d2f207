import { contractKind, currenciesOf, DOLLARS, isInverse, settlementOf } from '../snapshot/contract-kind.ts';
import { type Asset, type Book, MARGIN, type Market } from '../snapshot/types.ts';

export interface Valuation {
  /** Worth of a unit of a currency; 0 if the book has no price for it. */
  of(currency: string): number;
  /** Currencies that were asked for and have no price, in order of asking. */
  readonly unpriced: readonly string[];
  /** Stablecoins that count at a price of their own, off par by more than OFF_PAR, with that price. */
  readonly offPar: ReadonlyMap<string, number>;
}

/** How far a stablecoin may trade from par, as a share, before it is a finding: beyond the fees and spreads of quiet days. */
export const OFF_PAR = 0.005;

/**
 * Values currencies: by the venue's own price if it gives one, else by the book's prices. The unit is the dollar; if no market is quoted
 * in dollars, the quote currency that most markets share. A book's price is the index price, else the mark, of a market of the currency
 * against the unit, see `pricingMarkets`. Stablecoins count at par, unless the venue or a market of theirs against another dollar
 * prices them.
 */
export function openValuation(markets: readonly Market[], assets: readonly Asset[] = []): Valuation {
  const par = unitOf(markets);
  const pricing = pricingMarkets(markets);
  const stable = stablePrices(markets, par);
  const own = new Map(
    assets.flatMap(({ currency, price }) => (price === undefined ? [] : [[currency, price] as const])),
  );
  const unpriced: string[] = [];
  const of = (currency: string): number => {
    const told = own.get(currency);
    if (told !== undefined) return told;
    if (par.has(currency)) return stable.get(currency) ?? 1;
    const market = markets[pricing.get(currency) ?? -1];
    if (market) return priceOf(market) * quoteOf(market, stable);
    if (!unpriced.includes(currency)) unpriced.push(currency);
    return 0;
  };
  const offPar = new Map<string, number>();
  for (const currency of par) {
    const worth = of(currency);
    if (Math.abs(worth - 1) > OFF_PAR) offPar.set(currency, worth);
  }
  return { of, unpriced, offPar };
}

/** Of equals the first by name, whatever their order. */
const isMore = (count: number, name: string, most: number, other: string): boolean =>
  count > most || (count === most && name < other);

const priceOf = ({ indexPrice, markPrice }: Market): number => indexPrice ?? markPrice;

const quoteOf = ({ symbol }: Market, stable: ReadonlyMap<string, number>): number =>
  stable.get(currenciesOf(symbol)?.quote ?? '') ?? 1;

/** Worth of the stablecoins that have a market against another dollar. The one in which most markets are quoted is at par. */
function stablePrices(markets: readonly Market[], par: ReadonlySet<string>): ReadonlyMap<string, number> {
  const prices = new Map<string, number>();
  const quoted = new Map<string, number>();
  const pairs = markets.flatMap((market) => {
    const pair = currenciesOf(market.symbol);
    if (!pair || !par.has(pair.quote)) return [];
    if (!par.has(pair.base)) quoted.set(pair.quote, (quoted.get(pair.quote) ?? 0) + 1);
    return par.has(pair.base) && pair.base !== pair.quote ? [{ ...pair, price: priceOf(market) }] : [];
  });
  if (pairs.length === 0) return prices;
  let reference = 'USD';
  for (const [quote, count] of quoted)
    if (isMore(count, quote, quoted.get(reference) ?? 0, reference)) reference = quote;
  for (const { base, quote, price } of pairs)
    if (base === reference && !prices.has(quote)) prices.set(quote, 1 / price);
  // Any other dollar that prices one is at par unless it is priced itself.
  for (const { base, quote, price } of pairs)
    if (base !== reference && !prices.has(base)) prices.set(base, price * (prices.get(quote) ?? 1));
  return prices;
}

/**
 * Index of the market that prices each currency against the unit, whatever the order of the markets: a perpetual before a dated future;
 * of these one that settles in its quote currency, then one that settles in its base; of those the first by name. The unit's own
 * currencies have none.
 */
export function pricingMarkets(markets: readonly Pick<Market, 'symbol'>[]): ReadonlyMap<string, number> {
  const par = unitOf(markets);
  const pricing = new Map<string, number>();
  markets.forEach(({ symbol }, m) => {
    const pair = currenciesOf(symbol);
    if (!pair || !par.has(pair.quote) || par.has(pair.base)) return;
    const before = pricing.get(pair.base);
    if (before === undefined || pricesBefore(symbol, markets[before]?.symbol as string)) pricing.set(pair.base, m);
  });
  return pricing;
}

/** Whether a market prices its base currency rather than another market of it. */
function pricesBefore(symbol: string, other: string): boolean {
  const rank = (name: string): number => {
    const { base, quote, settle } = currenciesOf(name) ?? {};
    return (/:[^:]*-/.test(name) ? 3 : 0) + (settle === quote ? 0 : settle === base ? 1 : 2);
  };
  return rank(symbol) - rank(other) < 0 || (rank(symbol) === rank(other) && symbol < other);
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
  for (const [quote, count] of shared)
    if (unit === undefined || isMore(count, quote, shared.get(unit) ?? 0, unit)) unit = quote;
  return unit === undefined ? DOLLARS : new Set([unit]);
}

/**
 * Worth of what a unit of price of each market counts: of its quote currency; of its settlement currency for quanto contracts, whose
 * notional and PnL are in that. 1 if the symbol does not name it.
 */
export const quoteValues = (markets: readonly Market[], valuation: Valuation): Float64Array =>
  Float64Array.from(markets, (market) => {
    const currency = contractKind(market) === 'quanto' ? settlementOf(market) : currenciesOf(market.symbol)?.quote;
    return currency === undefined ? 1 : valuation.of(currency);
  });

/** Every position's notional, unrealised PnL and isolated margin, in the valuation's unit. */
export interface PositionValues {
  /** Linear and quanto: |contracts · contractSize · mark|. Inverse: contracts · contractSize / mark in base, times mark. */
  readonly notional: Float64Array;
  readonly unrealizedPnl: Float64Array;
  /** Isolated margin without unrealised PnL; 0 for cross positions, and if it is unknown. */
  readonly margin: Float64Array;
}

/**
 * Unrealised PnL is the venue's where given (in settlement currency), else s·q·(mark - entry) for linear and quanto and, times
 * mark, s·q·(1/entry - 1/mark) for inverse contracts, q = contracts · contractSize.
 */
export function valuePositions({ markets, positions }: Book, quote: Float64Array): PositionValues {
  const { length, market, side, isolated, contracts, entryPrice, collateral, unrealizedPnl: given } = positions;
  const marks = Float64Array.from(markets, ({ markPrice }) => markPrice);
  const sizes = Float64Array.from(markets, ({ contractSize }) => contractSize);
  const inverse = Uint8Array.from(markets, (m) => (isInverse(m) ? 1 : 0));
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
    // What a unit of settlement currency is worth: `quote` for linear and quanto, base for inverse contracts.
    let settlement = value;
    let gain = mark - entry;
    let worth = q * mark * value;
    if (inverse[m] === 1) {
      settlement = mark * value;
      gain = 1 / entry - 1 / mark;
      worth = q * value;
    }
    notional[i] = worth;
    unrealizedPnl[i] = (Number.isNaN(pnl) ? (side[i] as number) * q * gain : pnl) * settlement;
    const carried = isolated[i] as number;
    if (carried === MARGIN.margin) margin[i] = (collateral[i] as number) * settlement;
    else if (carried === MARGIN.collateral)
      margin[i] = (collateral[i] as number) * settlement - (unrealizedPnl[i] as number);
  }
  return { notional, unrealizedPnl, margin };
}
