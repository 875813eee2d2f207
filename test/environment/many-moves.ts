import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import type { Severity, SeverityMove } from '../../shared/policy/types.ts';
import type { Responder } from '../../shared/response/open-response.ts';
import {
  type AssessmentRecord,
  readAssessmentAt,
  readAssessmentRecord,
  writeAssessment,
} from '../../shared/store/assessments.ts';
import { type CompleteSnapshot, readSnapshot } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { bytes, wireBook } from './books.ts';

/**
 * An assessment that moved as many severities as asked, each of a market of its own, and the record that the stream would lead to.
 *
 * @param severityOf  what the n-th move goes to
 */
export async function assessmentThatMoved(
  tables: Tables,
  venue: string,
  count: number,
  severityOf: (n: number) => Severity,
): Promise<AssessmentRecord> {
  await receiveSnapshot(tables, { venue, body: bytes(wireBook({ sequence: 1 })), format: 'json' });
  await assessSnapshot(tables, DEFAULT_POLICY, 'test', (await readSnapshot(tables, venue, 1)) as CompleteSnapshot);
  const assessment = await readAssessmentAt(tables, venue, 1);
  const moves = Array.from({ length: count }, (_, n): SeverityMove => {
    const rule = { group: 'leverage', rule: 'leverage-over-volatility', metric: 'capacity.excessShare' } as const;
    return {
      symbol: `M${n}/USDT:USDT`,
      ...rule,
      value: 0.5,
      threshold: 0.4,
      regime: 'calm',
      from: 'normal',
      to: severityOf(n),
    };
  });
  await writeAssessment(tables, { ...assessment, sequence: 2, snapshotId: 'snapshot-2', moves });
  return (await readAssessmentRecord(tables, venue, 2)) as AssessmentRecord;
}

/** Starts as Step Functions takes them, in the order in which they came. */
export function recordingResponder(): Responder & { readonly started: Incident[] } {
  const started: Incident[] = [];
  return {
    started,
    async start(input) {
      // What opens a response hands on the whole incident.
      started.push(input as Incident);
    },
  };
}
