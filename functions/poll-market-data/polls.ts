import { checkedBase } from '../../shared/market-data/direct-to.ts';
import { EXCHANGE_NAMES, type ExchangeName, isExchangeName } from '../../shared/market-data/exchange-names.ts';

/** One venue whose exchange is asked for its public market data. */
export interface Poll {
  readonly venue: string;
  readonly exchange: ExchangeName;
  /** CCXT's unified symbols. */
  readonly symbols: readonly string[];
  /** Length of the bars, in CCXT's words. */
  readonly timeframe: string;
  /** In place of the exchange's own address. */
  readonly url?: string;
}

/** @throws Error that names everything that is wrong with the configuration */
export function readPolls(value: unknown): readonly Poll[] {
  if (!Array.isArray(value)) throw new Error('POLLS is not a list');
  const faults: string[] = [];
  const venues = new Set<string>();
  for (const [i, poll] of value.entries()) {
    const { venue, exchange, symbols, timeframe, url } = (poll ?? {}) as Record<string, unknown>;
    const fault = (message: string) => faults.push(`/${i}: ${message}`);
    if (typeof venue !== 'string' || venue === '') fault('venue is missing');
    else if (venues.has(venue)) fault(`venue ${venue} is named twice`);
    else venues.add(venue);
    if (!isExchangeName(exchange))
      fault(`exchange is ${JSON.stringify(exchange)}, not one of ${EXCHANGE_NAMES.join(', ')}`);
    if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every((s) => typeof s === 'string' && s !== ''))
      fault('symbols is not a list of names');
    else if (new Set(symbols).size < symbols.length) fault('symbols names one twice');
    if (typeof timeframe !== 'string' || !/^[1-9]\d*[mhd]$/.test(timeframe)) fault('timeframe is none, such as 1h');
    if (url !== undefined) {
      try {
        checkedBase(String(url));
      } catch (error) {
        fault(`url ${(error as Error).message}`);
      }
    }
  }
  if (faults.length > 0) throw new Error(`POLLS is not right: ${faults.join('; ')}`);
  return value as readonly Poll[];
}
