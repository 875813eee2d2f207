import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { startDynamoDbLocal } from '../../infra/local/dynamodb.ts';
import { table } from '../../infra/local/table.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { respondTo } from '../../shared/response/open-response.ts';
import { readAssessment } from '../../shared/store/assessments.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { assessmentThatMoved } from '../environment/many-moves.ts';
import { makeTables } from '../environment/tables.ts';

/**
 * `npm run bench:moves`: every market of the largest book moves in one snapshot. On DynamoDB Local, with a start of an
 * execution that takes as long as a call to Step Functions does. Beside it one after the other, of a sample; the ratio counts.
 */
const { values } = parseArgs({
  options: {
    moves: { type: 'string', default: '5000' },
    sample: { type: 'string', default: '200' },
    startMs: { type: 'string', default: '20' },
  },
});
const [moves, sample, startMs] = [Number(values.moves), Number(values.sample), Number(values.startMs)];
const VENUE = 'bench';

function responder() {
  const names: string[] = [];
  return {
    names,
    async start({ incidentId, version }: Incident) {
      await pause(startMs);
      names.push(`${incidentId}-${version}`);
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** As it was: read, write, start, and then the next. */
async function oneByOne(tables: Tables): Promise<number> {
  const record = await assessmentThatMoved(tables, VENUE, sample, () => 'critical');
  const {
    moves: sampled,
    sequence,
    timestamp,
    snapshotId,
    policyVersion,
    codeVersion,
  } = await readAssessment(tables, record);
  const starting = responder();
  const ms = await timed(async () => {
    for (const { symbol, group, rule, metric, value, threshold, regime, to } of sampled) {
      const sighting = { rule, metric, value, threshold, regime, timestamp, snapshotId };
      const event = {
        venue: VENUE,
        symbol,
        group,
        severity: to,
        order: sequence,
        sighting,
        policyVersion,
        codeVersion,
      };
      await respondTo(tables, starting, event, DEFAULT_POLICY.alertFrom);
    }
  });
  return ms / sample;
}

/** All at once; `cutAt` starts the time is up, and a second delivery goes on. */
async function together(tables: Tables, cutAt?: number) {
  const record = await assessmentThatMoved(tables, VENUE, moves, (n) => (n % 10 === 0 ? 'emergency' : 'warning'));
  const [first, second] = [responder(), responder()];
  const remainingMs = () => (first.names.length < (cutAt ?? Number.POSITIVE_INFINITY) ? 100_000 : 0);
  const deliver = (to: typeof first, remaining: () => number) =>
    openResponses(tables, to, DEFAULT_POLICY, record, { turn: 1, remainingMs: remaining });
  const ms = await timed(async () => {
    if (cutAt === undefined) return deliver(first, remainingMs);
    await deliver(first, remainingMs).catch((error: Error) => {
      if (error.name !== 'CutOff') throw error;
    });
    return deliver(second, () => 100_000);
  });
  const distinct = new Set([...first.names, ...second.names]).size;
  if (distinct !== moves) throw new Error(`${distinct} of ${moves} executions were started`);
  return { ms: ms / moves, twice: first.names.length + second.names.length - distinct };
}

const database = await startDynamoDbLocal();
process.env.DYNAMODB_LOCAL_ENDPOINT = database.endpoint;
try {
  const sequential = await oneByOne(await makeTables());
  const whole = await together(await makeTables());
  const cut = await together(await makeTables(), Math.round(moves * 0.6));
  const row = (what: string, count: number, perMove: number, twice: number) => [
    what,
    String(count),
    `${perMove.toFixed(2)} ms`,
    `${((perMove * moves) / 1_000).toFixed(1)} s`,
    `${(sequential / perMove).toFixed(1)}×`,
    String(twice),
  ];
  console.log(
    table([
      ['what', 'moves', 'a move', `of ${moves}`, 'as fast', 'started twice'],
      row('one after the other', sample, sequential, 0),
      row('together', moves, whole.ms, whole.twice),
      row('together, cut off at 60 % and gone on', moves, cut.ms, cut.twice),
    ]),
  );
} finally {
  await database.stop();
}
