import { closeDispatch, dispatchActions } from '../../shared/response/dispatch-actions.ts';
import { type PutOff, unlessPutOff } from '../../shared/response/put-off.ts';
import type { Dispatched, WaitingStep } from '../../shared/response/respond-state.ts';
import { openWaitingTask } from '../../shared/response/waiting-task.ts';
import { readActionApis } from '../../shared/runtime/action-apis.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openVenueKeys, type VenueSecrets } from '../../shared/runtime/venue-keys.ts';
import { clockNamed } from '../../shared/snapshot/age.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
  VENUE_SECRETS: 'json',
  ACTION_APIS: 'json',
  CODE_VERSION: 'string',
  CLOCK: 'string',
});
const clock = clockNamed(environment.CLOCK);
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const secrets = openSecrets();
const officers = openOfficers(tables, secrets, environment);
const keysOf = openVenueKeys(secrets, environment.VENUE_SECRETS as VenueSecrets);
const apis = readActionApis(environment.ACTION_APIS);
const task = openWaitingTask();

/** A step of the `respond` machine: carries a plan out, and without a token gives up what nobody waits for any more. */
export async function handler({ state, taskToken }: WaitingStep): Promise<Dispatched | PutOff | undefined> {
  const { venue } = state;
  const connections = async () => ({
    ...(await officers()),
    codeVersion: environment.CODE_VERSION,
    clock,
    policyInForce: () => readPolicy(tables, venue),
  });
  if (taskToken === undefined) {
    return unlessPutOff(state.actions, async () => closeDispatch(await connections(), state));
  }
  const deskOf = async () => {
    const [api, key] = [apis.get(venue), await keysOf(venue)];
    if (!api || !key) throw new Error(`The venue ${venue} takes no actions`);
    return { ...api, key };
  };
  const again = await unlessPutOff(state.actions, async () =>
    dispatchActions({ ...(await connections()), task, deskOf }, { state, taskToken }),
  );
  if (again) await task.succeed(taskToken, again);
  return undefined;
}
