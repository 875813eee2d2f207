import { SlackUnavailable } from '../slack/web-client.ts';

/** What a step answers that Slack has put off: the machine waits, and takes the same step again. */
export interface PutOff {
  readonly again: {
    readonly afterSeconds: number;
    /** How often in a row the step has been put off. */
    readonly times: number;
  };
}

/**
 * As often in a row the machine waits; after it the step fails as unavailable, and the response is resumed later. With about a dozen
 * events of the execution's history each it keeps far below Step Functions' 25,000.
 */
export const MOST_PUT_OFF = 30;

/**
 * Does a step's work, unless Slack puts it off (429 with Retry-After): then it is the machine that waits, and nobody calls meanwhile.
 *
 * @param before what the state holds where the step's answer goes: kept beside `again`, as the step needs it when it is taken again
 * @returns what the step answers, or when it is to be taken again
 * @throws whatever else the step throws; SlackUnavailable if it has been put off too often
 */
export async function unlessPutOff<T>(before: object | undefined, step: () => Promise<T>): Promise<T | PutOff> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof SlackUnavailable) || error.retryAfterMs === undefined) throw error;
    const times = ((before as Partial<PutOff> | undefined)?.again?.times ?? 0) + 1;
    if (times > MOST_PUT_OFF) throw error;
    // A Wait takes whole seconds.
    return { ...before, again: { afterSeconds: Math.max(1, Math.ceil(error.retryAfterMs / 1_000)), times } };
  }
}
