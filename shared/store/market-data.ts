import { BAR_BYTES, packBars, unpackBars } from '../market-data/bar-columns.ts';
import { mergeBars } from '../market-data/merge-bars.ts';
import type { MarketData } from '../market-data/types.ts';
import type { Candle } from '../snapshot/types.ts';
import {
  absent,
  expiryAfter,
  getItem,
  type Item,
  mapBounded,
  putItem,
  queryPartition,
  queryRange,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** A market as it was last polled; its bars are a series of their own. */
export type LatestMarketData = Omit<MarketData, 'candles'>;

/**
 * Complete bars in rising order of their time: those of a UTC day that begin on a whole minute, or those of five minutes that do
 * not. Which of the two a bar belongs to is seen from its own time.
 */
interface BarChunk extends Item {
  readonly bytes: Uint8Array;
  /** Rises with every write: what was read is what is replaced, or the write is refused. */
  readonly version: number;
}

/** A bar that is not stored, and why: told to whoever appends, and no failure, as the bars beside it are. */
export interface RefusedBar {
  readonly bar: Candle;
  readonly reason: 'its time is none' | 'its item is full';
}

/** Keys hold years of four digits, so that they sort as times do. */
const LAST_TIME = Date.UTC(9999, 11, 31);

const MINUTE_MS = 60_000;
const STRETCH_MS = 5 * MINUTE_MS;

/**
 * Bars of one item, which must stay below DynamoDB's 400 KB, key and attributes included. A day has 1,440 whole minutes; between
 * them a venue would have to close 26 bars a second for five minutes.
 */
const MOST_BARS = Math.floor(380_000 / BAR_BYTES);

/** Tries of one chunk: each that is refused is one by which another writer got on. */
const TRIES = 25;

/** Kept of what was wrong with a poll, and characters of each: a message can hold what an exchange has said. */
const MOST_FAULTS = 50;
const LONGEST_FAULT = 500;

const latestKey = (venue: string): string => `market-data#${venue}`;
const barsKey = (venue: string, symbol: string): string => `bars#${venue}#${symbol}`;
const dayKey = (timeframe: string, timestamp: number): string =>
  `${timeframe}#${new Date(timestamp).toISOString().slice(0, 10)}`;
/** Sorts behind the day that it is of, and before the next. */
const stretchKey = (timeframe: string, timestamp: number): string =>
  `${timeframe}#${new Date(timestamp - (timestamp % STRETCH_MS)).toISOString().slice(0, 16)}`;

/**
 * Stores what a poll found as the market's newest, without its bars.
 *
 * @returns false where what stands there is as new or newer; then nothing was written
 */
export async function writeLatest(tables: Tables, data: MarketData): Promise<boolean> {
  const { candles: _, faults, ...latest } = data;
  return putItem(
    tables,
    tables.state,
    {
      pk: latestKey(data.venue),
      sk: data.symbol,
      type: 'market-data',
      ...latest,
      faults: faults
        .slice(0, MOST_FAULTS)
        .map(({ part, message }) => ({ part, message: message.slice(0, LONGEST_FAULT) })),
      expiresAt: expiryAfter(tables, RETENTION_DAYS.book),
    },
    {
      expression: 'attribute_not_exists(pk) OR #timestamp < :timestamp OR expiresAt <= :now',
      names: { '#timestamp': 'timestamp' },
      values: { ':timestamp': data.timestamp, ':now': Math.floor(tables.now() / 1_000) },
    },
  );
}

export const readLatest = async (
  tables: Tables,
  venue: string,
  symbol: string,
): Promise<LatestMarketData | undefined> => {
  const item = await getItem<LatestMarketData & Item>(tables, tables.state, latestKey(venue), symbol);
  return item && withoutKeys(item);
};

/** Every market of a venue that was polled lately, by symbol. */
export const readAllLatest = async (tables: Tables, venue: string): Promise<LatestMarketData[]> =>
  (await queryPartition<LatestMarketData & Item>(tables, tables.state, latestKey(venue))).map(withoutKeys);

function withoutKeys({ pk, sk, type, expiresAt, formatVersion, ...latest }: LatestMarketData & Item): LatestMarketData {
  return latest as LatestMarketData;
}

/**
 * Adds complete bars to a market's series. Bars are keyed by their time: repeats and bars that come late or in any order leave the
 * same series, and of two bars of one time the fuller one stays (see mergeBars). Overlapping calls lose nothing, a call that died
 * half-way is made good by its repetition, and a call that brings nothing new writes nothing.
 *
 * One item holds the bars of a day that begin on a whole minute; bars between the minutes go into an item of their five minutes, so
 * that a venue that closes a bar each second writes 14 KB for it at most and not its whole day, and no day is too full.
 *
 * @param bars       complete and sound (garmanKlass of shared/volatility/range-variance.ts), all of one timeframe
 * @param timeframe  CCXT's name of the bars' length: bars of another length are another series
 * @returns the bars that cannot be stored, whatever is done; the others are
 */
export async function appendBars(
  tables: Tables,
  venue: string,
  symbol: string,
  bars: readonly Candle[],
  timeframe = '1h',
): Promise<readonly RefusedBar[]> {
  const chunks = new Map<string, Candle[]>();
  const refused: RefusedBar[] = [];
  for (const bar of bars) {
    const { timestamp } = bar;
    if (!Number.isInteger(timestamp) || timestamp <= 0 || timestamp > LAST_TIME) {
      refused.push({ bar, reason: 'its time is none' });
      continue;
    }
    const key = timestamp % MINUTE_MS === 0 ? dayKey(timeframe, timestamp) : stretchKey(timeframe, timestamp);
    const own = chunks.get(key);
    if (own) own.push(bar);
    else chunks.set(key, [bar]);
  }
  const left = await mapBounded([...chunks], 8, ([key, own]) => appendTo(tables, barsKey(venue, symbol), key, own));
  return [...refused, ...left.flat()];
}

/** @returns the bars for which there is no room */
async function appendTo(
  tables: Tables,
  pk: string,
  sk: string,
  coming: readonly Candle[],
): Promise<readonly RefusedBar[]> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const chunk = await getItem<BarChunk>(tables, tables.state, pk, sk);
    const before = chunk ? unpackBars(chunk.bytes) : [];
    const { fitting, refused } = asFit(before, coming);
    const after = mergeBars(before, fitting);
    if (after === before) return refused;
    const written = await putItem(
      tables,
      tables.state,
      {
        pk,
        sk,
        type: 'bars',
        bytes: packBars(after),
        version: (chunk?.version ?? 0) + 1,
        expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
      },
      chunk
        ? { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': chunk.version } }
        : absent(tables),
    );
    if (written) return refused;
  }
  throw new Error(`${pk} ${sk} was changed by others ${TRIES} times while bars were being added`);
}

/** What an item has room for: every bar of a time that it has already, and of the others the oldest. */
function asFit(
  before: readonly Candle[],
  coming: readonly Candle[],
): { readonly fitting: readonly Candle[]; readonly refused: readonly RefusedBar[] } {
  if (before.length + coming.length <= MOST_BARS) return { fitting: coming, refused: [] };
  const there = new Set(before.map(({ timestamp }) => timestamp));
  const times = [...new Set(coming.map(({ timestamp }) => timestamp))].filter((time) => !there.has(time));
  for (const time of times.sort((a, b) => a - b).slice(0, MOST_BARS - before.length)) there.add(time);
  return {
    fitting: coming.filter(({ timestamp }) => there.has(timestamp)),
    refused: coming
      .filter(({ timestamp }) => !there.has(timestamp))
      .map((bar) => ({ bar, reason: 'its item is full' })),
  };
}

/**
 * A market's complete bars in rising order of their time, each time once; gaps are what was never appended.
 *
 * @param from  open of the first bar, included
 * @param to    excluded
 */
export async function readBars(
  tables: Tables,
  venue: string,
  symbol: string,
  from: number,
  to: number,
  timeframe = '1h',
): Promise<Candle[]> {
  const first = Math.max(0, Math.floor(from));
  const last = Math.min(Math.ceil(to) - 1, LAST_TIME);
  if (!(last >= first)) return [];
  const pk = barsKey(venue, symbol);
  const [firstDay, rest] = await Promise.all([
    getItem<BarChunk>(tables, tables.state, pk, dayKey(timeframe, first)),
    queryRange<BarChunk>(tables, tables.state, pk, {
      from: stretchKey(timeframe, first),
      to: stretchKey(timeframe, last),
    }),
  ]);
  const days = new Map<string, { readonly whole: Candle[]; readonly between: Candle[] }>();
  for (const { sk, bytes } of firstDay ? [firstDay, ...rest] : rest) {
    const name = dayKey(timeframe, 0).length;
    const day = days.get(sk.slice(0, name)) ?? { whole: [], between: [] };
    days.set(sk.slice(0, name), day);
    const own = sk.length === name ? day.whole : day.between;
    for (const bar of unpackBars(bytes)) own.push(bar);
  }
  // In form 1 all bars of a day stood in its item: what is appended again stands in both.
  return [...days.values()].flatMap(({ whole, between }) =>
    (between.length === 0 ? whole : mergeBars(whole, between)).filter(
      ({ timestamp }) => timestamp >= from && timestamp < to,
    ),
  );
}
