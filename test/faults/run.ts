import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomFrom } from '../../infra/local/engine/stream-lanes.ts';
import { synthesise } from '../../infra/local/synthesise.ts';
import { table } from '../../infra/local/table.ts';
import type { Answered, Asked } from './run-worker.ts';
import { type Call, type Fault, nameOf } from './world/calls.ts';
import { type Case, casesOf, groupsOf, nameOfCase } from './world/cases.ts';
import { grantedIn, neededBy } from './world/grants.ts';
import type { Run } from './world/play.ts';
import { STORIES } from './world/story.ts';
import { CHANNEL, STAGE, VENUE } from './world/world.ts';

const USAGE = `Usage: npm run faults -- [--sample N] [--only TEXT] [--alone] [--seed N] [--workers N] [--verbose]

Plays responses from the push to their end, and lets every call to the outside go wrong: before it
takes effect, after it, twice, for a minute; as an error and as a crash. Nothing may be lost, doubled
or stuck two sweeps after all is well again.

  --sample N   only N runs, chosen by the seed
  --only TEXT  only calls whose name contains the text
  --alone      one fault a run
  --seed N     another order and other company (1)
  --workers N  processes side by side (one a core, at most 4)
  --verbose    what functions logged in runs that went wrong`;

/** Faults that share a run. */
const TOGETHER = 32;
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
  const began = performance.now();
  const assemblyDir = await synthesised();
  const workers = Number(values.workers ?? Math.min(4, availableParallelism()));
  const clean = await playAll(
    assemblyDir,
    STORIES.map((_, story) => ({ story, cases: [] })),
    workers,
  );
  const made = clean.map((outcome, story) => {
    const name = STORIES[story]?.name;
    if ('error' in outcome) throw new Error(`The story "${name}" cannot be played: ${outcome.error}`);
    const wrong = wrongIn(outcome);
    if (wrong.length > 0)
      throw new Error(`The story "${name}" goes wrong by itself:\n${wrong.join('\n')}\n${outcome.log.join('\n')}`);
    return outcome.made;
  });
  const known = new Set<string>();
  const cases = made.flatMap((calls, story) => {
    const own = casesOf(calls, story, known);
    for (const call of calls) known.add(nameOf(call));
    return own.filter(({ fault }) => fault.call.includes(values.only ?? ''));
  });
  const all = groupsOf(cases, values.alone ? 1 : TOGETHER, randomFrom(Number(values.seed ?? 1)));
  const groups = values.sample === undefined ? all : all.slice(0, Number(values.sample));
  const planned = groups.flat();
  const calls = made.flat().length;
  if (values.verbose)
    for (const [step, own] of Map.groupBy(cases, ({ fault }) => fault.call.split(' · ')[0]))
      console.log(`  ${step}: ${own.length} faults`);
  console.log(
    `${calls} calls of ${known.size} kinds; ${planned.length} of ${cases.length} faults in ${groups.length} runs`,
  );
  const { outcomes, found, together } = await playToTheEnd(assemblyDir, groups, workers);
  console.log(`${((performance.now() - began) / 60_000).toFixed(1)} minutes with ${workers} workers`);
  return report({ made: made.flat(), planned, found, together, outcomes: [...clean, ...outcomes], assemblyDir });
}

/**
 * Plays groups. What goes wrong in company is played again by halves until it stands alone: only that counts. What was not reached beside
 * other faults is played again in ever smaller company.
 */
async function playToTheEnd(
  assemblyDir: string,
  groups: readonly Group[],
  workers: number,
): Promise<Pick<Everything, 'outcomes' | 'found' | 'together'>> {
  const outcomes: Outcome[] = [];
  const found: Found[] = [];
  const halved = new Map<Group, Group>();
  const innocent = new Set<Group>();
  let size = TOGETHER;
  for (let round = groups; round.length > 0; ) {
    const missed: Case[] = [];
    size = Math.max(1, size >> 1);
    const played = await playAll(
      assemblyDir,
      round.map((group) => ({ story: group[0]?.story ?? 0, cases: group })),
      workers,
    );
    outcomes.push(...played);
    const halves = round.flatMap((group, i): Group[] => {
      const outcome = played[i] as Outcome;
      const fine = isFine(outcome);
      if (!fine) innocent.delete(halved.get(group) as Group);
      if (group.length === 1) {
        found.push({ one: group[0] as Case, outcome });
        return [];
      }
      if (fine) {
        const unreached = new Set((outcome as Run).unreached.map(keyOf));
        missed.push(...group.filter(({ fault }) => unreached.has(keyOf(fault))));
        return [];
      }
      const middle = group.length >> 1;
      const parts = [group.slice(0, middle), group.slice(middle)];
      for (const part of parts) halved.set(part, group);
      innocent.add(group);
      return parts;
    });
    round = [...halves, ...groupsOf(missed, size, randomFrom(Number(values.seed ?? 1)))];
  }
  return { outcomes, found, together: [...innocent] };
}

type Group = readonly Case[];
type Outcome = Run | { readonly error: string };
/** A case that was tried alone. */
interface Found {
  readonly one: Case;
  readonly outcome: Outcome;
}

const keyOf = ({ call, nth, kind }: Fault): string => `${kind}: ${call} #${nth}`;
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
    feedSilenceSeconds: '120',
    venues: VENUE,
    slackChannel: CHANNEL,
    // Stand-ins on ports of their own take the place of these.
    slackApiUrl: 'http://127.0.0.1:1/api',
    actions: JSON.stringify([{ venue: VENUE, url: 'http://127.0.0.1:2', contractStep: 1 }]),
    polls: JSON.stringify([{ venue: VENUE, exchange: 'bybit', symbols: ['BTC/USDT:USDT'], timeframe: '1h' }]),
  };
  await synthesise(assemblyDir, configuration, new AbortController().signal);
  const template = join(assemblyDir, `Breakwater-${STAGE}.template.json`);
  const text = readFileSync(template, 'utf8').replaceAll(/rate\(1 hour\)/g, 'rate(5 minutes)');
  writeFileSync(template, text);
  for (const [story, { impatient }] of STORIES.entries()) {
    const own = assemblyFor(assemblyDir, story);
    cpSync(assemblyDir, own, { recursive: true });
    const template = join(own, `Breakwater-${STAGE}.template.json`);
    if (impatient) writeFileSync(template, text.replaceAll(/\\"MaxAttempts\\":19/g, '\\"MaxAttempts\\":2'));
  }
  return assemblyDir;
}

const assemblyFor = (assemblyDir: string, story: number): string => `${assemblyDir}-${story}`;

interface Planned {
  readonly story: number;
  readonly cases: readonly Case[];
}

/** Plays runs side by side; the outcomes are in the order of the runs. */
async function playAll(assemblyDir: string, runs: readonly Planned[], workers: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let worker = openWorker(); ; ) {
      const i = next++;
      const run = runs[i];
      if (!run) return worker.end();
      const outcome = await worker.play({
        assemblyDir: assemblyFor(assemblyDir, run.story),
        story: run.story,
        faults: run.cases.map(({ fault }) => fault),
      });
      outcomes[i] = outcome;
      tell(++done, runs.length, run, outcome);
      if (worker.isSpent()) {
        worker.end();
        worker = openWorker();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, runs.length) }, work));
  return outcomes;
}

function tell(done: number, of: number, { cases }: Planned, outcome: Outcome): void {
  const [one] = cases;
  if (one && !isFine(outcome)) {
    const wrong = 'error' in outcome ? [outcome.error] : wrongIn(outcome);
    console.log(
      cases.length === 1 ? nameOfCase(one) : `${cases.length} faults together, to be played again by halves:`,
    );
    for (const text of wrong) console.log(`    ${text}`);
    if (values.verbose && cases.length > 1) for (const each of cases) console.log(`      with ${nameOfCase(each)}`);
    if (values.verbose && !('error' in outcome))
      for (const line of outcome.log) console.log(`      ${line.slice(0, 400)}`);
  }
  if (done % 20 === 0) console.log(`${done}/${of} runs`);
}

interface Worker {
  play(asked: Asked): Promise<Outcome>;
  isSpent(): boolean;
  end(): void;
}

function openWorker(): Worker {
  const child = fork(fileURLToPath(new URL('./run-worker.ts', import.meta.url)));
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
    async play(asked) {
      await ready;
      const answered = next();
      child.send(asked);
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

interface Everything {
  /** Calls of all stories without faults. */
  readonly made: readonly Call[];
  readonly planned: readonly Case[];
  readonly found: readonly Found[];
  /** Groups that went wrong, and neither of their halves. */
  readonly together: readonly Group[];
  readonly outcomes: readonly Outcome[];
  readonly assemblyDir: string;
}

/** @returns the exit status */
function report({ made, planned, found, together, outcomes, assemblyDir }: Everything): number {
  const counts = { lost: 0, doubled: 0, stuck: 0 };
  const steps = Map.groupBy(planned, ({ fault }) => fault.call.split(' · ')[0] as string);
  const rows = [...steps].sort().map(([step, cases]) => {
    const own = found.filter(({ one }) => cases.includes(one));
    const wrong = (what: keyof typeof counts) => {
      const bad = own.filter(({ outcome }) =>
        'error' in outcome ? what === 'stuck' : outcome[what].length > 0,
      ).length;
      counts[what] += bad;
      return String(bad);
    };
    const calls = made.filter(({ functionName }) => functionName === step).length;
    const kinds = new Set(cases.map(({ fault }) => fault.kind)).size;
    return [step, String(calls), String(kinds), String(cases.length), wrong('lost'), wrong('doubled'), wrong('stuck')];
  });
  console.log(`\n${table([['step', 'calls', 'kinds of fault', 'faults', 'lost', 'doubled', 'stuck'], ...rows])}\n`);
  for (const group of together) console.log(`only together: ${group.map(nameOfCase).join(' + ')}`);
  for (const { one, outcome } of found)
    if (!('error' in outcome) && outcome.unreached.length > 0) console.log(`not reached: ${nameOfCase(one)}`);
  const saidAgain = outcomes.reduce((sum, outcome) => sum + ('error' in outcome ? 0 : outcome.saidAgain), 0);
  console.log(`${saidAgain} messages were said again: at least once is the promise`);
  const used = new Set(outcomes.flatMap((outcome) => ('error' in outcome ? [] : outcome.made)).flatMap(neededBy));
  const unused = [...grantedIn(assemblyDir)].filter((grant) => !used.has(grant));
  for (const grant of unused) console.log(`granted and never called: ${grant}`);
  const { lost, doubled, stuck } = counts;
  console.log(`${made.length} calls, ${outcomes.length} runs, ${lost} lost, ${doubled} doubled, ${stuck} stuck`);
  const whole = values.sample === undefined && values.only === undefined;
  return lost + doubled + stuck === 0 && !(whole && unused.length > 0) ? 0 : 1;
}

process.exitCode = await main();
