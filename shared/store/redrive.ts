import { type AssessmentRecord, handMovesOnAgain, readAssessmentRecord } from './assessments.ts';
import { handSnapshotOnAgain, readSnapshot } from './snapshots.ts';
import { type Item, queryPartition, type Tables } from './tables.ts';

/** What was handed on: a snapshot to be assessed, or the moves of assessments to be responded to. */
export type HandedOn =
  | { readonly to: 'assess-snapshot' }
  | { readonly to: 'open-response'; readonly sequences: readonly number[] };

/**
 * Hands on once more what a consumer of the stream has given up: a snapshot that has not been assessed, or the moves of one that
 * has. Moves go with all moves behind them, in order: had only the old ones come again, an incident that a newer assessment
 * would have resolved would open and stay open. Safe to repeat; the clean-up of a dead-letter queue calls it for each message.
 *
 * @throws Error if there is no such snapshot
 */
export async function handOnAgain(tables: Tables, venue: string, sequence: number): Promise<HandedOn> {
  if (!(await readSnapshot(tables, venue, sequence))) throw new Error(`There is no snapshot ${sequence} of ${venue}`);
  if (!(await readAssessmentRecord(tables, venue, sequence))) {
    await handSnapshotOnAgain(tables, venue, sequence);
    return { to: 'assess-snapshot' };
  }
  const records = await queryPartition<AssessmentRecord & Item>(tables, tables.state, `venue#${venue}`, 'assessment#');
  const sequences = records
    .filter((record) => record.moved && record.sequence >= sequence)
    .map((record) => record.sequence);
  for (const moved of sequences) await handMovesOnAgain(tables, venue, moved);
  return { to: 'open-response', sequences };
}
