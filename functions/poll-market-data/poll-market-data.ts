import type { OpenExchange } from '../../shared/market-data/open-exchange.ts';
import type { MarketData } from '../../shared/market-data/types.ts';
import { type PollTerms, pollVenue } from '../../shared/market-data/venue-poll.ts';
import { log } from '../../shared/runtime/log.ts';
import { appendBars, writeLatest } from '../../shared/store/market-data.ts';
import type { Tables } from '../../shared/store/tables.ts';

/**
 * Polls one venue and stores what came: the bars first, so that whoever sees the newest data finds its history.
 *
 * @throws Error where not one market of the venue could be polled; AggregateError of what could not be stored
 */
export async function pollMarketData(
  tables: Tables,
  exchange: OpenExchange,
  symbols: readonly string[],
  terms: PollTerms,
): Promise<void> {
  const { venue, exchange: name, now } = exchange.options;
  const begun = now();
  const polled = await pollVenue(exchange, symbols, terms);
  const found = polled.flatMap((market) => ('data' in market ? [market.data] : []));
  const failed = polled.flatMap((market) => ('fault' in market ? [market] : []));
  const stored = await Promise.allSettled(found.map((data) => store(tables, exchange, data, terms.timeframe)));
  const faults = [...failed, ...found.flatMap(({ symbol, faults }) => faults.map((fault) => ({ symbol, ...fault })))];
  log(faults.length > 0 ? 'warn' : 'info', 'a venue was polled', {
    venue,
    exchange: name,
    markets: found.length,
    milliseconds: now() - begun,
    faults,
  });
  const unstored = stored.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (unstored.length > 0)
    throw new AggregateError(unstored, `${venue}: ${unstored.length} markets could not be stored: ${unstored[0]}`);
  if (found.length === 0) throw new Error(`${venue}: no market could be polled: ${failed[0]?.fault}`);
}

async function store(tables: Tables, exchange: OpenExchange, data: MarketData, timeframe: string): Promise<void> {
  const { venue, symbol } = data;
  const refused = await appendBars(tables, venue, symbol, data.candles, timeframe);
  if (refused.length > 0) log('error', 'bars were not stored', { venue, symbol, count: refused.length, ...refused[0] });
  if (data.candles.length > 0) exchange.caughtUp.add(data.symbol);
  await writeLatest(tables, data);
}
