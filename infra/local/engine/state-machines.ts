import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExecutionAbortedError, ExecutionError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type { Activity } from './activity.ts';
import { AwsFault } from './aws-endpoint.ts';
import type { Resource } from './cloudformation.ts';
import { type MachineDefinition, PATIENCE, readDefinition, type TaskState } from './definition.ts';
import type { OnEvent } from './events.ts';
import { DATA_LIMIT, describe, type Execution, type ExecutionStatus, readStart } from './executions.ts';
import type { Json, JsonObject } from './json.ts';
import type { Lambdas } from './lambdas.ts';
import type { Metrics } from './metrics.ts';
import { allows, object, text } from './read-properties.ts';
import { openTaskTokens, type Patience, type TaskTokens } from './task-tokens.ts';

type Interpreted = ConstructorParameters<typeof StateMachine>[0];
type InterpreterValue = Parameters<StateMachine['run']>[0];

export interface MachineMetrics {
  started: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  /** States entered, which is what Standard workflows are billed by. */
  transitions: number;
}

export interface StateMachines {
  has(arn: string): boolean;
  /** The AWS operation StartExecution. @throws AwsFault */
  startExecution(request: JsonObject): JsonObject;
  /** The callbacks of waiting tasks: SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. */
  readonly tokens: TaskTokens;
  /** The AWS operation DescribeExecution. @throws AwsFault ExecutionDoesNotExist */
  describeExecution(request: JsonObject): JsonObject;
  executions(): readonly Execution[];
  /** By the machine's ARN. */
  metrics(): Readonly<Record<string, Readonly<MachineMetrics>>>;
  stop(): void;
}

/** A failed task, as the interpreter matches it (`name`) and as a Catch hands it on (`message`). */
class TaskFailed extends Error {
  /** Step Functions' own rule: States.ALL takes everything but a result that is too large. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;
  constructor(name: string, message: string, final = false) {
    super(message);
    this.name = name;
    this.isRetryable = !final;
    this.isCatchable = !final;
  }
}

interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly read: MachineDefinition;
  readonly interpreter: StateMachine;
  readonly metrics: MachineMetrics;
}

export interface MachineOptions {
  /** Waits between two tries of a task, instead of what its state says. */
  readonly retryIntervalMs?: number | undefined;
  /** Where executions are counted that ended in anything but success. */
  readonly cloudWatch?: Metrics;
}

/** The state machines of the template. @throws NotOnOneMachine, TemplateFault */
export function openStateMachines(
  resources: readonly Resource[],
  lambdas: Lambdas,
  activity: Activity,
  onEvent: OnEvent,
  { retryIntervalMs, cloudWatch }: MachineOptions = {},
): StateMachines {
  const machines = new Map(resources.map((resource) => [resource.identity.ref, openMachine(resource, lambdas)]));
  const executions = new Map<string, Execution>();
  const aborts = new Map<string, () => void>();
  const tokens = openTaskTokens();
  let stopped = false;

  async function run(machine: Machine, execution: Execution): Promise<void> {
    const { executionArn, name } = execution;
    const isOver = () => stopped || executions.get(executionArn)?.status !== 'RUNNING';
    const started = machine.interpreter.run(JSON.parse(execution.input) as InterpreterValue, {
      overrides: {
        taskResourceLocalHandlers: taskHandlers(machine.read.tasks, { lambdas, tokens, activity, isOver }),
        ...(retryIntervalMs === undefined
          ? {}
          : {
              retryIntervalOverrides: Object.fromEntries(
                machine.read.tasks.map((task) => [task.name, retryIntervalMs]),
              ),
            }),
      },
      context: {
        Execution: { Id: executionArn, Name: name },
        StateMachine: { Id: machine.arn, Name: machine.name },
        Task: {
          // Read anew for each task that is entered, as it is for each a token of its own.
          get Token() {
            return tokens.issue();
          },
        },
      },
    });
    aborts.set(executionArn, started.abort);
    const counted = countTransitions(started.eventLogs, machine.metrics);
    const ending = await started.result.then(
      (output) => ({ status: 'SUCCEEDED' as const, output: JSON.stringify(output) }),
      endingOf,
    );
    aborts.delete(executionArn);
    executions.set(executionArn, { ...execution, ...ending, stoppedAt: Date.now() });
    await counted;
    machine.metrics[METRIC[ending.status]] += 1;
    const published = CLOUDWATCH[ending.status];
    if (published !== undefined)
      cloudWatch?.publish({ namespace: 'AWS/States', metric: published, owner: machine.arn }, 1);
    onEvent({ type: 'execution', machine: machine.name, name, status: ending.status });
  }

  return {
    tokens,
    has: (arn) => machines.has(arn),
    startExecution(request) {
      const { machineArn, name, input } = readStart(request, randomUUID());
      const machine = machines.get(machineArn);
      if (machine === undefined) {
        throw new AwsFault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
      }
      const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const before = executions.get(executionArn);
      if (before !== undefined && (before.status !== 'RUNNING' || before.input !== input)) {
        throw new AwsFault('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
      }
      if (before !== undefined) return { executionArn, startDate: before.startedAt / 1_000 };
      const execution: Execution = {
        ...{ executionArn, stateMachineArn: machineArn, machine: machine.name, name, input },
        ...{ status: 'RUNNING', startedAt: Date.now() },
      };
      executions.set(executionArn, execution);
      machine.metrics.started += 1;
      onEvent({ type: 'execution', machine: machine.name, name, status: 'RUNNING' });
      activity
        .track(() => run(machine, execution))
        .catch((error: unknown) => onEvent({ type: 'fault', where: executionArn, message: String(error) }));
      return { executionArn, startDate: execution.startedAt / 1_000 };
    },
    describeExecution(request) {
      const execution = executions.get(String(request.executionArn));
      if (execution !== undefined) return describe(execution);
      throw new AwsFault('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(request.executionArn)}'`);
    },
    executions: () => [...executions.values()],
    metrics: () => Object.fromEntries([...machines].map(([arn, { metrics }]) => [arn, { ...metrics }])),
    stop() {
      stopped = true;
      for (const abort of aborts.values()) abort();
      tokens.stop();
    },
  };
}

const METRIC = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
} as const satisfies Record<Exclude<ExecutionStatus, 'RUNNING'>, keyof MachineMetrics>;

const CLOUDWATCH: Readonly<Partial<Record<ExecutionStatus, string>>> = {
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

function openMachine({ place, properties, identity }: Resource, lambdas: Lambdas): Machine {
  allows(place, 'StateMachineType', properties.StateMachineType, ['STANDARD']);
  const substitutions = object(place, properties, 'DefinitionSubstitutions');
  const definition = text(place, properties, 'DefinitionString').replace(/\$\{([^}]+)\}/g, (whole, key: string) =>
    key in substitutions ? String(substitutions[key]) : whole,
  );
  const read = readDefinition(place, definition);
  for (const { name, functionName } of read.tasks) {
    if (functionName !== undefined) lambdas.nameOf(functionName, `${place} state ${name}`);
  }
  return {
    arn: identity.ref,
    name: identity.name,
    read,
    interpreter: new StateMachine(read.definition as unknown as Interpreted, {
      validationOptions: { checkArn: false },
    }),
    metrics: { started: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, transitions: 0 },
  };
}

interface TaskWorld {
  readonly lambdas: Lambdas;
  readonly tokens: TaskTokens;
  readonly activity: Activity;
  /** Whether the execution has ended. */
  readonly isOver: () => boolean;
}

function taskHandlers(tasks: readonly TaskState[], { lambdas, tokens, activity, isOver }: TaskWorld) {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (input: InterpreterValue): Promise<InterpreterValue> => {
        // The interpreter wakes from a retry's wait when it is aborted, and would try once more: let the end come first.
        await nextTurn();
        if (isOver()) throw new TaskFailed('Engine.Stopped', 'the execution is over', true);
        const given = input as JsonObject;
        const wanted = task.functionName ?? String(given.FunctionName);
        if (!lambdas.has(wanted)) {
          throw new TaskFailed('Lambda.ResourceNotFoundException', `Function not found: ${wanted}`);
        }
        const payload = task.wrapped ? (given.Payload ?? {}) : (input as Json);
        const sent = JSON.stringify(payload);
        const outcome = await lambdas.invoke(lambdas.nameOf(wanted, task.name), sent);
        if (!outcome.ok) throw new TaskFailed(outcome.error.errorType, JSON.stringify(outcome.error));
        if (task.waits) {
          // The function's answer is ignored: the task ends when its token is completed.
          const patience = patienceFrom(given[PATIENCE] as JsonObject);
          const ending = await activity.paused(tokens.wait(tokens.tokensIn(sent), patience));
          if (!ending.ok) throw new TaskFailed(ending.error, ending.cause, isOver());
          return ending.output as InterpreterValue;
        }
        const result = JSON.parse(outcome.payload) as InterpreterValue;
        if (Buffer.byteLength(outcome.payload) > DATA_LIMIT) {
          const limit = `The state/task '${task.name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
          throw new TaskFailed('States.DataLimitExceeded', limit, true);
        }
        return task.wrapped ? { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 } : result;
      },
    ]),
  );
}

/** What the state says in seconds, or its input by its paths. */
function patienceFrom({ TimeoutSeconds, HeartbeatSeconds }: JsonObject): Patience {
  for (const seconds of [TimeoutSeconds, HeartbeatSeconds]) {
    if (seconds !== undefined && !(Number.isInteger(seconds) && Number(seconds) > 0)) {
      throw new TaskFailed('States.Runtime', `${JSON.stringify(seconds)} is no number of seconds`, true);
    }
  }
  return {
    withinMs: Number(TimeoutSeconds ?? Number.POSITIVE_INFINITY) * 1_000,
    ...(HeartbeatSeconds === undefined ? {} : { silenceMs: Number(HeartbeatSeconds) * 1_000 }),
  };
}

async function countTransitions(logs: ReturnType<StateMachine['run']>['eventLogs'], metrics: MachineMetrics) {
  for await (const { type } of logs) if (type === 'StateEntered') metrics.transitions += 1;
}

function endingOf(error: unknown): { status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string; cause?: string } {
  if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: 'States.Timeout' };
  if (error instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  const reason = error instanceof ExecutionError ? error.cause : error;
  const { name, message } = reason instanceof Error ? reason : { name: 'States.Runtime', message: String(reason) };
  return { status: 'FAILED', error: name, cause: message };
}
