import { beforeEach, describe, expect, test } from '@jest/globals';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import type { Responder } from '../../shared/response/open-response.ts';
import { parseSnapshot } from '../../shared/snapshot/parse.ts';
import { readArrived } from '../../shared/store/assess-trigger.ts';
import {
  type AssessmentRecord,
  readAssessmentRecord,
  readFundState,
  readMarketStates,
  readNewestAssessmentRecord,
  readVenueState,
} from '../../shared/store/assessments.ts';
import { readNewestIncident } from '../../shared/store/incidents.ts';
import { readResets, resetVenue } from '../../shared/store/reset.ts';
import {
  type CompleteSnapshot,
  completeSnapshot,
  landedParts,
  landPart,
  readCursor,
  readSnapshot,
} from '../../shared/store/snapshots.ts';
import { getItem, type Item, putItem, type Tables } from '../../shared/store/tables.ts';
import { noteDone, readDone } from '../../shared/store/verifications.ts';
import { type BookOptions, bytes, wireBook } from '../environment/books.ts';
import { Crash, contents, dyingAt, localClient, makeTables } from '../environment/tables.ts';

const VENUE = 'demo';
const SYMBOL = 'BTC/USDT:USDT';
const KEY = { venue: VENUE, symbol: SYMBOL, group: 'leverage' };
const POISON = Number.MAX_SAFE_INTEGER;
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 15, 12);
const BY = { by: 'Anna', why: 'a slip' };

let now: number;
let tables: Tables;
let executions: string[];
const responder: Responder = {
  async start({ incidentId, version }: Incident) {
    executions.push(`${incidentId}-${version}`);
  },
};
beforeEach(async () => {
  now = START;
  executions = [];
  tables = await makeTables(() => now);
});

async function assessed(on: Tables, sequence: number): Promise<void> {
  await assessSnapshot(on, DEFAULT_POLICY, 'test', (await readSnapshot(on, VENUE, sequence)) as CompleteSnapshot);
  const record = (await readAssessmentRecord(on, VENUE, sequence)) as AssessmentRecord;
  if (record.moved) await openResponses(on, responder, DEFAULT_POLICY, record);
}

/** A book is received, assessed, and its severities taken to their incidents: the whole way of a snapshot. */
async function seen(options: BookOptions, on = tables) {
  now += MINUTE;
  const book = wireBook({ accounts: 40, timestamp: now, ...options });
  const receipt = await receiveSnapshot(on, { venue: VENUE, body: bytes(book), format: 'json' });
  await assessed(on, book.sequence);
  return receipt;
}

/** What the code of before accepted: any sequence. */
async function poisoned(options: BookOptions = {}, on = tables): Promise<void> {
  now += MINUTE;
  const book = wireBook({ accounts: 40, timestamp: now, sequence: POISON, snapshotId: 'slip', ...options });
  const parsed = parseSnapshot(bytes(book), { format: 'json', role: 'snapshot' });
  if (!parsed.ok || !parsed.fragment.header) throw new Error('the book is not valid');
  await landPart(on, VENUE, book.snapshotId, 0, 'digest', parsed.fragment);
  const parts = await landedParts(on, VENUE, book.snapshotId);
  const anything = { ...DEFAULT_POLICY.feed, firstSequence: POISON, sequenceJump: { base: POISON, perSecond: 0 } };
  await completeSnapshot(on, VENUE, parsed.fragment.header, parts, anything);
  await assessed(on, book.sequence);
}

/** The items as they were before format 2. */
async function inFormat1(on = tables): Promise<void> {
  const pk = `venue#${VENUE}`;
  for (const sk of ['cursor', `snapshot#${POISON}`, `assessment#${POISON}`]) {
    const item = (await getItem(on, on.state, pk, sk)) as Item;
    const { arrived: _, turn: __, late, formatVersion: ___, ...before } = item;
    await putItem(on, on.state, (sk === 'cursor' ? before : { ...before, late }) as Item);
  }
}

const reset = (to: number, on = tables) => resetVenue(on, VENUE, { to, ...BY });
const cursor = () => readCursor(tables, VENUE);
const incident = () => readNewestIncident(tables, KEY);

describe('a venue whose cursor was poisoned by the largest sequence', () => {
  async function stuck(): Promise<void> {
    for (const sequence of [1, 2, 3]) await seen({ sequence });
    await poisoned();
    await inFormat1();
  }

  test.each([
    ['at once', []],
    ['after hours of late snapshots', [4, 5]],
  ])('is repaired %s: the next book at 200x is received, assessed, and opens its incident', async (_, late) => {
    await stuck();
    for (const sequence of late) expect(await seen({ sequence, leverage: 200 })).toMatchObject({ late: true });
    expect(await incident()).toBeUndefined();
    const to = 3 + late.length;
    expect(await reset(to)).toMatchObject({
      done: true,
      newest: { sequence: to, snapshotId: `snapshot-${to}` },
      snapshots: [POISON],
      assessments: [POISON],
      lowered: { markets: [SYMBOL], fund: true, incidents: [] },
    });
    expect(await cursor()).toMatchObject({ sequence: to, arrived: to, late: null });
    expect(await readNewestAssessmentRecord(tables, VENUE)).toMatchObject({ sequence: to });

    expect(await seen({ sequence: to + 1, leverage: 200 })).toMatchObject({ status: 'accepted', late: false });
    expect(await readNewestAssessmentRecord(tables, VENUE)).toMatchObject({
      sequence: to + 1,
      late: false,
      moved: true,
    });
    expect(await incident()).toMatchObject({ status: 'open', severity: 'emergency', order: to + 1 });
    expect(executions).toHaveLength(1);
    const states = await readMarketStates(tables, VENUE, [SYMBOL]);
    expect(states.get(SYMBOL)).toMatchObject({ sequence: to + 1, integrity: { sequence: to + 1 } });
    expect((await readVenueState(tables, VENUE, to + 2))?.state).toMatchObject({
      sequence: to + 1,
      cursor: { sequence: to + 1, before: { sequence: to } },
    });
    expect(await readFundState(tables, VENUE)).toMatchObject({ sequence: to + 1 });
  });

  test('loses nothing: what was set aside is there under another key, of a type that the stream hands to nobody', async () => {
    await stuck();
    const before = await contents(tables);
    await reset(3);
    const after = Object.values(await contents(tables)) as Item[];
    const aside = after.filter(({ sk }) => sk.startsWith('set-aside#'));
    expect(aside.map(({ sk }) => sk.split('#').slice(0, 3).join('#')).sort()).toEqual([
      `set-aside#assessment#${POISON}`,
      'set-aside#part#0000',
      `set-aside#snapshot#${POISON}`,
    ]);
    for (const { sk, pk, type, was, wasFormat, ...rest } of aside) {
      expect(type).toBe('set-aside');
      const at = `state ${pk} ${sk.split('#').slice(1, 3).join('#')}`;
      const { sk: _, pk: __, type: before_, ...original } = before[at] as Item;
      const form = wasFormat === 1 ? {} : { formatVersion: wasFormat };
      expect({ ...rest, ...form }).toEqual(original);
      expect(was).toBe(before_);
    }
  });

  test('says who reset it, why, from where and to where', async () => {
    await stuck();
    await reset(3);
    expect(await readResets(tables, VENUE)).toEqual([
      {
        ...BY,
        at: now,
        from: { sequence: POISON, snapshotId: 'slip', receivedAt: now },
        to: 3,
        status: 'done',
      },
    ]);
  });

  test('has the id of the slip free again, for the same book under the right sequence', async () => {
    await stuck();
    await reset(3);
    expect(await seen({ sequence: 4, snapshotId: 'slip' })).toMatchObject({ status: 'accepted', late: false });
  });

  test('whose very first snapshot it was begins anew', async () => {
    await poisoned();
    await inFormat1();
    expect(await reset(0)).toMatchObject({ done: true, newest: null });
    expect(await cursor()).toBeUndefined();
    expect(await reset(0)).toMatchObject({ done: false, reason: 'already' });
    expect(await seen({ sequence: 1, leverage: 200 })).toMatchObject({ late: false });
    expect(await incident()).toMatchObject({ status: 'open', order: 1 });
  });

  test('that had opened an incident at that order: it resolves with the next calm book, and another one opens', async () => {
    await seen({ sequence: 1 });
    await poisoned({ leverage: 200 });
    await inFormat1();
    const opened = (await incident()) as Incident;
    expect(opened).toMatchObject({ status: 'open', order: POISON });
    expect(await reset(1)).toMatchObject({ lowered: { incidents: [`${SYMBOL} leverage`] } });
    await seen({ sequence: 2 });
    expect(await incident()).toMatchObject({ incidentId: opened.incidentId, status: 'resolved', order: 2 });
    await seen({ sequence: 3, leverage: 200 });
    const next = await incident();
    expect(next).toMatchObject({ status: 'open', order: 3, version: 1 });
    expect(next?.incidentId).not.toBe(opened.incidentId);
  });

  test('with a plan under way: what it is verified by is lowered, so that the next snapshot shows it', async () => {
    await seen({ sequence: 1 });
    await poisoned();
    await putItem(tables, tables.state, { pk: `plans#${VENUE}`, sk: 'newest', planId: 'p', timestamp: now });
    await noteDone(tables, VENUE, 'p', POISON, 1_800_000);
    expect(await reset(1)).toMatchObject({ lowered: { plan: true } });
    expect(await readDone(tables, VENUE, 'p')).toBe(1);
  });
});

test('what the stream still holds of a snapshot that was set aside is passed over, and of one that never was is an error', async () => {
  await seen({ sequence: 1 });
  await poisoned();
  const arrival = { pk: `venue#${VENUE}`, arrived: POISON };
  expect(await readArrived(tables, arrival)).toMatchObject({ header: { snapshotId: 'slip' } });
  await reset(1);
  expect(await readArrived(tables, arrival)).toBeUndefined();
  await expect(readArrived(tables, { ...arrival, arrived: 99 })).rejects.toThrow('although it arrived');
});

describe('a venue that counts anew', () => {
  test('is reset to 0: the same sequences open other incidents and start other responses', async () => {
    await seen({ sequence: 1, snapshotId: 'first-1' });
    await seen({ sequence: 2, snapshotId: 'first-2', leverage: 200 });
    await seen({ sequence: 3, snapshotId: 'first-3' });
    const before = (await incident()) as Incident;
    expect(before).toMatchObject({ status: 'resolved', order: 3 });
    await reset(0);
    await seen({ sequence: 1, snapshotId: 'again-1' });
    await seen({ sequence: 2, snapshotId: 'again-2', leverage: 200 });
    const after = (await incident()) as Incident;
    expect(after).toMatchObject({ status: 'open', severity: 'emergency', order: 2 });
    expect(after.incidentId).not.toBe(before.incidentId);
    expect(new Set(executions).size).toBe(3);
  });

  test('or takes a clock for its sequence is reset forward', async () => {
    await seen({ sequence: 1 });
    await expect(seen({ sequence: now * 1_000 })).rejects.toMatchObject({ body: { status: 422 } });
    const at = now * 1_000;
    expect(await reset(at)).toMatchObject({ done: true, newest: { sequence: 1 }, snapshots: [] });
    expect(await seen({ sequence: at })).toMatchObject({ late: true });
    expect(await seen({ sequence: at + 60_000_000, leverage: 200 })).toMatchObject({ late: false });
    expect(await incident()).toMatchObject({ status: 'open' });
  });
});

describe('a reset that is interrupted', () => {
  async function prepared(): Promise<Tables> {
    now = START;
    const fresh = await makeTables(() => now);
    await seen({ sequence: 1, accounts: 4 }, fresh);
    await poisoned({ leverage: 200, accounts: 4 }, fresh);
    await putItem(fresh, fresh.state, { pk: `plans#${VENUE}`, sk: 'newest', planId: 'p', timestamp: now });
    await noteDone(fresh, VENUE, 'p', POISON, 1_800_000);
    return fresh;
  }

  test('between any two writes, and run again later, comes to the same end', async () => {
    const clean = await prepared();
    await reset(1, clean);
    const expected = await contents(clean);
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        const again = await prepared();
        const dying = dyingAt(again, nth, when);
        const outcome = await reset(1, dying.tables).catch((error) => error);
        if (!dying.died()) break;
        expect(outcome).toBeInstanceOf(Crash);
        crashes++;
        // Only the record is of the time at which it was begun.
        if (!(when === 'before' && nth === 0)) now += 3 * MINUTE;
        await reset(1, again);
        expect({ when, nth, state: await contents(again) }).toEqual({ when, nth, state: expected });
      }
    }
    // The record, what landed, header, assessment, market state, venue state, incident, fund, plan and cursor, before and after each.
    expect(crashes).toBe(20);
  }, 600_000);

  test('has to be finished before one to another sequence begins', async () => {
    tables = await prepared();
    const dying = dyingAt(tables, 3, 'before');
    await expect(reset(1, dying.tables)).rejects.toThrow(Crash);
    expect(await reset(0)).toMatchObject({ done: false, reason: 'unfinished', reset: { to: 1, by: 'Anna' } });
    expect(await reset(1)).toMatchObject({ done: true });
    expect(await reset(0)).toMatchObject({ done: true, reset: { to: 0 } });
  });
});

describe('a snapshot that comes while a venue is reset', () => {
  /** The same tables; once the reset reads through them, something happens. */
  function meanwhile(happens: () => Promise<unknown>): Tables {
    const client = localClient();
    let once = false;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'ScanCommand' && !once) {
          once = true;
          await happens();
        }
        return next(args);
      },
      { step: 'initialize' },
    );
    return { ...tables, client };
  }

  test('and is late does not stop it, wherever it stands', async () => {
    await seen({ sequence: 1 });
    await poisoned();
    const outcome = await reset(
      2,
      meanwhile(async () => {
        await seen({ sequence: 2 });
        await seen({ sequence: 3 });
      }),
    );
    expect(outcome).toMatchObject({ done: true, newest: { sequence: 2 }, snapshots: [POISON, 3] });
    expect(await seen({ sequence: 3, snapshotId: 'third' })).toMatchObject({ late: false });
  });

  test('and is the newest stops it, and the venue stays where that one put it', async () => {
    await seen({ sequence: 1 });
    await seen({ sequence: 5 });
    const outcome = await reset(
      1,
      meanwhile(() => seen({ sequence: 6 })),
    );
    expect(outcome).toEqual({ done: false, reason: 'moved' });
    expect(await cursor()).toMatchObject({ sequence: 6 });
    // The record of what did not come to its end is in nobody's way.
    expect(await reset(5)).toMatchObject({ done: true, reset: { to: 5 } });
  });
});

test('a venue that nothing is known of is not reset, and one that was is not reset again', async () => {
  expect(await reset(1)).toEqual({ done: false, reason: 'unknown' });
  expect(await contents(tables)).toEqual({});
  await seen({ sequence: 1 });
  await seen({ sequence: 2 });
  await reset(1);
  const state = await contents(tables);
  expect(await reset(1)).toMatchObject({ done: false, reason: 'already' });
  expect(await contents(tables)).toEqual(state);
});
