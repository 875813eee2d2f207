import { planResponse } from '../../shared/response/plan-response.ts';
import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import type { Planned, RespondState } from '../../shared/response/respond-state.ts';
import { openWaitingTask } from '../../shared/response/waiting-task.ts';
import { readActionApis } from '../../shared/runtime/action-apis.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { clockNamed } from '../../shared/snapshot/age.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
  ACTION_APIS: 'json',
  CODE_VERSION: 'string',
  CLOCK: 'string',
});
const clock = clockNamed(environment.CLOCK);
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const officers = openOfficers(tables, openSecrets(), environment);
const apis = readActionApis(environment.ACTION_APIS);
const task = openWaitingTask();

/** A step of the `respond` machine: plans what would make the book safe. Failures are the machine's to retry. */
export async function handler(state: RespondState): Promise<Planned | PutOff> {
  const { venue } = state;
  const terms = {
    policy: await readPolicy(tables, venue),
    codeVersion: environment.CODE_VERSION,
    takesActions: apis.has(venue),
    clock,
  };
  return unlessPutOff(state.plan, async () => planResponse(await officers(), task, terms, state));
}
