import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Verdict } from '../../shared/approval/decide.ts';

/** The workflow whose task waits for the officers. */
export interface WaitingWorkflow {
  /**
   * Ends the waiting task with the verdict.
   *
   * @returns `gone` where it waits no longer: it was answered before, or has given up waiting
   * @throws WorkflowUnreachable
   */
  answer(taskToken: string, verdict: Verdict): Promise<'answered' | 'gone'>;
}

/** Step Functions did not take a verdict; the error names the fault and never what was sent, because that holds the token. */
export class WorkflowUnreachable extends Error {
  override name = 'WorkflowUnreachable';
}

/** Step Functions' words for a task that is closed, timed out, or of a workflow that has ended. */
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

export function openWaitingWorkflow(
  client: Pick<SFNClient, 'send'> = new SFNClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 400, requestTimeout: 800 },
  }),
): WaitingWorkflow {
  return {
    async answer(taskToken, { decision, by }) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ decision, by }) }));
        return 'answered';
      } catch (error) {
        const name = error instanceof Error ? error.name : 'no reason given';
        if (GONE.has(name)) return 'gone';
        throw new WorkflowUnreachable(`The workflow could not be answered: ${name}`);
      }
    },
  };
}
