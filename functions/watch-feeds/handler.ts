import { openResponder } from '../../shared/response/open-response.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { eachVenue, type Scheduled, scheduledAt } from '../../shared/runtime/scheduled.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';
import { watchFeed } from './watch-feed.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  VENUES: 'json',
  SILENCE_SECONDS: 'number',
  RESPOND_MACHINE: 'string',
  CODE_VERSION: 'string',
});
const venues = environment.VENUES as readonly string[];
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' });
const responder = openResponder(environment.RESPOND_MACHINE);

/**
 * Scheduled: a venue that has been silent for too long, that sends only late snapshots or such that are refused, a snapshot that
 * stays incomplete and snapshots that are missing are incidents, and what makes up for them resolves them.
 */
export async function handler(event: Scheduled): Promise<void> {
  const check = {
    at: scheduledAt(event),
    silenceMs: environment.SILENCE_SECONDS * 1_000,
    codeVersion: environment.CODE_VERSION,
  };
  await eachVenue(venues, async (venue) => {
    await watchFeed(tables, responder, venue, check, await readPolicy(tables, venue));
  });
}
