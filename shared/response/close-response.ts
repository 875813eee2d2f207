import { summariseActions } from '../action/summarise.ts';
import type { Action } from '../action/types.ts';
import { isFinal } from '../runtime/final-fault.ts';
import { log } from '../runtime/log.ts';
import { endAction } from '../store/actions.ts';
import { changeDueResponse, deleteDueResponse } from '../store/due-responses.ts';
import { PlanConflict, planActions, readPlanProgress } from '../store/plan-actions.ts';
import { type PlanRecord, readPlanRecord } from '../store/plans.ts';
import {
  type DispatchConnections,
  giveUpDispatch,
  isApproved,
  tellCarriedOut,
  tellUndone,
} from './dispatch-actions.ts';
import { approvalIdFor, planIdOf } from './plan-response.ts';
import type { ClosingState } from './respond-state.ts';
import { withdraw } from './tell.ts';
import { type FailureChannel, tellFailure } from './tell-failure.ts';

/** How a response was closed: it has ended well, will be resumed, is given up, or another attempt has taken its place. */
export interface Closed {
  readonly closed: 'well' | 'to be resumed' | 'given up' | 'overtaken';
}

export type ClosingConnections = FailureChannel & Omit<DispatchConnections, 'deskOf'>;

/**
 * The last step of every response. One that has ended well is not due any more. Of any other the failure is noted, so that the sweep
 * resumes it, and the officers are told once. What has failed for good is not resumed: what was approved and not sent is withdrawn.
 *
 * Safe to repeat from any point: what is decided is written first, and shown then.
 */
export async function closeResponse(connections: ClosingConnections, state: ClosingState): Promise<Closed> {
  const { tables } = connections;
  const { venue, incidentId, version, attempt = 1, failed, failure } = state;
  if (failed === undefined) {
    await deleteDueResponse(tables, state);
    return { closed: 'well' };
  }
  const error = failure?.Error ?? 'unknown';
  const final = isFinal(error);
  log('error', 'a response was not carried through', { venue, incidentId, version, attempt, failed, error, final });
  const at = tables.now();
  const due = await changeDueResponse(tables, state, (last) =>
    last.attempt !== attempt || last.failure?.attempt === attempt
      ? undefined
      : {
          failures: last.failures + 1,
          failure: { state: failed, error, attempt, at },
          closed: final ? error : null,
        },
  );
  // Deleted, it has ended well in another attempt; claimed anew, it runs again.
  if (due?.attempt !== attempt) return { closed: 'overtaken' };
  if (final) await withdrawApproved(connections, state);
  await tellFailure(connections, due);
  return { closed: final ? 'given up' : 'to be resumed' };
}

const GIVEN_UP = 'The response could not be carried through: nothing was done.';

/**
 * Nothing that was approved is left to be done by nobody: it is withdrawn, and the officers see it. Of every plan of the response, as
 * the attempt that has failed for good may not have come to the one that an attempt before has asked for.
 */
async function withdrawApproved(connections: ClosingConnections, state: ClosingState): Promise<void> {
  for (let round = 0; ; round++) {
    const record = await readPlanRecord(connections.tables, state.venue, planIdOf(state, round));
    if (!record) return;
    await withdrawPlan(connections, state, record);
  }
}

async function withdrawPlan(connections: ClosingConnections, state: ClosingState, record: PlanRecord): Promise<void> {
  const { tables, task, policyInForce } = connections;
  await withdraw(connections, task, approvalIdFor(record), GIVEN_UP);
  if (!(await isApproved(tables, record))) return;
  const decided = await giveUpDispatch(connections, record);
  if (decided.dispatched) await withdrawActions(connections, state, record, decided.actions);
  else if (decided.reason === 'given up') {
    await tellUndone(connections, state, record, await policyInForce(), decided);
  }
}

/**
 * What has not been sent is not sent any more, and stands as withdrawn, also if the response failed before it was planned. The venue has
 * the last word on what has been sent.
 */
async function withdrawActions(
  connections: ClosingConnections,
  state: ClosingState,
  record: PlanRecord,
  actions: readonly Action[],
): Promise<void> {
  const { tables } = connections;
  const { venue, planId } = record;
  try {
    await planActions(tables, { venue, planId, actions });
  } catch (error) {
    // The plan has other actions: those are the ones to withdraw.
    if (!(error instanceof PlanConflict)) throw error;
  }
  const progress = await readPlanProgress(tables, venue, planId);
  for (const { actionId, status } of progress?.actions ?? []) {
    if (status === 'planned') await endAction(tables, actionId, 'cancelled', 'the response was given up');
  }
  const after = await readPlanProgress(tables, venue, planId);
  const summary = summariseActions(after?.actions ?? [], after?.planned);
  if (summary.done) await tellCarriedOut(connections, state, record, summary);
}
