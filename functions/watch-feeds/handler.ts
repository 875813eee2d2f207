import { type Feed, feedEvents } from '../../shared/incident/feed/watch.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { openResponder, respondTo } from '../../shared/response/open-response.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { readCursor, readIncomplete } from '../../shared/store/snapshots.ts';
import { openTables } from '../../shared/store/tables.ts';

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
 * Scheduled: a venue that has been silent for too long, a snapshot that stays incomplete and snapshots that are missing are
 * incidents, and what makes up for them resolves them.
 *
 * The scheduled time, not the clock, is the time of the check: a retried invocation is the same check again.
 */
export async function handler({ scheduledTime }: { readonly scheduledTime: string }): Promise<void> {
  const at = Date.parse(scheduledTime);
  if (Number.isNaN(at)) throw new Error(`The scheduled time ${JSON.stringify(scheduledTime)} is not a time`);
  const check = { at, silenceMs: environment.SILENCE_SECONDS * 1_000, codeVersion: environment.CODE_VERSION };
  const outcomes = await Promise.allSettled(
    venues.map(async (venue) => {
      const [last, incoming] = await Promise.all([readCursor(tables, venue), readIncomplete(tables, venue)]);
      // Nobody has begun to rely on a venue that never sent a whole snapshot.
      if (!last) return;
      const { snapshotId, receivedAt, gaps, sequences } = last;
      // One that a newer snapshot has made up for is of no more use.
      const awaited =
        incoming && (incoming.sequence === undefined ? incoming.since > receivedAt : incoming.sequence > last.sequence);
      const feed: Feed = {
        venue,
        snapshotId,
        receivedAt,
        gaps,
        missing: sequences.missing,
        ...(awaited ? { incomplete: incoming } : {}),
      };
      for (const event of feedEvents(feed, check)) await respondTo(tables, responder, event, DEFAULT_POLICY.alertFrom);
    }),
  );
  // One venue's failure must not keep the others from being checked.
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `${failures.length} of ${venues.length} venues could not be checked: ${failures[0]}`,
    );
}
