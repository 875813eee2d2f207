import { StateMachine } from 'aws-local-stepfunctions';
import { readDefinition } from '../../../infra/local/engine/definition.ts';
import type { ActionSummary } from '../../../shared/action/summarise.ts';
import type { Verdict } from '../../../shared/approval/decide.ts';
import type { Planned } from '../../../shared/response/respond-state.ts';
import { resource, synthesise } from './synthesised.ts';

export const { service } = synthesise();
export const machine = resource(service, 'AWS::StepFunctions::StateMachine');

type Definition = ConstructorParameters<typeof StateMachine>[0];
export type Input = Parameters<StateMachine['run']>[0];

export const arnOf = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

/** The definition as it is deployed, its references filled in. */
export const definition = definitionOf();

function definitionOf(): Definition {
  const [, parts] = (machine.Properties.DefinitionString as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const text = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('Ref' in (part as object)) return 'aws';
    const [id] = (part as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
    return arnOf(
      id
        .replace(/Function[0-9A-F]{8}$/, '')
        .replaceAll(/\B[A-Z]/g, (letter) => `-${letter}`)
        .toLowerCase(),
    );
  });
  return JSON.parse(text.join('')) as Definition;
}

/** The same as the interpreter does it right: the times of steps that wait are kept elsewhere. */
const interpreted = readDefinition('respond', JSON.stringify(definition)).definition as unknown as Definition;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

export interface Task {
  readonly Type: string;
  readonly Resource: string;
  readonly Parameters?: { readonly Payload?: object };
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSecondsPath?: string;
}

/** The steps that call a function, by name. */
export const tasks = Object.entries(definition.States as unknown as Record<string, Task>).filter(
  ([, { Type }]) => Type === 'Task',
);

export const step = (name: string): Task => tasks.find(([own]) => own === name)?.[1] as Task;

/** The steps that end when somebody tells of their task, with how long they wait by the plan. */
export const WAITING = {
  AskApproval: { TimeoutSeconds: 'approvalSeconds' },
  DispatchActions: { TimeoutSeconds: 'dispatchSeconds', HeartbeatSeconds: 'silenceSeconds' },
  VerifyResponse: { TimeoutSeconds: 'verificationSeconds' },
} as const;

/** What closes a step that nobody has told of in time. */
export const CLOSING = {
  AskApproval: 'CloseApproval',
  DispatchActions: 'CloseDispatch',
  VerifyResponse: 'CloseVerification',
} as const;

export const input = { venue: 'demo', symbol: 'BTC/USDT:USDT', group: 'leverage', incidentId: 'i-1', version: 3 };

/** What a step does when it is called: an answer, or an error by its name. */
export type Answer = Input | Error;

export const failing = (name: string): Error => Object.assign(new Error(`${name} happened`), { name });

export const timeout = failing('States.Timeout');

export const PLAN = {
  planned: true,
  planId: 'p',
  round: 0,
  means: 'cap',
  act: true,
  approvalSeconds: 960,
  dispatchSeconds: 7_260,
  silenceSeconds: 600,
  verificationSeconds: 1_800,
} satisfies Planned;
export const APPROVED = { decision: 'approved', by: ['U-ANNA'] } satisfies Verdict;
export const CARRIED_OUT = {
  ordered: 10,
  filled: 10,
  share: 1,
  actions: 1,
  rejected: [],
  rejectedCount: 0,
  done: true,
} satisfies ActionSummary;

export type Script = Readonly<Record<string, readonly Answer[]>>;

/** All that goes well, with what goes otherwise. */
export const answers = (change: Script = {}): Script => ({
  PlanResponse: [PLAN],
  AskApproval: [APPROVED],
  DispatchActions: [CARRIED_OUT],
  VerifyResponse: [{ next: 'close' }],
  ...change,
});

/** Nobody tells of a task in time, so that each step that waits is closed; by what closes it, all goes well. */
export const closed = (change: Script = {}): Script => ({
  PlanResponse: [PLAN],
  AskApproval: [timeout],
  CloseApproval: [APPROVED],
  DispatchActions: [timeout],
  CloseDispatch: [CARRIED_OUT],
  VerifyResponse: [timeout],
  CloseVerification: [{ next: 'human' }],
  ...change,
});

/**
 * Runs the definition. Each call of a step is answered with the next of what is given for it, and the last for ever; of a step that waits
 * the answer stands for what its task was told.
 */
export async function run(script: Script) {
  const calls: Record<string, Input[]> = {};
  const handlers = Object.fromEntries(
    tasks.map(([name]) => [
      name,
      (given: Input): Input => {
        calls[name] ??= [];
        const own = calls[name];
        own.push(given);
        const scripted = script[name] ?? [null];
        const answer = scripted[own.length - 1] ?? scripted.at(-1) ?? null;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    ]),
  );
  const execution = new StateMachine(interpreted).run(input, {
    context: { Task: { Token: 'token' } },
    overrides: {
      taskResourceLocalHandlers: handlers,
      retryIntervalOverrides: Object.fromEntries(tasks.map(([name]) => [name, 0])),
    },
  });
  const entered: string[] = [];
  const reading = (async () => {
    for await (const event of execution.eventLogs) {
      if (event.type === 'StateEntered' && 'state' in event) entered.push(event.state.name);
    }
  })();
  const outcome = await execution.result.then(
    (output) => ({ output }),
    (error: Error) => ({ error }),
  );
  await reading;
  return { calls, outcome, entered };
}
