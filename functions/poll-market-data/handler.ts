import { openExchange } from '../../shared/market-data/open-exchange.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { eachVenue, type Scheduled, scheduledAt } from '../../shared/runtime/scheduled.ts';
import { openTables } from '../../shared/store/tables.ts';
import { pollMarketData } from './poll-market-data.ts';
import { readPolls } from './polls.ts';

const environment = readEnvironment({ STATE_TABLE: 'string', POLLS: 'json', TIMEOUT_SECONDS: 'number' });
/** For all of one venue; the function's own time-out leaves some more for storing. */
const deadlineMs = environment.TIMEOUT_SECONDS * 1_000;
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' });
/** Opened once and kept between invocations, with their lists of markets. */
const polls = new Map(
  readPolls(environment.POLLS).map((poll) => [
    poll.venue,
    { ...poll, open: openExchange({ ...poll, timeoutMs: Math.min(10_000, deadlineMs / 4), now: Date.now }) },
  ]),
);

/**
 * Scheduled: fetches the public market data of every venue that names an exchange, each on its own, and stores it. Data are of
 * the time when they were fetched: a call that comes late or again brings newer ones, and its bars are the same.
 */
export async function handler(event: Scheduled): Promise<void> {
  log('info', 'venues are being polled', { lateMilliseconds: Date.now() - scheduledAt(event) });
  await eachVenue([...polls.keys()], async (venue) => {
    const { open, symbols, timeframe } = polls.get(venue)!;
    await pollMarketData(tables, open, symbols, { deadlineMs, random: Math.random, timeframe });
  });
}
