import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
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
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** A market as it was last polled; its bars are a series of their own. */
export type LatestMarketData = Omit<MarketData, 'candles'>;

/** The complete bars of one UTC day. */
interface BarChunk extends Item {
  readonly bytes: Uint8Array;
  /** Rises with every write: what was read is what is replaced, or the write is refused. */
  readonly version: number;
}

/** Keys hold years of four digits, so that they sort as times do. */
const LAST_TIME = Date.UTC(9999, 11, 31);

/** An item must stay below DynamoDB's 400 KB, key and attributes included. */
const CHUNK_BYTES = 380_000;

/** Tries of one chunk: each that is refused is one by which another writer got on. */
const TRIES = 25;

const latestKey = (venue: string): string => `market-data#${venue}`;
const barsKey = (venue: string, symbol: string): string => `bars#${venue}#${symbol}`;
const dayKey = (timeframe: string, timestamp: number): string =>
  `${timeframe}#${new Date(timestamp).toISOString().slice(0, 10)}`;

/**
 * Stores what a poll found as the market's newest, without its bars.
 *
 * @returns false where what stands there is as new or newer; then nothing was written
 */
export async function writeLatest(tables: Tables, data: MarketData): Promise<boolean> {
  const { candles: _, ...latest } = data;
  return putItem(
    tables,
    tables.state,
    {
      pk: latestKey(data.venue),
      sk: data.symbol,
      type: 'market-data',
      ...latest,
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

function withoutKeys({ pk, sk, type, expiresAt, ...latest }: LatestMarketData & Item): LatestMarketData {
  return latest as LatestMarketData;
}

/**
 * Adds complete bars to a market's series, one item a UTC day. Bars are keyed by their time: repeats and bars that come late or
 * in any order leave the same series, and of two bars of one time the fuller one stays (see mergeBars). Overlapping calls lose
 * nothing, a call that died half-way is made good by its repetition, and a call that brings nothing new writes nothing.
 *
 * @param bars       complete and sound (garmanKlass of shared/volatility/range-variance.ts), all of one timeframe
 * @param timeframe  CCXT's name of the bars' length: bars of another length are another series; at least 15 seconds
 * @throws RangeError where a bar's time is none, or a day has more bars than an item can hold
 */
export async function appendBars(
  tables: Tables,
  venue: string,
  symbol: string,
  bars: readonly Candle[],
  timeframe = '1h',
): Promise<void> {
  const days = new Map<string, Candle[]>();
  for (const bar of bars) {
    if (!Number.isInteger(bar.timestamp) || bar.timestamp <= 0 || bar.timestamp > LAST_TIME)
      throw new RangeError(`A bar of ${symbol} has the time ${bar.timestamp}, which is none`);
    const day = dayKey(timeframe, bar.timestamp);
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(bar);
    else days.set(day, [bar]);
  }
  await mapBounded([...days], 4, ([day, ofDay]) => appendToDay(tables, barsKey(venue, symbol), day, ofDay));
}

async function appendToDay(tables: Tables, pk: string, sk: string, coming: readonly Candle[]): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const chunk = await getItem<BarChunk>(tables, tables.state, pk, sk);
    const before = chunk ? unpackBars(chunk.bytes) : [];
    const after = mergeBars(before, coming);
    if (after === before) return;
    if (after.length * BAR_BYTES > CHUNK_BYTES)
      throw new RangeError(`${pk} ${sk} would hold ${after.length} bars, more than an item can`);
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
    if (written) return;
  }
  throw new Error(`${pk} ${sk} was changed by others ${TRIES} times while bars were being added`);
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
  const bars: Candle[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await tables.client.send(
      new QueryCommand({
        TableName: tables.state,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: marshall({
          ':pk': barsKey(venue, symbol),
          ':first': dayKey(timeframe, first),
          ':last': dayKey(timeframe, last),
        }),
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) {
      const { bytes, expiresAt } = unmarshall(item) as BarChunk;
      if (expiresAt !== undefined && expiresAt * 1_000 <= tables.now()) continue;
      for (const bar of unpackBars(bytes)) if (bar.timestamp >= from && bar.timestamp < to) bars.push(bar);
    }
    start = page.LastEvaluatedKey as typeof start;
  } while (start);
  return bars;
}
