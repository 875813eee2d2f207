import type { Policy } from '../policy/types.ts';
import { failureMessage } from '../slack/failure-message.ts';
import { changeDueResponse, type DueResponse } from '../store/due-responses.ts';
import { readNotificationLog } from '../store/notifications.ts';
import { type Officers, postInThread } from './thread.ts';

export interface FailureChannel extends Officers {
  /** Used if the incident has no message yet. */
  readonly channel: string;
  readonly policyInForce: () => Promise<Policy>;
}

/**
 * Tells the officers once that a response was not carried through, and once more if it is given up: in the incident's thread and in
 * the channel. A crash between the post and its note tells twice rather than never.
 */
export async function tellFailure(
  { tables, slack, channel, policyInForce }: FailureChannel,
  due: DueResponse,
): Promise<void> {
  const { input, failure, closed } = due;
  const told = closed === null ? 'resumed' : 'given up';
  if (!failure || due.told === told || due.told === 'given up') return;
  const { approval } = (await policyInForce()).response;
  const message = failureMessage({
    ...input,
    ...{ state: failure.state, error: failure.error, resumed: closed === null, officers: approval.officers },
  });
  const { message: root } = await readNotificationLog(tables, input, input.incidentId);
  if (root) await postInThread({ tables, slack, channel }, input, message, true);
  else await slack.post({ channel, ...message });
  await changeDueResponse(tables, input, () => ({ told }));
}
