import type { Action, ActionState, Claim } from './types.ts';

/** An action as it begins: planned, and sent by nobody. @param now Unix milliseconds */
export function plannedState(action: Action, now: number): ActionState {
  const { actionId, kind, venue, planId, expiresAt } = action;
  return {
    actionId,
    kind,
    venue,
    planId,
    status: 'planned',
    done: false,
    reason: null,
    ordered: action.orders.reduce((sum, { notional }) => sum + notional, 0),
    filled: 0,
    orders: action.orders.map(({ orderId, contracts, notional }) => ({
      orderId,
      contracts,
      notional,
      filledContracts: 0,
      averagePrice: 0,
    })),
    acknowledgements: [],
    claim: null,
    expiresAt,
    plannedAt: now,
    sentAt: null,
    doneAt: null,
    version: 1,
  };
}

export type ClaimDecision =
  | {
      readonly claimed: true;
      /** `held` where the sender has the claim already: then nothing changes. */
      readonly reason: 'first' | 'held' | 'abandoned';
      readonly state: ActionState;
    }
  | { readonly claimed: false; readonly reason: 'sent' | 'done' | 'taken' | 'expired' };

/**
 * Who may send an action: one sender at a time, until the venue has it. A sender that dies leaves its claim to the next one when its
 * time is up; what that one sends is the very same request, which the venue takes once.
 */
export function decideClaim(state: ActionState, claim: Claim, now: number): ClaimDecision {
  if (state.done) return { claimed: false, reason: 'done' };
  if (state.status !== 'planned') return { claimed: false, reason: 'sent' };
  if (now >= state.expiresAt) return { claimed: false, reason: 'expired' };
  const live = state.claim && state.claim.until > now;
  if (live && state.claim?.sender !== claim.sender) return { claimed: false, reason: 'taken' };
  if (live) return { claimed: true, reason: 'held', state };
  return {
    claimed: true,
    reason: state.claim ? 'abandoned' : 'first',
    state: { ...state, claim, version: state.version + 1 },
  };
}

export type StepDecision =
  | { readonly change: true; readonly state: ActionState }
  | { readonly change: false; readonly reason: 'overtaken' | 'done' };

/** The venue has taken the action. It may have acknowledged it before its answer was heard. */
export function decideSent(state: ActionState, now: number): StepDecision {
  if (state.done) return { change: false, reason: 'done' };
  if (state.status !== 'planned') return { change: false, reason: 'overtaken' };
  return {
    change: true,
    state: { ...state, status: 'sent', claim: null, sentAt: now, version: state.version + 1 },
  };
}

/** How an action ends on our side: the venue would not take it, it took too long, or it is no longer wanted. */
export type Ending = 'rejected' | 'timed-out' | 'cancelled';

/**
 * Ends an action without the venue's last word. What the venue may have begun can no longer be refused or cancelled: of that only the
 * waiting ends.
 */
export function decideEnding(state: ActionState, ending: Ending, reason: string, now: number): StepDecision {
  if (state.done) return { change: false, reason: 'done' };
  const begun = state.status !== 'planned' || (ending === 'cancelled' && state.claim !== null);
  if (begun && ending !== 'timed-out') return { change: false, reason: 'overtaken' };
  return {
    change: true,
    state: { ...state, status: ending, done: true, reason, claim: null, doneAt: now, version: state.version + 1 },
  };
}
