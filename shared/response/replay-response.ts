import { fitPlanInput } from '../assessment/plan-input.ts';
import { explainPlan } from '../deleveraging/plan/explain.ts';
import { openPlan, planOn } from '../deleveraging/plan/plan.ts';
import type { Policy } from '../policy/types.ts';
import { readAssessmentAt } from '../store/assessments.ts';
import { readDispatch, type Undone } from '../store/dispatches.ts';
import { type PlanRecord, readPlan, readPlanRecord } from '../store/plans.ts';
import { policyOfDecision } from '../store/policies.ts';
import { readBook } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';
import { readVerification } from '../store/verifications.ts';
import { decideDispatch } from './decide-dispatch.ts';
import { verifyOn } from './verify-response.ts';

/** A decision that was made again, and whether it came out the same. */
export interface ReplayedDecision {
  readonly decision: 'plan' | 'dispatch' | 'verification';
  /** Of the snapshot that it was made on. */
  readonly sequence: number;
  readonly policyVersion: number;
  readonly codeVersion: string;
  readonly same: boolean;
  /** Where the two first differ, as JSON pointers; at most ten. */
  readonly differences: readonly string[];
}

/** Whether the decisions about a plan come out again, in the order in which they were made. */
export type Replay =
  | { readonly same: boolean; readonly record: PlanRecord; readonly decisions: readonly ReplayedDecision[] }
  | { readonly same: null; readonly missing: string };

const MOST_DIFFERENCES = 10;
const NOT_BY_THE_BOOK: readonly Undone[] = ['superseded', 'given up'];

/**
 * Makes every decision about a plan again, from the snapshot, the assessment and the policy that it was made on, and compares each to
 * the last bit: the plan, whether and by what actions it was carried out, and whether it has helped.
 *
 * @throws BlobMissing where a book is past its retention
 */
export async function replayResponse(tables: Tables, venue: string, planId: string): Promise<Replay> {
  const record = await readPlanRecord(tables, venue, planId);
  if (!record) return { same: null, missing: `there is no plan ${planId} of ${venue}` };
  const decisions = [await replayPlan(tables, record)];
  const dispatch = await readDispatch(tables, venue, planId);
  // That another plan came before it, or that it could not be carried out, is no decision about this one.
  if (dispatch && !(!dispatch.dispatched && NOT_BY_THE_BOOK.includes(dispatch.reason))) {
    const { basis, ...decided } = dispatch;
    const again = async (policy: Policy) => decideDispatch(tables, policy, record, basis);
    decisions.push(await replayed(tables, venue, 'dispatch', basis, decided, again));
  }
  const verified = await readVerification(tables, venue, planId);
  if (verified) {
    const { sequence, policyVersion, codeVersion, ...found } = verified;
    const again = async (policy: Policy) => verifyOn(tables, policy, record, sequence);
    decisions.push(
      await replayed(tables, venue, 'verification', { sequence, policyVersion, codeVersion }, found, again),
    );
  }
  return { same: decisions.every(({ same }) => same), record, decisions };
}

async function replayPlan(tables: Tables, record: PlanRecord): Promise<ReplayedDecision> {
  const { venue, sequence } = record;
  return replayed(tables, venue, 'plan', record, await readPlan(tables, record), async (policy) => {
    const [assessment, book] = await Promise.all([
      readAssessmentAt(tables, venue, sequence),
      readBook(tables, venue, sequence),
    ]);
    const fit = fitPlanInput(book, assessment, policy, record);
    // Nothing may be planned on it by the code of today.
    if (typeof fit === 'string') return { unfit: fit };
    const ground = openPlan(fit);
    const plan = planOn(ground);
    return { ...plan, ...explainPlan(ground, plan) };
  });
}

async function replayed(
  tables: Tables,
  venue: string,
  decision: ReplayedDecision['decision'],
  { sequence, policyVersion, codeVersion }: Pick<ReplayedDecision, 'sequence' | 'policyVersion' | 'codeVersion'>,
  stored: unknown,
  again: (policy: Policy) => Promise<unknown>,
): Promise<ReplayedDecision> {
  const made = await again(await policyOfDecision(tables, venue, policyVersion));
  const differences: string[] = [];
  // As it is stored: what JSON cannot hold is gone in both.
  compare(stored, JSON.parse(JSON.stringify(made)), '', differences);
  return { decision, sequence, policyVersion, codeVersion, same: differences.length === 0, differences };
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
