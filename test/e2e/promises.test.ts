import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Engine, startEngine } from '../../infra/local/engine/engine.ts';
import { type SlackStandIn, startSlackStandIn } from '../../infra/local/slack/server.ts';
import { synthesise } from '../../infra/local/synthesise.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { writePolicy } from '../../shared/store/policies.ts';
import { handOnAgain } from '../../shared/store/redrive.ts';
import { openTables, putItem, type Tables } from '../../shared/store/tables.ts';
import { pushBody } from '../../shared/venue/client.ts';
import { bytes, wireBook } from '../environment/books.ts';
import { type ManualClock, manualClock } from '../environment/clock.ts';
import { openProxy, type ServiceProxy } from '../environment/proxy.ts';

/**
 * Each promise is broken on the deployed stack as this machine runs it, and somebody has to hear of it in time: a subscriber of the
 * alarms, or the officers in Slack. Minutes pass on a clock that the test moves.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A snapshot an hour, by the venue's own time, so that its bars are hourly. */
const DAYS_AGO = Date.now() - 100 * HOUR;
const SUBSCRIBER = 'ops@example.com';
const SLACK = { token: 'xoxb-promises', signingSecret: 'promises' };

let folder: string;
let engine: Engine;
let clock: ManualClock;
let slack: SlackStandIn;
let toSlack: ServiceProxy;
let toDynamo: ServiceProxy;
let toVenue: ServiceProxy;
let tables: Tables;
let client: DynamoDBClient;
let sequence = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-promises-'));
  slack = await startSlackStandIn({ token: SLACK.token, channels: ['#risk'], burst: 1_000 });
  [toSlack, toDynamo, toVenue] = await Promise.all([openProxy(), openProxy(), openProxy()]);
  toSlack.to(new URL(slack.apiUrl).origin);
  await synthesise(
    folder,
    {
      ...{ venues: 'demo,poisoned,acting', slackApiUrl: `${toSlack.url}/api`, alarmEmail: SUBSCRIBER, clock: 'replay' },
      alarmSubscribers: 'https://pager.example/hook',
      actions: JSON.stringify([{ venue: 'acting', url: toVenue.url }]),
    },
    new AbortController().signal,
  );
  clock = manualClock(Date.now());
  engine = await startEngine({
    assemblyDir: folder,
    clock,
    secretValues: { 'breakwater/dev/slack': JSON.stringify(SLACK) },
    // Without a wait: how long a step is patient is held by other tests.
    retryIntervalMs: 1,
    between({ dynamodb, aws }) {
      toDynamo.to(dynamodb);
      return { dynamodb: toDynamo.url, aws };
    },
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: engine.dynamodbEndpoint, region: 'us-east-1', credentials });
  tables = openTables({ state: engine.tables.State as string, snapshots: engine.tables.Snapshots as string }, client);
  await minutes(1);
}, 600_000);

afterAll(async () => {
  client?.destroy();
  await engine?.stop();
  await Promise.all([toSlack?.close(), toDynamo?.close(), toVenue?.close(), slack?.close()]);
  await rm(folder, { recursive: true, force: true });
}, 600_000);

/** Lets minutes pass; what a minute began is done before the next. */
async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    await clock.moveTo(clock.now() + MINUTE);
    await engine.idle();
  }
}

/** Minutes until something is so, looked at once a minute; fails if it is not within so many. */
async function within(most: number, isSo: () => boolean): Promise<number> {
  for (let passed = 0; passed <= most; passed++) {
    if (isSo()) return passed;
    if (passed < most) await minutes(1);
  }
  const alarms = told().filter(({ about }) => about.NewStateValue === 'ALARM');
  const heard = [...new Set(alarms.map(({ subject }) => subject)), ...slack.messages().map(({ text }) => text)].join(
    '\n',
  );
  throw new Error(`not within ${most} minutes; what was heard is\n${heard}`);
}

const told = () =>
  engine
    .notifications()
    .map(({ subject, message, endpoint }) => ({ subject, endpoint, about: JSON.parse(message) as Told }));
/** The texts of all messages, with what stands in their blocks. */
const said = () => slack.messages().map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);

interface Told {
  readonly AlarmDescription: string;
  readonly NewStateValue: string;
}

/** Whether, since a number of notifications, a subscriber was told of an alarm. */
const alarmed =
  (since: number, about: RegExp, state = 'ALARM') =>
  () =>
    told()
      .slice(since)
      .some(
        ({ endpoint, about: { AlarmDescription, NewStateValue } }) =>
          endpoint === SUBSCRIBER && NewStateValue === state && about.test(AlarmDescription),
      );
const announced = (about: RegExp) => () => said().some((text) => about.test(text));

const keyOf = (venue: string): string =>
  (JSON.parse(engine.secret(`breakwater/dev/venue/${venue}`)) as { current: string }).current;

const TIERS = [
  { tier: 1, minNotional: 0, maxNotional: 1e12, maintenanceMarginRate: 0.005, maxLeverage: 100, currency: 'USDT' },
];
/** With all that a plan is made by: on a market whose risk is assumed nothing is done. */
function withTerms({ markets, ...book }: ReturnType<typeof wireBook>) {
  const side = (sign: number) => Array.from({ length: 50 }, (_, i) => [50_000 + sign * 10 * (i + 1), 20]);
  const orderBook = { bids: side(-1), asks: side(1) };
  return {
    ...book,
    markets: markets.map((market) => ({
      ...market,
      orderBook,
      leverageTiers: TIERS,
      openInterestAmount: book.positions.length / 2,
      candle: { ...market.candle, baseVolume: 10_000 },
    })),
  };
}

/** One try: what is answered with 5xx is not sent again. */
async function push(venue: string, leverage = 5): Promise<number> {
  sequence += 1;
  const book = withTerms(wireBook({ sequence, leverage, accounts: 40, timestamp: DAYS_AGO + sequence * HOUR }));
  const options = { url: engine.apiUrl, venue, keys: [keyOf(venue)], tries: 1 };
  const answer = await pushBody(options, bytes(book), 'json').catch((error: Error) => error);
  if (answer instanceof Error) return Number.NaN;
  await engine.idle();
  return answer.httpStatus;
}
/** Far over what the market carries, and far below it, in turn: each moves a severity. */
const OVER = 31;
const CALM = 1;
/** Far enough for a plan on the first snapshot of a venue. */
const FAR_OVER = 60;

const DYNAMO_THROTTLED = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'The level of configured provisioned throughput for the table was exceeded.',
  },
};

describe('a breach of a promise is heard of:', () => {
  test('a consumer of snapshots that is disabled, in Slack within four minutes, and that it has caught up', async () => {
    expect(await push('demo', CALM)).toBe(202);
    engine.disturb.consumer('AssessSnapshot', false);
    await push('demo', CALM);
    const passed = await within(4, announced(/demo: snapshots are received and not assessed/));
    expect(passed).toBeGreaterThanOrEqual(1);
    engine.disturb.consumer('AssessSnapshot', true);
    await within(2, announced(/RESOLVED · demo: snapshots are received and not assessed/));
  });

  test('a consumer of moves that is disabled, in Slack within seven minutes, and that it has caught up', async () => {
    engine.disturb.consumer('OpenResponse', false);
    await push('demo', OVER);
    await within(7, announced(/demo: breaches are found and not responded to/));
    expect(said().join()).not.toContain('leverage too high');
    engine.disturb.consumer('OpenResponse', true);
    await within(2, announced(/RESOLVED · demo: breaches are found and not responded to/));
    expect(said().join()).toContain('leverage too high');
  });

  test('a Slack token that is revoked, by mail within two minutes', async () => {
    const since = told().length;
    toSlack.disturb({ status: 200, body: { ok: false, error: 'token_revoked' } });
    await push('demo', CALM);
    await within(2, alarmed(since, /response was not carried through/));
    toSlack.disturb(undefined);
    await within(2, alarmed(since, /response was not carried through/, 'OK'));
  });

  test('a table that is throttled for five minutes, by mail: rejected pushes within two, the watch within five', async () => {
    const since = told().length;
    toDynamo.disturb(DYNAMO_THROTTLED);
    let rejected = Number.NaN;
    for (let minute = 1; minute <= 5; minute++) {
      expect(await push('demo')).not.toBe(202);
      await minutes(1);
      if (Number.isNaN(rejected) && alarmed(since, /request was answered with 5xx/)()) rejected = minute;
    }
    expect(rejected).toBeLessThanOrEqual(2);
    expect(alarmed(since, /watch-feeds failed in three of five minutes/)()).toBe(true);
    toDynamo.disturb(undefined);
    expect(await push('demo')).toBe(202);
    await within(6, alarmed(since, /watch-feeds failed in three of five minutes/, 'OK'));
  });

  test('a scheduler that is silent, by mail within five minutes', async () => {
    const since = told().length;
    engine.disturb.schedule('WatchFeeds', false);
    const passed = await within(5, alarmed(since, /WatchFeeds was not invoked for 3 minutes/));
    expect(passed).toBeGreaterThanOrEqual(3);
    engine.disturb.schedule('WatchFeeds', true);
    await within(2, alarmed(since, /WatchFeeds was not invoked for 3 minutes/, 'OK'));
  });

  test('a function that Lambda throttles, by mail within five minutes', async () => {
    const since = told().length;
    engine.disturb.function('ReceiveSnapshot', 'throttled');
    const heard = alarmed(since, /receive-snapshot was throttled in three of five minutes/);
    for (let minute = 1; minute <= 5 && !heard(); minute++) {
      await push('demo');
      await minutes(1);
    }
    expect(heard()).toBe(true);
    engine.disturb.function('ReceiveSnapshot', undefined);
  });

  test('a snapshot that cannot be assessed, by mail within two minutes, in Slack within four; replayed it is assessed', async () => {
    const since = told().length;
    const [pk, sk] = ['market#poisoned#BTC/USDT:USDT', 'state'];
    // A state that is no JSON: the snapshot fails when it is read, each time in the same way.
    await putItem(tables, tables.state, { pk, sk, type: 'market-state', state: 'no' });
    await push('poisoned');
    await within(2, alarmed(since, /assess-snapshot gave up on an event/));
    await within(4, announced(/poisoned: snapshots are received and not assessed.*SyntaxError/s));
    await client.send(new DeleteItemCommand({ TableName: tables.state, Key: { pk: { S: pk }, sk: { S: sk } } }));
    expect(await handOnAgain(tables, 'poisoned', sequence)).toEqual({ to: 'assess-snapshot' });
    await engine.idle();
    await within(2, announced(/RESOLVED · poisoned: snapshots are received and not assessed/));
  });

  test('a venue whose action API is not there, in Slack within two minutes, with what was not done', async () => {
    toVenue.disturb({ status: 503, body: {} });
    const overlay = { response: { approval: { needed: 0 } } };
    await writePolicy(tables, 'acting', overlay, { by: 'test', before: DEFAULT_POLICY.version });
    for (const leverage of [CALM, CALM, CALM, FAR_OVER]) expect(await push('acting', leverage)).toBe(202);
    await within(2, announced(/venue could not be reached/));
  });

  test('every alarm that a mail told of was told to the other subscriber too', () => {
    const to = (endpoint: string) => engine.notifications().filter((one) => one.endpoint === endpoint);
    expect(to('https://pager.example/hook').map(({ message }) => message)).toEqual(
      to(SUBSCRIBER).map(({ message }) => message),
    );
  });
});
