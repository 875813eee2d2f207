import { TaskTimedOut } from '@aws-sdk/client-sfn';
import type { ActionSummary } from '../../../shared/action/summarise.ts';
import { openWaitingTask, type WaitingTask } from '../../../shared/response/waiting-task.ts';

/** Step Functions as far as a waiting task goes: the first success ends it, and it hears nothing more. */
export function taskWaiting(): { task: WaitingTask; heard: () => { ended: ActionSummary[]; heartbeats: number } } {
  const ended: ActionSummary[] = [];
  let heartbeats = 0;
  const send = async ({ input }: { input: { taskToken: string; output?: string } }) => {
    if (input.taskToken !== TOKEN) throw new Error('another token was told');
    if (ended.length > 0) throw new TaskTimedOut({ message: 'Task Timed Out', $metadata: {} });
    if (input.output === undefined) heartbeats++;
    else ended.push(JSON.parse(input.output) as ActionSummary);
  };
  return { task: openWaitingTask({ send } as never), heard: () => ({ ended, heartbeats }) };
}

export const TOKEN = 'the-task-token';
