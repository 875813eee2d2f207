import { beforeEach, expect, jest, test } from '@jest/globals';
import { openResponses } from '../../../functions/open-response/open-response.ts';
import type { Incident } from '../../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Severity } from '../../../shared/policy/types.ts';
import { type AssessmentRecord, readAssessmentRecord } from '../../../shared/store/assessments.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { assessmentThatMoved, recordingResponder } from '../../environment/many-moves.ts';
import { contents, dyingAt, localClient, makeTables } from '../../environment/tables.ts';

// The database of many workers at once.
jest.setTimeout(120_000);

const VENUE = 'demo';
/** Enough for progress to be noted twice, at a tenth of the deployed pace. */
const COUNT = 110;
const PACE = { batch: 10, notedEvery: 5 };
/** The most severe come last in the book. */
const severityOf = (n: number): Severity => (n < COUNT - 40 ? 'warning' : 'emergency');
const delivered = (turn: number, remainingMs = () => 100_000) => ({ turn, remainingMs, pace: PACE });

const nameOf = ({ incidentId, version }: Incident): string => `${incidentId}-${version}`;
const names = (started: readonly Incident[]): Set<string> => new Set(started.map(nameOf));

async function moved(): Promise<{ tables: Tables; record: AssessmentRecord }> {
  const tables = await makeTables();
  return { tables, record: await assessmentThatMoved(tables, VENUE, COUNT, severityOf) };
}

const isProgress = (key: string): boolean => key.endsWith('moves-progress');
/** Everything but how far it came on the way. */
const outcome = async (tables: Tables): Promise<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(await contents(tables)).filter(([key]) => !isProgress(key)));
const incidentsOf = (state: Record<string, unknown>): string[] =>
  Object.keys(state).filter((key) => key.startsWith('state incident#') && key.endsWith(' newest'));

/** The same tables through a client that refuses to write the incident of one market. */
function refusing(tables: Tables, symbol: string): Tables {
  const client = localClient();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'TransactWriteItemsCommand' && JSON.stringify(args.input).includes(`#${symbol}#`))
          throw new RangeError(`no incident of ${symbol}`);
        return next(args);
      },
    { step: 'initialize' },
  );
  return { ...tables, client };
}

let clean: Record<string, unknown>;

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});

test('each market that moved gets its incident and one execution, the most severe first', async () => {
  const { tables, record } = await moved();
  const { started, ...responder } = recordingResponder();
  await openResponses(tables, responder, DEFAULT_POLICY, record, delivered(1));
  expect(started).toHaveLength(COUNT);
  expect(names(started).size).toBe(COUNT);
  // Three batches of ten are in work at once.
  expect(started.slice(0, 10).map(({ severity }) => severity)).toEqual(Array(10).fill('emergency'));
  clean = await outcome(tables);
  expect(incidentsOf(clean)).toHaveLength(COUNT);
});

test('a delivery whose time is up leaves the rest to the next, which goes on from there', async () => {
  const { tables, record } = await moved();
  const first = recordingResponder();
  const inTime = () => (first.started.length < 70 ? 100_000 : 20_000);
  await expect(openResponses(tables, first, DEFAULT_POLICY, record, delivered(1, inTime))).rejects.toMatchObject({
    name: 'CutOff',
  });
  expect(first.started.length).toBeLessThan(110);
  const second = recordingResponder();
  await openResponses(tables, second, DEFAULT_POLICY, record, delivered(1));
  expect(names([...first.started, ...second.started]).size).toBe(COUNT);
  // What was under way beside the noted progress is done again, at most three batches of it.
  expect(first.started.length + second.started.length).toBeLessThanOrEqual(COUNT + 3 * PACE.batch);
  expect(await outcome(tables)).toEqual(clean);
  // The same moves handed on again, by a redrive, are gone through from the beginning: nothing is skipped on old progress.
  const again = recordingResponder();
  await openResponses(tables, again, DEFAULT_POLICY, record, delivered(2));
  expect(names(again.started).size).toBe(COUNT);
  expect(await outcome(tables)).toEqual(clean);
});

test('a crash at any write on the way is made up for by the next delivery', async () => {
  for (const [nth, when] of [
    [45, 'after'],
    [90, 'before'],
  ] as const) {
    const { tables, record } = await moved();
    const dying = dyingAt(tables, nth, when);
    const first = recordingResponder();
    const delivery = delivered(1);
    await expect(openResponses(dying.tables, first, DEFAULT_POLICY, record, delivery)).rejects.toThrow();
    expect(dying.died()).toBe(true);
    const second = recordingResponder();
    await openResponses(tables, second, DEFAULT_POLICY, record, delivery);
    expect(names([...first.started, ...second.started]).size).toBe(COUNT);
    expect(await outcome(tables)).toEqual(clean);
  }
});

test('a move that cannot be written stops no other, is reported, and is all that is tried again', async () => {
  const { tables, record } = await moved();
  const broken = refusing(tables, 'M5/USDT:USDT');
  const delivery = delivered(1);
  const first = recordingResponder();
  await expect(openResponses(broken, first, DEFAULT_POLICY, record, delivery)).rejects.toMatchObject({
    errors: [expect.objectContaining({ message: 'no incident of M5/USDT:USDT' })],
  });
  expect(first.started).toHaveLength(COUNT - 1);
  const second = recordingResponder();
  await expect(openResponses(broken, second, DEFAULT_POLICY, record, delivery)).rejects.toThrow(
    /^Could not respond to 1 of/,
  );
  expect(second.started).toEqual([]);
  const third = recordingResponder();
  await openResponses(tables, third, DEFAULT_POLICY, record, delivery);
  expect(third.started.map(({ symbol }) => symbol)).toEqual(['M5/USDT:USDT']);
  expect(await outcome(tables)).toEqual(clean);
});

test('an execution that could not be started is started by the next delivery, although its incident stands', async () => {
  const { tables, record } = await moved();
  const { started, start } = recordingResponder();
  const delivery = delivered(1);
  const failing = {
    start: async (incident: Incident) => {
      if (incident.symbol === 'M7/USDT:USDT') throw new Error('not now');
      await start(incident);
    },
  };
  await expect(openResponses(tables, failing, DEFAULT_POLICY, record, delivery)).rejects.toThrow(/not now/);
  // All incidents stand; the assessment is not noted as responded to while one of them has no execution.
  expect(incidentsOf(await outcome(tables))).toEqual(incidentsOf(clean));
  expect(await readAssessmentRecord(tables, VENUE, record.sequence)).not.toHaveProperty('respondedAt');
  await openResponses(tables, { start }, DEFAULT_POLICY, record, delivery);
  expect(started).toHaveLength(COUNT);
  expect(await outcome(tables)).toEqual(clean);
});
