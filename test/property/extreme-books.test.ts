import { expect, test } from '@jest/globals';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { openRandom } from '../../infra/local/scenario/random.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { Problem } from '../../shared/runtime/problem.ts';
import { incidentMessage } from '../../shared/slack/incident-message.ts';
import { readArrived } from '../../shared/store/assess-trigger.ts';
import { readAssessmentRecord } from '../../shared/store/assessments.ts';
import { readNewestIncident } from '../../shared/store/incidents.ts';
import { readCursor } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { bytes, wireBook } from '../environment/books.ts';
import { makeTables } from '../environment/tables.ts';
import { extremeBook } from './extreme-books.ts';

const VENUE = 'demo';
const BOOKS = 30;

/** Pushes a book and works off what the stream would hand on. @returns whether it was accepted; a refusal has a status below 500 */
async function pushed(tables: Tables, book: object, incidents: Incident[]): Promise<boolean> {
  try {
    await receiveSnapshot(tables, { venue: VENUE, body: bytes(book), format: 'json', clock: 'wall' });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.body.status).toBeLessThan(500);
    return false;
  }
  const cursor = await readCursor(tables, VENUE);
  const snapshot = await readArrived(tables, { pk: `venue#${VENUE}`, arrived: cursor?.arrived as number });
  if (!snapshot) throw new Error('what was accepted has not arrived');
  await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot, 'wall');
  const record = await readAssessmentRecord(tables, VENUE, snapshot.header.sequence);
  if (!record) throw new Error('what was accepted has not been assessed');
  const start = async (incident: Incident) => void incidents.push(incident);
  if (record.moved) await openResponses(tables, { start }, DEFAULT_POLICY, record);
  return true;
}

/** A sample of `npm run extremes`, without the stack around it. */
test('extreme books are assessed or refused at the door, and the next ordinary one at 200 times its equity alerts', async () => {
  let now = Date.UTC(2026, 0, 15, 12);
  const tables = await makeTables(() => now);
  const random = openRandom(20_261_130);
  const incidents: Incident[] = [];
  let accepted = 0;
  for (let sequence = 1; sequence <= BOOKS; sequence++, now += 60_000) {
    const book = extremeBook(random, { snapshotId: `extreme-${sequence}`, sequence, timestamp: now });
    if (await pushed(tables, book, incidents)) accepted++;
  }
  // Neither all nor none: both sides of the door have been seen.
  expect(accepted).toBeGreaterThan(BOOKS / 3);
  expect(accepted).toBeLessThan(BOOKS);
  for (const incident of incidents) expect(JSON.stringify(incidentMessage(incident)).length).toBeLessThan(13_000);

  const ordinary = wireBook({ sequence: BOOKS + 1, leverage: 200, accounts: 40, timestamp: now });
  const fresh = { ...ordinary.markets[0], symbol: 'ETH/USDT:USDT' };
  const positions = [...ordinary.positions, ...ordinary.positions.map((row) => ({ ...row, symbol: fresh.symbol }))];
  expect(await pushed(tables, { ...ordinary, markets: [...ordinary.markets, fresh], positions }, incidents)).toBe(true);
  for (const symbol of ['BTC/USDT:USDT', 'ETH/USDT:USDT']) {
    expect(await readNewestIncident(tables, { venue: VENUE, symbol, group: 'leverage' })).toMatchObject({
      status: 'open',
      severity: 'emergency',
    });
  }
}, 120_000);
