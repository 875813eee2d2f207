import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../../infra/local/engine/engine.ts';
import { openRecords } from '../../infra/local/outcome.ts';
import { openRandom } from '../../infra/local/scenario/random.ts';
import { startSlackStandIn } from '../../infra/local/slack/server.ts';
import { PROJECT, synthesise } from '../../infra/local/synthesise.ts';
import { pushSnapshot } from '../../shared/venue/client.ts';
import { wireBook } from '../environment/books.ts';
import { extremeBook } from './extreme-books.ts';

/**
 * `npm run extremes`: pushes extreme books that the schema admits, or only just does not, one after another to one venue of the
 * whole stack on this machine, and then an ordinary book at 200 times its equity. Every one has to be assessed or refused at
 * the door, none may be dead-lettered, and the ordinary one has to be alerted. Exit status 1 otherwise.
 */
const { values } = parseArgs({
  options: { books: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const VENUE = 'demo';
const books = Number(values.books);
const random = openRandom(Number(values.seed));
const slack = await startSlackStandIn({ token: 'xoxb-loopback', channels: ['#risk'], burst: 1_000_000 });
mkdirSync(join(PROJECT, '.breakwater'), { recursive: true });
const folder = mkdtempSync(join(PROJECT, '.breakwater', 'extremes-'));
const configuration = { venues: VENUE, slackChannel: '#risk', slackApiUrl: slack.apiUrl };
await synthesise(join(folder, 'cdk.out'), configuration, new AbortController().signal);
const secretValues = { 'breakwater/dev/slack': JSON.stringify({ token: 'xoxb-loopback', signingSecret: 'loopback' }) };
const troubles: string[] = [];
const engine = await startEngine({
  assemblyDir: join(folder, 'cdk.out'),
  secretValues,
  onEvent(event) {
    if (event.type === 'dead-letter') troubles.push(`dead letter in ${event.queue}`);
    if (event.type === 'log' && event.stream === 'stderr') troubles.push(`${event.function}: ${event.line}`);
    if (event.type === 'fault') troubles.push(`${event.where}: ${event.message}`);
  },
});
const records = openRecords(engine, VENUE);
try {
  const { current: key } = JSON.parse(engine.secret(`breakwater/dev/venue/${VENUE}`)) as { current: string };
  const to = { url: engine.apiUrl, venue: VENUE, keys: [key] };
  const counts = { accepted: 0, refused: 0, unmeasurable: 0 };
  const statuses = new Map<number, number>();
  const unassessed: number[] = [];
  for (let i = 1; i <= books; i++) {
    const book = extremeBook(random, { snapshotId: `extreme-${i}`, sequence: i, timestamp: Date.now() });
    const { status, httpStatus } = await pushSnapshot(to, book);
    statuses.set(httpStatus, (statuses.get(httpStatus) ?? 0) + 1);
    await engine.idle();
    if (status === 'rejected') {
      counts.refused++;
      continue;
    }
    counts.accepted++;
    const assessment = await records.assessmentOf(i);
    if (!assessment) unassessed.push(i);
    else if (JSON.stringify(assessment).includes('"unmeasurable"')) counts.unmeasurable++;
    if (i % 200 === 0) console.log(`${i}/${books} pushed, ${counts.accepted} accepted, ${counts.refused} refused`);
  }
  const before = slack.counts().posts;
  const ordinary = wireBook({ sequence: books + 1, leverage: 200, accounts: 40, timestamp: Date.now() });
  // A market that none of the others had, and one that they had.
  const second = ordinary.markets.map((market) => ({ ...market, symbol: 'ETH/USDT:USDT' }));
  const pushed = await pushSnapshot(to, {
    ...ordinary,
    markets: [...ordinary.markets, ...second],
    positions: [...ordinary.positions, ...ordinary.positions.map((row) => ({ ...row, symbol: 'ETH/USDT:USDT' }))],
  });
  await engine.idle();
  const { incidents, failures } = await records.outcome();
  const open = incidents.filter(({ status, group }) => status === 'open' && group === 'leverage');
  const alerted = ['BTC/USDT:USDT', 'ETH/USDT:USDT'].filter((symbol) => open.some((one) => one.symbol === symbol));
  const told = slack.counts().posts - before;
  for (const trouble of new Set(troubles)) console.log(`  ${trouble.slice(0, 300)}`);
  console.log(`answers: ${[...statuses].map(([status, times]) => `${status} ${times}×`).join(', ')}`);
  console.log(
    `ordinary book: ${pushed.status}, open leverage incidents of ${alerted.join(' and ') || 'none'}, ${told} messages`,
  );
  console.log(
    `${books} books: ${counts.accepted} assessed (${counts.unmeasurable} with a market that could not be measured), ${counts.refused} refused, ${unassessed.length} unassessed, ${failures.deadLetters} dead-lettered, ${failures.executions} responses failed`,
  );
  const good = unassessed.length + failures.deadLetters + failures.executions === 0 && alerted.length === 2 && told > 0;
  process.exitCode = good ? 0 : 1;
} finally {
  records.close();
  await engine.stop();
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
}
