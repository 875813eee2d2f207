import {
  InvalidToken,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { type ActionSummary, summariseActions } from '../action/summarise.ts';
import type { ActionState } from '../action/types.ts';
import { readPlanProgress, readTaskToken } from '../store/plan-actions.ts';
import type { Tables } from '../store/tables.ts';

/** The task of a state machine that waits for the actions of a plan. */
export interface WaitingTask {
  /** Ends the wait. Once in effect, however often it is called. @returns whether the task was still waiting */
  succeed(taskToken: string, summary: ActionSummary): Promise<boolean>;
  /** Says that the venue is at work. @returns whether the task was still waiting */
  heartbeat(taskToken: string): Promise<boolean>;
}

export function openWaitingTask(
  client: Pick<SFNClient, 'send'> = new SFNClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
  }),
): WaitingTask {
  return {
    succeed: (taskToken, summary) =>
      stillWaiting(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(summary) }))),
    heartbeat: (taskToken) => stillWaiting(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

/** A task that has been ended, by us or by its time-out, needs nothing more: that is no failure. */
async function stillWaiting(told: Promise<unknown>): Promise<boolean> {
  try {
    await told;
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
      return false;
    throw error;
  }
}

/** Tells the task that waits for an action's plan, if any does, how that stands: over, with the summary, or still at work. */
export async function tellTask(
  tables: Tables,
  task: WaitingTask,
  { venue, planId, done }: Pick<ActionState, 'venue' | 'planId' | 'done'>,
): Promise<void> {
  const taskToken = await readTaskToken(tables, venue, planId);
  if (taskToken === undefined) return;
  // While this action goes on, the others need not be looked at.
  const progress = done ? await readPlanProgress(tables, venue, planId) : undefined;
  const summary = progress && summariseActions(progress.actions, progress.planned);
  if (summary?.done) await task.succeed(taskToken, summary);
  else await task.heartbeat(taskToken);
}
