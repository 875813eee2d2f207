import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { readAssessments, readFundState, readMarketStates } from '../../shared/store/assessments.ts';
import { type CompleteSnapshot, readSnapshot } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { type BookOptions, bytes, wireBook } from '../environment/books.ts';
import { Crash, contents, dyingAt, makeTables } from '../environment/tables.ts';

// What could not be stored is logged as an error.
beforeAll(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

const VENUE = 'demo';
const SYMBOL = 'BTC/USDT:USDT';

async function received(tables: Tables, options: BookOptions): Promise<CompleteSnapshot> {
  await receiveSnapshot(tables, { venue: VENUE, body: bytes(wireBook(options)), format: 'json' });
  return (await readSnapshot(tables, VENUE, options.sequence ?? 1)) as CompleteSnapshot;
}

const assess = (tables: Tables, snapshot: CompleteSnapshot) => assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);

/** Two calm snapshots and one with leverage far over what any regime carries. */
const BOOKS: BookOptions[] = [
  { sequence: 1, accounts: 40 },
  { sequence: 2, accounts: 40 },
  { sequence: 3, accounts: 40, leverage: 60 },
];

async function tablesWith(books: BookOptions[]): Promise<{ tables: Tables; snapshots: CompleteSnapshot[] }> {
  const tables = await makeTables();
  const snapshots: CompleteSnapshot[] = [];
  for (const book of books) snapshots.push(await received(tables, book));
  return { tables, snapshots };
}

test('each snapshot gives one assessment, and the one that is overleveraged moves its severity', async () => {
  const { tables, snapshots } = await tablesWith(BOOKS);
  for (const snapshot of snapshots) await assess(tables, snapshot);
  const assessments = await readAssessments(tables, VENUE);
  expect(assessments.map(({ sequence, markets }) => [sequence, markets[0]?.severity])).toEqual([
    [1, 'normal'],
    [2, 'normal'],
    [3, 'emergency'],
  ]);
  expect(assessments[2]?.moves).toMatchObject([
    { symbol: SYMBOL, group: 'leverage', from: 'normal', to: 'emergency', metric: 'capacity.excessShare' },
  ]);
  // All stand at 60: what is above the capacity is the same share of each.
  const carried = assessments[2]?.markets[0]?.capacity.leverage as number;
  expect(carried).toBeGreaterThan(10);
  expect(assessments[2]?.moves[0]?.value).toBeCloseTo(1 - carried / 60, 12);
});

/**
 * The fund's history, the venue's roster and state, a market state, the details and the record for each of three snapshots, and two
 * bars that are over.
 */
const WRITES = 20;

describe.each(['before', 'after'] as const)('a crash %s a write, and the batch that comes again', (when) => {
  let expected: Record<string, unknown>;
  beforeAll(async () => {
    const clean = await tablesWith(BOOKS);
    for (const snapshot of clean.snapshots) await assess(clean.tables, snapshot);
    expected = await contents(clean.tables);
  });

  const crashedAt = async (nth: number) => {
    const { tables, snapshots } = await tablesWith(BOOKS);
    const dying = dyingAt(tables, nth, when);
    const outcome = await (async () => {
      for (const snapshot of snapshots) await assess(dying.tables, snapshot);
    })().catch((error) => error);
    return { tables, snapshots, outcome, died: dying.died() };
  };

  test.each(Array.from({ length: WRITES }, (_, nth) => nth))(
    'at write %i leave the state of a single clean pass',
    async (nth) => {
      const { tables, snapshots, outcome, died } = await crashedAt(nth);
      expect(died).toBe(true);
      expect(outcome).toBeInstanceOf(Crash);
      // Lambda sends the whole batch again: what was done before the crash included.
      for (const snapshot of snapshots) await assess(tables, snapshot);
      expect(await contents(tables)).toEqual(expected);
    },
  );

  test('at any other write cannot be: there are no more', async () => {
    expect((await crashedAt(WRITES)).died).toBe(false);
  });
});

test('the same batch twice, and each record twice, change nothing', async () => {
  const { tables, snapshots } = await tablesWith(BOOKS);
  for (const snapshot of snapshots) await assess(tables, snapshot);
  const once = await contents(tables);
  for (const snapshot of snapshots) {
    await assess(tables, snapshot);
    await assess(tables, snapshot);
  }
  expect(await contents(tables)).toEqual(once);
});

describe('a snapshot that comes late', () => {
  test('is assessed and marked, and moves no market state back and no severity', async () => {
    const { tables, snapshots } = await tablesWith([{ sequence: 1 }, { sequence: 5 }]);
    for (const snapshot of snapshots) await assess(tables, snapshot);
    const before = await readMarketStates(tables, VENUE, [SYMBOL]);
    const fund = await readFundState(tables, VENUE);
    await assess(tables, await received(tables, { sequence: 3, leverage: 80 }));
    expect(await readMarketStates(tables, VENUE, [SYMBOL])).toEqual(before);
    expect(fund?.sequence).toBe(5);
    expect(await readFundState(tables, VENUE)).toEqual(fund);
    const late = (await readAssessments(tables, VENUE)).find(({ sequence }) => sequence === 3);
    expect(late).toMatchObject({ late: true, moves: [] });
    expect(late?.markets[0]?.leverage.weighted).toBeCloseTo(80, 9);
  });

  test('one that was on time but is assessed after its successor moves nothing back either', async () => {
    const { tables, snapshots } = await tablesWith([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
    const [first, second, third] = snapshots as [CompleteSnapshot, CompleteSnapshot, CompleteSnapshot];
    await assess(tables, first);
    await assess(tables, third);
    const before = await readMarketStates(tables, VENUE, [SYMBOL]);
    await assess(tables, second);
    expect(await readMarketStates(tables, VENUE, [SYMBOL])).toEqual(before);
    expect(await readAssessments(tables, VENUE)).toHaveLength(3);
  });
});

test('a bar that cannot be is reported and passed over; the book is measured all the same', async () => {
  const bad = { timestamp: wireBook({ sequence: 1 }).timestamp, open: 5, high: 4, low: 3, close: 3.5 };
  const { tables, snapshots } = await tablesWith([{ sequence: 1 }, { sequence: 2, candle: bad }]);
  for (const snapshot of snapshots) await assess(tables, snapshot);
  const [first, second] = await readAssessments(tables, VENUE);
  expect(second?.markets[0]?.findings).toContainEqual(
    expect.objectContaining({ check: 'bar-passed-over', message: "the bar's open 5 is outside its range 3 to 4" }),
  );
  expect(second?.markets[0]?.volatility).toEqual(first?.markets[0]?.volatility);
  expect(second?.markets[0]?.openInterest).toBe(100_000);
});

test('moves of a snapshot that was given up before its assessment was written are not lost: the next one finishes it', async () => {
  const books = [...BOOKS, { sequence: 4, accounts: 40, leverage: 60 }];
  const { tables, snapshots } = await tablesWith(books);
  const [first, second, third, fourth] = snapshots as [
    CompleteSnapshot,
    CompleteSnapshot,
    CompleteSnapshot,
    CompleteSnapshot,
  ];
  await assess(tables, first);
  await assess(tables, second);
  // Of what an assessment writes only the record of moves is a transaction.
  const { tables: dying } = dyingAt(tables, Number.POSITIVE_INFINITY, 'before');
  dying.client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'TransactWriteItemsCommand') throw new Crash('before the assessment is written');
        return next(args);
      },
    { step: 'initialize' },
  );
  await expect(assess(dying, third)).rejects.toThrow(Crash);
  await assess(tables, fourth);
  const clean = await tablesWith(books);
  for (const snapshot of clean.snapshots) await assess(clean.tables, snapshot);
  expect(await movesOf(tables)).toEqual(await movesOf(clean.tables));
  expect((await movesOf(tables))[2]).toMatchObject([{ from: 'normal', to: 'emergency' }]);
});

const movesOf = async (tables: Tables) => (await readAssessments(tables, VENUE)).map(({ moves }) => moves);
