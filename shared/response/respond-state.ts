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

/** The step `verify`: what is done next, and by what means. */
export type Verified =
  | { readonly next: 'close' | 'plan' | 'human'; readonly means?: Means }
  /** There is something new to look at, for which so much is left of the verification's time: at least a second. */
  | { readonly next: 'look'; readonly withinSeconds: number };

/** What is left of a verification's time, as a task waits: at least a second. */
export const secondsLeft = (until: number, now: number): number => Math.max(1, Math.ceil((until - now) / 1_000));

/** What stands in the place of `Verified` before the first look. */
export interface Verifying {
  readonly withinSeconds: number;
}

/** What the `respond` machine carries from step to step. */
export interface RespondState extends ResponseInput {
  readonly plan?: Planned;
  readonly approval?: Verdict;
  readonly actions?: Dispatched;
  readonly verification?: Verified | Verifying;
  /** What a step has failed with that was then closed, or that ends the response. */
  readonly failure?: { readonly Error?: string; readonly Cause?: string };
}

/** What the step `close` gets, the last of every response. */
export interface ClosingState extends RespondState {
  /** The machine's `Fail` state to which the response goes from here; absent if it ends well. */
  readonly failed?: string;
}

/** Input of a step that ends when its task token is completed. */
export interface WaitingStep {
  readonly state: RespondState;
  /** A secret: who has it may end the task. Absent where nobody waits any more, and the step is to be closed. */
  readonly taskToken?: string;
}

/** The plan that the machine is at. @throws Error if it is at none */
export function planOf({ plan }: RespondState): Extract<Planned, { planned: true }> {
  if (!plan?.planned) throw new Error('This step of the response comes after a plan, and there is none');
  return plan;
}
