import { type Check, type Feed, feedEvents } from '../../shared/incident/feed/watch.ts';
import type { Alarm } from '../../shared/policy/types.ts';
import { type Responder, respondTo } from '../../shared/response/open-response.ts';
import { readCursor, readIncomplete } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';

/** Looks at one venue's feed and takes what it finds to the incidents that it concerns. */
export async function watchFeed(
  tables: Tables,
  responder: Responder,
  venue: string,
  check: Check,
  alertFrom: Alarm,
): Promise<void> {
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
  for (const event of feedEvents(feed, check)) await respondTo(tables, responder, event, alertFrom);
}
