import type { AcknowledgementDecision } from '../../shared/action/decide.ts';
import type { Acknowledgement, ActionState } from '../../shared/action/types.ts';
import { tellTask, type WaitingTask } from '../../shared/response/waiting-task.ts';
import { Problem } from '../../shared/runtime/problem.ts';
import { LIMITS } from '../../shared/snapshot/limits.ts';
import { acknowledgeAction } from '../../shared/store/actions.ts';
import type { Tables } from '../../shared/store/tables.ts';

/** The answer to an acknowledgement that is sound. */
export interface Receipt {
  /** `taken` where it moved the action; else why it did not. */
  readonly status: 'taken' | 'duplicate' | 'late' | 'overtaken';
  readonly actionId: string;
  readonly acknowledgementId: string;
  /** The action as it now is, and whether anything more is expected of it. */
  readonly action: ActionState['status'];
  readonly done: boolean;
  readonly detail: string;
}

const DETAILS: Readonly<Record<Receipt['status'], string>> = {
  taken: 'The acknowledgement is taken.',
  duplicate: 'The acknowledgement was here already.',
  late: 'The action has had its last word: the acknowledgement is kept beside it and moves nothing.',
  overtaken: 'All that the acknowledgement tells was known already.',
};

/**
 * Takes an acknowledgement to its action, and tells the task that waits for the plan: the summary with the last word of the last
 * action, a sign of life before. The task is told anew of what was known already, so that a crash between the two is made good by the
 * venue's next try.
 *
 * @throws Problem for what does not fit the action; nothing is changed then
 */
export async function acknowledge(
  tables: Tables,
  task: WaitingTask,
  acknowledgement: Acknowledgement,
): Promise<Receipt> {
  const { actionId, acknowledgementId } = acknowledgement;
  const outcome = await acknowledgeAction(tables, acknowledgement);
  if (!outcome) throw new Problem('action-unknown', `There is no action ${JSON.stringify(actionId)} here.`);
  const { decision, state } = outcome;
  const status = decision.change ? 'taken' : statusOf(decision, acknowledgement);
  await tellTask(tables, task, state);
  return { status, actionId, acknowledgementId, action: state.status, done: state.done, detail: DETAILS[status] };
}

/** @throws Problem */
function statusOf(
  decision: Extract<AcknowledgementDecision, { change: false }>,
  { actionId, venue, orders }: Acknowledgement,
): Exclude<Receipt['status'], 'taken'> {
  const { reason } = decision;
  if (reason === 'other venue') {
    throw new Problem('venue-conflict', `The action ${actionId} was not sent to ${JSON.stringify(venue)}.`);
  }
  if (reason === 'unknown order' || reason === 'over-filled') {
    const unknown = reason === 'unknown order';
    const faults = decision.orders.map((place) => ({
      path: `/orders/${place}/${unknown ? 'orderId' : 'filledContracts'}`,
      message: unknown
        ? `is no order of the action ${actionId}`
        : `${orders[place]?.filledContracts} is more than was ordered`,
    }));
    const what = unknown ? 'names orders that the action does not have' : 'tells of more contracts than were ordered';
    throw new Problem(
      unknown ? 'orders-unknown' : 'orders-over-filled',
      `The acknowledgement ${what}. Nothing of it was taken.`,
      {
        faults: faults.slice(0, LIMITS.faults),
        total: faults.length,
      },
    );
  }
  return reason;
}
