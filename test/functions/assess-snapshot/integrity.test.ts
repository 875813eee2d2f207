import { beforeEach, describe, expect, test } from '@jest/globals';
import { assessSnapshot } from '../../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Responder } from '../../../shared/response/open-response.ts';
import { incidentMessage } from '../../../shared/slack/incident-message.ts';
import { readAssessmentRecord, readNewestAssessment } from '../../../shared/store/assessments.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { type CompleteSnapshot, readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { makeTables } from '../../environment/tables.ts';

const VENUE = 'demo';
const SYMBOL = 'BTC/USDT:USDT';
const KEY = { venue: VENUE, symbol: SYMBOL, group: 'integrity' };
const responder: Responder = { start: async () => undefined };

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables(() => Date.UTC(2026, 5, 1));
});

/** A book of orders around a price. */
const bookAround = (price: number) => ({
  bids: [1, 2, 3].map((step) => [price * (1 - step / 1_000), 10]),
  asks: [1, 2, 3].map((step) => [price * (1 + step / 1_000), 10]),
});

/** Pushes, assesses and responds to a snapshot with the mark and the order book as given. */
async function seen(sequence: number, price: number, orderBook = bookAround(price)): Promise<void> {
  const book = wireBook({ sequence, price });
  const markets = book.markets.map((market) => ({ ...market, orderBook }));
  await receiveSnapshot(tables, { venue: VENUE, body: bytes({ ...book, markets }), format: 'json' });
  const snapshot = (await readSnapshot(tables, VENUE, sequence)) as CompleteSnapshot;
  // Twice, as a stream delivers at least once.
  for (let time = 0; time < 2; time++) {
    await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);
    const record = await readAssessmentRecord(tables, VENUE, sequence);
    if (record?.moved) await openResponses(tables, responder, DEFAULT_POLICY, record);
  }
}
const market = async () => (await readNewestAssessment(tables, VENUE))?.markets[0];

describe('a depth that does not change while the price does', () => {
  test('is an incident that names it, and is over once the book moves again', async () => {
    const frozen = bookAround(50_000);
    await seen(1, 50_000, frozen);
    await seen(2, 50_200, frozen);
    expect(await market()).toMatchObject({ integrity: 'sound' });
    await seen(3, 50_600, frozen);
    expect(await market()).toMatchObject({
      integrity: 'failed',
      findings: expect.arrayContaining([expect.objectContaining({ check: 'book-frozen', level: 'failed' })]),
    });
    const open = await readNewestIncident(tables, KEY);
    expect(open).toMatchObject({ status: 'open', severity: 'warning', latest: { metric: 'integrity', value: 2 } });
    const told = JSON.stringify(open && incidentMessage(open));
    expect(told).toMatch(/data that cannot be trusted/);
    expect(told).toMatch(/The data \*are wrong\* and nothing is done on them: the order book/);
    await seen(4, 50_700);
    expect(await market()).toMatchObject({ integrity: 'sound' });
    const over = await readNewestIncident(tables, KEY);
    expect(over).toMatchObject({ status: 'resolved', incidentId: open?.incidentId });
    expect(JSON.stringify(over && incidentMessage(over))).toMatch(/The data are sound again/);
  });
});

test('a crossed book fails at once, and the book is measured all the same', async () => {
  const { bids, asks } = bookAround(50_000);
  await seen(1, 50_000, { bids: asks, asks: bids });
  expect(await market()).toMatchObject({ integrity: 'failed', openInterest: 100_000 });
});

test('a gap in the sequence is told as a note of the venue, with how many are missing', async () => {
  await seen(1, 50_000);
  await seen(5, 50_010);
  expect((await readNewestAssessment(tables, VENUE))?.findings).toEqual([
    expect.objectContaining({ check: 'sequence-gap', level: 'note', values: { missing: 3, sequence: 5, before: 1 } }),
  ]);
});
