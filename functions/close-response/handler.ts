import { type Closed, closeResponse } from '../../shared/response/close-response.ts';
import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import type { ClosingState } from '../../shared/response/respond-state.ts';
import { openWaitingTask } from '../../shared/response/waiting-task.ts';
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
  CODE_VERSION: 'string',
  CLOCK: 'string',
});
const clock = clockNamed(environment.CLOCK);
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const officers = openOfficers(tables, openSecrets(), environment);
const task = openWaitingTask();

/** The last step of the `respond` machine, whatever the response came to. */
export async function handler(state: ClosingState & { readonly closed?: object }): Promise<Closed | PutOff> {
  return unlessPutOff(state.closed, async () =>
    closeResponse(
      {
        ...(await officers()),
        task,
        codeVersion: environment.CODE_VERSION,
        clock,
        policyInForce: () => readPolicy(tables, state.venue),
      },
      state,
    ),
  );
}
