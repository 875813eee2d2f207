import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { patientClient } from '../runtime/aws-client.ts';
import {
  AGAIN,
  besideTransactions,
  cancellationOf,
  TransactionContended,
  TransactionRefused,
  TransactionThrottled,
  untilUncontended,
} from './contention.ts';
import { type Attributes, attributes, expressionValues, itemFrom, keyOf } from './encoding.ts';

/** The two tables, and the clock that decides what is past its TTL. */
export interface Tables {
  readonly client: DynamoDBClient;
  readonly state: string;
  readonly snapshots: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** An item's key and attributes as plain values; `expiresAt` is DynamoDB's TTL, in Unix seconds. */
export interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly expiresAt?: number;
  /** Stamped by what writes it: see formats.ts. */
  readonly formatVersion?: number;
  readonly [attribute: string]: unknown;
}

const DAY_S = 86_400;

/** How long things are kept, in days: a book's positions for replaying what happened, records for looking back a year and more. */
export const RETENTION_DAYS = { book: 7, record: 400 } as const;

/** @param client one that is in a hurry, or of a test; without it one that waits out some seconds of trouble */
export const openTables = (
  names: { state: string; snapshots: string },
  client: DynamoDBClient = new DynamoDBClient(patientClient()),
  now: () => number = () => Date.now(),
): Tables => ({ client, ...names, now });

export const expiryAfter = (tables: Tables, days: number): number => Math.floor(tables.now() / 1_000) + days * DAY_S;

/** One item, read consistently; an item past its TTL is gone, whether or not DynamoDB has removed it yet. */
export async function getItem<T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  sk: string,
): Promise<T | undefined> {
  const { Item } = await tables.client.send(
    new GetItemCommand({ TableName: table, Key: keyOf(pk, sk), ConsistentRead: true }),
  );
  const item = Item && itemFrom<T>(Item);
  return item && isLive(tables, item) ? item : undefined;
}

/** Keys of one BatchGetItem, at most. */
const BATCH = 100;
const BATCHES_AT_ONCE = 4;
const UNPROCESSED_TRIES = 8;

/** DynamoDB left keys of a batch unread each time that it was asked for them. */
class ThrottledRead extends Error {
  override name = 'ThrottledRead';
}

/**
 * Many items of one sort key, each of another partition, read consistently, a hundred with one request. In the order of the
 * partitions; undefined for what is not there or past its TTL.
 *
 * @throws ThrottledRead if DynamoDB leaves some of them unread eight times in a row
 */
export async function getItems<T extends Item>(
  tables: Tables,
  table: string,
  partitions: readonly string[],
  sk: string,
): Promise<(T | undefined)[]> {
  const wanted = [...new Set(partitions)];
  const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, i) =>
    wanted.slice(i * BATCH, (i + 1) * BATCH),
  );
  const found = new Map<string, T>();
  await mapBounded(batches, BATCHES_AT_ONCE, async (batch) => {
    let unread = batch.map((pk) => keyOf(pk, sk));
    for (let tries = 0; unread.length > 0; tries++) {
      if (tries === UNPROCESSED_TRIES) throw new ThrottledRead(`${unread.length} items ${sk} stayed unread`);
      if (tries > 0) await pause(25 * 2 ** tries);
      const { Responses, UnprocessedKeys } = await tables.client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: unread, ConsistentRead: true } } }),
      );
      for (const raw of Responses?.[table] ?? []) {
        const item = itemFrom<T>(raw);
        if (isLive(tables, item)) found.set(item.pk, item);
      }
      unread = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  });
  return partitions.map((pk) => found.get(pk));
}

/** Whether an item is not past its TTL, whether or not DynamoDB has removed it yet. */
export const isLive = (tables: Tables, item: Item): boolean =>
  item.expiresAt === undefined || item.expiresAt * 1_000 > tables.now();

/** Every live item of one partition, in key order, read consistently. */
export const queryPartition = <T extends Item>(tables: Tables, table: string, pk: string, prefix = ''): Promise<T[]> =>
  prefix
    ? query<T>(tables, table, 'pk = :pk AND begins_with(sk, :prefix)', { ':pk': pk, ':prefix': prefix })
    : query<T>(tables, table, 'pk = :pk', { ':pk': pk });

/** Sort keys of a partition, both ends included. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

const IN_RANGE = 'pk = :pk AND sk BETWEEN :from AND :to';

/**
 * The live items of a range of one partition, in key order, read consistently.
 *
 * @param most of them; all unless given
 */
export const queryRange = <T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  { from, to }: KeyRange,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> => query<T>(tables, table, IN_RANGE, { ':pk': pk, ':from': from, ':to': to }, most);

async function query<T extends Item>(
  tables: Tables,
  table: string,
  condition: string,
  values: Readonly<Record<string, string>>,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = [];
  let start: Attributes | undefined;
  do {
    const page = await tables.client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: expressionValues(values),
        ConsistentRead: true,
        ExclusiveStartKey: start,
        ...(Number.isFinite(most) ? { Limit: most - items.length } : {}),
      }),
    );
    for (const found of page.Items ?? []) {
      const item = itemFrom<T>(found);
      if (isLive(tables, item)) items.push(item);
    }
    start = page.LastEvaluatedKey;
  } while (start && items.length < most);
  return items;
}

/** The last item of a range of one partition, read consistently. */
export const lastOfRange = <T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  { from, to }: KeyRange,
): Promise<T | undefined> => last<T>(tables, table, IN_RANGE, { ':pk': pk, ':from': from, ':to': to });

/** The last item of a partition whose key begins with a prefix, read consistently. */
export const newestOf = <T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  prefix: string,
): Promise<T | undefined> =>
  last<T>(tables, table, 'pk = :pk AND begins_with(sk, :prefix)', { ':pk': pk, ':prefix': prefix });

async function last<T extends Item>(
  tables: Tables,
  table: string,
  condition: string,
  values: Readonly<Record<string, string>>,
): Promise<T | undefined> {
  const { Items = [] } = await tables.client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: expressionValues(values),
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const [item] = Items.map((found) => itemFrom<T>(found));
  return item && isLive(tables, item) ? item : undefined;
}

export interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

/** True where nothing stands at the key, or what stands there is past its TTL. */
export const absent = (tables: Tables): Condition => ({
  expression: '(attribute_not_exists(pk) OR expiresAt <= :now)',
  values: { ':now': Math.floor(tables.now() / 1_000) },
});

/** A put as it goes into a request, alone or in a transaction. */
export const conditionalPut = (table: string, item: Item, condition?: Condition) => ({
  TableName: table,
  Item: attributes(item),
  ...(condition && {
    ConditionExpression: condition.expression,
    ...(condition.names && { ExpressionAttributeNames: condition.names }),
    ...(condition.values && { ExpressionAttributeValues: expressionValues(condition.values) }),
  }),
});

/** @returns false if the condition did not hold; then nothing was written */
export async function putItem(tables: Tables, table: string, item: Item, condition?: Condition): Promise<boolean> {
  try {
    await besideTransactions(() => tables.client.send(new PutItemCommand(conditionalPut(table, item, condition))));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Writes all of it or nothing. Conflicts with other transactions and throttling are met with pauses, for about two seconds.
 *
 * @returns false if a condition did not hold; then nothing was written. It may have been an earlier try of the same work that wrote: read
 * what stands there before you take it for somebody else's
 * @throws TransactionContended, TransactionThrottled if that lasted: trying again later may well succeed
 * @throws TransactionRefused if DynamoDB would refuse the same again: too large, or not valid
 */
export async function transact(
  tables: Tables,
  items: NonNullable<TransactWriteItemsCommandInput['TransactItems']>,
): Promise<boolean> {
  // One token for all tries: a try that took effect, and whose answer was lost, is found to be this one.
  const ClientRequestToken = randomUUID();
  let last = '';
  let throttled = false;
  return untilUncontended(
    async () => {
      try {
        await tables.client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken }));
        return true;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
        const cancellation = cancellationOf(codes);
        // The codes alone: a reason's message may quote what was to be written.
        last = `A transaction was cancelled: ${codes.join(', ')}`;
        if (cancellation === 'refused') throw new TransactionRefused(last);
        if (cancellation === 'unknown') throw error;
        if (cancellation === 'condition failed') return false;
        throttled = cancellation === 'throttled';
        return AGAIN;
      }
    },
    () => (throttled ? new TransactionThrottled(last) : new TransactionContended(last)),
  );
}

/** Runs `task` over `items`, at most `width` at a time; the first failure fails the whole. */
export async function mapBounded<T, R>(
  items: readonly T[],
  width: number,
  task: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await task(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
