import type { Candle, OrderBook } from '../snapshot/types.ts';
import { extendedToOpen, garmanKlass } from '../volatility/range-variance.ts';
import { BOOK_LEVELS } from './exchange-readings.ts';
import type { MarketData, MarketDataPart, PartFault } from './types.ts';

type Values = Partial<Pick<MarketData, MarketDataPart>>;
type Said = Partial<Record<MarketDataPart, unknown>>;

/** What a poll may rely on of what an exchange said, and what not. */
export interface Sound {
  readonly values: Values;
  readonly faults: readonly PartFault[];
}

/** @param now  a bar that ends later is still forming, and left out */
export function soundParts(said: Said, parts: readonly MarketDataPart[], barMs: number, now: number): Sound {
  const values: { -readonly [P in MarketDataPart]?: MarketData[P] } = {};
  const faults: PartFault[] = [];
  for (const part of parts) {
    const value = said[part];
    const fault = (message: string) => void faults.push({ part, message });
    if (value === undefined || value === null) fault('the venue gave none');
    else if (part === 'orderBook') {
      const wrong = bookFault(value as OrderBook);
      if (wrong === undefined) values.orderBook = nearestLevels(value as OrderBook);
      else fault(wrong);
    } else if (part === 'candles') values.candles = soundBars(value as number[][], barMs, now, fault);
    else if (isSound(part, value)) values[part] = value;
    else fault(`the venue says ${value}`);
  }
  return { values, faults };
}

function isSound(part: MarketDataPart, value: unknown): value is number {
  if (!Number.isFinite(value)) return false;
  if (part === 'fundingRate') return true;
  return part === 'openInterestAmount' ? (value as number) >= 0 : (value as number) > 0;
}

type Tell = (fault: string) => void;

/** A book with a level that cannot be is none: nobody knows what else is wrong with it. One side may be empty. */
function bookFault({ bids, asks }: OrderBook): string | undefined {
  if (bids.length === 0 && asks.length === 0) return 'the order book is empty';
  for (const [side, levels] of Object.entries({ bids, asks })) {
    const wrong = levels.find(([price, amount]) => !(isPositive(price) && isPositive(amount)));
    if (wrong) return `the order book's ${side} hold ${wrong[1]} at ${wrong[0]}`;
  }
  return undefined;
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/** ccxt has put the best first. A third number, which some venues give, is left out. */
function nearestLevels({ bids, asks }: OrderBook): OrderBook {
  const nearest = (levels: OrderBook['bids']): OrderBook['bids'] =>
    levels.slice(0, BOOK_LEVELS).map(([price, amount]) => [price, amount] as const);
  return { bids: nearest(bids), asks: nearest(asks) };
}

/** ccxt's bars, [time, open, high, low, close, volume in base units]: those that are complete and can be. */
function soundBars(
  rows: readonly (readonly (number | undefined)[])[],
  barMs: number,
  now: number,
  fault: Tell,
): Candle[] {
  const bars: Candle[] = [];
  let closeBefore: number | undefined;
  for (const [timestamp, open, high, low, close, volume] of rows) {
    const time = Number(timestamp);
    if (!Number.isInteger(time) || time <= 0) {
      fault(`a bar's time is ${timestamp}`);
      continue;
    }
    if (time + barMs > now) continue;
    const prices = { open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
    const checked = garmanKlass(prices);
    const extended = checked.valid ? undefined : extendedToOpen(prices, closeBefore);
    if (prices.close > 0) closeBefore = prices.close;
    if (!checked.valid && !extended) fault(`${new Date(time).toISOString()}: ${(checked as { fault: string }).fault}`);
    else if (time === bars.at(-1)?.timestamp) fault(`${new Date(time).toISOString()}: the bar is there twice`);
    else
      bars.push({
        timestamp: time,
        ...(extended ?? prices),
        ...(Number(volume) >= 0 ? { baseVolume: Number(volume) } : {}),
      });
  }
  return bars;
}
