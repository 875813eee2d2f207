import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readCandles } from '../../../shared/market-data/candle-file.ts';
import { timeFigure } from '../../../shared/presentation/figures.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { requireJava } from '../dynamodb.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/events.ts';
import { openRecords, type Records } from '../outcome.ts';
import { type Report, reportOf } from '../report.ts';
import { type Progress, play } from '../scenario/player.ts';
import { openScenario, SCENARIOS, type Scenario } from '../scenario/scenario.ts';
import { type SlackStandIn, startSlackStandIn } from '../slack/server.ts';
import { summaryOf } from '../summary.ts';
import { PROJECT, synthesise } from '../synthesise.ts';
import { type Command, instant, UsageError, type Values, wholeNumber } from './command.ts';

const VENUE = 'demo';
const STAGE = 'dev';
const CHANNEL = '#risk';
const PAGE_PORT = 4400;
/** A stand-in has nothing to protect; it only must be the same on both sides. */
const SLACK_TOKEN = 'xoxb-loopback';

export const command: Command = {
  name: 'start',
  usage: `Usage: npm start -- [OPTIONS]

Synthesises the stack, runs it on this machine and plays a scenario through its
public API. Then keeps serving until Ctrl-C.

  --scenario NAME   ${SCENARIOS.join(', ')} (the default)
  --candles FILE    drive BTC's price with real bars: CSV t,open,high,low,close
                    in seconds, or Binance klines
  --from, --to ISO  use only the bars in this time, UTC
  --accounts N      accounts on the venue (500)
  --seed N          another seed, another crowd (1)
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
    port: { type: 'string' },
    exit: { type: 'boolean' },
    report: { type: 'string' },
  },
  positionals: 0,
  run: ({ values }) => start(values),
};

async function start(values: Values): Promise<number> {
  const seed = wholeNumber(values, 'seed', 0, 2 ** 31 - 1) ?? 1;
  const accounts = wholeNumber(values, 'accounts', 20, 100_000) ?? 500;
  const port = wholeNumber(values, 'port', 1, 65_535);
  const report = typeof values.report === 'string' ? values.report : undefined;
  // Better now than after the play.
  if (report !== undefined) accessSync(dirname(resolve(report)), constants.W_OK);
  const scenario = scenarioFrom(values, seed, accounts);
  await requireJava();

  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const endings: (() => unknown)[] = [];
  try {
    return await run(scenario, { seed, port, exit: values.exit === true, report }, interrupted.signal, endings);
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
function scenarioFrom(values: Values, seed: number, accounts: number): Scenario {
  const name = (values.scenario as string | undefined) ?? SCENARIOS[0];
  if (!(SCENARIOS as readonly string[]).includes(name))
    throw new UsageError(`--scenario takes ${SCENARIOS.join(', ')}, not ${JSON.stringify(name)}`);
  if (typeof values.candles !== 'string') {
    if (values.from !== undefined || values.to !== undefined) throw new UsageError('--from and --to go with --candles');
    return openScenario({ name, seed, accounts });
  }
  return openScenario({ name, seed, accounts, candles: candlesFrom(values.candles, values) });
}

function candlesFrom(file: string, values: Values): readonly Candle[] {
  const from = instant(values, 'from') ?? Number.NEGATIVE_INFINITY;
  const to = instant(values, 'to') ?? Number.POSITIVE_INFINITY;
  const { candles, findings } = readCandles(readFileSync(file, 'utf8'));
  if (candles.length === 0)
    throw new UsageError(`${file} holds no bars: neither t,open,high,low,close,… in seconds nor Binance klines`);
  const chosen = candles.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  const [first] = chosen;
  const last = chosen.at(-1);
  if (!first || !last) throw new UsageError(`${file} has no bar between --from and --to`);
  for (const { line, fault } of findings.slice(0, 5)) console.log(`${file}:${line}: ${fault}`);
  if (findings.length > 5) console.log(`${file}: ${findings.length - 5} more findings`);
  console.log(`${chosen.length} bars from ${timeFigure(first.timestamp)} to ${timeFigure(last.timestamp)}`);
  return chosen;
}

interface RunOptions {
  readonly seed: number;
  readonly port: number | undefined;
  readonly exit: boolean;
  readonly report: string | undefined;
}

async function run(
  scenario: Scenario,
  options: RunOptions,
  signal: AbortSignal,
  endings: (() => unknown)[],
): Promise<number> {
  const slack = await step('Slack stand-in', () => openSlack(options.port));
  endings.push(() => slack.close());
  console.log(`  ${slack.pageUrl}`);
  const folder = workFolder();
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const assemblyDir = join(folder, 'cdk.out');
  await step('Stack synthesised', () =>
    synthesise(assemblyDir, { stage: STAGE, venues: VENUE, slackChannel: CHANNEL, slackApiUrl: slack.apiUrl }, signal),
  );
  signal.throwIfAborted();
  const engine = await step('Stack running', () =>
    startEngine({
      assemblyDir,
      secretValues: { [`breakwater/${STAGE}/slack`]: JSON.stringify({ token: SLACK_TOKEN }) },
      onEvent: tellTrouble,
    }),
  );
  endings.push(() => engine.stop());
  signal.throwIfAborted();
  console.log(`  API ${engine.apiUrl}, DynamoDB ${engine.dynamodbEndpoint}\n`);

  const { current: key } = JSON.parse(engine.secret(`breakwater/${STAGE}/venue/${VENUE}`)) as { current: string };
  const records = openRecords(engine, VENUE);
  endings.push(() => records.close());
  const progress = openProgress(records);
  const played = await play(
    scenario,
    { url: engine.apiUrl, venue: VENUE, keys: [key], slack, settled: () => engine.idle() },
    progress.show,
    () => signal.aborted,
  );
  progress.end();
  const cutShort = signal.aborted;
  const outcome = await records.outcome();
  const report = reportOf({ scenario: scenario.name, seed: options.seed, played, ...outcome, slack: slack.counts() });
  console.log(`${summaryOf(report)}\n`);
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  if (cutShort) {
    console.log('Interrupted: the scenario was not played to its end.');
    return 130;
  }
  if (!options.exit) await serve(engine, slack, key, signal);
  return wentWell(report) ? 0 : 1;
}

/** A folder of this run's own below the project, which git ignores. */
function workFolder(): string {
  const parent = join(PROJECT, '.breakwater');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'run-'));
}

async function openSlack(port: number | undefined): Promise<SlackStandIn> {
  const options = { token: SLACK_TOKEN, channels: [CHANNEL] };
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
  if (event.type === 'fault') console.error(`\n[engine] ${event.where}: ${event.message}`);
}

/** One line that is rewritten on a terminal; elsewhere a line at each change of phase, each message and every 25 snapshots. */
function openProgress(records: Records) {
  const terminal = process.stdout.isTTY === true;
  const widths = [8, 16, 6, 13, 9, 8, 6];
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(row(['played', 'UTC', 'BTC', 'phase', 'severity', 'regime', 'Slack']));
  let phase = '';
  return {
    async show({ scene, played, length, latencyMs }: Progress) {
      const due =
        terminal || scene.phase !== phase || played % 25 === 0 || played === length || latencyMs !== undefined;
      phase = scene.phase;
      if (!due) return;
      const [btc] = (await records.assessmentOf(scene.snapshot.sequence))?.markets ?? [];
      const line = row([
        `${played}/${length}`,
        timeFigure(scene.snapshot.timestamp).replace(' UTC', ''),
        scene.price.toFixed(0),
        scene.phase,
        btc?.severity ?? '',
        btc?.volatility.regime ?? '',
        latencyMs === undefined ? '' : `${Math.round(latencyMs)} ms`,
      ]);
      if (terminal) process.stdout.write(`\r\u001b[K${line}`);
      else console.log(line);
    },
    end() {
      console.log('');
    },
  };
}

async function serve(engine: Engine, slack: SlackStandIn, key: string, signal: AbortSignal): Promise<void> {
  console.log(`Messages  ${slack.pageUrl}`);
  console.log(`Push      npm run -s cli -- push FILE --url ${engine.apiUrl} --venue ${VENUE} --key '${key}'`);
  console.log(
    `Replay    npm run -s cli -- replay PLAN --venue ${VENUE} --state ${engine.tables.State} --snapshots ${engine.tables.Snapshots} --endpoint ${engine.dynamodbEndpoint}`,
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
