import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamedRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Json } from './json.ts';
import type { StreamRecord } from './stream-batches.ts';

export interface StreamReader {
  /**
   * Reads every open shard once and hands each shard's records to `handle`, in order. It does not wait until they are
   * handled, except at the end of a shard: its child holds newer versions of the same items, and is read only then.
   *
   * @returns whether there was nothing to read: the stream is at its end
   */
  round(handle: (shardId: string, records: readonly StreamRecord[]) => Promise<void>): Promise<boolean>;
}

interface Position {
  readonly shardId: string;
  iterator: string | undefined;
  ended: boolean;
  lastSequenceNumber: string | undefined;
  /** Of all that has been read of it. */
  handled: Promise<unknown>;
}

const MOST_RECORDS = 1_000;

/**
 * Reads a table's stream from its oldest record on, a parent shard before its children.
 *
 * @param streamArn   the engine's own ARN
 * @param publicArn   the ARN that functions see
 * @param now         tells when a record was read, Unix milliseconds
 */
export function openStreamReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  publicArn: string,
  region: string,
  now: () => number = () => Date.now(),
): StreamReader {
  const positions = new Map<string, Position>();
  const parents = new Map<string, string | undefined>();
  let stale = true;

  async function discover(): Promise<void> {
    let after: string | undefined;
    do {
      const { StreamDescription: page } = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ...(after ? { ExclusiveStartShardId: after } : {}) }),
      );
      for (const shard of page?.Shards ?? []) learn(shard);
      after = page?.LastEvaluatedShardId;
    } while (after !== undefined);
    stale = positions.size === 0;
  }

  function learn({ ShardId: shardId, ParentShardId: parent }: Shard): void {
    if (shardId === undefined || positions.has(shardId)) return;
    const position: Position = {
      shardId,
      iterator: undefined,
      ended: false,
      lastSequenceNumber: undefined,
      handled: Promise.resolve(),
    };
    positions.set(shardId, position);
    parents.set(shardId, parent);
  }
  const isOpen = ({ shardId, ended }: Position) => {
    const parent = positions.get(parents.get(shardId) ?? '');
    return !ended && (parent === undefined || parent.ended);
  };

  async function read(position: Position, again = false): Promise<StreamRecord[]> {
    position.iterator ??= await iteratorOf(position);
    let answer: { Records?: StreamedRecord[] | undefined; NextShardIterator?: string | undefined };
    try {
      answer = await client.send(new GetRecordsCommand({ ShardIterator: position.iterator, Limit: MOST_RECORDS }));
    } catch (error) {
      position.iterator = undefined;
      const { name } = error as Error;
      // An iterator lives for fifteen minutes: a machine may have slept for longer. And one that DynamoDB Local gave for the
      // beginning of an empty shard is behind that beginning when the first record comes: the next one is not.
      if (!again && (name === 'ExpiredIteratorException' || name === 'TrimmedDataAccessException'))
        return read(position, true);
      throw error;
    }
    const records = (answer.Records ?? []).map((record) => toRecord(record, publicArn, region, now()));
    position.lastSequenceNumber = records.at(-1)?.sequenceNumber ?? position.lastSequenceNumber;
    position.iterator = answer.NextShardIterator;
    return records;
  }

  async function iteratorOf({ shardId, lastSequenceNumber }: Position): Promise<string | undefined> {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(lastSequenceNumber === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: lastSequenceNumber }),
      }),
    );
    return ShardIterator;
  }

  return {
    async round(handle) {
      if (stale) await discover();
      const lengths = await Promise.all(
        [...positions.values()].filter(isOpen).map(async (position) => {
          const records = await read(position);
          if (records.length > 0) position.handled = Promise.all([position.handled, handle(position.shardId, records)]);
          if (position.iterator === undefined) {
            await position.handled;
            position.ended = true;
            stale = true;
          }
          return records.length;
        }),
      );
      // A shard that ended may have children, which nobody has read yet.
      return !stale && lengths.every((length) => length === 0);
    },
  };
}

function toRecord(record: StreamedRecord, publicArn: string, region: string, arrivedAt: number): StreamRecord {
  const { dynamodb } = record;
  const created = dynamodb?.ApproximateCreationDateTime;
  const event = {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: region,
    dynamodb: {
      ...dynamodb,
      ...(created === undefined ? {} : { ApproximateCreationDateTime: Math.floor(created.getTime() / 1_000) }),
    },
    eventSourceARN: publicArn,
    ...(record.userIdentity === undefined
      ? {}
      : { userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId } }),
  };
  return {
    event: JSON.parse(JSON.stringify(event, base64)) as Json,
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    arrivedAt,
  };
}

/** Binary attributes travel as base64. */
function base64(this: unknown, _key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    : value;
}
