import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, jest, test } from '@jest/globals';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { handMovesOnAgain } from '../../../shared/store/assessments.ts';
import { handOnAgain } from '../../../shared/store/redrive.ts';
import { sequenceKey } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { assessmentThatMoved } from '../../environment/many-moves.ts';
import { type Consumer, deployedMappings, recordsOf } from '../../environment/streams.ts';
import { makeStreamedTables, NOW } from '../../environment/tables.ts';

jest.setTimeout(60_000);

const VENUE = 'demo';
const deployed = deployedMappings();
const CONSUMERS = Object.keys(deployed) as Consumer[];

/** What the stream handed on since the last look: the consumer, and the kind of write and the item that woke it. */
function watch(streamArn: string) {
  let seen = 0;
  return async (): Promise<string[]> => {
    const records = await recordsOf(streamArn);
    const fresh = records.slice(seen);
    seen = records.length;
    return fresh.flatMap(({ event }) => {
      const { eventName, dynamodb } = event as { eventName: string; dynamodb: { Keys: { sk: { S: string } } } };
      const woken = CONSUMERS.filter((name) => deployed[name].filter(event));
      return woken.map((name) => `${name}: ${eventName} ${dynamodb.Keys.sk.S}`);
    });
  };
}

const push = (tables: Tables, snapshotId: string, sequence: number) =>
  receiveSnapshot(tables, { venue: VENUE, body: bytes(wireBook({ snapshotId, sequence })), format: 'json' });

test('each completion wakes assess-snapshot once, also one that is written over what is past its retention', async () => {
  let now = NOW;
  const { tables, streamArn } = await makeStreamedTables(() => now);
  const woken = watch(streamArn);
  await push(tables, 'first', 1);
  expect(await woken()).toEqual(['AssessSnapshot: INSERT cursor']);
  await push(tables, 'second', 2);
  expect(await woken()).toEqual(['AssessSnapshot: MODIFY cursor']);
  // Past the 400 days that a header is kept, and not removed by DynamoDB yet: the same sequence begins anew.
  now += 500 * 86_400_000;
  await push(tables, 'later', 2);
  expect(await woken()).toEqual(['AssessSnapshot: MODIFY cursor']);
});

test('what is handed on again wakes its consumer again', async () => {
  const { tables, streamArn } = await makeStreamedTables();
  const woken = watch(streamArn);
  await assessmentThatMoved(tables, VENUE, 1, () => 'critical');
  expect(await woken()).toEqual(['AssessSnapshot: INSERT cursor', 'OpenResponse: INSERT moves']);
  await handMovesOnAgain(tables, VENUE, 2);
  expect(await woken()).toEqual(['OpenResponse: MODIFY moves']);
  await push(tables, 'snapshot-3', 3);
  await handOnAgain(tables, VENUE, 3);
  expect(await woken()).toEqual(['AssessSnapshot: MODIFY cursor', 'AssessSnapshot: MODIFY cursor']);
});

test('what is removed wakes nobody', async () => {
  const { tables, streamArn } = await makeStreamedTables();
  await assessmentThatMoved(tables, VENUE, 1, () => 'critical');
  const woken = watch(streamArn);
  await woken();
  const records = (await recordsOf(streamArn)).length;
  for (const sk of [`snapshot#${sequenceKey(1)}`, 'cursor', 'moves', `assessment#${sequenceKey(2)}`]) {
    const Key = { pk: { S: `venue#${VENUE}` }, sk: { S: sk } };
    await tables.client.send(new DeleteItemCommand({ TableName: tables.state, Key }));
  }
  expect(await recordsOf(streamArn)).toHaveLength(records + 4);
  expect(await woken()).toEqual([]);
});
