import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { assessSnapshot } from '../../../functions/assess-snapshot/assess-snapshot.ts';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import { PUSHED_BARS } from '../../../shared/market-data/timeframes.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { readCalibration } from '../../../shared/store/calibrations.ts';
import { appendBars } from '../../../shared/store/market-data.ts';
import { writePolicy } from '../../../shared/store/policies.ts';
import { type CompleteSnapshot, readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { makeTables } from '../../environment/tables.ts';

const SYMBOL = 'BTC/USDT:USDT';
const HOUR_MS = 3_600_000;
const VENUES = ['own', 'default'];

let tables: Tables;
let handler: (event: { scheduledTime: string }, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

beforeAll(async () => {
  jest.spyOn(console, 'info').mockImplementation(() => {});
  jest.spyOn(console, 'log').mockImplementation(() => {});
  tables = await makeTables(Date.now);
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    SNAPSHOT_TABLE: tables.snapshots,
    VENUES: JSON.stringify(VENUES),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
  });
  ({ handler } = await import('../../../functions/calibrate-regimes/handler.ts'));
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** So many hourly bars before a time, of volatility that comes in two kinds. */
function barsBefore(time: number, count: number): Candle[] {
  const random = openRandom(5);
  let close = 50_000;
  return Array.from({ length: count }, (_, i): Candle => {
    const open = close;
    close = open * Math.exp((Math.floor(i / 200) % 2 === 0 ? 0.002 : 0.01) * random.normal());
    const [high, low] = [Math.max(open, close) * 1.001, Math.min(open, close) * 0.999];
    return { timestamp: time - (count - i) * HOUR_MS, open, high, low, close };
  });
}

test('each venue is calibrated by the policy that it has in force', async () => {
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  await writePolicy(tables, 'own', { regimes: { dwellBars: 12 } }, { by: 'test', before: 1 });
  for (const venue of VENUES) {
    await receiveSnapshot(tables, { venue, body: bytes(wireBook({ timestamp: hour })), format: 'json' });
    await assessSnapshot(tables, DEFAULT_POLICY, 'test', (await readSnapshot(tables, venue, 1)) as CompleteSnapshot);
    await appendBars(tables, venue, SYMBOL, barsBefore(hour, 1_200), PUSHED_BARS);
  }
  await handler({ scheduledTime: new Date(hour).toISOString() }, { getRemainingTimeInMillis: () => 900_000 });
  const dwellOf = async (venue: string) => (await readCalibration(tables, venue, SYMBOL))?.terms.dwellBars;
  expect(await dwellOf('own')).toBe(12);
  expect(await dwellOf('default')).toBe(DEFAULT_POLICY.regimes.dwellBars);
});
