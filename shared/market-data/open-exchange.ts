import type { Exchange } from '../../node_modules/ccxt/js/src/base/Exchange.js';
import { directTo } from './direct-to.ts';
import type { ExchangeName } from './exchange-names.ts';
import { EXCHANGES } from './exchanges.ts';
import { publicFetch, type RequestTerms } from './public-requests.ts';

/** The list of an exchange's markets is long and changes seldom: it is loaded again after six hours. */
const MARKETS_FRESH_MS = 6 * 3_600_000;
/** A market that the list does not have may be new: then the list is loaded again, but not at every poll. */
const MARKETS_RETRY_MS = 10 * 60_000;

/** An exchange that can be polled. Kept between invocations, for its list of markets and its rate limit. One poll at a time. */
export interface OpenExchange {
  readonly options: ExchangeOptions;
  ccxt: Exchange;
  requests: RequestTerms;
  /** When the list of markets was asked for: Unix milliseconds, -Infinity before. */
  marketsAt: number;
  /** Symbols whose bars of long ago have been stored: from then on only the newest are asked for. */
  readonly caughtUp: Set<string>;
}

export interface ExchangeOptions {
  readonly venue: string;
  readonly exchange: ExchangeName;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly now: () => number;
  /** Where its calls go instead of the exchange's own address (see directTo). */
  readonly url?: string | undefined;
}

/** Opens nothing on the network yet. @throws Error where the address is not allowed */
export const openExchange = (options: ExchangeOptions): OpenExchange => ({
  options,
  ...connect(options),
  marketsAt: Number.NEGATIVE_INFINITY,
  caughtUp: new Set(),
});

/**
 * Leaves the calls behind that a deadline has cut off: those that still stand in ccxt's queue would hold up the next poll's.
 * What is known of the exchange stays known.
 */
export function reconnect(exchange: OpenExchange): void {
  const { markets } = exchange.ccxt;
  const { quietUntil } = exchange.requests;
  Object.assign(exchange, connect(exchange.options));
  exchange.requests.quietUntil = quietUntil;
  if (markets) exchange.ccxt.setMarkets(Object.values(markets));
}

function connect({ exchange, timeoutMs, now, url }: ExchangeOptions): Pick<OpenExchange, 'ccxt' | 'requests'> {
  const { create, marketTypes } = EXCHANGES[exchange];
  const requests: RequestTerms = {
    timeoutMs,
    now,
    signal: new AbortController().signal,
    quietUntil: Number.NEGATIVE_INFINITY,
  };
  const ccxt = new create({
    enableRateLimit: true,
    timeout: timeoutMs,
    fetchImplementation: publicFetch(requests),
    options: { fetchMarkets: { types: [...marketTypes] } },
  });
  // Currencies are of spot markets and accounts: a call for each load that nothing here needs.
  ccxt.has = { ...ccxt.has, fetchCurrencies: false };
  // Where an exchange must be told which bars are the recent ones.
  ccxt.milliseconds = now;
  if (url !== undefined) directTo(ccxt, url);
  return { ccxt, requests };
}

/** True where the list of markets is missing, old, or lacks a symbol that is asked for and may be in a newer one. */
export function marketsDue({ ccxt, requests, marketsAt }: OpenExchange, symbols: readonly string[]): boolean {
  const age = requests.now() - marketsAt;
  const { markets } = ccxt;
  if (!markets || age > MARKETS_FRESH_MS) return true;
  return age > MARKETS_RETRY_MS && symbols.some((symbol) => !Object.hasOwn(markets, symbol));
}

/** @throws ccxt's errors; a list from before stays, and is not due again for a while: sizes of contracts hardly ever change */
export async function loadMarkets(exchange: OpenExchange): Promise<void> {
  const { ccxt, requests } = exchange;
  const at = requests.now();
  try {
    await ccxt.loadMarkets(true);
    exchange.marketsAt = at;
  } catch (error) {
    // ccxt would hand the same failure to every later call.
    ccxt.marketsLoading = undefined as never;
    if (ccxt.markets) exchange.marketsAt = at - MARKETS_FRESH_MS + MARKETS_RETRY_MS;
    throw error;
  }
}
