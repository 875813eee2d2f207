import { beforeEach, describe, expect, test } from '@jest/globals';
import { assessSnapshot } from '../../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { fitnessOf } from '../../../shared/assessment/fitness.ts';
import type { Assessment } from '../../../shared/assessment/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Responder } from '../../../shared/response/open-response.ts';
import { incidentMessage, transitionReply } from '../../../shared/slack/incident-message.ts';
import { readAssessmentAt, readAssessmentRecord } from '../../../shared/store/assessments.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { type CompleteSnapshot, readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { dyingAt, makeTables } from '../../environment/tables.ts';

/** The markets that may not be acted on, those aside whose venue tells no tiers here. */
const broken = (assessment: Assessment) => fitnessOf(assessment).blocked.filter(({ by }) => by !== 'assumed');

const VENUE = 'demo';
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const responder: Responder = { start: async () => undefined };

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables();
});

interface Holding {
  readonly accounts: number;
  readonly leverage?: number;
}

/** A matched book: some accounts with one BTC each, and others with ten ETH each. */
function bookWith(sequence: number, { btc, eth }: { btc?: Holding; eth?: Holding }, timestamp?: number) {
  const empty = wireBook({ sequence, accounts: 0, timestamp: timestamp ?? START + sequence * HOUR_MS });
  const [market] = empty.markets as [(typeof empty.markets)[number]];
  const side = (symbol: string, price: number, contracts: number, held: Holding | undefined) => {
    const { accounts = 0, leverage = 5 } = held ?? {};
    const ids = Array.from({ length: accounts }, (_, i) => `${symbol.slice(0, 3)}-${i}`);
    return {
      markets: held ? [{ ...market, symbol, markPrice: price, indexPrice: price, candle: undefined }] : [],
      accounts: ids.map((accountId) => ({
        accountId,
        collateral: [{ currency: 'USDT', amount: (price * contracts) / leverage }],
      })),
      positions: ids.map((accountId, i) => ({
        accountId,
        symbol,
        side: i % 2 === 0 ? 'long' : 'short',
        contracts,
        entryPrice: price,
        marginMode: 'cross',
      })),
    };
  };
  const [one, other] = [side(BTC, 50_000, 1, btc), side(ETH, 4_000, 10, eth)];
  return {
    ...empty,
    markets: [...one.markets, ...other.markets],
    accounts: [...one.accounts, ...other.accounts],
    positions: [...one.positions, ...other.positions],
  };
}

/** Pushes, assesses and responds to a snapshot; a first try dies before its n-th write if asked to. */
async function seen(
  sequence: number,
  holdings: Parameters<typeof bookWith>[1],
  { at, dies }: { at?: number; dies?: number } = {},
): Promise<Assessment> {
  const body = bytes(bookWith(sequence, holdings, at));
  await receiveSnapshot(tables, { venue: VENUE, body, format: 'json' });
  const snapshot = (await readSnapshot(tables, VENUE, sequence)) as CompleteSnapshot;
  if (dies !== undefined) {
    const dying = dyingAt(tables, dies, 'after');
    await expect(assessSnapshot(dying.tables, DEFAULT_POLICY, 'test', snapshot)).rejects.toThrow();
  }
  // Twice, as a stream delivers at least once.
  for (let time = 0; time < 2; time++) await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);
  const record = await readAssessmentRecord(tables, VENUE, sequence);
  if (record?.moved) await openResponses(tables, responder, DEFAULT_POLICY, record);
  return readAssessmentAt(tables, VENUE, sequence);
}

const incident = (symbol: string, group: string) => readNewestIncident(tables, { venue: VENUE, symbol, group });
const checks = ({ findings }: Assessment) => findings.map(({ check }) => check);

const BOTH = { btc: { accounts: 20 }, eth: { accounts: 20 } };

describe('a market that leaves the book in an emergency', () => {
  const hot = { btc: { accounts: 20 }, eth: { accounts: 20, leverage: 90 } };
  const gone = { btc: { accounts: 20 } };

  test('ends its incidents as no longer observed, is missed, and alerts again when it returns', async () => {
    await seen(1, BOTH);
    await seen(2, hot);
    const alert = await incident(ETH, 'leverage');
    expect(alert).toMatchObject({ status: 'open', severity: 'emergency' });

    const third = await seen(3, gone);
    expect(third.absent).toEqual([
      {
        symbol: ETH,
        since: START + 3 * HOUR_MS,
        sequence: 3,
        openInterest: 400_000,
        positions: 20,
        severity: 'emergency',
      },
    ]);
    expect(checks(third)).toContain('market-gone');
    const ended = await incident(ETH, 'leverage');
    expect(ended).toMatchObject({ status: 'resolved', incidentId: alert?.incidentId, latest: { unobserved: true } });
    const told = JSON.stringify(ended && [incidentMessage(ended), transitionReply(ended, 'resolved')]);
    expect(told).toMatch(/NO LONGER OBSERVED/);
    expect(told).toMatch(/whether this is over is not known/);
    expect(told).not.toMatch(/back to normal|RESOLVED/);
    const missed = await incident(ETH, 'market-gone');
    expect(missed).toMatchObject({ status: 'open', severity: 'critical', latest: { value: 1 } });
    expect(JSON.stringify(missed && incidentMessage(missed))).toMatch(
      /had held 20 positions and an open interest of 400,000 \(44 % of the book\), and stood at emergency/,
    );
    // What is gone stops nobody from acting on what is there.
    expect(broken(third)).toEqual([]);

    const fourth = await seen(4, gone);
    expect(fourth.absent).toEqual(third.absent);
    expect(fourth.moves).toEqual([]);

    const fifth = await seen(5, hot);
    expect(fifth.absent).toEqual([]);
    expect(await incident(ETH, 'market-gone')).toMatchObject({ status: 'resolved' });
    const again = await incident(ETH, 'leverage');
    expect(again).toMatchObject({ status: 'open', severity: 'emergency' });
    expect(again?.incidentId).not.toBe(alert?.incidentId);
  });

  test.each([0, 1, 2, 3, 4, 5])('a try that ends after its write %i comes to the same', async (dies) => {
    await seen(1, BOTH);
    await seen(2, hot);
    const { moves, absent, findings } = await seen(3, gone, { dies });
    expect(absent).toMatchObject([{ symbol: ETH, severity: 'emergency' }]);
    expect(findings.filter(({ check }) => check === 'market-gone')).toHaveLength(1);
    expect(moves.map(({ symbol, group, to }) => [symbol, group, to])).toEqual([
      [ETH, 'leverage', 'normal'],
      [ETH, 'concentration', 'normal'],
      [ETH, 'market-gone', 'critical'],
    ]);
    const fourth = await seen(4, gone);
    expect(fourth.absent).toHaveLength(1);
    expect(fourth.moves).toEqual([]);
  });

  test('is forgotten after a day, in words, and missed no more', async () => {
    await seen(1, BOTH);
    await seen(2, hot);
    await seen(3, gone);
    const day = await seen(27, gone);
    expect(day.absent).toHaveLength(1);
    const after = await seen(28, gone, { dies: 2 });
    expect(after.absent).toEqual([]);
    expect(checks(after)).toContain('market-forgotten');
    const over = await incident(ETH, 'market-gone');
    expect(over).toMatchObject({ status: 'resolved', latest: { unobserved: true } });
    expect(JSON.stringify(over && incidentMessage(over))).toMatch(/counts as delisted/);
    const later = await seen(29, gone);
    expect([later.absent, later.moves, checks(later)]).toEqual([[], [], []]);
    expect((await seen(30, hot)).moves).toContainEqual(
      expect.objectContaining({ symbol: ETH, group: 'leverage', to: 'emergency' }),
    );
  });
});

test('a quiet market with a small share is missed at warning, and an empty one leaves without a word', async () => {
  const small = { btc: { accounts: 20 }, eth: { accounts: 2 } };
  await seen(1, small);
  await seen(2, { btc: { accounts: 20 } });
  expect(await incident(ETH, 'market-gone')).toMatchObject({ status: 'open', severity: 'warning' });
  await seen(3, { btc: { accounts: 20 }, eth: { accounts: 0 } });
  expect(await incident(ETH, 'market-gone')).toMatchObject({ status: 'resolved' });
  const fourth = await seen(4, { btc: { accounts: 20 } });
  expect([fourth.absent, checks(fourth)]).toEqual([[], []]);
});

test('an empty book is an incident of the venue, and lets go of no alert', async () => {
  await seen(1, { btc: { accounts: 20, leverage: 90 } });
  const second = await seen(2, { btc: { accounts: 0 } });
  expect(second.findings).toMatchObject([{ check: 'book-empty', level: 'doubtful' }]);
  expect(second.markets[0]).toMatchObject({ severity: 'emergency', integrity: 'doubtful', openInterest: 0 });
  expect(broken(second)).toEqual([]);
  const empty = await incident('*', 'book-empty');
  expect(empty).toMatchObject({ status: 'open', severity: 'critical' });
  expect(JSON.stringify(empty && incidentMessage(empty))).toMatch(
    /The book holds no position: the last one that did had 20, with an open interest of 500,000/,
  );
  expect(await incident(BTC, 'leverage')).toMatchObject({ status: 'open', severity: 'emergency' });
  // One sentence for one thing: that it is also smaller is not told.
  expect(await incident('*', 'book-shrunk')).toBeUndefined();
  await seen(3, { btc: { accounts: 20 } });
  expect(await incident('*', 'book-empty')).toMatchObject({ status: 'resolved' });
  expect(await incident(BTC, 'leverage')).toMatchObject({ status: 'resolved' });
});

test('a book that never held anything is a warning', async () => {
  await seen(1, { btc: { accounts: 0 } });
  expect(await incident('*', 'book-empty')).toMatchObject({ status: 'open', severity: 'warning' });
});

describe('a book that loses most of its accounts', () => {
  test.each([undefined, 0, 1, 2, 3])(
    'is an incident until it is back (a try that ends after write %p included)',
    async (dies) => {
      await seen(1, BOTH);
      const second = await seen(
        2,
        { btc: { accounts: 8 }, eth: { accounts: 8 } },
        { ...(dies === undefined ? {} : { dies }) },
      );
      expect(second.findings).toMatchObject([{ check: 'book-shrunk', level: 'doubtful', values: { accounts: 0.6 } }]);
      const shrunk = await incident('*', 'book-shrunk');
      expect(shrunk).toMatchObject({ status: 'open', severity: 'warning', latest: { value: 1.2 } });
      expect(JSON.stringify(shrunk && incidentMessage(shrunk))).toMatch(
        /has lost 60 % of its accounts \(40, now 16\) and 60 % of its open interest \(900,000, now 360,000\)/,
      );
      expect(broken(second)).toEqual([]);
      // Held against the book from before, not against the smaller one.
      expect(checks(await seen(3, { btc: { accounts: 8 }, eth: { accounts: 8 } }))).toEqual(['book-shrunk']);
      expect(await incident('*', 'book-shrunk')).toMatchObject({ status: 'open' });
      expect(checks(await seen(4, BOTH))).toEqual([]);
      expect(await incident('*', 'book-shrunk')).toMatchObject({ status: 'resolved' });
    },
  );

  test('counts as the usual one after a day', async () => {
    const small = { btc: { accounts: 8 }, eth: { accounts: 8 } };
    await seen(1, BOTH);
    await seen(2, small);
    expect(checks(await seen(26, small))).toEqual(['sequence-gap', 'book-shrunk']);
    expect(checks(await seen(27, small))).toEqual([]);
    const over = await incident('*', 'book-shrunk');
    expect(over).toMatchObject({ status: 'resolved' });
    expect(JSON.stringify(over && incidentMessage(over))).toMatch(
      /The smaller book counts as the usual one from now on/,
    );
  });
});

test('a late snapshot misses nothing and moves nothing', async () => {
  await seen(1, BOTH);
  await seen(5, BOTH);
  const late = await seen(3, { btc: { accounts: 2 } });
  expect(late).toMatchObject({ late: true, absent: [], moves: [] });
  expect(checks(late)).toEqual(['sequence-behind']);
  expect((await seen(6, BOTH)).moves).toEqual([]);
});
