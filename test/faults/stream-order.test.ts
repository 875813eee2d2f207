import { beforeAll, expect, jest, test } from '@jest/globals';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import type { Responder } from '../../shared/response/open-response.ts';
import { streamHandler } from '../../shared/runtime/stream-handler.ts';
import { type Arrival, readArrived } from '../../shared/store/assess-trigger.ts';
import { type AssessmentRecord, readAssessmentRecord } from '../../shared/store/assessments.ts';
import { handOnAgain } from '../../shared/store/redrive.ts';
import { readCursor } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { bytes, wireBook } from '../environment/books.ts';
import { consume } from '../environment/streams.ts';
import { contents, makeStreamedTables } from '../environment/tables.ts';

jest.setTimeout(600_000);

const VENUES = ['alpha', 'beta', 'gamma', 'delta'];
const SYMBOLS = ['BTC', 'ETH'].map((coin) => `${coin}/USDT:USDT`);
/** Calm, over, far over, calm, over again: incidents open, escalate, resolve, and a second one opens. */
const LEVERAGES = [5, 31, 40, 5, 31];

/** A book of two markets, forty accounts in each, all at one leverage. */
function book(sequence: number, leverage: number) {
  const { markets, accounts, positions, ...header } = wireBook({ sequence, leverage, accounts: 40 });
  const names = (accountId: string, i: number) => `${accountId}-${i}`;
  return {
    ...header,
    markets: SYMBOLS.flatMap((symbol) => markets.map((market) => ({ ...market, symbol }))),
    accounts: SYMBOLS.flatMap((_, i) =>
      accounts.map((account) => ({ ...account, accountId: names(account.accountId, i) })),
    ),
    positions: SYMBOLS.flatMap((symbol, i) =>
      positions.map((position) => ({ ...position, symbol, accountId: names(position.accountId, i) })),
    ),
  };
}

/** Everything that the venues push, interleaved. */
async function push(tables: Tables, count: number): Promise<void> {
  for (const [i, leverage] of LEVERAGES.slice(0, count).entries())
    for (const venue of VENUES)
      await receiveSnapshot(tables, { venue, body: bytes(book(i + 1, leverage)), format: 'json' });
}

/** The two consumers as they are deployed, but for the clock; what they start is written down. */
function consumersOf(tables: Tables, failsOn: (what: 'assess' | 'open', venue: string, sequence: number) => boolean) {
  const executions = new Set<string>();
  const responder: Responder = {
    async start({ incidentId, version }) {
      executions.add(`${incidentId}-${version}`);
    },
  };
  const handlers = {
    AssessSnapshot: streamHandler<Arrival>(async (arrival) => {
      const snapshot = await readArrived(tables, arrival);
      if (!snapshot) throw new Error('nothing was set aside here');
      if (failsOn('assess', snapshot.venue, snapshot.header.sequence)) throw new TypeError('poison');
      await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);
    }),
    OpenResponse: streamHandler<{ venue: string; sequence: number; turn: number }>(
      async ({ venue, sequence, turn }) => {
        if (failsOn('open', venue, sequence)) throw new TypeError('poison');
        const record = (await readAssessmentRecord(tables, venue, sequence)) as AssessmentRecord;
        await openResponses(tables, responder, DEFAULT_POLICY, record, { turn, remainingMs: () => 100_000 });
      },
    ),
  };
  return { executions, handlers };
}

/** Keys carry no table's name: the contents of two tables can be compared. */
async function run(
  options: Parameters<typeof consume>[2],
  failsOn: Parameters<typeof consumersOf>[1] = () => false,
  count = LEVERAGES.length,
) {
  const { tables, streamArn } = await makeStreamedTables();
  await push(tables, count);
  const { executions, handlers } = consumersOf(tables, failsOn);
  const givenUp = await consume(streamArn, handlers, options);
  return { tables, streamArn, executions: [...executions].sort(), givenUp, state: await contents(tables) };
}

let expected: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
  expected = await run({ seed: 0, factor: 1 });
});

test('one after the other, each market of each venue opens, escalates, resolves and opens again', async () => {
  expect(expected.givenUp).toEqual([]);
  const histories = Object.keys(expected.state).filter((key) => / history#/.test(key));
  // Opened, escalated and resolved, and opened once more.
  expect(histories.length).toBeGreaterThanOrEqual(4 * VENUES.length * SYMBOLS.length);
  expect(expected.executions).toHaveLength(histories.length);
});

test.each([1, 2, 3])('shuffled and overlapping between venues they leave the same state (seed %i)', async (seed) => {
  const { state, executions, givenUp } = await run({ seed });
  expect(givenUp).toEqual([]);
  expect(state).toEqual(expected.state);
  expect(executions).toEqual(expected.executions);
});

test('a venue of which every record fails leaves the others as they would be without it', async () => {
  const { state, givenUp } = await run({ seed: 4 }, (what, venue) => what === 'assess' && venue === 'beta');
  expect(givenUp).toEqual(LEVERAGES.map(() => 'AssessSnapshot'));
  const ofOthers = (all: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !key.includes('#beta') && !key.includes('beta#')));
  expect(ofOthers(state)).toEqual(ofOthers(expected.state));
});

/** A redrive takes a turn: everything else is to be as if nothing had failed. */
const withoutTurns = (state: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(state as Record<string, { turn?: number }>).map(([key, { turn: _, ...item }]) => [key, item]),
  );

test('moves that were given up are handed on again with those behind them: what is over by now is not left open', async () => {
  const { tables, streamArn, givenUp } = await run(
    { seed: 5 },
    (what, venue, sequence) => what === 'open' && venue === 'gamma' && sequence < 4,
    4,
  );
  expect(givenUp).toEqual(['OpenResponse', 'OpenResponse']);
  expect(await handOnAgain(tables, 'gamma', 2)).toEqual({ to: 'open-response', sequences: [2, 3, 4] });
  await consume(streamArn, consumersOf(tables, () => false).handlers, { seed: 6 });
  const newest = Object.entries(await contents(tables)).filter(
    ([key]) => key.includes('incident#gamma#') && key.endsWith(' newest'),
  );
  const incidents = newest.map(([, item]) => (item as { incident: Incident }).incident);
  expect(incidents).toMatchObject(SYMBOLS.map(() => ({ status: 'resolved', worst: 'critical', version: 3, order: 4 })));
});

test('a snapshot that was given up is handed on again and assessed; twice is no more than once', async () => {
  const poisoned = (what: string, venue: string, sequence: number) =>
    what === 'assess' && venue === 'delta' && sequence === 5;
  const { tables, streamArn } = await run({ seed: 7 }, poisoned);
  const { turn } = (await readCursor(tables, 'delta')) as { turn: number };
  for (let again = 0; again < 2; again++)
    expect(await handOnAgain(tables, 'delta', 5)).toEqual({ to: 'assess-snapshot' });
  expect(await readCursor(tables, 'delta')).toMatchObject({ turn: turn + 2, arrived: 5, sequence: 5 });
  await consume(streamArn, consumersOf(tables, () => false).handlers, { seed: 8 });
  expect(withoutTurns(await contents(tables))).toEqual(withoutTurns(expected.state));
  await expect(handOnAgain(tables, 'delta', 77)).rejects.toThrow('There is no snapshot 77 of delta');
});

test('a snapshot that is completed while another one is handed on again: both reach the stream', async () => {
  const { tables, streamArn } = await makeStreamedTables();
  await receiveSnapshot(tables, { venue: 'alpha', body: bytes(book(1, 5)), format: 'json' });
  await Promise.all([
    handOnAgain(tables, 'alpha', 1),
    receiveSnapshot(tables, { venue: 'alpha', body: bytes(book(2, 5)), format: 'json' }),
    handOnAgain(tables, 'alpha', 1),
  ]);
  const assessed: number[] = [];
  const AssessSnapshot = streamHandler<Arrival & { arrived: number }>(
    async ({ arrived }) => void assessed.push(arrived),
  );
  await consume(streamArn, { AssessSnapshot, OpenResponse: async () => ({ batchItemFailures: [] }) }, { seed: 1 });
  expect(assessed.sort()).toEqual([1, 1, 1, 2]);
});
