import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, test } from '@jest/globals';
import { openStreamReader } from '../../../../infra/local/engine/stream-reader.ts';

interface FakeShard {
  readonly parent?: string;
  readonly pages: readonly (readonly string[])[];
  /** A closed shard has no iterator after its last page. */
  readonly closed?: boolean;
}

/** Shards do not turn over within a test's time in the real engine: this one answers as it would. */
function streamOf(shards: Record<string, FakeShard>, expireOnce = false) {
  const asked: string[] = [];
  let expire = expireOnce;
  const client = {
    async send(command: DescribeStreamCommand | GetShardIteratorCommand | GetRecordsCommand) {
      if (command instanceof DescribeStreamCommand) {
        const Shards = Object.entries(shards).map(([ShardId, { parent }]) => ({ ShardId, ParentShardId: parent }));
        return { StreamDescription: { Shards } };
      }
      if (command instanceof GetShardIteratorCommand) {
        const { ShardId, ShardIteratorType, SequenceNumber = '' } = command.input;
        asked.push(`${ShardId} ${ShardIteratorType} ${SequenceNumber}`.trim());
        const pages = shards[ShardId as string]?.pages ?? [];
        return { ShardIterator: `${ShardId}/${pages.findIndex((page) => page.includes(SequenceNumber)) + 1}` };
      }
      const [id = '', page = ''] = command.input.ShardIterator?.split('/') ?? [];
      if (expire && page === '1') {
        expire = false;
        throw Object.assign(new Error('expired'), { name: 'ExpiredIteratorException' });
      }
      const { pages, closed } = shards[id] as FakeShard;
      const Records = (pages[Number(page)] ?? []).map((SequenceNumber) => ({
        eventName: 'INSERT',
        dynamodb: {
          SequenceNumber,
          ApproximateCreationDateTime: new Date(1_500),
          NewImage: { b: { B: new Uint8Array([1, 2]) } },
        },
      }));
      const next = Math.min(Number(page) + 1, pages.length);
      return { Records, NextShardIterator: closed && next === pages.length ? undefined : `${id}/${next}` };
    },
  };
  const reader = openStreamReader(client as unknown as DynamoDBStreamsClient, 'local', 'public', 'eu-west-1');
  const read: string[] = [];
  const round = () => reader.round(async (_, records) => void read.push(...records.map((one) => one.sequenceNumber)));
  return { reader, read, asked, round };
}

describe('reading a stream', () => {
  test('is at its end only after a round that found nothing', async () => {
    const { round, read } = streamOf({ a: { pages: [['1', '2'], ['3']] } });
    expect([await round(), await round(), await round()]).toEqual([false, false, true]);
    expect(read).toEqual(['1', '2', '3']);
  });

  test('reads a shard to its end before its child, and is not at its end before the child has been read', async () => {
    const { round, read } = streamOf({
      child: { parent: 'a', pages: [['3']] },
      a: { pages: [['1'], ['2']], closed: true },
    });
    const ends = [];
    for (let count = 0; count < 5; count += 1) ends.push(await round());
    expect(read).toEqual(['1', '2', '3']);
    expect(ends).toEqual([false, false, false, true, true]);
  });

  test('goes on where it was when its iterator has expired', async () => {
    const { round, read, asked } = streamOf({ a: { pages: [['1'], ['2']] } }, true);
    await round();
    await round();
    expect(read).toEqual(['1', '2']);
    expect(asked).toEqual(['a TRIM_HORIZON', 'a AFTER_SEQUENCE_NUMBER 1']);
  });

  test('gives records as functions get them', async () => {
    const { reader } = streamOf({ a: { pages: [['1']] } });
    await reader.round(async (shardId, [record]) => {
      expect(shardId).toBe('a');
      expect(record?.event).toMatchObject({
        awsRegion: 'eu-west-1',
        eventSourceARN: 'public',
        dynamodb: { ApproximateCreationDateTime: 1, NewImage: { b: { B: 'AQI=' } } },
      });
    });
    expect.assertions(2);
  });
});

describe('what is read is handed on', () => {
  test('without waiting until what was read before is handled', async () => {
    const { reader } = streamOf({ a: { pages: [['1'], ['2']] } });
    const got: string[] = [];
    const never = async (_: string, records: readonly { sequenceNumber: string }[]) => {
      got.push(...records.map(({ sequenceNumber }) => sequenceNumber));
      await new Promise(() => {});
    };
    await reader.round(never);
    await reader.round(never);
    expect(got).toEqual(['1', '2']);
  });

  test('of a child shard only once all of its parent is handled', async () => {
    const { reader } = streamOf({ a: { pages: [['1']], closed: true }, child: { parent: 'a', pages: [['2']] } });
    const got: string[] = [];
    let finish = () => {};
    const handle = async (_: string, records: readonly { sequenceNumber: string }[]) => {
      got.push(...records.map(({ sequenceNumber }) => sequenceNumber));
      if (got.length === 1)
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
    };
    let over = false;
    const first = reader.round(handle).then(() => {
      over = true;
    });
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([got, over]).toEqual([['1'], false]);
    finish();
    await first;
    await reader.round(handle);
    await reader.round(handle);
    expect(got).toEqual(['1', '2']);
  });
});
