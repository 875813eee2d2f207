import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { writePolicy } from '../../../shared/store/policies.ts';
import { requireJava } from '../dynamodb.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/events.ts';
import { type LoopbackServer, openLoopbackServer } from '../engine/loopback-server.ts';
import { APPROVAL_EXPIRES_MS, PLAY_OVERLAY } from '../exchange/play-policy.ts';
import { openPlayedVenue } from '../exchange/play-venue.ts';
import { figuresOf, figuresUnaided, openStorm, type StormFigures, type StormOptions } from '../exchange/storm.ts';
import { openRecords } from '../outcome.ts';
import { type Report, reportOf } from '../report.ts';
import { barsOfFile } from '../scenario/bars-of-file.ts';
import { approvingOfficers, DECIDERS, type Decider, watchingOfficer } from '../scenario/officers.ts';
import { play } from '../scenario/player.ts';
import { openProgress } from '../scenario/progress.ts';
import { restOf } from '../scenario/rest.ts';
import { type SlackStandIn, startSlackStandIn } from '../slack/server.ts';
import { summaryOf } from '../summary.ts';
import { PROJECT, synthesise } from '../synthesise.ts';
import { type Command, instant, UsageError, type Values, wholeNumber } from './command.ts';

const VENUE = 'demo';
const STAGE = 'dev';
const CHANNEL = '#risk';
const PAGE_PORT = 4400;
/** A stand-in has nothing to protect; these only must be the same on both sides. */
const SLACK = { token: 'xoxb-loopback', signingSecret: 'loopback' };
const STORM = 'storm';

export const command: Command = {
  name: 'start',
  usage: `Usage: npm start -- [OPTIONS]

Synthesises the stack, runs it on this machine and plays a storm on a simulated
exchange through its public API: what Breakwater plans and officers approve, the
exchange does, and the next snapshot shows. Sums up, beside the same storm without
Breakwater. Then keeps serving until Ctrl-C.

  --scenario NAME   ${STORM} (the default)
  --candles FILE    drive BTC's price with real bars: CSV t,open,high,low,close
                    in seconds, or Binance klines
  --from, --to ISO  use only the bars in this time, UTC
  --accounts N      accounts on the venue (500, at most 10,000)
  --seed N          another seed, another crowd (1)
  --officers WHO    auto: Anna approves all that is asked (the default); you: the
                    play waits until you have pressed a button at the page
  --port P          port of the page (${PAGE_PORT}, or a free one)
  --exit            leave when the scenario has been played and all is at rest
  --report FILE     write what it came to as JSON`,
  options: {
    scenario: { type: 'string' },
    candles: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    accounts: { type: 'string' },
    seed: { type: 'string' },
    officers: { type: 'string' },
    port: { type: 'string' },
    exit: { type: 'boolean' },
    report: { type: 'string' },
  },
  positionals: 0,
  run: ({ values }) => start(values),
};

async function start(values: Values): Promise<number> {
  const seed = wholeNumber(values, 'seed', 0, 2 ** 31 - 1) ?? 1;
  const accounts = wholeNumber(values, 'accounts', 20, 10_000) ?? 500;
  const port = wholeNumber(values, 'port', 1, 65_535);
  const report = typeof values.report === 'string' ? values.report : undefined;
  // Better now than after the play.
  if (report !== undefined) accessSync(dirname(resolve(report)), constants.W_OK);
  const officers = deciderFrom(values);
  const scenario = scenarioFrom(values, seed, accounts);
  await requireJava();

  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const endings: Endings = [];
  try {
    return await run(scenario, { officers, port, exit: values.exit === true, report }, interrupted.signal, endings);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    console.log('\nInterrupted.');
    return 130;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    for (const end of endings.reverse()) await end();
  }
}

/** @throws UsageError */
function deciderFrom({ officers = DECIDERS[0] }: Values): Decider {
  const decider = DECIDERS.find((one) => one === officers);
  if (!decider) throw new UsageError(`--officers takes ${DECIDERS.join(' or ')}, not ${JSON.stringify(officers)}`);
  return decider;
}

/** @throws UsageError */
function scenarioFrom(values: Values, seed: number, accounts: number): StormOptions {
  const { scenario = STORM, candles } = values;
  if (scenario !== STORM) throw new UsageError(`--scenario takes ${STORM}, not ${JSON.stringify(scenario)}`);
  if (typeof candles === 'string') {
    const [from, to] = [instant(values, 'from'), instant(values, 'to')];
    return { seed, accounts, candles: barsOfFile(candles, from, to) };
  }
  if (values.from !== undefined || values.to !== undefined) throw new UsageError('--from and --to go with --candles');
  return { seed, accounts };
}

/** What has to be ended, in the opposite order. */
type Endings = (() => unknown)[];

interface RunOptions {
  readonly officers: Decider;
  readonly port: number | undefined;
  readonly exit: boolean;
  readonly report: string | undefined;
}

async function run(
  scenario: StormOptions,
  options: RunOptions,
  signal: AbortSignal,
  endings: Endings,
): Promise<number> {
  const stack = await openStack(options, signal, endings);
  const unaided = await step('The storm without Breakwater', async () => figuresUnaided(scenario));
  signal.throwIfAborted();
  console.log('');
  const report = await playOn(stack, scenario, unaided, options.officers, signal, endings);
  const cutShort = signal.aborted;
  console.log(`${summaryOf(report)}\n`);
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  if (cutShort) {
    console.log('Interrupted: the scenario was not played to its end.');
    return 130;
  }
  if (!options.exit) await serve(stack, signal);
  return wentWell(report) ? 0 : 1;
}

/** What runs on this machine: the stack, with what it speaks to. */
interface RunningStack {
  readonly engine: Engine;
  readonly slack: SlackStandIn;
  /** Where the exchange's action API listens. */
  readonly actionApi: LoopbackServer;
  /** The venue's. */
  readonly key: string;
}

async function openStack({ port }: RunOptions, signal: AbortSignal, endings: Endings): Promise<RunningStack> {
  const slack = await step('Slack stand-in', () => openSlack(port));
  endings.push(() => slack.close());
  console.log(`  ${slack.pageUrl}`);
  // Listens before the stack is synthesised, because its address is part of the configuration.
  const actionApi = await openLoopbackServer();
  endings.push(() => actionApi.close());
  const folder = workFolder();
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const assemblyDir = join(folder, 'cdk.out');
  const configuration = {
    stage: STAGE,
    venues: VENUE,
    slackChannel: CHANNEL,
    slackApiUrl: slack.apiUrl,
    actions: JSON.stringify([{ venue: VENUE, url: actionApi.url, contractStep: 1 }]),
    // A scenario plays days of the past.
    clock: 'replay',
  };
  await step('Stack synthesised', () => synthesise(assemblyDir, configuration, signal));
  signal.throwIfAborted();
  const engine = await step('Stack running', () =>
    startEngine({
      assemblyDir,
      secretValues: { [`breakwater/${STAGE}/slack`]: JSON.stringify(SLACK) },
      onEvent: tellTrouble,
    }),
  );
  endings.push(() => engine.stop());
  signal.throwIfAborted();
  slack.sendInteractionsTo({ url: `${engine.apiUrl}/v1/slack/interactions`, signingSecret: SLACK.signingSecret });
  console.log(`  API ${engine.apiUrl}, DynamoDB ${engine.dynamodbEndpoint}`);
  const { current: key } = JSON.parse(engine.secret(`breakwater/${STAGE}/venue/${VENUE}`)) as { current: string };
  return { engine, slack, actionApi, key };
}

/** @param unaided how the storm stood at its opening and at each snapshot without Breakwater */
async function playOn(
  { engine, slack, actionApi, key }: RunningStack,
  scenario: StormOptions,
  unaided: readonly StormFigures[],
  decider: Decider,
  signal: AbortSignal,
  endings: Endings,
): Promise<Report> {
  const { apiUrl } = engine;
  const records = openRecords(engine, VENUE);
  endings.push(() => records.close());
  await writePolicy(records.tables, VENUE, PLAY_OVERLAY, { by: 'npm start', before: DEFAULT_POLICY.version });
  const storm = openStorm(scenario);
  const venue = await openPlayedVenue({ venue: VENUE, storm, server: actionApi, apiUrl, key });
  const progress = openProgress(records, unaided);
  const say = (text: string) => {
    progress.end();
    console.log(text);
  };
  const input = process.stdin.isTTY ? process.stdin : undefined;
  const officers =
    decider === 'auto'
      ? approvingOfficers(slack)
      : watchingOfficer({ slack, expiresAfterMs: APPROVAL_EXPIRES_MS, input, signal, say });
  const stage = {
    url: apiUrl,
    venue: VENUE,
    keys: [key],
    slack,
    async settled() {
      if (await restOf({ engine, tables: records.tables, venue: VENUE, signal })) return;
      if (!signal.aborted) say('What a fault has interrupted was not brought back; the scenario goes on without it.');
    },
    acted: async () => (await venue.told()) || (await officers.answer()),
  };
  const played = await play(storm, stage, progress.show, () => signal.aborted);
  say('');
  return reportOf({
    scenario: scenario.candles ? 'replay' : STORM,
    seed: scenario.seed,
    played,
    ...(await records.outcome()),
    // Of a play that was cut short, as far as it came.
    storm: { without: unaided[played.snapshots] as StormFigures, with: figuresOf(storm.exchange) },
    slack: slack.counts(),
  });
}

/** A folder of this run's own below the project, which git ignores. */
function workFolder(): string {
  const parent = join(PROJECT, '.breakwater');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'run-'));
}

async function openSlack(port: number | undefined): Promise<SlackStandIn> {
  // Days pass in a quarter of a minute here: at Slack's rate messages would wait for each other that in truth are hours apart.
  const options = { token: SLACK.token, channels: [CHANNEL], burst: 1_000 };
  if (port !== undefined) return startSlackStandIn({ ...options, port });
  try {
    return await startSlackStandIn({ ...options, port: PAGE_PORT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startSlackStandIn(options);
  }
}

async function step<T>(name: string, task: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await task();
  console.log(`✓ ${name} (${((performance.now() - started) / 1_000).toFixed(1)} s)`);
  return result;
}

/** What goes wrong inside is told as it happens; what goes well is in the summary. */
function tellTrouble(event: EngineEvent): void {
  if (event.type === 'log' && event.stream === 'stderr') console.error(`\n[${event.function}] ${event.line}`);
  if (event.type === 'dead-letter') console.error(`\n[${event.queue}] ${event.body.slice(0, 400)}`);
  if (event.type === 'alarm' && event.state === 'ALARM') console.error(`\n[alarm] ${event.description}`);
  if (event.type === 'fault') console.error(`\n[engine] ${event.where}: ${event.message}`);
}

async function serve({ engine, slack, key }: RunningStack, signal: AbortSignal): Promise<void> {
  console.log(`Messages  ${slack.pageUrl}`);
  console.log(`Push      npm run -s cli -- push FILE --url ${engine.apiUrl} --venue ${VENUE} --key '${key}'`);
  console.log(
    `Replay    npm run -s cli -- replay PLAN --venue ${VENUE} --state ${engine.tables.State} --snapshots ${engine.tables.Snapshots} --endpoint ${engine.dynamodbEndpoint}`,
  );
  console.log(
    `Responses npm run -s cli -- response list --venue ${VENUE} --state ${engine.tables.State} --endpoint ${engine.dynamodbEndpoint}`,
  );
  console.log(
    `          … response redrive … --machine ${engine.outputs.RespondMachine} --workflow-endpoint ${engine.awsEndpoint}`,
  );
  console.log(
    `Letters   npm run -s cli -- dead-letters list --venue ${VENUE} --state ${engine.tables.State} --endpoint ${engine.dynamodbEndpoint} --sqs-endpoint ${engine.awsEndpoint}`,
  );
  console.log('Ctrl-C ends it. A venue that stays silent for five minutes is an incident too.');
  await new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  console.log('\nStopping.');
}

const wentWell = ({ snapshots, assessments, failures }: Report): boolean =>
  snapshots.rejected === 0 &&
  assessments === snapshots.accepted &&
  failures.deadLetters + failures.executions + failures.alarms.length === 0;
