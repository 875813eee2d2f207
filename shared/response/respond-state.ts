import type { ActionSummary } from '../action/summarise.ts';
import type { Verdict } from '../approval/decide.ts';
import type { OnlyProposed } from '../approval/only-proposed.ts';
import type { Unfit } from '../assessment/fitness.ts';
import type { Means } from '../deleveraging/plan/types.ts';
import type { Undone } from '../store/dispatches.ts';
import type { ResponseInput } from './open-response.ts';

/** Why no plan was made. */
export type Unplanned =
  | 'not asked for'
  | 'resolved'
  | 'stale'
  | Unfit
  | 'planned lately'
  | 'at work'
  | 'nothing to close'
  | 'superseded'
  | 'enough';

/** The step `plan`: with how long the steps after it wait, as the policy has it. */
export type Planned =
  | {
      readonly planned: true;
      readonly planId: string;
      /** How many plans for the same version of the incident went before. */
      readonly round: number;
      readonly means: Means;
      /** Whether it is to be carried out. */
      readonly act: boolean;
      readonly reason?: OnlyProposed;
      readonly approvalSeconds: number;
      readonly dispatchSeconds: number;
      readonly silenceSeconds: number;
      readonly verificationSeconds: number;
    }
  | { readonly planned: false; readonly act: false; readonly reason: Unplanned };

/** The step `dispatch`: what became of the actions, or why there were none. */
export type Dispatched = ActionSummary | { readonly undone: Undone };

/** The step `verify`: what is done next, and by what means. `look` where there is something new to be looked at. */
export interface Verified {
  readonly next: 'look' | 'close' | 'plan' | 'human';
  readonly means?: Means;
}

/** What the `respond` machine carries from step to step. */
export interface RespondState extends ResponseInput {
  readonly plan?: Planned;
  readonly approval?: Verdict;
  readonly actions?: Dispatched;
  readonly verification?: Verified;
}

/** What a step gets that ends when its task is told of. */
export interface WaitingStep {
  readonly state: RespondState;
  /** A secret: who has it may end the task. Absent where nobody waits any more, and the step is to be closed. */
  readonly taskToken?: string;
}

/** The plan that the machine is at. @throws Error where it is at none */
export function planOf({ plan }: RespondState): Extract<Planned, { planned: true }> {
  if (!plan?.planned) throw new Error('This step of the response comes after a plan, and there is none');
  return plan;
}
