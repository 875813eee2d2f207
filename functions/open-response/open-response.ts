import { reaches } from '../../shared/incident/decide.ts';
import { scopeOfMarket } from '../../shared/incident/scope.ts';
import type { Policy } from '../../shared/policy/types.ts';
import { type Responder, respondTo } from '../../shared/response/open-response.ts';
import { type AssessmentRecord, readAssessment } from '../../shared/store/assessments.ts';
import type { Tables } from '../../shared/store/tables.ts';

/** Takes each severity that an assessment moved to the incident of its venue, market and rule group. */
export async function openResponses(
  tables: Tables,
  responder: Responder,
  policy: Policy,
  record: AssessmentRecord,
): Promise<void> {
  const { venue, snapshotId, sequence, timestamp, moves, policyVersion, codeVersion } = await readAssessment(
    tables,
    record,
  );
  for (const { symbol, group, rule, metric, value, threshold, regime, to, detail, unobserved } of moves) {
    // Where an alert ends, what matters is the line that it is below again, not a lower one that it may still be past.
    const alertLine = policy.rules.find(({ name }) => name === rule)?.levels[policy.alertFrom]?.[regime] ?? null;
    const line = reaches(to, policy.alertFrom) ? threshold : alertLine;
    const sighting = {
      rule,
      metric,
      value,
      threshold: line,
      regime,
      timestamp,
      snapshotId,
      ...(detail ? { detail } : {}),
      ...(unobserved ? { unobserved } : {}),
    };
    await respondTo(
      tables,
      responder,
      {
        venue,
        symbol: scopeOfMarket(symbol),
        group,
        severity: to,
        order: sequence,
        sighting,
        policyVersion,
        codeVersion,
      },
      policy.alertFrom,
    );
  }
}
