import { errorFields, log } from '../runtime/log.ts';
import { SlackRefused } from '../slack/web-client.ts';

/**
 * Shows something of what has been decided and recorded. That Slack refuses it is logged as an error and holds up nothing: trying the
 * same again would not help. A trouble that passes, or a token that an operator has to renew, is thrown: the same step, tried again,
 * shows it.
 *
 * @param what for the log
 * @returns whether it was shown
 */
export async function display(
  what: string,
  fields: Readonly<Record<string, unknown>>,
  show: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await show();
    return true;
  } catch (error) {
    if (!(error instanceof SlackRefused) || error.kind === 'credentials') throw error;
    log('error', `${what} could not be shown`, { ...fields, ...errorFields(error) });
    return false;
  }
}
