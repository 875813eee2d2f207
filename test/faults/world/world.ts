import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDbLocal } from '../../../infra/local/dynamodb.ts';
import { type Engine, startEngine } from '../../../infra/local/engine/engine.ts';
import { type LoopbackServer, openLoopbackServer } from '../../../infra/local/engine/loopback-server.ts';
import { type SlackStandIn, startSlackStandIn } from '../../../infra/local/slack/server.ts';
import { openTables, type Tables } from '../../../shared/store/tables.ts';
import type { StandIn } from '../../shared/market-data/venues/stand-in.ts';
import { type Fault, openSwitchboard, type Switchboard } from './calls.ts';
import { openFunctions } from './in-process.ts';
import type { VirtualTime } from './virtual-time.ts';
import { openWire, type Wire } from './wire.ts';

export const VENUE = 'demo';
export const STAGE = 'dev';
export const CHANNEL = '#risk';
const SLACK = { token: 'xoxb-faults', signingSecret: 'faults' };
const DAY_MS = 86_400_000;
/** Five minutes before a daily digest. Not in the past: DynamoDB Local removes what has expired by the clock on the wall. */
export const START = (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS + (6 * 60 + 55) * 60_000;

/** The deployed system in one process: its template, its functions, its database; the time is ours, and what is asked for goes wrong. */
export interface World {
  readonly time: VirtualTime;
  readonly engine: Engine;
  readonly switchboard: Switchboard;
  readonly slack: SlackStandIn;
  /** Where the exchange's action API listens. */
  readonly actionApi: LoopbackServer;
  /** Not through the wire: they never go wrong. */
  readonly tables: Tables;
  readonly key: string;
  /** What functions logged as errors. */
  readonly log: string[];
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Of this process, started at `START`. */
  readonly time: VirtualTime;
  readonly assemblyDir: string;
  readonly database: DynamoDbLocal;
  /** Public market data. */
  readonly exchange: StandIn;
  readonly faults?: readonly Fault[];
}

/** Opens the world at `START`, with empty tables. Only one may be open in a process. */
export async function openWorld({ time, assemblyDir, database, exchange, faults = [] }: WorldOptions): Promise<World> {
  const endings: (() => unknown)[] = [];
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'us-east-1', credentials });
  endings.push(() => client.destroy());
  await emptyDatabase(client);

  const log: string[] = [];
  endings.push(captureLog(log));
  time.reset();
  const functions = openFunctions({ time, environment: () => environment });
  const switchboard = openSwitchboard(faults, Date.now);
  const slack = await startSlackStandIn({ token: SLACK.token, channels: [CHANNEL], burst: 10_000, now: Date.now });
  endings.push(() => slack.close());
  const actionApi = await openLoopbackServer();
  endings.push(() => actionApi.close());
  let addresses = { dynamodb: database.endpoint, aws: '' };
  let names: Readonly<Record<string, string>> = {};
  const wire: Wire = await openWire({
    time,
    switchboard,
    forwardTo: (target) => (target.startsWith('DynamoDB') ? addresses.dynamodb : addresses.aws),
    tableName: (physical) => names[physical] ?? physical,
    serviceAt: ({ origin }) =>
      origin === new URL(slack.apiUrl).origin
        ? 'Slack'
        : origin === actionApi.url
          ? 'Venue'
          : origin === exchange.url
            ? 'Market data'
            : undefined,
  });
  endings.push(() => wire.close());
  // Read by handlers when they are imported; what the SDK reads at its first call is in the process's own.
  const environment = {
    SLACK_API_URL: slack.apiUrl,
    ACTION_APIS: JSON.stringify({ [VENUE]: { url: actionApi.url, contractStep: 1 } }),
    POLLS: JSON.stringify([
      { venue: VENUE, exchange: 'bybit', symbols: ['BTC/USDT:USDT'], timeframe: '1h', url: exchange.url },
    ]),
  };
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: wire.url,
    AWS_ENDPOINT_URL_DYNAMODB: wire.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: wire.url,
    AWS_ENDPOINT_URL_SFN: wire.url,
  });
  const engine = await startEngine({
    assemblyDir,
    database,
    runFunction: functions.runFunction,
    between: (real) => {
      addresses = real;
      return { dynamodb: wire.url, aws: wire.url };
    },
    // What a function writes is looked for when it ends; these are for the rest.
    streamPauses: { busyMs: 2_000, idleMs: 10_000, written: wire.written },
    secretValues: { [`breakwater/${STAGE}/slack`]: JSON.stringify(SLACK) },
    onEvent: (event) => {
      if (event.type === 'dead-letter') log.push(`dead letter in ${event.queue}: ${event.body.slice(0, 200)}`);
      if (event.type === 'fault') log.push(`engine: ${event.where}: ${event.message}`);
      if (event.type === 'invocation' && event.error) log.push(`${event.function}: ${event.error}`);
    },
  });
  endings.push(() => engine.stop());
  slack.sendInteractionsTo({ url: `${engine.apiUrl}/v1/slack/interactions`, signingSecret: SLACK.signingSecret });
  const { State = '', Snapshots = '' } = engine.tables;
  names = { [State]: 'State', [Snapshots]: 'Snapshots' };
  const { current: key } = JSON.parse(engine.secret(`breakwater/${STAGE}/venue/${VENUE}`)) as { current: string };
  return {
    time,
    engine,
    switchboard,
    slack,
    actionApi,
    tables: openTables({ state: State, snapshots: Snapshots }, client),
    key,
    log,
    async close() {
      for (const end of endings.reverse()) await end();
    },
  };
}

async function emptyDatabase(client: DynamoDBClient): Promise<void> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const TableName of TableNames) await client.send(new DeleteTableCommand({ TableName }));
}

/** @returns what gives the console back */
function captureLog(log: string[]): () => void {
  const real = { info: console.info, warn: console.warn, error: console.error };
  console.info = () => {};
  console.warn = console.error = (...words: unknown[]) => void log.push(words.map(String).join(' '));
  return () => Object.assign(console, real);
}
