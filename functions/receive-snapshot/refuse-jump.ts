import type { Refusal } from '../../shared/incident/feed/admit.ts';
import type { FeedTerms } from '../../shared/incident/feed/terms.ts';
import { timeFigure } from '../../shared/presentation/figures.ts';
import { Problem } from '../../shared/runtime/problem.ts';
import { noteRefusal } from '../../shared/store/refusals.ts';
import type { Tables } from '../../shared/store/tables.ts';

export const NOTHING_STORED = 'Nothing of it was stored, and its snapshotId is free.';
/** Another snapshot became the newest while this one was landing. */
export const STAYS_INCOMPLETE = 'The snapshot stays incomplete: push the book anew under a new snapshotId.';

/**
 * The answer to a snapshot that cannot come after the newest one. It is counted, because a venue that keeps pushing such is an
 * incident.
 *
 * @param following what became of the push
 */
export async function jumpRefused(
  tables: Tables,
  venue: string,
  refusal: Refusal,
  { refusedRun }: FeedTerms,
  following: string,
): Promise<Problem> {
  const { kind, given } = refusal;
  const problem = kind === 'sequence-jump' ? sequenceProblem(refusal, following) : timeProblem(refusal, following);
  await noteRefusal(tables, venue, { kind, given, detail: problem.message }, refusedRun.quietMs);
  return problem;
}

function sequenceProblem(
  { kind, given, most, newest }: Extract<Refusal, { kind: 'sequence-jump' }>,
  following: string,
): Problem {
  const detail = [
    newest
      ? `The sequence ${given} is too far ahead of ${newest.sequence}, the newest (snapshot ${JSON.stringify(newest.snapshotId)}). At most ${most} is accepted now, and more as time passes.`
      : `The sequence ${given} is too high for the first of a venue: at most ${most} is accepted.`,
    `If it is right, have Breakwater's operator reset the venue to the sequence before it.`,
    following,
  ].join(' ');
  const fault = { path: '/sequence', message: `is ${given}; at most ${most} is accepted` };
  return new Problem(kind, detail, { faults: [fault], total: 1, allowed: { most } });
}

function timeProblem(
  { kind, given, least, newest }: Extract<Refusal, { kind: 'time-jump' }>,
  following: string,
): Problem {
  const { snapshotId, timestamp } = newest;
  const detail = [
    `The time ${named(given)} lies ${timestamp - given} ms behind ${named(timestamp)}, that of the newest snapshot (${JSON.stringify(snapshotId)}).`,
    `At least ${least} is accepted, ${timestamp - least} ms behind it.`,
    `If it is right, have Breakwater's operator reset the venue.`,
    following,
  ].join(' ');
  const fault = { path: '/timestamp', message: `is ${given}; at least ${least} is accepted` };
  return new Problem(kind, detail, { faults: [fault], total: 1, allowed: { least } });
}

const named = (timestamp: number): string => `${timestamp} (${timeFigure(timestamp)})`;
