import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import type { ResponseInput } from '../../shared/response/open-response.ts';
import { type Planned, planResponse } from '../../shared/response/plan-response.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  SLACK_SECRET: 'string',
  SLACK_API_URL: 'string',
  CODE_VERSION: 'string',
});
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const secrets = openSecrets();

/** A step of the `respond` machine: plans what would make the book safe, and proposes it. Failures are the machine's to retry. */
export async function handler(input: ResponseInput): Promise<Planned> {
  const { token = '' } = await secrets.read(environment.SLACK_SECRET);
  const slack = openSlack({ token, apiUrl: environment.SLACK_API_URL });
  return planResponse(tables, slack, DEFAULT_POLICY, environment.CODE_VERSION, input);
}
