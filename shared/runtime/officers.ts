import type { Officers } from '../response/tell.ts';
import { openSlack } from '../slack/web-client.ts';
import type { Tables } from '../store/tables.ts';
import type { Secrets } from './secrets.ts';

/** The officers in Slack; the token is read anew for each call, so that a rotated one is picked up. */
export const openOfficers =
  (tables: Tables, secrets: Secrets, where: { readonly SLACK_SECRET: string; readonly SLACK_API_URL: string }) =>
  async (): Promise<Officers> => {
    const { token = '' } = await secrets.read(where.SLACK_SECRET);
    return { tables, slack: openSlack({ token, apiUrl: where.SLACK_API_URL }) };
  };
