import { beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { assessSnapshot } from '../../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { fitnessOf } from '../../../shared/assessment/fitness.ts';
import type { Assessment } from '../../../shared/assessment/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Responder } from '../../../shared/response/open-response.ts';
import { incidentMessage } from '../../../shared/slack/incident-message.ts';
import type { Clock } from '../../../shared/snapshot/age.ts';
import { readAssessmentAt, readAssessmentRecord } from '../../../shared/store/assessments.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { type CompleteSnapshot, readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { makeTables, NOW } from '../../environment/tables.ts';

/** The markets that may not be acted on, those aside whose venue tells no tiers here. */
const broken = (assessment: Assessment) => fitnessOf(assessment).blocked.filter(({ by }) => by !== 'assumed');

const VENUE = 'demo';
const responder: Responder = { start: async () => undefined };
const MINUTE_MS = 60_000;

beforeAll(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables();
});

/** A snapshot of three markets at 90 times, of an age. */
async function seen(sequence: number, age: number, clock?: Clock): Promise<Assessment> {
  const book = wireBook({ sequence, timestamp: NOW - age, leverage: 90, accounts: 20 });
  const names = ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'];
  const body = bytes({ ...book, markets: names.map((symbol) => ({ ...book.markets[0], symbol })) });
  await receiveSnapshot(tables, { venue: VENUE, body, format: 'json' });
  const snapshot = (await readSnapshot(tables, VENUE, sequence)) as CompleteSnapshot;
  for (let time = 0; time < 2; time++)
    await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot, ...(clock ? [clock] : []));
  const record = await readAssessmentRecord(tables, VENUE, sequence);
  if (record?.moved) await openResponses(tables, responder, DEFAULT_POLICY, record);
  return readAssessmentAt(tables, VENUE, sequence);
}

test('stale data are one incident of the venue, fail every market, and still alert', async () => {
  const stale = await seen(1, 6 * MINUTE_MS, 'wall');
  expect(stale.findings).toMatchObject([{ check: 'time-stale', level: 'failed' }]);
  expect(stale.markets.map(({ integrity }) => integrity)).toEqual(['failed', 'failed', 'failed']);
  expect(fitnessOf(stale).unfit).toBe('integrity');
  expect(stale.moves.filter(({ group }) => group === 'integrity').map(({ symbol, to }) => [symbol, to])).toEqual([
    ['*', 'warning'],
  ]);
  expect(stale.moves).toContainEqual(
    expect.objectContaining({ symbol: 'BTC/USDT:USDT', group: 'leverage', to: 'emergency' }),
  );
  const open = await readNewestIncident(tables, { venue: VENUE, symbol: '*', group: 'integrity' });
  expect(open).toMatchObject({ status: 'open', severity: 'warning' });
  expect(JSON.stringify(open && incidentMessage(open))).toMatch(/the snapshot was 6 min old when it came/);

  const fresh = await seen(2, 5_000, 'wall');
  expect([fresh.findings, broken(fresh)]).toEqual([[], []]);
  expect(await readNewestIncident(tables, { venue: VENUE, symbol: '*', group: 'integrity' })).toMatchObject({
    status: 'resolved',
  });
});

test('a snapshot from ahead of its time is doubtful', async () => {
  expect((await seen(1, -2 * MINUTE_MS, 'wall')).findings).toMatchObject([{ check: 'time-ahead', level: 'doubtful' }]);
});

test('a replay judges no snapshot by its age', async () => {
  expect((await seen(1, 500 * 86_400_000, 'replay')).findings).toEqual([]);
  expect((await seen(2, 400 * 86_400_000)).findings).toEqual([]);
});

/** Tables whose calls on the bars of markets fail, and no others. */
function withoutBars(error: Error): Tables {
  const client = Object.create(tables.client) as Tables['client'];
  client.send = ((command: { input: object }) =>
    JSON.stringify(command.input).includes('bars#')
      ? Promise.reject(error)
      : tables.client.send(command as never)) as never;
  return { ...tables, client };
}

test('bars that cannot be stored or read veto nothing: they are a finding, and the volatility goes by what is known', async () => {
  const body = (sequence: number) => bytes(wireBook({ sequence, leverage: 90, accounts: 20 }));
  const broken = withoutBars(new Error('the store is down'));
  for (const sequence of [1, 2, 3]) {
    await receiveSnapshot(tables, { venue: VENUE, body: body(sequence), format: 'json' });
    const snapshot = (await readSnapshot(tables, VENUE, sequence)) as CompleteSnapshot;
    await assessSnapshot(broken, DEFAULT_POLICY, 'test', snapshot);
  }
  const [first, , third] = await Promise.all([1, 2, 3].map((sequence) => readAssessmentAt(tables, VENUE, sequence)));
  expect(first?.moves).toContainEqual(expect.objectContaining({ group: 'leverage', to: 'emergency' }));
  expect(third?.findings).toEqual([
    expect.objectContaining({ check: 'bars-not-read', level: 'note' }),
    expect.objectContaining({
      check: 'bars-not-stored',
      level: 'note',
      message: '1 bar could not be stored, of BTC/USDT:USDT: Error: the store is down',
    }),
  ]);
  expect(third?.markets[0]).toMatchObject({ integrity: 'sound', severity: 'emergency' });
});

test('a state that cannot be read fails the try, which comes again', async () => {
  await receiveSnapshot(tables, { venue: VENUE, body: bytes(wireBook()), format: 'json' });
  const snapshot = (await readSnapshot(tables, VENUE, 1)) as CompleteSnapshot;
  const client = Object.create(tables.client) as Tables['client'];
  client.send = ((command: { input: object }) =>
    JSON.stringify(command.input).includes('market#demo')
      ? Promise.reject(new Error('throttled'))
      : tables.client.send(command as never)) as never;
  await expect(assessSnapshot({ ...tables, client }, DEFAULT_POLICY, 'test', snapshot)).rejects.toThrow('throttled');
  expect(await readAssessmentRecord(tables, VENUE, 1)).toBeUndefined();
  await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);
  expect(await readAssessmentRecord(tables, VENUE, 1)).toBeDefined();
});
