import { actionsFrom, type BatchTerms } from '../../../shared/action/batch.ts';
import { plannedState } from '../../../shared/action/send.ts';
import type { Acknowledgement, Action, ActionState } from '../../../shared/action/types.ts';
import type { Reduction } from '../../../shared/deleveraging/plan/types.ts';

export const BTC = 'BTC/USDT:USDT';
export const NOW = Date.UTC(2026, 0, 15, 12);

export const terms = (more: Partial<BatchTerms> = {}): BatchTerms => ({
  venue: 'demo',
  planId: 'plan-1',
  snapshotId: 'snapshot-1',
  sequence: 7,
  participation: 0.2,
  expiresAt: NOW + 60_000,
  ...more,
});

/** A cap on a long of ten contracts, each worth 2. */
export const reduction = (accountId: string, more: Partial<Reduction> = {}): Reduction => {
  const contracts = more.contracts ?? 10;
  return {
    accountId,
    symbol: BTC,
    side: 'long',
    marginMode: 'cross',
    contracts,
    rung: 'cap',
    price: 100,
    notional: contracts * 2,
    cost: 0,
    ...more,
  };
};

/** One action with an order of `contracts` for each account. */
export function action(contracts: readonly number[] = [10, 20], more: Partial<BatchTerms> = {}): Action {
  const reductions = contracts.map((amount, i) => reduction(`account-${i}`, { contracts: amount }));
  return actionsFrom(reductions, terms(more))[0] as Action;
}

export const planned = (of: Action = action()): ActionState => plannedState(of, NOW);

/** What the venue says of the orders of an action, in their order. */
export const acknowledgement = (
  of: Action | ActionState,
  nth: number,
  status: Acknowledgement['status'],
  fills: readonly number[],
  more: Partial<Acknowledgement> = {},
): Acknowledgement => ({
  acknowledgementId: `${of.actionId}:${nth}`,
  actionId: of.actionId,
  venue: of.venue,
  status,
  orders: fills.map((filledContracts, i) => ({
    orderId: of.orders[i]?.orderId as string,
    filledContracts,
    averagePrice: filledContracts > 0 ? 100 : 0,
  })),
  timestamp: NOW,
  ...more,
});
