import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { streamHandler } from '../../shared/runtime/stream-handler.ts';
import type { CompleteSnapshot } from '../../shared/store/snapshots.ts';
import { openTables } from '../../shared/store/tables.ts';
import { assessSnapshot } from './assess-snapshot.ts';

const environment = readEnvironment({ STATE_TABLE: 'string', SNAPSHOT_TABLE: 'string', CODE_VERSION: 'string' });
const tables = openTables({ state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE });

/** Stream-triggered: turns each complete snapshot into one assessment. */
export const handler = streamHandler<CompleteSnapshot>((snapshot) =>
  assessSnapshot(tables, DEFAULT_POLICY, environment.CODE_VERSION, snapshot),
);
