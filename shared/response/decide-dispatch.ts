import { actionsFrom } from '../action/batch.ts';
import { planInputFrom, unfitToActOn } from '../assessment/plan-input.ts';
import { positionName, stillToClose } from '../deleveraging/plan/compare.ts';
import { planDeleveraging } from '../deleveraging/plan/plan.ts';
import type { Reduction } from '../deleveraging/plan/types.ts';
import type { Policy } from '../policy/types.ts';
import type { Book } from '../snapshot/types.ts';
import { readAssessmentAt } from '../store/assessments.ts';
import type { DispatchBasis, DispatchDecision } from '../store/dispatches.ts';
import { type PlanRecord, readPlan } from '../store/plans.ts';
import { readBook } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Whether an approved plan is carried out on a newer book, and by what actions: as it was approved, as far as that is still held. The same
 * from the same basis.
 *
 * @throws BlobMissing where the book is past its retention
 */
export async function decideDispatch(
  tables: Tables,
  policy: Policy,
  record: PlanRecord,
  { sequence: newest, decidedAt, contractStep }: DispatchBasis,
): Promise<DispatchDecision> {
  const { venue, planId, snapshotId, sequence } = record;
  if (policy.response.killSwitch) return { dispatched: false, reason: 'kill switch' };
  const [plan, assessment] = await Promise.all([readPlan(tables, record), readAssessmentAt(tables, venue, newest)]);
  const unfit = unfitToActOn(assessment);
  if (unfit) return { dispatched: false, reason: unfit };
  let reductions: readonly Reduction[] = plan.reductions;
  if (newest !== sequence) {
    const book = await readBook(tables, venue, newest);
    const current = planDeleveraging(planInputFrom(book, assessment, policy, record));
    const still = stillToClose(plan, current, heldIn(book, plan.reductions), policy.response.dispatch.tolerance);
    if ('overtaken' in still) return { dispatched: false, reason: still.overtaken };
    ({ reductions } = still);
  }
  const { capForMs } = policy.response.dispatch;
  const actions = actionsFrom(reductions, {
    venue,
    planId,
    snapshotId,
    sequence,
    participation: policy.deleveraging.participation,
    caps: capForMs > 0 ? plan.caps.map((cap) => ({ ...cap, until: assessment.timestamp + capForMs })) : [],
    expiresAt: decidedAt + policy.response.dispatch.withinMs,
    ...(contractStep === null ? {} : { contractStep }),
  });
  return actions.length === 0 ? { dispatched: false, reason: 'recovered' } : { dispatched: true, actions };
}

/** Contracts that a book holds of the positions that a plan reduces, by `positionName`. */
function heldIn({ positions, accounts, markets }: Book, reductions: readonly Reduction[]): Map<string, number> {
  const wanted = new Set(reductions.map(positionName));
  const held = new Map<string, number>();
  for (let i = 0; i < positions.length; i++) {
    const name = positionName({
      accountId: accounts.ids[positions.account[i] as number] as string,
      symbol: markets[positions.market[i] as number]?.symbol ?? '',
      side: (positions.side[i] as number) > 0 ? 'long' : 'short',
      marginMode: positions.isolated[i] ? 'isolated' : 'cross',
    });
    if (wanted.has(name)) held.set(name, positions.contracts[i] as number);
  }
  return held;
}
