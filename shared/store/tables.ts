import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

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
  readonly [attribute: string]: unknown;
}

const DAY_S = 86_400;

/** How long things are kept, in days: a book's positions for replaying what happened, records for looking back a year and more. */
export const RETENTION_DAYS = { book: 7, record: 400 } as const;

export const openTables = (
  names: { state: string; snapshots: string },
  client?: DynamoDBClient,
  now: () => number = Date.now,
): Tables => ({
  // Time-outs below the functions' own, so that a hanging call ends as an error that can be told and retried.
  client:
    client ??
    new DynamoDBClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
  ...names,
  now,
});

export const expiryAfter = (tables: Tables, days: number): number => Math.floor(tables.now() / 1_000) + days * DAY_S;

/** As DynamoDB stores it. Values that are undefined are left out. */
export const attributes = (item: Item) => marshall(item, { removeUndefinedValues: true });

/** One item, read consistently; an item past its TTL is gone, whether or not DynamoDB has removed it yet. */
export async function getItem<T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  sk: string,
): Promise<T | undefined> {
  const { Item } = await tables.client.send(
    new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }), ConsistentRead: true }),
  );
  const item = Item && (unmarshall(Item) as T);
  return item && isLive(tables, item) ? item : undefined;
}

const isLive = (tables: Tables, item: Item): boolean =>
  item.expiresAt === undefined || item.expiresAt * 1_000 > tables.now();

/** Every live item of one partition, in key order, read consistently. */
export async function queryPartition<T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  prefix = '',
): Promise<T[]> {
  const items: T[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await tables.client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
        ExpressionAttributeValues: marshall(prefix ? { ':pk': pk, ':prefix': prefix } : { ':pk': pk }),
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) items.push(unmarshall(item) as T);
    start = page.LastEvaluatedKey as typeof start;
  } while (start);
  return items.filter((item) => isLive(tables, item));
}

/** Sort keys of a partition, both ends included. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** Every live item of a range of one partition, in key order, read consistently. */
export async function queryRange<T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  { from, to }: KeyRange,
): Promise<T[]> {
  const items: T[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await tables.client.send(
      new QueryCommand({ ...rangeQuery(table, pk, { from, to }), ExclusiveStartKey: start }),
    );
    for (const item of page.Items ?? []) items.push(unmarshall(item) as T);
    start = page.LastEvaluatedKey as typeof start;
  } while (start);
  return items.filter((item) => isLive(tables, item));
}

/** The last item of a range of one partition, read consistently. */
export async function lastOfRange<T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  range: KeyRange,
): Promise<T | undefined> {
  const { Items = [] } = await tables.client.send(
    new QueryCommand({ ...rangeQuery(table, pk, range), ScanIndexForward: false, Limit: 1 }),
  );
  const [item] = Items.map((found) => unmarshall(found) as T);
  return item && isLive(tables, item) ? item : undefined;
}

const rangeQuery = (table: string, pk: string, { from, to }: KeyRange) => ({
  TableName: table,
  KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: marshall({ ':pk': pk, ':from': from, ':to': to }),
  ConsistentRead: true,
});

/** The last item of a partition whose key begins with a prefix, read consistently. */
export async function newestOf<T extends Item>(
  tables: Tables,
  table: string,
  pk: string,
  prefix: string,
): Promise<T | undefined> {
  const { Items = [] } = await tables.client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }),
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const [item] = Items.map((found) => unmarshall(found) as T);
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
    ...(condition.values && { ExpressionAttributeValues: marshall(condition.values) }),
  }),
});

/** @returns false where the condition did not hold; then nothing was written */
export async function putItem(tables: Tables, table: string, item: Item, condition?: Condition): Promise<boolean> {
  try {
    await tables.client.send(new PutItemCommand(conditionalPut(table, item, condition)));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Writes all of it or nothing.
 *
 * @returns false where a condition did not hold or another transaction was at the same items; then nothing was written
 * @throws TransactionCanceledException for every other reason, such as throttling: that is no answer to who was first
 */
export async function transact(
  tables: Tables,
  items: NonNullable<TransactWriteItemsCommandInput['TransactItems']>,
): Promise<boolean> {
  try {
    await tables.client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    return true;
  } catch (error) {
    const raced =
      error instanceof TransactionCanceledException &&
      (error.CancellationReasons ?? []).some(
        ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
      );
    if (raced) return false;
    throw error;
  }
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
