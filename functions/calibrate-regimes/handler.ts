import { readEnvironment } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { eachVenue, type Scheduled, scheduledAt } from '../../shared/runtime/scheduled.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';
import { calibrateVenue } from './calibrate-regimes.ts';

const environment = readEnvironment({ STATE_TABLE: 'string', SNAPSHOT_TABLE: 'string', VENUES: 'json' });
const venues = environment.VENUES as readonly string[];
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });

/** What one market may take. */
const MARKET_MS = 60_000;

/** Scheduled: refits how each market's regime is told, from its stored bars. */
export async function handler(
  event: Scheduled,
  { getRemainingTimeInMillis }: { getRemainingTimeInMillis(): number },
): Promise<void> {
  const at = scheduledAt(event);
  await eachVenue(venues, async (venue) => {
    const calibrated = await calibrateVenue(
      tables,
      venue,
      await readPolicy(tables, venue),
      at,
      () => getRemainingTimeInMillis() > MARKET_MS,
    );
    log('info', 'A venue was calibrated', { venue, ...calibrated });
  });
}
