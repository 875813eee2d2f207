import { handSnapshotOnAgain } from './assess-trigger.ts';
import {
  type AssessmentRecord,
  handMovesOnAgain,
  readAssessmentRecord,
  readNewestAssessmentRecord,
} from './assessments.ts';
import { readSnapshot, sequenceKey } from './snapshots.ts';
import { type Item, queryRange, RETENTION_DAYS, type Tables } from './tables.ts';

const DAY_MS = 86_400_000;

/** What was handed on: a snapshot to be assessed, or the moves of assessments to be responded to. */
export type HandedOn =
  /** `overtaken` by a newer snapshot that has been assessed: it is assessed for the record, and moves nothing. */
  | { readonly to: 'assess-snapshot'; readonly overtaken?: number }
  | { readonly to: 'open-response'; readonly sequences: readonly number[] }
  /** Nothing was lacking, or its book is past its retention. */
  | { readonly to: 'nobody'; readonly because: 'settled' | 'book gone' };

/**
 * Hands on once more what a consumer of the stream has given up: a snapshot that has not been assessed, or the moves of one that
 * has. Moves go with all moves behind them, in order: had only the old ones come again, an incident that a newer assessment
 * would have resolved would open and stay open. Safe to repeat; the clean-up of a dead-letter queue calls it for each message.
 *
 * @throws Error if there is no such snapshot
 */
export async function handOnAgain(tables: Tables, venue: string, sequence: number): Promise<HandedOn> {
  const snapshot = await readSnapshot(tables, venue, sequence);
  if (!snapshot) throw new Error(`There is no snapshot ${sequence} of ${venue}`);
  const record = await readAssessmentRecord(tables, venue, sequence);
  if (!record) {
    if (snapshot.receivedAt + RETENTION_DAYS.book * DAY_MS < tables.now())
      return { to: 'nobody', because: 'book gone' };
    const newest = await readNewestAssessmentRecord(tables, venue);
    await handSnapshotOnAgain(tables, venue, sequence);
    return { to: 'assess-snapshot', ...(newest && newest.sequence > sequence ? { overtaken: newest.sequence } : {}) };
  }
  if (!record.moved || record.respondedAt !== undefined) return { to: 'nobody', because: 'settled' };
  const records = await queryRange<AssessmentRecord & Item>(tables, tables.state, `venue#${venue}`, {
    from: `assessment#${sequenceKey(sequence)}`,
    to: `assessment#${sequenceKey(Number.MAX_SAFE_INTEGER)}`,
  });
  const sequences = records.filter(({ moved }) => moved).map((moved) => moved.sequence);
  for (const moved of sequences) await handMovesOnAgain(tables, venue, moved);
  return { to: 'open-response', sequences };
}
