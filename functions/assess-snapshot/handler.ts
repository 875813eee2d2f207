import { openWaitingTask } from '../../shared/response/waiting-task.ts';
import { wakeVerifications } from '../../shared/response/wake-verifications.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { streamHandler } from '../../shared/runtime/stream-handler.ts';
import { clockNamed } from '../../shared/snapshot/age.ts';
import { type Arrival, placeOfArrival, readArrived } from '../../shared/store/assess-trigger.ts';
import { noteFailure } from '../../shared/store/failures.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';
import { assessSnapshot } from './assess-snapshot.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  CODE_VERSION: 'string',
  CLOCK: 'string',
});
const clock = clockNamed(environment.CLOCK);
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const task = openWaitingTask();

/** Stream-triggered: turns each complete snapshot into one assessment, and wakes the verifications that wait for it. */
export const handler = streamHandler<Arrival>(take, {
  failed(arrival, error) {
    const { venue, sequence } = placeOfArrival(arrival);
    return noteFailure(tables, venue, { consumer: 'assess-snapshot', sequence }, error);
  },
});

async function take(arrival: Arrival): Promise<void> {
  const snapshot = await readArrived(tables, arrival);
  if (!snapshot) return;
  const { venue } = snapshot;
  await assessSnapshot(tables, await readPolicy(tables, venue), environment.CODE_VERSION, snapshot, clock);
  await wakeVerifications(tables, task, venue);
}
