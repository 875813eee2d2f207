import { askApproval, closeApproval } from '../../shared/response/ask-approval.ts';
import { closeResponse } from '../../shared/response/close-response.ts';
import {
  closeDispatch,
  type Desk,
  type DispatchConnections,
  dispatchActions,
} from '../../shared/response/dispatch-actions.ts';
import { notifyOfficers } from '../../shared/response/notify.ts';
import { planResponse } from '../../shared/response/plan-response.ts';
import { unlessPutOff } from '../../shared/response/put-off.ts';
import type { ClosingState, RespondState, WaitingStep } from '../../shared/response/respond-state.ts';
import { closeVerification, verifyResponse } from '../../shared/response/verify-response.ts';
import type { WaitingTask } from '../../shared/response/waiting-task.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { Crash } from '../environment/tables.ts';

/** What the steps run on. Read anew at each step, so that a test may change it in between. */
export interface StepWorld {
  /** Called as each step is entered. @returns what the step fails with at once, if it is to */
  enter(name: string, state: RespondState): Error | undefined;
  tables(): Tables;
  connectionsOn(on: Tables): Omit<DispatchConnections, 'task' | 'deskOf'> & { readonly channel: string };
  task(): WaitingTask;
  desk(): Desk;
  /** Seconds that steps wait, in place of the policy's. */
  patience(): object;
}

/** The steps of the `respond` machine as their handlers do them, by the folder of each function; and a dispatch by itself. */
export function respondSteps(world: StepWorld) {
  const steps =
    (name: string) =>
    <S extends RespondState | WaitingStep>(run: (state: S, on: Tables) => Promise<unknown>) =>
    async (given: S) => {
      const state: RespondState = 'state' in given ? given.state : given;
      const broken = world.enter(name, state);
      const outcome = await (broken ? Promise.reject(broken) : run(given, world.tables())).catch((error: Error) => {
        // As Step Functions names a function that is gone.
        throw error instanceof Crash ? Object.assign(new Error(error.message), { name: 'Lambda.Unknown' }) : error;
      });
      return outcome ?? null;
    };
  /** As the handlers do it. */
  const waiting = <R>(
    name: string,
    result: 'approval' | 'actions' | 'verification',
    open: (step: Required<WaitingStep>, on: Tables) => Promise<void>,
    shut: (state: RespondState, on: Tables) => Promise<R>,
  ) =>
    steps(name)<WaitingStep>(async ({ state, taskToken }, on) => {
      if (taskToken === undefined) return unlessPutOff(state[result], () => shut(state, on));
      const again = await unlessPutOff(state[result], () => open({ state, taskToken }, on));
      if (again) await world.task().succeed(taskToken, again);
      return undefined;
    });
  const dispatch = (asked: Required<WaitingStep>, on: Tables) =>
    dispatchActions(
      {
        ...world.connectionsOn(on),
        task: world.task(),
        deskOf: async () => world.desk(),
      },
      asked,
    );
  const functions = {
    'notify-officers': steps('notify')((state: RespondState & { notified?: object }, on) =>
      unlessPutOff(state.notified, () => notifyOfficers(on, world.connectionsOn(on).slack, '#risk', state)),
    ),
    'plan-response': steps('plan')(async (state: RespondState, on) => {
      const policy = await readPolicy(on, state.venue);
      const terms = { policy, codeVersion: 'test', takesActions: true, clock: world.connectionsOn(on).clock };
      const planned = await unlessPutOff(state.plan, () =>
        planResponse(world.connectionsOn(on), world.task(), terms, state),
      );
      return 'planned' in planned && planned.planned ? { ...planned, ...world.patience() } : planned;
    }),
    'ask-approval': waiting(
      'ask',
      'approval',
      async (asked, on) =>
        askApproval(world.connectionsOn(on), world.task(), await readPolicy(on, asked.state.venue), asked),
      (state, on) => closeApproval(world.connectionsOn(on), state),
    ),
    'dispatch-actions': waiting('dispatch', 'actions', dispatch, (state, on) =>
      closeDispatch(world.connectionsOn(on), state),
    ),
    'verify-response': waiting(
      'verify',
      'verification',
      async (asked, on) =>
        verifyResponse(world.connectionsOn(on), world.task(), await readPolicy(on, asked.state.venue), 'test', asked),
      async (state, on) => closeVerification(world.connectionsOn(on), await readPolicy(on, state.venue), 'test', state),
    ),
    'close-response': steps('close')((state: ClosingState & { closed?: object }, on) =>
      unlessPutOff(state.closed, () => closeResponse({ ...world.connectionsOn(on), task: world.task() }, state)),
    ),
  };
  return { functions, dispatch };
}
