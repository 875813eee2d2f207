import { StateMachine } from 'aws-local-stepfunctions';
import { readDefinition } from '../../../infra/local/engine/definition.ts';
import type { ActionSummary } from '../../../shared/action/summarise.ts';
import type { Verdict } from '../../../shared/approval/decide.ts';
import type { Told } from '../../../shared/response/notify.ts';
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
  readonly Next?: string;
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

/** The states that wait until the time is over by which Slack has put a step off. */
const waits = Object.entries(definition.States as unknown as Record<string, Task>).flatMap(([name, { Type }]) =>
  Type === 'Wait' ? [name] : [],
);

export const step = (name: string): Task => tasks.find(([own]) => own === name)?.[1] as Task;

/** The steps that end when somebody tells of their task, with how long they wait by the plan. */
export const WAITING = {
  AskApproval: { TimeoutSeconds: 'approvalSeconds' },
  DispatchActions: { TimeoutSeconds: 'dispatchSeconds', HeartbeatSeconds: 'silenceSeconds' },
  VerifyResponse: { TimeoutSeconds: 'verificationSeconds' },
} as const;

/** Where a step finds what is left of its time, if that is not in the plan. */
export const LEFT: Readonly<Record<string, string>> = { VerifyResponse: '$.verification.withinSeconds' };

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

export const TOLD = { posted: 1, updated: 0 } satisfies Told;
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
  NotifyOfficers: [TOLD],
  PlanResponse: [PLAN],
  AskApproval: [APPROVED],
  DispatchActions: [CARRIED_OUT],
  VerifyResponse: [{ next: 'close' }],
  CloseResponse: [{ closed: 'well' }],
  ...change,
});

/** Nobody tells of a task in time, so that each step that waits is closed; by what closes it, all goes well. */
export const closed = (change: Script = {}): Script => ({
  NotifyOfficers: [TOLD],
  PlanResponse: [PLAN],
  AskApproval: [timeout],
  CloseApproval: [APPROVED],
  DispatchActions: [timeout],
  CloseDispatch: [CARRIED_OUT],
  VerifyResponse: [timeout],
  CloseVerification: [{ next: 'human' }],
  CloseResponse: [{ closed: 'well' }],
  ...change,
});

/**
 * Runs the definition. Each call of a step is answered with the next of what is given for it, and the last for ever; of a step that waits
 * the answer stands for what its task was told.
 *
 * @param waiting whether what Slack has put off is waited for; else it is over at once
 */
export function run(script: Script, { waiting = false }: { readonly waiting?: boolean } = {}): Running {
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
      waitTimeOverrides: waiting ? {} : Object.fromEntries(waits.map((name) => [name, 0])),
    },
  });
  const visited: string[] = [];
  const reading = (async () => {
    for await (const event of execution.eventLogs) {
      if (event.type === 'StateEntered' && 'state' in event) visited.push(event.state.name);
    }
  })();
  const ended = (async (): Promise<Ended> => {
    const outcome = await execution.result.then(
      (output) => ({ output }),
      (error: Error) => ({ error }),
    );
    await reading;
    // Without the choices after each step that only matter if Slack has put it off.
    const entered = visited.filter((name, i) => !name.endsWith('PutOff') || visited[i + 1]?.endsWith('Waits'));
    return { calls, outcome, entered, visited };
  })();
  return Object.assign(ended, { calls, ended });
}

interface Ended {
  readonly calls: Readonly<Record<string, Input[]>>;
  readonly outcome: { readonly output: Input } | { readonly error: Error };
  /** The states entered, without the choices that have only let pass. */
  readonly entered: readonly string[];
  readonly visited: readonly string[];
}

/** An execution under way: to be awaited, or looked at meanwhile. */
type Running = Promise<Ended> & { readonly calls: Ended['calls']; readonly ended: Promise<Ended> };
