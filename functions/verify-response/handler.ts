import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import type { Verified, WaitingStep } from '../../shared/response/respond-state.ts';
import { closeVerification, verifyResponse } from '../../shared/response/verify-response.ts';
import { openWaitingTask } from '../../shared/response/waiting-task.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
  CODE_VERSION: 'string',
});
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const officers = openOfficers(tables, openSecrets(), environment);
const task = openWaitingTask();

/** A step of the `respond` machine: looks whether a plan has helped, and without a token stops waiting for a newer snapshot. */
export async function handler({ state, taskToken }: WaitingStep): Promise<Verified | PutOff | undefined> {
  const policy = await readPolicy(tables, state.venue);
  const { CODE_VERSION } = environment;
  if (taskToken === undefined) {
    return unlessPutOff(state.verification, async () =>
      closeVerification(await officers(), policy, CODE_VERSION, state),
    );
  }
  const again = await unlessPutOff(state.verification, async () =>
    verifyResponse(await officers(), task, policy, CODE_VERSION, { state, taskToken }),
  );
  if (again) await task.succeed(taskToken, again);
  return undefined;
}
