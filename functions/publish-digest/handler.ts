import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { type Scheduled, scheduledAt } from '../../shared/runtime/scheduled.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
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
const officers = openOfficers(tables, openSecrets(), environment);

/** Scheduled: tells once a day how the venues stand and what calibration changed. */
export async function handler(event: Scheduled): Promise<{ readonly posted: boolean }> {
  const { slack, channel } = await officers();
  return publishDigest(tables, slack, channel, environment.VENUES as readonly string[], scheduledAt(event));
}
