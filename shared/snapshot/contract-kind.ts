import type { Market } from './types.ts';

/** Currencies that stand for a dollar. */
export const DOLLARS: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC', 'FDUSD', 'TUSD', 'DAI', 'BUSD', 'PYUSD']);

/** The currencies of a CCXT unified symbol `BASE/QUOTE[:SETTLE[-EXPIRY…]]`; undefined if the symbol is not one. */
export function currenciesOf(symbol: string): { base: string; quote: string; settle?: string } | undefined {
  const match = /^([^/:]+)\/([^/:]+)(?::([^-]*)(?:-.*)?)?$/.exec(symbol);
  if (!match) return undefined;
  const [, base = '', quote = '', settle] = match;
  return settle ? { base, quote, settle } : { base, quote };
}

/**
 * What a contract's PnL is, with q = contracts · contractSize:
 * - linear: q·(mark - entry) in quote currency;
 * - inverse: q·(1/entry - 1/mark) in base currency;
 * - quanto: q·(mark - entry) in a settlement currency that is neither.
 */
export type ContractKind = 'linear' | 'inverse' | 'quanto';

type Flags = Pick<Market, 'symbol' | 'linear' | 'inverse' | 'settle'>;

/** The currency that a market settles in, if it is known. */
export const settlementOf = ({ symbol, settle }: Flags): string | undefined => settle ?? currenciesOf(symbol)?.settle;

/**
 * The kind of a market's contracts. `inverse` decides if the venue says both; a contract that is said to be not linear, and nothing else, is
 * inverse unless it settles in a third currency.
 */
export function contractKind(market: Flags): ContractKind {
  if (market.linear) return 'linear';
  if (market.inverse !== undefined) return market.inverse ? 'inverse' : 'quanto';
  return settlesInThird(market) ? 'quanto' : 'inverse';
}

/** Whether a market's contracts are worth one over the price in what they settle in. */
export const isInverse = (market: Flags): boolean => !market.linear && contractKind(market) === 'inverse';

function settlesInThird(market: Flags): boolean {
  const settle = settlementOf(market);
  const pair = currenciesOf(market.symbol);
  return settle !== undefined && pair !== undefined && !isSame(settle, pair.base) && !isSame(settle, pair.quote);
}

/** What is wrong with the currency that a market's tier bounds count; undefined if it is one of the market's own. */
export function tierCurrencyFault(market: Flags, currency: string): string | undefined {
  const pair = currenciesOf(market.symbol);
  const own = [pair?.base, pair?.quote, settlementOf(market)];
  if (!pair || own.some((one) => one !== undefined && isSame(one, currency))) return undefined;
  return `names ${JSON.stringify(currency)}, which is neither the base, the quote nor the settlement currency of ${JSON.stringify(market.symbol)}`;
}

/** Whether two currencies count one for one. */
const isSame = (one: string, other: string): boolean => one === other || (DOLLARS.has(one) && DOLLARS.has(other));

/**
 * How a market's flags contradict each other or its currencies.
 *
 * @returns undefined if they do not
 */
export function contractFault(market: Flags): string | undefined {
  const { symbol, linear, inverse } = market;
  if (linear && inverse === true) return 'cannot be true beside inverse: a contract is linear, inverse or neither';
  const settle = settlementOf(market);
  const pair = currenciesOf(symbol);
  const kind = contractKind(market);
  if (settle === undefined)
    return kind === 'quanto'
      ? 'is false, and so is inverse: such a contract has to name its settle currency'
      : undefined;
  if (!pair) return undefined;
  const { base, quote } = pair;
  if (kind === 'linear' && !isSame(settle, quote))
    return `is true, and ${JSON.stringify(symbol)} settles in ${settle}: a linear contract settles in its quote currency`;
  if (kind === 'inverse' && !isSame(settle, base))
    return `is false, and ${JSON.stringify(symbol)} settles in ${settle}: an inverse contract settles in its base currency`;
  if (kind === 'quanto' && !settlesInThird(market))
    return `and inverse are false, and ${JSON.stringify(symbol)} settles in ${settle}: one of them is true`;
  return undefined;
}
