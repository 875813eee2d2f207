import type { ActionProgress } from './types.ts';

/** What has become of the actions of a plan. Amounts are worth at the plan's marks, in the valuation's unit. */
export interface ActionSummary {
  readonly ordered: number;
  readonly filled: number;
  /** Of what was ordered; 1 where nothing was. */
  readonly share: number;
  readonly actions: number;
  /** Actions of which nothing was filled or will be; the first ones. */
  readonly rejected: readonly { readonly actionId: string; readonly reason: string }[];
  readonly rejectedCount: number;
  /** Whether every action has had its last word. */
  readonly done: boolean;
}

/** A state machine carries 256 KB; whoever wants all of them reads them. */
const LISTED = 50;

/** @param planned how many actions the plan has, where not all of them may be among those given */
export function summariseActions(actions: readonly ActionProgress[], planned: number = actions.length): ActionSummary {
  const ordered = actions.reduce((sum, action) => sum + action.ordered, 0);
  const filled = actions.reduce((sum, action) => sum + action.filled, 0);
  const rejected = actions
    .filter(({ status }) => status === 'rejected' || status === 'timed-out' || status === 'cancelled')
    .filter((action) => action.filled === 0);
  return {
    ordered,
    filled,
    share: ordered > 0 ? filled / ordered : 1,
    actions: planned,
    rejected: rejected.slice(0, LISTED).map(({ actionId, status, reason }) => ({ actionId, reason: reason ?? status })),
    rejectedCount: rejected.length,
    done: actions.length >= planned && actions.every(({ done }) => done),
  };
}
