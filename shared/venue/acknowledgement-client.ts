import type { Acknowledgement } from '../action/types.ts';
import { type Answered, type RequestOptions, requestSigned } from './signed-request.ts';

/** What telling came to, with the last answer: a receipt, or a problem. */
export interface TellingOutcome extends Answered {
  /** `known` where it moved nothing: it was here before, or came too late. */
  readonly status: 'taken' | 'known' | 'refused';
}

/**
 * Tells Breakwater what has become of an action. To try again is safe because an acknowledgement counts once, by its id.
 *
 * @throws VenueUnreachable
 */
export async function sendAcknowledgement(
  options: RequestOptions,
  acknowledgement: Acknowledgement,
): Promise<TellingOutcome> {
  const answered = await requestSigned(options, {
    method: 'POST',
    path: `/v1/actions/${encodeURIComponent(acknowledgement.actionId)}/acknowledgements`,
    body: Buffer.from(JSON.stringify(acknowledgement)),
    headers: { 'content-type': 'application/json' },
  });
  const { httpStatus } = answered;
  return { ...answered, status: httpStatus === 202 ? 'taken' : httpStatus === 200 ? 'known' : 'refused' };
}
