import type { Officers } from '../response/thread.ts';
import { openSlack, type SlackOptions } from '../slack/web-client.ts';
import type { Tables } from '../store/tables.ts';
import type { Secrets } from './secrets.ts';

interface Where {
  readonly SLACK_SECRET: string;
  readonly SLACK_API_URL: string;
  readonly SLACK_CHANNEL: string;
}

/**
 * The officers in Slack. The token is read for each event, and past the cache if Slack refuses it, so that a rotated one is picked up.
 *
 * @param terms of the Slack client, if the caller is in a hurry
 */
export const openOfficers =
  (tables: Tables, secrets: Secrets, where: Where, terms: Pick<SlackOptions, 'timeoutMs' | 'patienceMs'> = {}) =>
  async (): Promise<Officers & { readonly channel: string }> => {
    const { token = '' } = await secrets.read(where.SLACK_SECRET);
    const rereadToken = async () => (await secrets.reread(where.SLACK_SECRET)).token ?? '';
    const slack = openSlack({ token, rereadToken, apiUrl: where.SLACK_API_URL, ...terms });
    return { tables, slack, channel: where.SLACK_CHANNEL };
  };
