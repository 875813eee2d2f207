import { openResponder } from '../../shared/response/open-response.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Invocation, streamHandler } from '../../shared/runtime/stream-handler.ts';
import { readAssessmentRecord } from '../../shared/store/assessments.ts';
import { noteFailure } from '../../shared/store/failures.ts';
import { policyOfDecision } from '../../shared/store/policies.ts';
import { readSnapshot } from '../../shared/store/snapshots.ts';
import { openTables } from '../../shared/store/tables.ts';
import { openResponses } from './open-response.ts';

const environment = readEnvironment({ STATE_TABLE: 'string', SNAPSHOT_TABLE: 'string', RESPOND_MACHINE: 'string' });
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const responder = openResponder(environment.RESPOND_MACHINE);

/**
 * Stream-triggered: turns severity moves into incidents and starts the response to them. It uses the policy version of the
 * assessment, not the one in force: a record that is delivered again later then opens the same incident.
 */
export const handler = streamHandler<Moved>(take, {
  failed: ({ venue, sequence }, error) => noteFailure(tables, venue, { consumer: 'open-response', sequence }, error),
});

async function take({ venue, sequence, turn }: Moved, { remainingMs }: Invocation): Promise<void> {
  const record = await readAssessmentRecord(tables, venue, sequence);
  if (!record) {
    // An operator has set aside the snapshot with all that came of it.
    if (!(await readSnapshot(tables, venue, sequence))) return;
    throw new Error(`There is no assessment ${sequence} of ${venue}, although it moved a severity`);
  }
  const policy = await policyOfDecision(tables, venue, record.policyVersion);
  await openResponses(tables, responder, policy, record, { turn, remainingMs });
}

/** A venue's item of moves; from before format 2 the record of an assessment. */
interface Moved {
  readonly venue: string;
  readonly sequence: number;
  /** Rises each time that moves of the venue are handed on. */
  readonly turn?: number;
}
