import { expect, test } from '@jest/globals';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import type { Responder } from '../../shared/response/open-response.ts';
import { type AssessmentRecord, readAssessmentRecord } from '../../shared/store/assessments.ts';
import { readHistory, readNewestIncident } from '../../shared/store/incidents.ts';
import { type CompleteSnapshot, readSnapshot } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { type BookOptions, bytes, wireBook } from '../environment/books.ts';
import { Crash, contents, dyingAt, makeTables } from '../environment/tables.ts';

const VENUE = 'demo';
const KEY = { venue: VENUE, symbol: 'BTC/USDT:USDT', group: 'leverage' };

/** Forty holders: not concentrated, so that leverage alone speaks. */
const step = (sequence: number, leverage: number): BookOptions => ({ sequence, leverage, accounts: 40 });
/** Calm, over, far over, less far, calm, over again: every transition, and a second incident. */
const STORM = [step(1, 5), step(2, 31), step(3, 40), step(4, 31), step(5, 5), step(6, 31)];

async function recordsOf(tables: Tables, books: BookOptions[]): Promise<AssessmentRecord[]> {
  const records: AssessmentRecord[] = [];
  for (const book of books) {
    await receiveSnapshot(tables, { venue: VENUE, body: bytes(wireBook(book)), format: 'json' });
    await assessSnapshot(
      tables,
      DEFAULT_POLICY,
      'test',
      (await readSnapshot(tables, VENUE, book.sequence ?? 1)) as CompleteSnapshot,
    );
    const record = (await readAssessmentRecord(tables, VENUE, book.sequence ?? 1)) as AssessmentRecord;
    if (record.moved) records.push(record);
  }
  return records;
}

/** Starts as Step Functions takes them: one execution a name, however often it is started. */
function recorder(dies: () => boolean = () => false): Responder & { executions: Set<string> } {
  const executions = new Set<string>();
  return {
    executions,
    async start({ incidentId, version }: Incident) {
      if (dies()) throw new Crash('before the execution was started');
      executions.add(`${incidentId}-${version}`);
    },
  };
}

async function pass(tables: Tables, records: AssessmentRecord[], responder: Responder): Promise<void> {
  for (const record of records) await openResponses(tables, responder, DEFAULT_POLICY, record);
}

test('a storm opens one incident, escalates, eases and resolves it, and the next breach opens another', async () => {
  const tables = await makeTables();
  const responder = recorder();
  await pass(tables, await recordsOf(tables, STORM), responder);
  const newest = await readNewestIncident(tables, KEY);
  expect(newest).toMatchObject({ status: 'open', severity: 'warning', version: 1, order: 6, resolvedAt: null });
  const states = Object.values(await contents(tables)) as { type: string; transition: string; incident: Incident }[];
  const history = states.filter(({ type }) => type === 'history').sort((a, b) => a.incident.order - b.incident.order);
  expect(history.map(({ transition, incident }) => [transition, incident.severity, incident.version])).toEqual([
    ['opened', 'warning', 1],
    ['escalated', 'critical', 2],
    ['eased', 'warning', 3],
    ['resolved', 'normal', 4],
    ['opened', 'warning', 1],
  ]);
  const first = history[0]?.incident as Incident;
  expect(first.incidentId).not.toBe(newest?.incidentId);
  expect((await readHistory(tables, KEY, first.incidentId)).at(-1)?.incident).toMatchObject({
    worst: 'critical',
    resolvedAt: expect.any(Number),
  });
  expect(responder.executions.size).toBe(5);
});

test('a crash between any two steps, and the batch again, leave the same incidents and start the same executions', async () => {
  const clean = await makeTables();
  const cleanResponder = recorder();
  await pass(clean, await recordsOf(clean, STORM), cleanResponder);
  const expected = await contents(clean);
  let crashes = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 0; ; nth++) {
      const tables = await makeTables();
      const records = await recordsOf(tables, STORM);
      const dying = dyingAt(tables, nth, when);
      // After its death the process starts nothing either: a crash after a write is one before the execution.
      const responder = recorder(dying.died);
      await pass(dying.tables, records, responder).catch(() => undefined);
      if (!dying.died()) break;
      crashes++;
      const again = recorder();
      await pass(tables, records, again);
      expect({ when, nth, state: await contents(tables) }).toEqual({ when, nth, state: expected });
      expect(new Set([...responder.executions, ...again.executions])).toEqual(cleanResponder.executions);
    }
  }
  // Five moves, each with a transition and the note that it was responded to, before and after each write.
  expect(crashes).toBe(20);
});

test('an execution that could not be started is started when the record comes again, and no second incident opens', async () => {
  const tables = await makeTables();
  const records = await recordsOf(tables, STORM.slice(0, 2));
  await expect(
    pass(
      tables,
      records,
      recorder(() => true),
    ),
  ).rejects.toMatchObject({ errors: [expect.any(Crash)] });
  const opened = await readNewestIncident(tables, KEY);
  const responder = recorder();
  await pass(tables, records, responder);
  expect(await readNewestIncident(tables, KEY)).toEqual(opened);
  expect([...responder.executions]).toEqual([`${opened?.incidentId}-1`]);
});

test('a market named * has an incident of its own, beside that of the whole venue', async () => {
  const tables = await makeTables();
  const book = wireBook({ ...step(2, 31), sequence: 2 });
  const named = JSON.parse(JSON.stringify(book).replaceAll('BTC/USDT:USDT', '*'));
  named.markets[0].settle = 'USDT';
  await receiveSnapshot(tables, { venue: VENUE, body: bytes(named), format: 'json' });
  await assessSnapshot(tables, DEFAULT_POLICY, 'test', (await readSnapshot(tables, VENUE, 2)) as CompleteSnapshot);
  const record = (await readAssessmentRecord(tables, VENUE, 2)) as AssessmentRecord;
  await pass(tables, [record], recorder());
  const states = Object.values(await contents(tables)) as { type: string; incident: Incident }[];
  const opened = states.filter(({ type }) => type === 'newest-incident').map(({ incident }) => incident);
  expect(opened.length).toBeGreaterThan(0);
  for (const { symbol } of opened) expect(symbol).toBe('**');
  for (const { group } of opened)
    expect(await readNewestIncident(tables, { venue: VENUE, symbol: '*', group })).toBeUndefined();
});

test('the same batch handled by two at once opens one incident', async () => {
  const tables = await makeTables();
  const records = await recordsOf(tables, STORM.slice(0, 2));
  const responder = recorder();
  await Promise.all([pass(tables, records, responder), pass(tables, records, responder)]);
  expect(responder.executions.size).toBe(1);
  const incidents = Object.keys(await contents(tables)).filter((key) => / incident#[0-9a-f]{16}$/.test(key));
  expect(incidents).toHaveLength(1);
});
