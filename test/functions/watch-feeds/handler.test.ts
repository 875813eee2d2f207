import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { receivePart, receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import type { Assessment } from '../../../shared/assessment/types.ts';
import { RHYTHM_GAPS } from '../../../shared/incident/feed/rhythm.ts';
import { noteResponded, readAssessmentRecord, writeAssessment } from '../../../shared/store/assessments.ts';
import { noteFailure, readFailures } from '../../../shared/store/failures.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { writePolicy } from '../../../shared/store/policies.ts';
import { readCursor } from '../../../shared/store/snapshots.ts';
import { putItem, type Tables } from '../../../shared/store/tables.ts';
import { type BookOptions, bytes, inTwoParts, wireBook } from '../../environment/books.ts';
import { makeTables } from '../../environment/tables.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1, 1);
const FEED = { symbol: '*', group: 'feed' };

let tables: Tables;
let handler: (event: { scheduledTime: string }) => Promise<void>;
let sequence = 0;
const machine = mockClient(SFNClient);

beforeAll(async () => {
  tables = await makeTables(Date.now);
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    VENUES: JSON.stringify([
      'demo',
      'quiet',
      'new',
      'brisk',
      'parted',
      'counted',
      'patient',
      'behind',
      'jumping',
      'empty',
      'stuck',
      'poisoned',
      'unanswered',
    ]),
    SILENCE_SECONDS: '300',
    RESPOND_MACHINE: 'arn:aws:states:eu-central-1:111111111111:stateMachine:respond',
    CODE_VERSION: 'test',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
  });
  ({ handler } = await import('../../../functions/watch-feeds/handler.ts'));
});
beforeEach(() => {
  machine.on(StartExecutionCommand).resolves({});
});
afterEach(() => {
  machine.reset();
});

const heard = (venue: string) =>
  receiveSnapshot(tables, {
    venue,
    body: bytes(wireBook({ sequence: ++sequence, snapshotId: `s${sequence}` })),
    format: 'json',
  });
const checkIn = (ms: number) => handler({ scheduledTime: new Date(Date.now() + ms).toISOString() });
const started = () => machine.commandCalls(StartExecutionCommand).map((call) => call.args[0].input.name);
const incident = (venue: string) => readNewestIncident(tables, { venue, ...FEED });

test('a venue that falls silent is an incident, gets worse, and is resolved when it is heard again', async () => {
  await heard('demo');
  await checkIn(MINUTE);
  expect(await incident('demo')).toBeUndefined();
  await checkIn(6 * MINUTE);
  expect(await incident('demo')).toMatchObject({ status: 'open', severity: 'warning' });
  await checkIn(16 * MINUTE);
  expect(await incident('demo')).toMatchObject({ status: 'open', severity: 'critical', version: 2 });
  await heard('demo');
  // Heard by our clock just now: the check that comes next finds a short silence.
  const next = Date.now() + 17 * MINUTE;
  await tables.client.send(
    new UpdateItemCommand({
      TableName: tables.state,
      Key: { pk: { S: 'venue#demo' }, sk: { S: 'cursor' } },
      UpdateExpression: 'SET receivedAt = :at',
      ExpressionAttributeValues: { ':at': { N: String(next - MINUTE) } },
    }),
  );
  await handler({ scheduledTime: new Date(next).toISOString() });
  expect(await incident('demo')).toMatchObject({ status: 'resolved', version: 3 });
  // What was received and not assessed is an incident of its own.
  const { incidentId = '' } = (await incident('demo')) ?? {};
  expect(started().filter((name) => name?.startsWith(incidentId))).toHaveLength(3);
});

test('a venue that used to send every half minute is missed after two and a half, not after five', async () => {
  for (let i = 0; i < 20; i++) await heard('brisk');
  const cursor = await readCursor(tables, 'brisk');
  expect(cursor?.gaps).toHaveLength(RHYTHM_GAPS);
  expect(cursor?.gaps.every((gap) => gap >= 0 && gap < MINUTE)).toBe(true);
  const at = Date.now() + 30 * MINUTE;
  await tables.client.send(
    new UpdateItemCommand({
      TableName: tables.state,
      Key: { pk: { S: 'venue#brisk' }, sk: { S: 'cursor' } },
      UpdateExpression: 'SET receivedAt = :at, gaps = :gaps',
      ExpressionAttributeValues: {
        ':at': { N: String(at) },
        ':gaps': { L: Array.from({ length: 5 }, () => ({ N: '30000' })) },
      },
    }),
  );
  await handler({ scheduledTime: new Date(at + 2 * MINUTE).toISOString() });
  expect(await incident('brisk')).toBeUndefined();
  await handler({ scheduledTime: new Date(at + 3 * MINUTE).toISOString() });
  expect(await incident('brisk')).toMatchObject({ status: 'open', severity: 'warning' });
});

test('a snapshot of which a part does not come is an incident that names it, and its last part resolves it', async () => {
  const group = 'feed-parts';
  const { announcement, parts } = inTwoParts({ snapshotId: 'halved', sequence: 1_000 });
  const part = (n: 1 | 2) =>
    receivePart(tables, { venue: 'parted', body: bytes(parts[n - 1]), format: 'json' }, 'halved', n);
  await heard('parted');
  await part(1);
  await receiveSnapshot(tables, { venue: 'parted', body: bytes(announcement), format: 'json' });
  const incomplete = () => readNewestIncident(tables, { venue: 'parted', symbol: '*', group });
  await checkIn(MINUTE);
  expect(await incomplete()).toBeUndefined();
  await checkIn(3 * MINUTE);
  expect(await incomplete()).toMatchObject({ status: 'open', severity: 'warning', latest: { snapshotId: 'halved' } });
  await part(2);
  await checkIn(4 * MINUTE);
  expect(await incomplete()).toMatchObject({ status: 'resolved' });
});

test('a snapshot that stays incomplete is of no more use once a newer one is there', async () => {
  const { announcement } = inTwoParts({ snapshotId: 'given-up', sequence: 2_000 });
  await receiveSnapshot(tables, { venue: 'parted', body: bytes(announcement), format: 'json' });
  const incomplete = () => readNewestIncident(tables, { venue: 'parted', symbol: '*', group: 'feed-parts' });
  await checkIn(5 * MINUTE);
  expect(await incomplete()).toMatchObject({ status: 'open', latest: { snapshotId: 'given-up' } });
  await receiveSnapshot(tables, {
    venue: 'parted',
    body: bytes(wireBook({ snapshotId: 'next', sequence: 2_001 })),
    format: 'json',
  });
  await checkIn(6 * MINUTE);
  expect(await incomplete()).toMatchObject({ status: 'resolved' });
});

test('a venue that counts its snapshots and jumps over two has an incident until they come late', async () => {
  const push = (n: number) =>
    receiveSnapshot(tables, {
      venue: 'counted',
      body: bytes(wireBook({ snapshotId: `n${n}`, sequence: n })),
      format: 'json',
    });
  for (let n = 1; n <= 10; n++) await push(n);
  await push(13);
  const missed = () => readNewestIncident(tables, { venue: 'counted', symbol: '*', group: 'feed-sequence' });
  await checkIn(MINUTE);
  expect(await missed()).toBeUndefined();
  await checkIn(3 * MINUTE);
  expect(await missed()).toMatchObject({ status: 'open', severity: 'warning', latest: { value: 2 } });
  await Promise.all([push(12), push(11)]);
  await checkIn(4 * MINUTE);
  expect(await missed()).toMatchObject({ status: 'resolved' });
});

const push = (venue: string, options: BookOptions, book = wireBook(options)) =>
  receiveSnapshot(tables, { venue, body: bytes(book), format: 'json' });
const newest = (venue: string, group: string) => readNewestIncident(tables, { venue, symbol: '*', group });

test('a venue of which all comes late has an incident by that name, and none of silence; a newer one resolves it', async () => {
  await push('behind', { sequence: 500 });
  for (let sequence = 1; sequence <= 3; sequence++) await push('behind', { sequence });
  const cursor = await readCursor(tables, 'behind');
  expect(cursor?.late).toMatchObject({ count: 3 });
  // The newest was long ago; the late ones keep coming.
  const at = Date.now() + 400_000;
  const moved = { ...cursor, late: { ...cursor?.late, lastAt: at - 10_000 } };
  const item = { pk: 'venue#behind', sk: 'cursor', type: 'cursor', formatVersion: 2, ...moved };
  await putItem(tables, tables.state, item);
  await handler({ scheduledTime: new Date(at).toISOString() });
  expect(await newest('behind', 'feed')).toBeUndefined();
  expect(await newest('behind', 'feed-late')).toMatchObject({
    status: 'open',
    severity: 'warning',
    latest: {
      rule: 'snapshots-late',
      detail: expect.stringContaining('3 snapshots have come behind the sequence 500'),
    },
  });
  await push('behind', { sequence: 501 });
  await handler({ scheduledTime: new Date(at + MINUTE).toISOString() });
  expect(await newest('behind', 'feed-late')).toMatchObject({ status: 'resolved' });
});

test('a venue whose pushes are refused again and again has an incident that says why, until none has been for a while', async () => {
  const slip = (n: number) =>
    expect(
      push('jumping', { sequence: Number.MAX_SAFE_INTEGER, snapshotId: `slip-${n}`, timestamp: START }),
    ).rejects.toThrow('too far');
  await push('jumping', { sequence: 1 });
  await slip(1);
  await slip(2);
  await checkIn(1_000);
  expect(await newest('jumping', 'feed-jump')).toBeUndefined();
  await slip(3);
  await checkIn(2_000);
  expect(await newest('jumping', 'feed-jump')).toMatchObject({
    status: 'open',
    severity: 'warning',
    latest: { value: 3, detail: expect.stringContaining('The sequence 9007199254740991 is too far ahead of 1') },
  });
  await checkIn(11 * MINUTE);
  expect(await newest('jumping', 'feed-jump')).toMatchObject({ status: 'resolved' });
});

test('a snapshot in parts that would be refused is not waited for', async () => {
  const { announcement } = inTwoParts({ snapshotId: 'far', sequence: 5_000 });
  await push('jumping', {}, announcement as never);
  await checkIn(12 * MINUTE);
  expect(await newest('jumping', 'feed-parts')).toMatchObject({ status: 'open', latest: { snapshotId: 'far' } });
  // By a policy that has become stricter meanwhile.
  await writePolicy(
    tables,
    'jumping',
    { feed: { sequenceJump: { base: 1, perSecond: 0 } } },
    { by: 'test', before: 1 },
  );
  await checkIn(13 * MINUTE);
  expect(await newest('jumping', 'feed-parts')).toMatchObject({ status: 'resolved' });
});

test('a venue without markets, accounts or positions is watched like any other', async () => {
  const { insuranceFund: _, ...book } = wireBook({ sequence: 1 });
  await push('empty', {}, { ...book, markets: [], accounts: [], positions: [] } as never);
  await checkIn(MINUTE);
  expect(await incident('empty')).toBeUndefined();
  await checkIn(6 * MINUTE);
  expect(await incident('empty')).toMatchObject({ status: 'open', severity: 'warning' });
});

test('a venue whose policy alerts from critical on is an incident only then, by that policy', async () => {
  await writePolicy(tables, 'patient', { alertFrom: 'critical' }, { by: 'test', before: 1 });
  await heard('patient');
  await checkIn(6 * MINUTE);
  expect(await incident('patient')).toBeUndefined();
  await checkIn(16 * MINUTE);
  expect(await incident('patient')).toMatchObject({ status: 'open', severity: 'critical', policyVersion: 2 });
});

test('a venue that never sent anything is not waited for', async () => {
  await checkIn(60 * MINUTE);
  expect(await incident('new')).toBeUndefined();
});

test('the same check again starts the same response, and one that runs already is no failure', async () => {
  await heard('quiet');
  const scheduledTime = new Date(Date.now() + 10 * MINUTE).toISOString();
  await handler({ scheduledTime });
  machine.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'there', $metadata: {} }));
  await handler({ scheduledTime });
  const { incidentId } = (await incident('quiet')) ?? {};
  expect(started().filter((name) => name === `${incidentId}-1`)).toHaveLength(2);
});

test('where a response cannot be started the check fails, and its retry starts it', async () => {
  await heard('quiet');
  // A fresh incident: far enough ahead to be worse than what stands.
  const scheduledTime = new Date(Date.now() + 40 * MINUTE).toISOString();
  machine.on(StartExecutionCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
  await expect(handler({ scheduledTime })).rejects.toThrow('venues failed');
  machine.reset();
  machine.on(StartExecutionCommand).resolves({});
  await handler({ scheduledTime });
  expect(started().some((name) => name?.endsWith('-2'))).toBe(true);
});

test('a scheduled time that is none is said to be none', async () => {
  await expect(handler({ scheduledTime: 'soon' })).rejects.toThrow('"soon" is not a time');
});

describe('snapshots that are received and not worked off', () => {
  const assess = async (venue: string, sequence: number, moved = false) => {
    const place = { venue, snapshotId: `s${sequence}`, sequence, timestamp: START, late: false, policyVersion: 1 };
    await writeAssessment(tables, { ...place, moves: moved ? [{ symbol: 'BTC' }] : [] } as unknown as Assessment);
  };

  test('are a critical incident after two minutes whoever fails to assess them, started by watch-feeds itself', async () => {
    await push('stuck', { sequence: 1, snapshotId: 'first' });
    await checkIn(2 * MINUTE - 1_000);
    expect(await newest('stuck', 'feed-unassessed')).toBeUndefined();
    await checkIn(2 * MINUTE + 5_000);
    const incident = await newest('stuck', 'feed-unassessed');
    expect(incident).toMatchObject({
      status: 'open',
      severity: 'critical',
      latest: { snapshotId: 'first', detail: 'the snapshot with the sequence 1 has not been assessed' },
    });
    expect(started()).toContain(`${incident?.incidentId}-1`);
    await assess('stuck', 1);
    await checkIn(3 * MINUTE);
    expect(await newest('stuck', 'feed-unassessed')).toMatchObject({ status: 'resolved' });
  });

  test('are named while others are assessed, with the error, whose note is marked once they are', async () => {
    for (const sequence of [1, 2, 3]) await push('poisoned', { sequence, snapshotId: `s${sequence}` });
    await assess('poisoned', 1);
    await assess('poisoned', 3);
    await noteFailure(tables, 'poisoned', { consumer: 'assess-snapshot', sequence: 2 }, new TypeError('no state'));
    await checkIn(3 * MINUTE);
    expect(await newest('poisoned', 'feed-unassessed')).toMatchObject({
      status: 'open',
      latest: {
        snapshotId: 's2',
        detail: 'the snapshot with the sequence 2 has not been assessed; the last error was TypeError: no state',
      },
    });
    expect(await readFailures(tables, 'poisoned')).toMatchObject([{ resolvedAt: null }]);
    await assess('poisoned', 2);
    await checkIn(4 * MINUTE);
    expect(await newest('poisoned', 'feed-unassessed')).toMatchObject({ status: 'resolved' });
    expect(await readFailures(tables, 'poisoned')).toMatchObject([{ resolvedAt: expect.any(Number) }]);
  });

  test('are an incident of another name if severities moved and no incident was opened, after five minutes', async () => {
    await push('unanswered', { sequence: 1, snapshotId: 's1' });
    await assess('unanswered', 1, true);
    await checkIn(4 * MINUTE);
    expect(await newest('unanswered', 'feed-unanswered')).toBeUndefined();
    await checkIn(5 * MINUTE + 5_000);
    expect(await newest('unanswered', 'feed-unanswered')).toMatchObject({
      status: 'open',
      severity: 'critical',
      latest: { snapshotId: 's1', rule: 'moves-unanswered' },
    });
    expect(await newest('unanswered', 'feed-unassessed')).toBeUndefined();
    await noteResponded(tables, (await readAssessmentRecord(tables, 'unanswered', 1)) as never);
    await checkIn(6 * MINUTE);
    expect(await newest('unanswered', 'feed-unanswered')).toMatchObject({ status: 'resolved' });
  });
});
