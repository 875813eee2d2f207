import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { type Engine, startEngine } from '../../infra/local/engine/engine.ts';
import { openStreamReader } from '../../infra/local/engine/stream-reader.ts';
import { synthesise } from '../../infra/local/synthesise.ts';
import { table } from '../../infra/local/table.ts';
import { openTables, putItem, type Tables } from '../../shared/store/tables.ts';
import { bytes, wireBook } from '../environment/books.ts';

/**
 * `npm run bench:venues`: venues that push every ten seconds, on the deployed stack as this machine runs it, first without and
 * then with one venue of which no snapshot can be assessed. Prints the time from an accepted push to the assessment of the
 * venues that are well. Snapshots are received in this process and not through the API: what is measured begins with the stream.
 */
const { values } = parseArgs({
  options: {
    venues: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '40' },
    every: { type: 'string', default: '10' },
    accounts: { type: 'string', default: '20' },
  },
});
const venues = Array.from({ length: Number(values.venues) }, (_, i) => `venue-${i}`);
const [seconds, everyMs, accounts] = [Number(values.seconds), Number(values.every) * 1_000, Number(values.accounts)];
const TROUBLED = 'troubled';
/** After the last push: what is not assessed by then is counted as missing. */
const SETTLE_MS = 60_000;

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

interface Push {
  readonly venue: string;
  acceptedAt: number;
  assessedAt?: number;
}

/** Notes when the assessment of a push is first seen in the stream, by its key. */
async function watchAssessments(engine: Engine, pushes: Map<string, Push>, signal: AbortSignal): Promise<void> {
  const client = new DynamoDBClient({ endpoint: engine.dynamodbEndpoint, region: 'us-east-1', credentials });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: engine.tables.State as string }));
  const streams = new DynamoDBStreamsClient({ endpoint: engine.dynamodbEndpoint, region: 'us-east-1', credentials });
  const arn = Table?.LatestStreamArn as string;
  const reader = openStreamReader(streams, arn, arn, 'us-east-1');
  while (!signal.aborted) {
    await reader.round(async (_, records) => {
      for (const { event, arrivedAt } of records) {
        const { Keys } = (event as { dynamodb: { Keys: { pk: { S: string }; sk: { S: string } } } }).dynamodb;
        const push = pushes.get(`${Keys.pk.S} ${Keys.sk.S}`);
        if (push) push.assessedAt ??= arrivedAt;
      }
    });
    await pause(20);
  }
  client.destroy();
  streams.destroy();
}

/** A state that is no JSON: each snapshot of the venue fails when it is read, in the same way. */
const trouble = (tables: Tables) =>
  putItem(tables, tables.state, {
    pk: `market#${TROUBLED}#BTC/USDT:USDT`,
    sk: 'state',
    type: 'market-state',
    state: 'no',
  });

/** Every venue pushes once in each period, evenly spread. */
async function pushAll(
  tables: Tables,
  all: readonly string[],
  firstSequence: number,
  pushes: Map<string, Push>,
  rounds = Math.max(1, Math.round((seconds * 1_000) / everyMs)),
) {
  const began = Date.now();
  const own: Push[] = [];
  await Promise.all(
    all.map(async (venue, i) => {
      for (let round = 0; round < rounds; round++) {
        const due = began + round * everyMs + (i * everyMs) / all.length;
        await pause(Math.max(0, due - Date.now()));
        const sequence = firstSequence + round;
        const book = wireBook({ sequence, accounts, timestamp: Date.now() });
        const key = `venue#${venue} assessment#${String(sequence).padStart(16, '0')}`;
        // Before it is accepted it may have been seen.
        const push: Push = { venue, acceptedAt: Number.NaN };
        pushes.set(key, push);
        own.push(push);
        await receiveSnapshot(tables, { venue, body: bytes(book), format: 'json' });
        push.acceptedAt = Date.now();
      }
    }),
  );
  const until = Date.now() + SETTLE_MS;
  const healthy = own.filter(({ venue }) => venue !== TROUBLED);
  while (Date.now() < until && healthy.some(({ assessedAt }) => assessedAt === undefined)) await pause(100);
  return healthy;
}

function rowOf(what: string, pushes: readonly Push[]): { row: string[]; max: number } {
  const delays = pushes
    .flatMap(({ acceptedAt, assessedAt }) => (assessedAt === undefined ? [] : [Math.max(0, assessedAt - acceptedAt)]))
    .sort((a, b) => a - b);
  const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? Number.NaN;
  const [p50, p99, max] = [at(0.5), at(0.99), at(1)];
  const missing = String(pushes.length - delays.length);
  return { row: [what, String(delays.length), ...[p50, p99, max].map((ms) => `${ms} ms`), missing], max };
}

const folder = mkdtempSync(join(tmpdir(), 'breakwater-venues-'));
const stopping = new AbortController();
let engine: Engine | undefined;
try {
  await synthesise(folder, { venues: 'demo', slackApiUrl: 'http://127.0.0.1:9/api' }, stopping.signal);
  engine = await startEngine({ assemblyDir: folder });
  const client = new DynamoDBClient({ endpoint: engine.dynamodbEndpoint, region: 'us-east-1', credentials });
  const tables = openTables(
    { state: engine.tables.State as string, snapshots: engine.tables.Snapshots as string },
    client,
  );
  const pushes = new Map<string, Push>();
  const watching = watchAssessments(engine, pushes, stopping.signal);
  console.log(`${venues.length} venues, a snapshot every ${everyMs / 1_000} s, ${seconds} s each way`);
  // The first assessments wait for the threads of the function to start.
  await pushAll(tables, venues, 1, pushes, 1);
  const without = rowOf('all are well', await pushAll(tables, venues, 1_000, pushes));
  await trouble(tables);
  const beside = rowOf('one fails each time', await pushAll(tables, [...venues, TROUBLED], 2_000, pushes));
  // Until what failed has been given up too.
  await Promise.race([engine.idle(), pause(SETTLE_MS, undefined, { ref: false })]);
  console.log(table([['venues that are well', 'assessed', 'p50', 'p99', 'max', 'missing'], without.row, beside.row]));
  const given = engine.deadLetters().filter(({ queue }) => queue.includes('AssessSnapshot')).length;
  console.log(`Longest delay beside the venue in trouble: ${beside.max} ms (${without.max} ms without it).`);
  console.log(`Of that venue ${given} snapshots stand in the dead-letter queue.`);
  stopping.abort();
  await watching;
  client.destroy();
} finally {
  stopping.abort();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
}
