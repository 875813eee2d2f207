import { assess } from '../../shared/assessment/assess.ts';
import type { Policy } from '../../shared/policy/types.ts';
import { joinFragments } from '../../shared/snapshot/join.ts';
import {
  readAssessmentRecord,
  readFundState,
  readMarketStates,
  writeAssessment,
  writeFundState,
  writeMarketStates,
} from '../../shared/store/assessments.ts';
import { type CompleteSnapshot, readFragments } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';

/**
 * Assesses one complete snapshot, once in effect: the fund's history and the market states first, each moved at most once by a snapshot, then the
 * assessment that they led to. A try that ended anywhere between is taken up where it ended and comes to the same result.
 */
export async function assessSnapshot(
  tables: Tables,
  policy: Policy,
  codeVersion: string,
  snapshot: CompleteSnapshot,
): Promise<void> {
  const { venue, header, blobs, late } = snapshot;
  if (await readAssessmentRecord(tables, venue, header.sequence)) return;
  const joined = joinFragments(venue, header, await readFragments(tables, blobs));
  if (!joined.ok)
    throw new Error(
      `The stored snapshot ${header.snapshotId} does not hold together: ${joined.faults[0]?.path} ${joined.faults[0]?.message}`,
    );
  const { book } = joined;
  const [states, fund] = await Promise.all([
    readMarketStates(
      tables,
      venue,
      book.markets.map(({ symbol }) => symbol),
    ),
    readFundState(tables, venue),
  ]);
  const { assessment, states: moved, fund: history } = assess({ book, states, fund, policy, codeVersion, late });
  if (history) await writeFundState(tables, venue, history);
  await writeMarketStates(tables, venue, moved);
  await writeAssessment(tables, assessment);
}
