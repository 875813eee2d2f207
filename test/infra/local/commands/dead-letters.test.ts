import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { receiveSnapshot } from '../../../../functions/receive-snapshot/receive.ts';
import { awsEndpoint } from '../../../../infra/local/engine/aws-endpoint.ts';
import { type LoopbackServer, openLoopbackServer } from '../../../../infra/local/engine/loopback-server.ts';
import { openQueues, type Queues } from '../../../../infra/local/engine/queues.ts';
import { sqsOperations } from '../../../../infra/local/engine/sqs.ts';
import type { Assessment } from '../../../../shared/assessment/types.ts';
import { noteResponded, readAssessmentRecord, writeAssessment } from '../../../../shared/store/assessments.ts';
import { noteFailure } from '../../../../shared/store/failures.ts';
import { readCursor } from '../../../../shared/store/snapshots.ts';
import { getItem, type Tables } from '../../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../../environment/books.ts';
import { cli } from '../../../environment/cli.ts';
import { makeTables } from '../../../environment/tables.ts';
import { resourcesOf } from '../engine/fakes.ts';

let tables: Tables;
/** Of the receipts: a minute before the command looks, so that a test can move it on. */
let now = 0;
let sqs: LoopbackServer;
let queues: Queues;

beforeAll(async () => {
  sqs = await openLoopbackServer();
});
afterAll(() => sqs.close());
beforeEach(async () => {
  now = Date.now() - 60_000;
  tables = await makeTables(() => now);
  const resources = resourcesOf({
    A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'Breakwater-dev-AssessSnapshotDeadLetters1A' } },
    W: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'Breakwater-dev-WatchFeedsDeadLetters2B' } },
    O: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'Breakwater-other-WatchFeedsDeadLetters3C' } },
  });
  queues = openQueues(resources, () => {});
  sqs.handle(awsEndpoint(sqsOperations(resources, queues)));
});

const receive = async (venue: string, ...sequences: number[]) => {
  for (const sequence of sequences) {
    const book = wireBook({ sequence, snapshotId: `s${sequence}`, timestamp: Date.UTC(2026, 0, 1) });
    await receiveSnapshot(tables, { venue, body: bytes(book), format: 'json' });
  }
};
const assess = async (venue: string, sequence: number, moved = false) => {
  const place = { venue, snapshotId: `s${sequence}`, sequence, timestamp: 0, late: false, policyVersion: 1 };
  await writeAssessment(tables, { ...place, moves: moved ? [{ symbol: 'BTC' }] : [] } as unknown as Assessment);
};
const letters = (...words: string[]) =>
  cli(
    'dead-letters',
    ...words,
    ...['--state', tables.state, '--endpoint', process.env.DYNAMODB_LOCAL_ENDPOINT as string],
    ...['--sqs-endpoint', sqs.url],
  );
const json = async (...words: string[]) => JSON.parse((await letters(...words, '--json')).out);
const turnOf = async (venue: string) => (await readCursor(tables, venue))?.turn;
const movesTurn = async (venue: string) =>
  (await getItem<never>(tables, tables.state, `venue#${venue}`, 'moves')) as
    | { turn: number; sequence: number }
    | undefined;

/** As Lambda and Scheduler put them there. */
const ofStream = (arrived: number) =>
  queues.send(
    'Breakwater-dev-AssessSnapshotDeadLetters1A',
    JSON.stringify({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { approximateArrivalOfLastRecord: new Date(arrived).toISOString() },
    }),
  );
const ofSchedule = () =>
  queues.send('Breakwater-dev-WatchFeedsDeadLetters2B', '{"scheduledTime":"2026-01-01T00:00:00Z"}', {
    ErrorMessage: 'boom',
  });

describe('a call that cannot be right is told, with status 2:', () => {
  test.each<[string[], RegExp]>([
    [['dead-letters'], /takes list, replay or clear, and none is named/],
    [['dead-letters', 'burn', '--state', 't'], /takes list, replay or clear, not "burn"/],
    [['dead-letters', 'list'], /--state is required/],
    [['dead-letters', 'replay', '--state', 't'], /replay takes one of --venue/],
    [['dead-letters', 'replay', '--state', 't', '--all', '--venue', 'v'], /replay takes one of --venue/],
    [['dead-letters', 'replay', '--state', 't', '--all', '--sequence', '1'], /replay takes one of --venue/],
    [['dead-letters', 'replay', '--state', 't', '--venue', 'v', '--sequence', 'x'], /--sequence takes a whole number/],
  ])('%j', async (args, message) => {
    const { status, err } = await cli(...args);
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });

  test('--help fits into 82 columns', async () => {
    const { out } = await cli('dead-letters', '--help');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
  });
});

describe('list', () => {
  test('shows what lacks something with venue, sequence and error, and what stands in the queues of the stage', async () => {
    await receive('demo', 1, 2, 3);
    await assess('demo', 1);
    await assess('demo', 3, true);
    await noteFailure(tables, 'demo', { consumer: 'assess-snapshot', sequence: 2 }, new TypeError('no state'));
    ofStream(Date.now());
    ofSchedule();
    queues.send('Breakwater-other-WatchFeedsDeadLetters3C', '{}');
    const { status, out } = await letters('list');
    expect(status).toBe(0);
    expect(out).toMatch(/demo +2 +assessment +.*TypeError: no state \(1 try\)/);
    expect(out).toMatch(/demo +3 +response +.*none noted/);
    expect(out).not.toMatch(/demo +1 /);
    expect(out).toMatch(/AssessSnapshot .*RetryAttemptsExhausted after 2 tries/);
    expect(out).toMatch(/WatchFeeds .*due 2026-01-01T00:00:00Z: boom/);
    const printed = await json('list', '--venue', 'demo');
    expect(printed.letters).toMatchObject([
      { venue: 'demo', sequence: 2, lacks: 'assessment', failure: { error: 'TypeError', tries: 1 } },
      { venue: 'demo', sequence: 3, lacks: 'response' },
    ]);
    expect(printed.queued.map(({ function: of }: { function: string }) => of).sort()).toEqual([
      'AssessSnapshot',
      'WatchFeeds',
    ]);
  });

  test('says that nothing is outstanding, and why the queues could not be read', async () => {
    const { out, status } = await letters('list', '--no-queues');
    expect(out).toBe(
      'Everything that was received has been worked off.\nThe dead-letter queues were not read: --no-queues\n',
    );
    expect(status).toBe(0);
    sqs.handle((_, response) => void response.writeHead(403).end('{"__type":"AccessDenied"}'));
    expect((await letters('list')).out).toContain('were not read: AccessDenied');
  });
});

describe('replay', () => {
  test('hands one snapshot on again, once more if it is asked to, and says if it has become late', async () => {
    await receive('demo', 1, 2);
    const turn = (await turnOf('demo')) as number;
    const one = () => letters('replay', '--venue', 'demo', '--sequence', '1');
    expect((await one()).out).toBe('demo 1: handed to assess-snapshot again\n');
    expect(await readCursor(tables, 'demo')).toMatchObject({ turn: turn + 1, arrived: 1, sequence: 2 });
    await assess('demo', 2);
    expect((await one()).out).toMatch(
      /^demo 1: handed to assess-snapshot again; it has become late: 2 has been assessed/,
    );
    await assess('demo', 1);
    expect(await one()).toMatchObject({ out: 'demo 1: lacks nothing: nothing was done\n', status: 0 });
    expect(await turnOf('demo')).toBe(turn + 2);
  });

  test('says what it could not do, with status 1, and does the rest', async () => {
    const { out, status } = await letters('replay', '--venue', 'demo', '--sequence', '77');
    expect([out, status]).toEqual(['demo 77: not replayed: There is no snapshot 77 of demo\n', 1]);
  });

  test('of all of a venue hands each snapshot on, and moves once from the oldest on', async () => {
    await receive('demo', 1, 2, 3, 4);
    for (const sequence of [1, 3, 4]) await assess('demo', sequence, true);
    await noteResponded(tables, (await readAssessmentRecord(tables, 'demo', 1)) as never);
    const before = (await movesTurn('demo'))?.turn as number;
    expect((await json('replay', '--venue', 'demo')).replayed).toEqual([
      { venue: 'demo', sequence: 2, done: { to: 'assess-snapshot', overtaken: 4 } },
      { venue: 'demo', sequence: 3, done: { to: 'open-response', sequences: [3, 4] } },
    ]);
    expect(await movesTurn('demo')).toMatchObject({ turn: before + 2, sequence: 4 });
  });

  test('of all says that there is nothing to do if there is not', async () => {
    await receive('demo', 1);
    await assess('demo', 1);
    expect((await letters('replay', '--all')).out).toBe('Nothing is outstanding: nothing was replayed.\n');
  });

  test('of a message hands on what had arrived by then, and nothing that came after it', async () => {
    await receive('demo', 1);
    ofStream(now);
    now += 5_000;
    await receive('demo', 2);
    const messageId = queues.messages()[0]?.messageId as string;
    const { replayed } = await json('replay', '--message', messageId);
    expect(replayed).toMatchObject([{ sequence: 1, done: { to: 'assess-snapshot' } }]);
    expect((await letters('replay', '--message', 'none')).err).toContain('there is no message "none"');
    ofSchedule();
    const scheduled = queues.messages().at(-1)?.messageId as string;
    expect((await letters('replay', '--message', scheduled)).err).toContain(
      'the next run of WatchFeeds does the same work',
    );
  });
});

test('clear removes the messages of schedules, and those of the stream once nothing of their time is outstanding', async () => {
  await receive('demo', 1);
  ofStream(Date.now());
  ofSchedule();
  expect((await letters('clear')).out).toBe(
    '1 message was removed, 1 left: what they stand for is still outstanding\n',
  );
  await assess('demo', 1);
  expect((await letters('clear')).out).toBe('1 message was removed, 0 left\n');
  expect(queues.messages()).toEqual([]);
});
