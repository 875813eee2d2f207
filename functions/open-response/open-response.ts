import type { Assessment } from '../../shared/assessment/types.ts';
import { type Event, reaches } from '../../shared/incident/decide.ts';
import { scopeOfMarket, WHOLE_VENUE } from '../../shared/incident/scope.ts';
import { type Policy, type SeverityMove, scopeOf } from '../../shared/policy/types.ts';
import type { Responder } from '../../shared/response/open-response.ts';
import { type Delivery, respondToAll } from '../../shared/response/respond-to-all.ts';
import { type AssessmentRecord, noteResponded, readAssessment } from '../../shared/store/assessments.ts';
import type { Tables } from '../../shared/store/tables.ts';

/** Takes each severity that an assessment moved to the incident of its venue, market and rule group, and notes that it did. */
export async function openResponses(
  tables: Tables,
  responder: Responder,
  policy: Policy,
  record: AssessmentRecord,
  delivery?: Delivery,
): Promise<void> {
  const assessment = await readAssessment(tables, record);
  const events = assessment.moves.map((move) => eventOf(move, assessment, policy));
  await respondToAll(tables, responder, events, policy.alertFrom, record, delivery);
  await noteResponded(tables, record);
}

/** What happened to the incident of a move. */
function eventOf(
  { symbol, group, rule, metric, value, threshold, regime, to, detail, unobserved }: SeverityMove,
  { venue, snapshotId, sequence, timestamp, policyVersion, codeVersion }: Assessment,
  policy: Policy,
): Event {
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
  // By the rule, not by the name: a venue may name a market `*`.
  const concerned = scopeOf(metric) === 'venue' ? WHOLE_VENUE : scopeOfMarket(symbol);
  return { venue, symbol: concerned, group, severity: to, order: sequence, sighting, policyVersion, codeVersion };
}
