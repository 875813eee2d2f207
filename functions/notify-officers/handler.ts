import { notifyOfficers, type Told } from '../../shared/response/notify.ts';
import type { ResponseInput } from '../../shared/response/open-response.ts';
import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
});
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' });
const officers = openOfficers(tables, openSecrets(), environment);

/** A step of the `respond` machine: brings Slack up to date with the incident. Failures are the machine's to retry. */
export async function handler(input: ResponseInput & { readonly notified?: object }): Promise<Told | PutOff> {
  const { slack, channel } = await officers();
  return unlessPutOff(input.notified, () => notifyOfficers(tables, slack, channel, input));
}
