import { assess } from '../../../shared/assessment/assess.ts';
import { planInputFrom, unfitToActOn } from '../../../shared/assessment/plan-input.ts';
import type { MarketState } from '../../../shared/assessment/types.ts';
import { planDeleveraging } from '../../../shared/deleveraging/plan/plan.ts';
import type { Plan, Rung } from '../../../shared/deleveraging/plan/types.ts';
import type { FundState } from '../../../shared/liquidation/fund-history.ts';
import type { Policy } from '../../../shared/policy/types.ts';
import type { Book } from '../../../shared/snapshot/types.ts';
import type { Action, ActionKind } from './action.ts';

const KINDS: Readonly<Record<Rung, ActionKind>> = { cap: 'reduce', liquidate: 'liquidate', deleverage: 'deleverage' };

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
    if (busy || unfitToActOn(assessment)) return [];
    const plan = planDeleveraging(planInputFrom(book, assessment, this.#policy));
    if (plan.reductions.length === 0) return [];
    this.plans++;
    return actionsOf(plan, book.header.snapshotId, this.#policy.deleveraging.participation);
  }
}

/** One action for each rung of a plan. */
function actionsOf({ reductions }: Plan, snapshotId: string, participation: number): Action[] {
  return (Object.keys(KINDS) as Rung[]).flatMap((rung): Action[] => {
    const orders = reductions
      .filter((reduction) => reduction.rung === rung)
      // The exchange trades whole contracts; rounded up, or a leverage just above its cap would stay.
      .map(({ accountId, symbol, side, marginMode, contracts, price }, i) => ({
        orderId: `${snapshotId}-${rung}-${i}`,
        accountId,
        symbol,
        side,
        marginMode,
        contracts: rung === 'deleverage' ? Math.floor(contracts) : Math.ceil(contracts),
        price,
      }))
      .filter(({ contracts }) => contracts > 0);
    return orders.length > 0 ? [{ actionId: `${snapshotId}-${rung}`, kind: KINDS[rung], orders, participation }] : [];
  });
}
