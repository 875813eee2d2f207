import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { openResponder } from '../../shared/response/open-response.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { streamHandler } from '../../shared/runtime/stream-handler.ts';
import type { AssessmentRecord } from '../../shared/store/assessments.ts';
import { openTables } from '../../shared/store/tables.ts';
import { openResponses } from './open-response.ts';

const environment = readEnvironment({ STATE_TABLE: 'string', SNAPSHOT_TABLE: 'string', RESPOND_MACHINE: 'string' });
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });
const responder = openResponder(environment.RESPOND_MACHINE);

/** Stream-triggered: turns severities that moved into incidents, and starts the response to them. */
export const handler = streamHandler<AssessmentRecord>((record) =>
  openResponses(tables, responder, DEFAULT_POLICY, record),
);
