import type { Policy } from '../policy/types.ts';
import { failureMessage } from '../slack/failure-message.ts';
import { AGAIN, untilUncontended } from '../store/contention.ts';
import { type DueResponse, moveDueResponse, type RespondedTo, readDueResponse } from '../store/due-responses.ts';
import { readNotificationLog } from '../store/notifications.ts';
import { type Officers, postInThread } from './thread.ts';

export interface FailureChannel extends Officers {
  /** Where it is said if the officers have not been told of the incident yet. */
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
  await moveLatest(tables, input, () => ({ told }));
}

/**
 * Changes a due response as it then stands.
 *
 * @param change undefined if it is to stay as it is
 * @returns as it stands afterwards; undefined if it is gone
 */
export async function moveLatest(
  tables: Officers['tables'],
  to: RespondedTo,
  change: (due: DueResponse) => Parameters<typeof moveDueResponse>[2] | undefined,
): Promise<DueResponse | undefined> {
  return untilUncontended(
    async () => {
      const due = await readDueResponse(tables, to);
      const next = due && change(due);
      if (!due || !next) return due;
      return (await moveDueResponse(tables, due, next)) ?? AGAIN;
    },
    () =>
      new DueResponseContended(`The response to ${to.incidentId} was written by others each time that it was to be`),
  );
}

/** Others moved a due response again and again meanwhile; nothing was written, and trying again is safe. */
export class DueResponseContended extends Error {
  override name = 'DueResponseContended';
}
