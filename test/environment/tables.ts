import { createHash, randomUUID } from 'node:crypto';
import { type AttributeValue, CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { itemFrom } from '../../shared/store/encoding.ts';
import { type Item, openTables, type Tables } from '../../shared/store/tables.ts';

/** A fixed now, so that two runs of the same thing can be compared whole. */
export const NOW = Date.UTC(2026, 0, 15, 12);

export const localClient = (): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: process.env.DYNAMODB_LOCAL_ENDPOINT,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // A crash in a test is meant to be seen, not retried away.
    maxAttempts: 1,
  });

/** Both tables, new and empty, in DynamoDB Local; keys as the data stack has them (its own test holds it to that). */
export const makeTables = async (now?: () => number): Promise<Tables> => (await create(now, false)).tables;

/** The same, with the stream of state as the data stack has it: each write then costs the database more. */
export const makeStreamedTables = (now?: () => number) => create(now, true);

async function create(
  now: () => number = () => NOW,
  streamed: boolean,
): Promise<{ readonly tables: Tables; readonly streamArn: string }> {
  const client = localClient();
  const id = randomUUID();
  const names = { state: `state-${id}`, snapshots: `snapshots-${id}` };
  let streamArn = '';
  for (const TableName of Object.values(names)) {
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        ...(streamed &&
          TableName === names.state && {
            StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
          }),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    );
    streamArn ||= TableDescription?.LatestStreamArn ?? '';
  }
  return { tables: openTables(names, client, now), streamArn };
}

export class Crash extends Error {
  override name = 'Crash';
}

const WRITES = new Set([
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'BatchWriteItemCommand',
  'TransactWriteItemsCommand',
]);

/**
 * The same tables through a client that dies at its n-th write, counted from 0: before it is done, or after, when the answer
 * is lost. Everything after the death fails too, as nothing runs on in a crashed process.
 */
export function dyingAt(
  tables: Tables,
  nth: number,
  when: 'before' | 'after',
): { tables: Tables; died: () => boolean } {
  const client = localClient();
  let writes = 0;
  let dead = false;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (dead) throw new Crash('the process is gone');
      if (!WRITES.has(context.commandName ?? '')) return next(args);
      const dies = writes++ === nth;
      if (dies && when === 'before') {
        dead = true;
        throw new Crash(`before write ${nth}`);
      }
      if (!dies) return next(args);
      // Whatever the database has answered: that the condition did not hold is an answer that can be lost too.
      await next(args).catch(() => undefined);
      dead = true;
      throw new Crash(`after write ${nth}`);
    },
    { step: 'initialize' },
  );
  return { tables: { ...tables, client }, died: () => dead };
}

/** The same tables through a client that does something else before its n-th call, reads included, counted from 0. */
export function interruptedAt(
  tables: Tables,
  nth: number,
  other: () => Promise<unknown>,
): { tables: Tables; interrupted: () => boolean } {
  const client = localClient();
  let calls = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (calls++ === nth) await other();
      return next(args);
    },
    { step: 'initialize' },
  );
  return { tables: { ...tables, client }, interrupted: () => calls > nth };
}

/** Everything in both tables, in a form that can be compared: by key, binary values as their hashes. */
export async function contents(tables: Tables): Promise<Record<string, unknown>> {
  const found: [string, unknown][] = [];
  for (const TableName of [tables.state, tables.snapshots]) {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await tables.client.send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }));
      for (const raw of page.Items ?? []) {
        const item = itemFrom<Item & { bytes?: string | Uint8Array }>(raw);
        if (item.bytes) item.bytes = createHash('sha256').update(item.bytes).digest('hex');
        found.push([`${TableName === tables.state ? 'state' : 'snapshots'} ${item.pk} ${item.sk}`, item]);
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
