import { decideSequence } from '../../shared/incident/feed/admit.ts';
import { isHandedOnAgain } from '../../shared/incident/feed/hand-on.ts';
import type { FeedTerms } from '../../shared/incident/feed/terms.ts';
import { type Check, type Feed, feedEvents, type Unsettled } from '../../shared/incident/feed/watch.ts';
import type { Policy } from '../../shared/policy/types.ts';
import { type Responder, respondTo } from '../../shared/response/open-response.ts';
import { log } from '../../shared/runtime/log.ts';
import { type Failure, readFailures, resolveFailure } from '../../shared/store/failures.ts';
import { handOnAgain } from '../../shared/store/redrive.ts';
import { readRefusals } from '../../shared/store/refusals.ts';
import { type Cursor, readCursor, readIncomplete } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { type Lack, type Look, lackOf, lookForUnsettled } from '../../shared/store/unsettled.ts';

/** Looks at one venue's feed and takes what it finds to the incidents that it concerns. */
export async function watchFeed(
  tables: Tables,
  responder: Responder,
  venue: string,
  check: Omit<Check, 'policyVersion' | 'terms'>,
  { version: policyVersion, alertFrom, feed: terms }: Policy,
): Promise<void> {
  const until = check.at - Math.min(terms.unassessedAfterMs, terms.unansweredAfterMs);
  const [last, incoming, refusals, look, failures] = await Promise.all([
    readCursor(tables, venue),
    readIncomplete(tables, venue),
    readRefusals(tables, venue),
    lookForUnsettled(tables, venue, until),
    readFailures(tables, venue),
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
    unassessed: oldestLacking('assessment', look, failures),
    unanswered: oldestLacking('response', look, failures),
  };
  const events = feedEvents(feed, { ...check, policyVersion, terms });
  for (const event of events) await respondTo(tables, responder, event, alertFrom);
  // After the incident, so that officers are notified even if the redrive fails.
  await handOn(tables, venue, look, check.at);
  // Last, as nothing hangs on it: a note that stays unmarked is looked at again.
  await markResolved(tables, venue, failures);
}

/** For one venue in one look: a long backlog is worked off over many looks. */
const MOST_HANDED_ON = 10;

/** Redrives what a consumer has given up or never received, the oldest first. */
async function handOn(tables: Tables, venue: string, { unsettled }: Look, at: number): Promise<void> {
  const due = unsettled.filter(({ receivedAt }) => isHandedOnAgain(at - receivedAt));
  const unassessed = due.filter(({ lacks }) => lacks === 'assessment').slice(0, MOST_HANDED_ON);
  // Moves go with all moves behind them.
  const unanswered = due.find(({ lacks }) => lacks === 'response');
  for (const { sequence } of unanswered ? [...unassessed, unanswered] : unassessed) {
    const handedOn = await handOnAgain(tables, venue, sequence);
    log('warn', 'what was not worked off is handed on again', { venue, sequence, ...handedOn });
  }
}

/** The oldest of the snapshots that lack the same, and how many they are; undefined if there are none. */
function oldestLacking(lack: Lack, { unsettled, complete }: Look, failures: readonly Failure[]): Unsettled | undefined {
  const lacking = unsettled.filter(({ lacks }) => lacks === lack).sort((a, b) => a.receivedAt - b.receivedAt);
  const [oldest] = lacking;
  if (!oldest) return undefined;
  const { snapshotId, sequence, receivedAt } = oldest;
  const why = failures.find((failure) => failure.sequence === sequence && failure.consumer === CONSUMERS[lack]);
  return {
    ...{ snapshotId, sequence, receivedAt, count: lacking.length, more: !complete },
    ...(why && why.resolvedAt === null ? { why: `${why.error}: ${why.message}` } : {}),
  };
}

/** Who is to provide what is lacking. */
const CONSUMERS = { assessment: 'assess-snapshot', response: 'open-response' } as const satisfies Record<
  Lack,
  Failure['consumer']
>;

/** Marks the notes of failures whose snapshots have been worked off since. */
async function markResolved(tables: Tables, venue: string, failures: readonly Failure[]): Promise<void> {
  for (const failure of failures.filter(({ resolvedAt }) => resolvedAt === null)) {
    const lack = (await lackOf(tables, venue, { sequence: failure.sequence, receivedAt: failure.firstAt }))?.lacks;
    const over = failure.consumer === 'assess-snapshot' ? lack !== 'assessment' : lack === undefined;
    if (over) await resolveFailure(tables, venue, failure);
  }
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
