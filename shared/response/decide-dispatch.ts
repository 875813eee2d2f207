import { actionsFrom } from '../action/batch.ts';
import { blockedBehind } from '../assessment/fit-book.ts';
import { fitnessOf, reasonOf } from '../assessment/fitness.ts';
import { fitPlanInput } from '../assessment/plan-input.ts';
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
import { ageOfBook } from './age-of-book.ts';

/**
 * Whether an approved plan is carried out on a newer book, and by what actions: as it was approved, as far as that is still held. If
 * anything of it may not be acted on any more, nothing of it is done: what was approved is done, or nothing. The same from the same basis.
 *
 * @throws BlobMissing where the book is past its retention
 */
export async function decideDispatch(
  tables: Tables,
  policy: Policy,
  record: PlanRecord,
  { sequence: newest, decidedAt, contractStep, clock }: DispatchBasis,
): Promise<DispatchDecision> {
  const { venue, planId, snapshotId, sequence } = record;
  const { killSwitch, dispatch: terms } = policy.response;
  if (killSwitch) return { dispatched: false, reason: 'kill switch' };
  const [plan, assessment] = await Promise.all([readPlan(tables, record), readAssessmentAt(tables, venue, newest)]);
  if (assessment.late) return { dispatched: false, reason: 'late' };
  const ageMs = clock && (await ageOfBook(tables, clock, venue, newest, decidedAt));
  if (ageMs !== undefined && ageMs > terms.bookAgeMs) return { dispatched: false, reason: 'stale', ageMs };
  const fitness = fitnessOf(assessment);
  let reductions: readonly Reduction[] = plan.reductions;
  if (newest !== sequence || fitness.blocked.length > 0) {
    const book = await readBook(tables, venue, newest);
    const behind = blockedBehind(
      book,
      fitness,
      reductions,
      plan.caps.map(({ symbol }) => symbol),
    );
    if (behind.length > 0)
      return {
        dispatched: false,
        reason: reasonOf(behind),
        blocked: behind.map(({ symbol, by }) => ({ symbol, by })),
      };
    if (fitness.unfit) return { dispatched: false, reason: fitness.unfit };
    if (newest !== sequence) {
      // Without what the plan has left out, so that like is held against like: what may be acted on again is for the next plan.
      const input = fitPlanInput(book, assessment, policy, record, plan.excluded);
      if (typeof input === 'string') return { dispatched: false, reason: input };
      const still = stillToClose(plan, planDeleveraging(input), heldIn(book, reductions), terms.tolerance);
      if ('overtaken' in still) return { dispatched: false, reason: still.overtaken };
      ({ reductions } = still);
    }
  }
  const { capForMs } = terms;
  const actions = actionsFrom(reductions, {
    venue,
    planId,
    snapshotId,
    sequence,
    participation: policy.deleveraging.participation,
    caps: capForMs > 0 ? plan.caps.map((cap) => ({ ...cap, until: assessment.timestamp + capForMs })) : [],
    expiresAt: decidedAt + terms.withinMs,
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
