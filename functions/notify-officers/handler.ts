import { notifyOfficers, type Told } from '../../shared/response/notify.ts';
import type { ResponseInput } from '../../shared/response/open-response.ts';
import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
});
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' });
const secrets = openSecrets();

/** A step of the `respond` machine: brings Slack up to date with the incident. Failures are the machine's to retry. */
export async function handler(input: ResponseInput & { readonly notified?: object }): Promise<Told | PutOff> {
  const { token = '' } = await secrets.read(environment.SLACK_SECRET);
  const slack = openSlack({ token, apiUrl: environment.SLACK_API_URL });
  return unlessPutOff(input.notified, () => notifyOfficers(tables, slack, environment.SLACK_CHANNEL, input));
}
