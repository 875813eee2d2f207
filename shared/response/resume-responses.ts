import { errorFields, log } from '../runtime/log.ts';
import { type DueResponse, moveDueResponse, readDueResponses } from '../store/due-responses.ts';
import { mapBounded, type Tables } from '../store/tables.ts';
import type { ExecutionStanding, Executions } from './executions.ts';
import { inputOf, type Responder } from './open-response.ts';

/** What was done about a response that is due, and why. */
export type Resumption =
  | { readonly resumed: true; readonly reason: 'failed' | 'not started' }
  | {
      readonly resumed: false;
      readonly reason: 'given up' | 'young' | 'waiting' | 'running' | 'claimed by another';
    };

export interface ResumingConnections {
  readonly tables: Tables;
  readonly executions: Executions;
  readonly responder: Responder;
  /** Tells the officers of a failure, once; absent if nobody is told. */
  readonly tell?: (due: DueResponse) => Promise<void>;
}

/** An attempt that was claimed less than this ago is left alone: its execution is being started, or not to be seen yet. */
const YOUNG_MS = 60_000;
/** Failures after which each sweep tries again; from then on the gap doubles, from two minutes to half an hour. */
const QUICK_FAILURES = 3;
const FIRST_GAP_MS = 120_000;
const LONGEST_GAP_MS = 1_800_000;

/**
 * Responses of a venue that one sweep looks at. Step Functions describes 15 executions a second in large regions (10 in others) after
 * a burst of 300 (250): a sweep a minute stays within it, and thousands of responses that wait for hours are looked at in turn.
 */
const LOOKS = 300;
const WIDTH = 8;

/** How long after its last failure a response is left alone, in milliseconds. */
export const gapAfter = (failures: number): number =>
  failures <= QUICK_FAILURES ? 0 : Math.min(FIRST_GAP_MS * 2 ** (failures - QUICK_FAILURES - 1), LONGEST_GAP_MS);

/**
 * Resumes the responses of a venue whose executions are over and have not ended well, or were never started. Each is taken from the
 * beginning under a name of its own, and finds at each step what it has done already; also if the incident has moved on or is
 * resolved, since a plan that was approved has to be dispatched or withdrawn, and messages that are due have to be posted.
 *
 * Whoever claims an attempt starts it: of two sweeps at once, one does. One response that cannot be resumed keeps no other from it.
 *
 * @throws AggregateError of what failed, after all were tried
 */
export async function resumeResponses(connections: ResumingConnections, venue: string): Promise<void> {
  const { tables } = connections;
  const now = tables.now();
  const due = (await readDueResponses(tables, venue)).filter((one) => leftAlone(one, now) === undefined);
  const errors: unknown[] = [];
  await mapBounded(inTurn(due, now), WIDTH, async (one) => {
    try {
      const { resumed, reason } = await resumeResponse(connections, one);
      const { incidentId, version } = one.input;
      if (resumed) log('warn', 'a response is resumed', { venue, incidentId, version, after: one.attempt, reason });
    } catch (error) {
      const { incidentId, version } = one.input;
      log('error', 'a response could not be resumed', { venue, incidentId, version, ...errorFields(error) });
      errors.push(error);
    }
  });
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} responses of ${venue} could not be resumed`);
}

/** As many as one sweep looks at; of more, others each minute. */
function inTurn(due: readonly DueResponse[], now: number): readonly DueResponse[] {
  if (due.length <= LOOKS) return due;
  const first = (Math.floor(now / 60_000) * LOOKS) % due.length;
  return [...due.slice(first), ...due.slice(0, first)].slice(0, LOOKS);
}

/** Why a response needs no look; undefined if it does. */
function leftAlone({ closed, claimedAt, attempt, failure, failures }: DueResponse, now: number) {
  if (closed !== null) return 'given up';
  if (now - claimedAt < YOUNG_MS) return 'young';
  return failure?.attempt === attempt && now - failure.at < gapAfter(failures) ? 'waiting' : undefined;
}

/**
 * Resumes one response, unless it runs or has ended well.
 *
 * @param by an operator resumes at once whatever the gap, and also what was given up
 */
export async function resumeResponse(
  connections: ResumingConnections,
  due: DueResponse,
  by: 'sweep' | 'operator' = 'sweep',
): Promise<Resumption> {
  const { tables, executions, responder } = connections;
  const { input, attempt } = due;
  const now = tables.now();
  const alone = by === 'sweep' ? leftAlone(due, now) : undefined;
  if (alone) return { resumed: false, reason: alone };
  const standing = await executions.standingOf(inputOf(input, attempt));
  if (standing === 'RUNNING') return { resumed: false, reason: 'running' };
  if (standing === 'ABSENT' && due.closed === null) {
    // The attempt is claimed: whoever starts it under its name, it runs once.
    await responder.start(inputOf(input, attempt));
    return { resumed: true, reason: 'not started' };
  }
  // Also of one that succeeded: its last step deletes what is due, so that without that it has not been closed.
  const noted = withFailure(due, standing, now);
  const waits = by === 'sweep' && noted.failure !== due.failure && gapAfter(noted.failures) > 0;
  const anew = due.closed === null ? {} : { closed: null, told: 'nothing' as const };
  const claim = waits ? {} : { attempt: attempt + 1, claimedAt: now, ...anew };
  const moved = await moveDueResponse(tables, due, { ...noted, ...claim });
  if (!moved) return { resumed: false, reason: 'claimed by another' };
  if (!waits) await responder.start(inputOf(input, attempt + 1));
  await tellOf(connections, moved);
  return waits ? { resumed: false, reason: 'waiting' } : { resumed: true, reason: 'failed' };
}

/** Of an execution that ended without its last step nobody else has noted that it failed. */
function withFailure(
  { attempt, failures, failure }: DueResponse,
  standing: ExecutionStanding,
  at: number,
): Pick<DueResponse, 'failures' | 'failure'> {
  if (failure?.attempt === attempt) return { failures, failure };
  return { failures: failures + 1, failure: { state: 'execution', error: standing, attempt, at } };
}

/** The last step tells the officers of a failure; if it could not, they are told here. It keeps nothing from being resumed. */
async function tellOf({ tell }: ResumingConnections, due: DueResponse): Promise<void> {
  try {
    await tell?.(due);
  } catch (error) {
    log('error', 'the officers could not be notified of a response that failed', errorFields(error));
  }
}
