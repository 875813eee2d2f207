import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Scheduled, scheduledAt } from '../../shared/runtime/scheduled.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import { openTables } from '../../shared/store/tables.ts';
import { publishDigest } from './publish-digest.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  VENUES: 'json',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
});
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const secrets = openSecrets();

/** Scheduled: tells once a day how the venues stand and what calibration changed. */
export async function handler(event: Scheduled): Promise<{ readonly posted: boolean }> {
  const { token = '' } = await secrets.read(environment.SLACK_SECRET);
  const slack = openSlack({ token, apiUrl: environment.SLACK_API_URL });
  return publishDigest(
    tables,
    slack,
    environment.SLACK_CHANNEL,
    environment.VENUES as readonly string[],
    scheduledAt(event),
  );
}
