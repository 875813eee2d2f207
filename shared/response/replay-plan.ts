import { planInputFrom } from '../assessment/plan-input.ts';
import { explainPlan } from '../deleveraging/plan/explain.ts';
import { openPlan, planOn } from '../deleveraging/plan/plan.ts';
import { readAssessment, readAssessmentRecord } from '../store/assessments.ts';
import { type PlanRecord, readPlan, readPlanRecord } from '../store/plans.ts';
import { readPolicyVersion } from '../store/policies.ts';
import { readBook } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';

/** Whether a stored plan comes out again. */
export type Replay =
  | { readonly same: true; readonly record: PlanRecord }
  /** Where the two first differ, as JSON pointers; at most ten. */
  | { readonly same: false; readonly record: PlanRecord; readonly differences: readonly string[] }
  | { readonly same: null; readonly missing: string };

const MOST_DIFFERENCES = 10;

/**
 * Makes a stored plan again from what it was made on, the policy that was in force then included, and compares the two to the last bit.
 *
 * @throws BlobMissing where the book is past its retention
 */
export async function replayPlan(tables: Tables, venue: string, planId: string): Promise<Replay> {
  const record = await readPlanRecord(tables, venue, planId);
  if (!record) return { same: null, missing: `there is no plan ${planId} of ${venue}` };
  const [policy, assessed] = await Promise.all([
    readPolicyVersion(tables, venue, record.policyVersion),
    readAssessmentRecord(tables, venue, record.sequence),
  ]);
  if (!policy) return { same: null, missing: `there is no policy ${record.policyVersion} of ${venue}` };
  if (!assessed) return { same: null, missing: `the assessment of ${record.snapshotId} is no more` };
  const [stored, assessment, book] = await Promise.all([
    readPlan(tables, record),
    readAssessment(tables, assessed),
    readBook(tables, venue, record.sequence),
  ]);
  const ground = openPlan(planInputFrom(book, assessment, policy, record));
  const plan = planOn(ground);
  // As it is stored: what JSON cannot hold is gone in both.
  const again: unknown = JSON.parse(JSON.stringify({ ...plan, ...explainPlan(ground, plan) }));
  const differences: string[] = [];
  compare(stored, again, '', differences);
  return differences.length === 0 ? { same: true, record } : { same: false, record, differences };
}

function compare(a: unknown, b: unknown, path: string, found: string[]): void {
  if (found.length >= MOST_DIFFERENCES || Object.is(a, b)) return;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    found.push(path);
    return;
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys)
    compare((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`, found);
}
