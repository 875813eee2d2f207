import { decideSequence } from '../../shared/incident/feed/admit.ts';
import type { FeedTerms } from '../../shared/incident/feed/terms.ts';
import { type Check, type Feed, feedEvents } from '../../shared/incident/feed/watch.ts';
import type { Policy } from '../../shared/policy/types.ts';
import { type Responder, respondTo } from '../../shared/response/open-response.ts';
import { readRefusals } from '../../shared/store/refusals.ts';
import { type Cursor, readCursor, readIncomplete } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';

/** Looks at one venue's feed and takes what it finds to the incidents that it concerns. */
export async function watchFeed(
  tables: Tables,
  responder: Responder,
  venue: string,
  check: Omit<Check, 'policyVersion' | 'terms'>,
  { version: policyVersion, alertFrom, feed: terms }: Policy,
): Promise<void> {
  const [last, incoming, refusals] = await Promise.all([
    readCursor(tables, venue),
    readIncomplete(tables, venue),
    readRefusals(tables, venue),
  ]);
  // Nobody has begun to rely on a venue that never sent a whole snapshot.
  if (!last) return;
  const { snapshotId, sequence, receivedAt, gaps, sequences, late } = last;
  const feed: Feed = {
    venue,
    snapshotId,
    sequence,
    receivedAt,
    gaps,
    missing: sequences.missing,
    late,
    ...(incoming && isAwaited(incoming, last, check.at, terms) ? { incomplete: incoming } : {}),
    ...(refusals ? { refused: { ...refusals, why: refusals.last.detail } } : {}),
  };
  const events = feedEvents(feed, { ...check, policyVersion, terms });
  for (const event of events) await respondTo(tables, responder, event, alertFrom);
}

/** One that a newer snapshot has made up for is of no more use, and one that would be refused is not waited for. */
function isAwaited(
  { sequence, since }: { readonly sequence?: number; readonly since: number },
  last: Cursor,
  at: number,
  terms: FeedTerms,
): boolean {
  if (sequence === undefined) return since > last.receivedAt;
  return decideSequence(last, { sequence, timestamp: last.timestamp }, at, terms).reason === 'ahead';
}
