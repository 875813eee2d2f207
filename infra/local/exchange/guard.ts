import { actionsFrom } from '../../../shared/action/batch.ts';
import { assess } from '../../../shared/assessment/assess.ts';
import { fitPlanInput } from '../../../shared/assessment/plan-input.ts';
import type { MarketState } from '../../../shared/assessment/types.ts';
import { planDeleveraging } from '../../../shared/deleveraging/plan/plan.ts';
import type { FundState } from '../../../shared/liquidation/fund-history.ts';
import type { Policy } from '../../../shared/policy/types.ts';
import type { Book } from '../../../shared/snapshot/types.ts';
import type { Action } from './action.ts';

const HOUR_MS = 3_600_000;

/**
 * Breakwater without its infrastructure: assesses each snapshot on what the ones before left, and where a target is missed plans and acts
 * at once, as a policy without approvals does.
 */
export class Guard {
  readonly #policy: Policy;
  #states: ReadonlyMap<string, MarketState> = new Map();
  #fund: FundState | undefined;
  /** Plans that were acted on. */
  plans = 0;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** @param busy whether actions of an earlier plan are still being worked: what they will close would be closed twice */
  decide(book: Book, busy: boolean): readonly Action[] {
    const { assessment, states, fund } = assess({
      book,
      states: this.#states,
      fund: this.#fund,
      policy: this.#policy,
      codeVersion: 'guard',
      late: false,
    });
    this.#states = new Map([...this.#states, ...states.map((state) => [state.symbol, state] as const)]);
    this.#fund = fund ?? this.#fund;
    if (busy) return [];
    const fit = fitPlanInput(book, assessment, this.#policy);
    if (typeof fit === 'string') return [];
    const plan = planDeleveraging(fit);
    if (plan.reductions.length === 0) return [];
    this.plans++;
    const { snapshotId, sequence, timestamp } = book.header;
    const { capForMs } = this.#policy.response.dispatch;
    return actionsFrom(plan.reductions, {
      caps: plan.caps.map((cap) => ({ ...cap, until: timestamp + capForMs })),
      venue: book.venue,
      planId: snapshotId,
      snapshotId,
      sequence,
      participation: this.#policy.deleveraging.participation,
      expiresAt: timestamp + HOUR_MS,
      // The exchange trades whole contracts.
      contractStep: 1,
    });
  }
}
