import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomFrom } from '../../infra/local/engine/stream-lanes.ts';
import { synthesise } from '../../infra/local/synthesise.ts';
import { table } from '../../infra/local/table.ts';
import type { Answered, Asked } from './run-worker.ts';
import { type Call, type Fault, nameOf } from './world/calls.ts';
import { casesOf, groupsOf } from './world/cases.ts';
import { grantedIn, neededBy } from './world/grants.ts';
import type { Run } from './world/play.ts';
import { CHANNEL, STAGE, VENUE } from './world/world.ts';

const USAGE = `Usage: npm run faults -- [--sample N] [--only TEXT] [--alone] [--seed N] [--workers N] [--verbose]

Plays a response from the push to its end, and lets every call to the outside go wrong: before it
takes effect, after it, twice, for a minute; as an error and as a crash. Nothing may be lost, doubled
or stuck two sweeps after all is well again.

  --sample N   only N runs, chosen by the seed
  --only TEXT  only calls whose name contains the text
  --alone      one fault a run
  --seed N     another order and other company (1)
  --workers N  processes side by side (one a core, at most 4)
  --verbose    what functions logged in runs that went wrong`;

/** Faults of different functions that share a run. */
const TOGETHER = 8;
/** Runs after which a worker begins anew: DynamoDB Local does not forget the streams of tables that are gone. */
const RUNS_OF_A_WORKER = 80;
/** Real time in which a run ends on the busiest machine. */
const LONGEST_RUN_MS = 300_000;

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    only: { type: 'string' },
    alone: { type: 'boolean' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    verbose: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'breakwater-faults-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

async function main(): Promise<number> {
  const assemblyDir = await synthesised();
  const workers = Number(values.workers ?? Math.min(4, availableParallelism()));
  const seed = Number(values.seed ?? 1);
  const [clean] = await playAll(assemblyDir, [[]], 1);
  if (!clean || 'error' in clean) throw new Error(`The story cannot be played without faults: ${clean?.error}`);
  const faultsOfClean = wrongIn(clean);
  if (faultsOfClean.length > 0) throw new Error(`The story goes wrong without faults:\n${faultsOfClean.join('\n')}`);
  const cases = casesOf(clean.made).filter(({ call }) => call.includes(values.only ?? ''));
  const all = groupsOf(cases, values.alone ? 1 : TOGETHER, randomFrom(seed));
  const groups = values.sample === undefined ? all : all.slice(0, Number(values.sample));
  const planned = groups.flat();
  console.log(
    `${clean.made.length} calls of ${new Set(clean.made.map(nameOf)).size} kinds; ${planned.length} of ${cases.length} faults in ${groups.length} runs`,
  );
  const outcomes = await playAll(assemblyDir, groups, workers);
  // What went wrong in company, or was not reached, is tried alone: only that counts.
  const doubtful = groups.flatMap((group, i) => {
    const outcome = outcomes[i] as Outcome;
    if ('error' in outcome || wrongIn(outcome).length > 0) return group;
    return outcome.unreached;
  });
  const again = values.alone
    ? []
    : await playAll(
        assemblyDir,
        doubtful.map((fault) => [fault]),
        workers,
      );
  const found: Found[] = values.alone
    ? groups.map((group, i) => ({ fault: group[0] as Fault, outcome: outcomes[i] as Outcome }))
    : doubtful.map((fault, i) => ({ fault, outcome: again[i] as Outcome }));
  const together = groups.filter((group, i) => {
    const outcome = outcomes[i] as Outcome;
    const wrong = 'error' in outcome || wrongIn(outcome).length > 0;
    return wrong && group.every((fault) => found.some((one) => one.fault === fault && isFine(one.outcome)));
  });
  return report(clean, planned, found, together, [...outcomes, ...again], assemblyDir);
}

type Outcome = Run | { readonly error: string };
interface Found {
  readonly fault: Fault;
  readonly outcome: Outcome;
}

const wrongIn = ({ lost, doubled, stuck }: Run): string[] => [
  ...lost.map((text) => `lost: ${text}`),
  ...doubled.map((text) => `doubled: ${text}`),
  ...stuck.map((text) => `stuck: ${text}`),
];
const isFine = (outcome: Outcome): boolean => !('error' in outcome) && wrongIn(outcome).length === 0;

/** The stack as it is deployed, and what runs by the hour or less every few minutes, so that it runs within the story. */
async function synthesised(): Promise<string> {
  const assemblyDir = join(folder, 'cdk.out');
  const configuration = {
    stage: STAGE,
    venues: VENUE,
    slackChannel: CHANNEL,
    // Stand-ins on ports of their own take the place of these.
    slackApiUrl: 'http://127.0.0.1:1/api',
    actions: JSON.stringify([{ venue: VENUE, url: 'http://127.0.0.1:2', contractStep: 1 }]),
    polls: JSON.stringify([{ venue: VENUE, exchange: 'bybit', symbols: ['BTC/USDT:USDT'], timeframe: '1h' }]),
  };
  await synthesise(assemblyDir, configuration, new AbortController().signal);
  const template = join(assemblyDir, `Breakwater-${STAGE}.template.json`);
  writeFileSync(template, readFileSync(template, 'utf8').replaceAll(/rate\((1 hour|5 minutes)\)/g, 'rate(4 minutes)'));
  return assemblyDir;
}

/** Plays runs side by side; the outcomes are in the order of the runs. */
async function playAll(assemblyDir: string, runs: readonly (readonly Fault[])[], workers: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let worker = openWorker(assemblyDir); ; ) {
      const i = next++;
      const faults = runs[i];
      if (!faults) return worker.end();
      const outcome = await worker.play(faults);
      outcomes[i] = outcome;
      tell(++done, runs.length, faults, outcome);
      if (worker.isSpent()) {
        worker.end();
        worker = openWorker(assemblyDir);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, runs.length) }, work));
  return outcomes;
}

function tell(done: number, of: number, faults: readonly Fault[], outcome: Outcome): void {
  if (!isFine(outcome) && faults.length === 1) {
    const [{ call, nth, kind }] = faults as [Fault];
    console.log(`${kind}: ${call} #${nth}`);
    console.log(
      'error' in outcome
        ? `    ${outcome.error}`
        : wrongIn(outcome)
            .map((text) => `    ${text}`)
            .join('\n'),
    );
    if (values.verbose && !('error' in outcome))
      for (const line of outcome.log) console.log(`      ${line.slice(0, 400)}`);
  }
  if (done % 20 === 0) console.log(`${done}/${of} runs`);
}

interface Worker {
  play(faults: readonly Fault[]): Promise<Outcome>;
  isSpent(): boolean;
  end(): void;
}

function openWorker(assemblyDir: string): Worker {
  const child = fork(fileURLToPath(new URL('./run-worker.ts', import.meta.url)), [assemblyDir]);
  let settle: (answer: Answered) => void = () => {};
  let broken = false;
  let runs = 0;
  const next = () =>
    new Promise<Answered>((resolve) => {
      const late = setTimeout(() => settle({ error: `no end within ${LONGEST_RUN_MS / 1_000} s` }), LONGEST_RUN_MS);
      settle = (answer) => {
        clearTimeout(late);
        resolve(answer);
      };
    });
  const ready = next();
  child.on('message', (answer: Answered) => settle(answer));
  child.on('exit', (code) => settle({ error: `the worker ended with status ${code}` }));
  return {
    async play(faults) {
      await ready;
      const answered = next();
      child.send({ faults } satisfies Asked);
      const answer = await answered;
      runs += 1;
      if ('run' in answer) return answer.run;
      broken = true;
      return { error: 'error' in answer ? answer.error : 'the worker answered out of turn' };
    },
    isSpent: () => broken || runs >= RUNS_OF_A_WORKER,
    end: () => void child.kill(),
  };
}

function report(
  clean: Run,
  planned: readonly Fault[],
  found: readonly Found[],
  together: readonly Fault[][],
  outcomes: readonly Outcome[],
  assemblyDir: string,
): number {
  const runs = outcomes.length;
  const counts = { lost: 0, doubled: 0, stuck: 0 };
  const steps = Map.groupBy(planned, ({ call }) => call.split(' · ')[0] as string);
  const calls = (step: string) => clean.made.filter(({ functionName }) => functionName === step).length;
  const rows = [...steps].map(([step, faults]) => {
    const own = found.filter(({ fault }) => faults.includes(fault));
    const wrong = (what: keyof typeof counts) => {
      const cases = own.filter(({ outcome }) =>
        'error' in outcome ? what === 'stuck' : outcome[what].length > 0,
      ).length;
      counts[what] += cases;
      return String(cases);
    };
    const kinds = new Set(faults.map(({ kind }) => kind)).size;
    return [
      step,
      String(calls(step)),
      String(kinds),
      String(faults.length),
      wrong('lost'),
      wrong('doubled'),
      wrong('stuck'),
    ];
  });
  console.log(`\n${table([['step', 'calls', 'kinds of fault', 'faults', 'lost', 'doubled', 'stuck'], ...rows])}\n`);
  for (const group of together)
    console.log(`only together: ${group.map(({ call, nth, kind }) => `${kind}: ${call} #${nth}`).join(' + ')}`);
  const unreached = found.filter(({ outcome }) => !('error' in outcome) && outcome.unreached.length > 0);
  for (const { fault } of unreached) console.log(`not reached: ${fault.kind}: ${fault.call} #${fault.nth}`);
  const saidAgain = outcomes.reduce((sum, outcome) => sum + ('error' in outcome ? 0 : outcome.saidAgain), 0);
  console.log(`${saidAgain} messages were said again: at least once is the promise`);
  const made: Call[] = outcomes.flatMap((outcome) => ('error' in outcome ? [] : outcome.made));
  const used = new Set([...clean.made, ...made].flatMap(neededBy));
  const unused = [...grantedIn(assemblyDir)].filter((grant) => !used.has(grant));
  for (const grant of unused) console.log(`granted and never called: ${grant}`);
  console.log(
    `${clean.made.length} calls, ${runs} runs, ${counts.lost} lost, ${counts.doubled} doubled, ${counts.stuck} stuck`,
  );
  const whole = values.sample === undefined && values.only === undefined;
  return counts.lost + counts.doubled + counts.stuck === 0 && !(whole && unused.length > 0) ? 0 : 1;
}

process.exitCode = await main();
