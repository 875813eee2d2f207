import type { Verdict } from '../../shared/approval/decide.ts';
import { askApproval, closeApproval } from '../../shared/response/ask-approval.ts';
import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import type { WaitingStep } from '../../shared/response/respond-state.ts';
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
});
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const officers = openOfficers(tables, openSecrets(), environment);
const task = openWaitingTask();

/** A step of the `respond` machine: asks the officers, and without a token closes an asking that nobody waits for any more. */
export async function handler({ state, taskToken }: WaitingStep): Promise<Verdict | PutOff | undefined> {
  if (taskToken === undefined) {
    return unlessPutOff(state.approval, async () => closeApproval(await officers(), state));
  }
  const policy = await readPolicy(tables, state.venue);
  const again = await unlessPutOff(state.approval, async () =>
    askApproval(await officers(), task, policy, { state, taskToken }),
  );
  if (again) await task.succeed(taskToken, again);
  return undefined;
}
