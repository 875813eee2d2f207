import { SendTaskHeartbeatCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { summariseActions } from '../action/summarise.ts';
import type { ActionState } from '../action/types.ts';
import { patientClient } from '../runtime/aws-client.ts';
import { errorFields, log } from '../runtime/log.ts';
import { readPlanProgress, readTaskToken } from '../store/plan-actions.ts';
import type { Tables } from '../store/tables.ts';

/** A task of a state machine that waits to be told. Whoever has its token can end it, so that the token goes into no log. */
export interface WaitingTask {
  /**
   * Ends the wait. Once in effect, however often it is called.
   *
   * @param output as JSON has it
   * @returns whether the task was still waiting
   * @throws TaskUnreachable
   */
  succeed(taskToken: string, output: unknown): Promise<boolean>;
  /** Gives a sign of life. @returns whether the task was still waiting @throws TaskUnreachable */
  heartbeat(taskToken: string): Promise<boolean>;
}

/** Step Functions did not take what a task was told: names the fault, and never says what was sent, because that holds the token. */
export class TaskUnreachable extends Error {
  override name = 'TaskUnreachable';
  /** The fault's code, or else its name; and its status, where there was an answer: what tells an outage from a refusal. */
  readonly code: string;
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(fault: unknown) {
    const { name, code, $metadata } = (fault ?? {}) as Partial<TaskUnreachable>;
    const reason = code ?? name ?? 'no reason given';
    super(`The waiting task could not be told: ${reason}`);
    this.code = reason;
    this.$metadata = { httpStatusCode: $metadata?.httpStatusCode };
  }
}

/** Step Functions' words for a task that is closed, timed out, or of a workflow that has ended. */
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** @param client with time-outs of its own, where the caller is in a hurry */
export function openWaitingTask(client: Pick<SFNClient, 'send'> = new SFNClient(patientClient())): WaitingTask {
  return {
    succeed: (taskToken, output) =>
      stillWaiting(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    heartbeat: (taskToken) => stillWaiting(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

/** A task that has been ended, by us or by its time-out, needs nothing more: that is no failure. */
async function stillWaiting(told: Promise<unknown>): Promise<boolean> {
  try {
    await told;
    return true;
  } catch (error) {
    if (error instanceof Error && GONE.has(error.name)) return false;
    throw new TaskUnreachable(error);
  }
}

/** Between two signs of life of whoever is at work itself. */
const BEAT_MS = 10_000;

/**
 * Gives a task signs of life, the first at once and then one in ten seconds at most, however often it is called. One that could not be
 * given is no failure of the work: it is logged, and the next one is given.
 */
export function openHeartbeat(task: WaitingTask, taskToken: string, now: () => number): () => Promise<void> {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const at = now();
    if (at < next) return;
    next = at + BEAT_MS;
    try {
      await task.heartbeat(taskToken);
    } catch (error) {
      log('warn', 'a task could not be given a sign of life', errorFields(error));
    }
  };
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
