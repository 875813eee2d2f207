import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { patientClient } from '../runtime/aws-client.ts';
import { executionNameOf, type ResponseInput } from './open-response.ts';

/** How an execution of the `respond` machine stands; `ABSENT` if it was never started, or ended more than 90 days ago. */
export type ExecutionStanding = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'ABSENT';

export interface Executions {
  /** Eventually consistent: an execution that was started a moment ago may be `ABSENT`. */
  standingOf(input: ResponseInput): Promise<ExecutionStanding>;
}

/** @param machineArn of the state machine whose executions are looked at */
export function openExecutions(
  machineArn: string,
  client: Pick<SFNClient, 'send'> = new SFNClient(patientClient()),
): Executions {
  const prefix = machineArn.replace(':stateMachine:', ':execution:');
  return {
    async standingOf(input) {
      try {
        const { status } = await client.send(
          new DescribeExecutionCommand({ executionArn: `${prefix}:${executionNameOf(input)}` }),
        );
        // Waits to be redriven in Step Functions itself: not over.
        return status === 'PENDING_REDRIVE' || status === undefined ? 'RUNNING' : status;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'ABSENT';
        throw error;
      }
    },
  };
}
