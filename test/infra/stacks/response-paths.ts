import { StateMachine } from 'aws-local-stepfunctions';
import { readDefinition } from '../../../infra/local/engine/definition.ts';
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

export const input = { venue: 'demo', symbol: 'BTC/USDT:USDT', group: 'leverage', incidentId: 'i-1', version: 3 };

/** What a step does when it is called: an answer, or an error by its name. */
export type Answer = Input | Error;

export const failing = (name: string): Error => Object.assign(new Error(`${name} happened`), { name });

/**
 * Runs the definition. Each call of a step is answered with the next of what is given for it, and the last for ever; of a step that waits
 * the answer stands for what its task was told.
 */
export async function run(answers: Readonly<Record<string, readonly Answer[]>>) {
  const calls: Record<string, Input[]> = {};
  const handlers = Object.fromEntries(
    tasks.map(([name]) => [
      name,
      (given: Input): Input => {
        calls[name] ??= [];
        const own = calls[name];
        own.push(given);
        const scripted = answers[name] ?? [null];
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
