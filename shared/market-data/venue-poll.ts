import type { Asked, Reading } from './exchange-readings.ts';
import { EXCHANGES } from './exchanges.ts';
import { loadMarkets, marketsDue, type OpenExchange, reconnect } from './open-exchange.ts';
import { soundParts } from './sound-parts.ts';
import { type Patience, TRIES, tryAgain } from './try-again.ts';
import type { MarketData, MarketDataPart, PartFault } from './types.ts';

export interface PollTerms {
  /** The whole poll ends within this time, whatever hangs. */
  readonly deadlineMs: number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** CCXT's name of the bars' length. */
  readonly timeframe: string;
}

/** What a poll brought of one market: data, some parts of which may be faults, or nothing but the reason. */
export type PolledMarket =
  | { readonly symbol: string; readonly data: MarketData }
  | { readonly symbol: string; readonly fault: string };

/** Forty days of hours, once; OKX gives 300. Less than what other exchanges give in one answer. */
const BARS_AT_FIRST = 960;
/** Three days of hours, to make up for what was missed; fewer than the hundred from which Binance counts a request twice. */
const BARS_THEN = 72;

/** Markets asked for at a time: one that hangs does not hold up the rest. ccxt's rate limit spaces the calls. */
const AT_A_TIME = 8;

/**
 * Fetches the public data of a venue's markets. A part that fails is a fault of its own, and the market's other parts stand;
 * a market fails as a whole where the exchange does not have it or no part could be had. Never throws for what the exchange
 * does, and ends by its deadline with whatever has come by then.
 *
 * @returns in the order of the symbols
 */
export async function pollVenue(
  exchange: OpenExchange,
  symbols: readonly string[],
  { deadlineMs, random, timeframe }: PollTerms,
): Promise<PolledMarket[]> {
  const { requests } = exchange;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error('the deadline of the venue')), deadlineMs);
  requests.signal = deadline.signal;
  const patience: Patience = { requests, deadlineAt: requests.now() + deadlineMs, random };
  try {
    if (marketsDue(exchange, symbols)) {
      // An old list is nearly as good as a new one: it is not worth the time of the poll.
      const tries = exchange.ccxt.markets ? 1 : TRIES;
      const failure = await tryAgain(patience, () => loadMarkets(exchange), tries).then(() => undefined, faultText);
      if (!exchange.ccxt.markets) return symbols.map((symbol) => ({ symbol, fault: failure ?? 'no markets' }));
    }
    const once = onceAPoll();
    const results = new Array<PolledMarket>(symbols.length);
    const waiting = symbols.entries();
    const worker = async () => {
      for (const [index, symbol] of waiting)
        results[index] = await pollMarket(exchange, symbol, timeframe, once, patience);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    return results;
  } finally {
    clearTimeout(timer);
    if (deadline.signal.aborted) reconnect(exchange);
    deadline.abort();
  }
}

async function pollMarket(
  exchange: OpenExchange,
  symbol: string,
  timeframe: string,
  once: Asked['once'],
  patience: Patience,
): Promise<PolledMarket> {
  const { ccxt, requests } = exchange;
  const { venue, exchange: name } = exchange.options;
  const market = ccxt.markets && Object.hasOwn(ccxt.markets, symbol) ? ccxt.markets[symbol] : undefined;
  if (!market?.contract) return { symbol, fault: `${name} has no derivative ${JSON.stringify(symbol)}` };
  const timestamp = requests.now();
  const barMs = ccxt.parseTimeframe(timeframe) * 1_000;
  const bars = exchange.caughtUp.has(symbol) ? BARS_THEN : BARS_AT_FIRST;
  const asked: Asked = { exchange: ccxt, market, timeframe, bars, once };
  // Only perpetuals pay funding.
  const partsOf = ({ parts }: Reading) => (market.swap ? parts : parts.filter((part) => part !== 'fundingRate'));
  const read = async (reading: Reading) => {
    const parts = partsOf(reading);
    if (parts.length === 0) return { values: {}, faults: [] };
    try {
      return soundParts(await tryAgain(patience, () => reading.read(asked)), parts, barMs, requests.now());
    } catch (error) {
      const message = faultText(error);
      return { values: {}, faults: parts.map((part): PartFault => ({ part, message })) };
    }
  };
  const answers = await Promise.all(EXCHANGES[name].readings.map(read));
  const values: Partial<Pick<MarketData, MarketDataPart>> = Object.assign({}, ...answers.map(({ values }) => values));
  const faults = answers.flatMap(({ faults }) => faults);
  if (Object.values(values).every((value) => value === undefined))
    return { symbol, fault: faults[0]?.message ?? 'nothing' };
  return { symbol, data: { venue, symbol, timestamp, ...values, candles: values.candles ?? [], faults } };
}

function onceAPoll(): Asked['once'] {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(name: string, fetch: () => Promise<T>): Promise<T> => {
    const there = answers.get(name) as Promise<T> | undefined;
    if (there) return there;
    const answer = fetch();
    answers.set(name, answer);
    // Whoever tries again asks again.
    answer.catch(() => answers.delete(name));
    return answer;
  };
}

/** ccxt's messages hold whole answers. */
const LONGEST_FAULT = 300;
function faultText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length > LONGEST_FAULT ? `${text.slice(0, LONGEST_FAULT)}…` : text;
}
