import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Activity } from './activity.ts';
import { type Clock, WALL_CLOCK } from './clock.ts';
import type { Resource } from './cloudformation.ts';
import type { OnEvent } from './events.ts';
import { NotOnOneMachine, TemplateFault } from './faults.ts';
import { isJsonObject } from './json.ts';
import { type FunctionSpec, type RunFunction, type RunningFunction, runFunction } from './lambda-function.ts';
import type { Outcome } from './lambda-protocol.ts';
import type { Metrics } from './metrics.ts';
import type { Queues } from './queues.ts';
import { allows, knowsOnly, number, object, text } from './read-properties.ts';

export interface FunctionMetrics {
  invocations: number;
  errors: number;
  /** Sum over all invocations, from start to answer. */
  milliseconds: number;
  readonly memoryMb: number;
}

export interface Lambdas {
  /** Name of the function that has this name or ARN. @throws TemplateFault where none has */
  nameOf(nameOrArn: string, place: string): string;
  has(nameOrArn: string): boolean;
  /** Invokes and waits for the answer; never rejects. */
  invoke(name: string, payload: string): Promise<Outcome>;
  /** Invokes as an event: tried again after failures, and then put into the function's dead-letter queue. */
  invokeAsync(name: string, payload: string): void;
  metrics(): Readonly<Record<string, Readonly<FunctionMetrics>>>;
  /**
   * From now on each invocation of a function ends like this instead of running it; undefined lets it run again.
   *
   * @throws Error if there is no such function
   */
  disturb(name: string, as: Disturbance | undefined): void;
  stop(): Promise<void>;
}

/** How an invocation ends that is not let through: with an error of the function, or by Lambda's own throttling. */
export type Disturbance = 'failing' | 'throttled';

export interface LambdaOptions {
  readonly functions: readonly Resource[];
  readonly eventInvokeConfigs: readonly Resource[];
  readonly queues: Queues;
  readonly activity: Activity;
  readonly onEvent: OnEvent;
  readonly endpoints: Endpoints;
  /** Waits before the second and the third try of an asynchronous invocation. */
  readonly asyncRetryDelaysMs: readonly number[];
  /** Most invocations of one function at once; a function's own ReservedConcurrentExecutions may set less. */
  readonly concurrency: number;
  /** In threads of its own, unless given. */
  readonly runFunction?: RunFunction;
  readonly clock?: Clock;
  /** Where invocations, errors and throttles are published. */
  readonly cloudWatch?: Metrics;
}

/** Addresses of what stands in for AWS on this machine. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly aws: string;
}

interface Deployed {
  readonly spec: FunctionSpec;
  readonly running: RunningFunction;
  readonly metrics: FunctionMetrics;
  readonly deadLetterQueue: string | undefined;
  asyncRetries: number;
  disturbance?: Disturbance | undefined;
}

/** Starts a thread for each function of the template. @throws NotOnOneMachine */
export function openLambdas(options: LambdaOptions): Lambdas {
  const { queues, activity, onEvent, cloudWatch, clock = WALL_CLOCK } = options;
  const stopping = new AbortController();
  const planned = options.functions.map((resource) => ({ resource, spec: specOf(resource, options) }));
  const deployed = new Map<string, Deployed>();
  const byArn = new Map(planned.map(({ spec }) => [spec.arn, spec.name]));
  const nameOf = (nameOrArn: string, place: string): string => {
    const name = byArn.get(nameOrArn) ?? nameOrArn;
    if (planned.some(({ spec }) => spec.name === name)) return name;
    throw new TemplateFault(place, `${nameOrArn} is not a function of this assembly`);
  };
  const retries = new Map(
    options.eventInvokeConfigs.map(({ place, properties }) => {
      allows(place, 'Qualifier', properties.Qualifier, ['$LATEST']);
      return [
        nameOf(text(place, properties, 'FunctionName'), place),
        number(place, properties, 'MaximumRetryAttempts', 2),
      ];
    }),
  );
  for (const { resource, spec } of planned) {
    const deadLetters = object(resource.place, resource.properties, 'DeadLetterConfig');
    deployed.set(spec.name, {
      spec,
      running: (options.runFunction ?? runFunction)(spec, onEvent),
      metrics: { invocations: 0, errors: 0, milliseconds: 0, memoryMb: spec.memoryMb },
      deadLetterQueue:
        deadLetters.TargetArn === undefined
          ? undefined
          : queues.nameOf(text(resource.place, deadLetters, 'TargetArn'), resource.place),
      asyncRetries: retries.get(spec.name) ?? 2,
    });
  }

  const find = (name: string): Deployed => {
    const found = deployed.get(name);
    if (found === undefined) throw new Error(`no function ${name}`);
    return found;
  };

  function invoke(name: string, payload: string): Promise<Outcome> {
    const { running, metrics, disturbance } = find(name);
    return activity.track(async () => {
      const began = performance.now();
      // Data points are of the minute in which an invocation began.
      const at = clock.now();
      const outcome = disturbance === undefined ? await running.invoke(payload) : disturbed(disturbance);
      const publish = (metric: string, value: boolean) =>
        cloudWatch?.publish({ namespace: 'AWS/Lambda', metric, owner: name }, Number(value), at);
      publish('Throttles', disturbance === 'throttled');
      if (disturbance === 'throttled') return outcome;
      publish('Invocations', true);
      publish('Errors', !outcome.ok);
      const milliseconds = performance.now() - began;
      metrics.invocations += 1;
      metrics.milliseconds += milliseconds;
      if (!outcome.ok) metrics.errors += 1;
      const told = { type: 'invocation', function: name, milliseconds } as const;
      onEvent(outcome.ok ? told : { ...told, error: `${outcome.error.errorType}: ${outcome.error.errorMessage}` });
      return outcome;
    });
  }

  async function deliver(name: string, payload: string): Promise<void> {
    const { asyncRetries, deadLetterQueue } = find(name);
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await invoke(name, payload);
      if (outcome.ok) return;
      if (attempt === asyncRetries) {
        const attributes = {
          RequestID: outcome.requestId,
          ErrorCode: '200',
          ErrorMessage: outcome.error.errorMessage.slice(0, 1_024),
        };
        if (deadLetterQueue !== undefined) queues.send(deadLetterQueue, payload, attributes);
        return;
      }
      await clock.pause(options.asyncRetryDelaysMs[attempt] ?? 0, stopping.signal);
    }
  }

  return {
    nameOf,
    has: (nameOrArn) => byArn.has(nameOrArn) || deployed.has(nameOrArn),
    invoke,
    invokeAsync(name, payload) {
      deliver(name, payload).catch((error: unknown) => {
        if (!stopping.signal.aborted) onEvent({ type: 'fault', where: name, message: String(error) });
      });
    },
    metrics: () => Object.fromEntries([...deployed].map(([name, { metrics }]) => [name, { ...metrics }])),
    disturb(name, as) {
      find(name).disturbance = as;
    },
    async stop() {
      stopping.abort();
      await Promise.all([...deployed.values()].map(({ running }) => running.stop()));
    },
  };
}

/** Throttled invocations have no run of the function behind them, and are no errors of it. */
function disturbed(as: Disturbance): Outcome {
  const [errorType, errorMessage] =
    as === 'throttled'
      ? ['TooManyRequestsException', 'Rate Exceeded.']
      : ['Engine.Disturbed', 'the function was made to fail'];
  return { ok: false, error: { errorType, errorMessage, trace: [] }, requestId: randomUUID() };
}

function specOf(
  { place, properties, identity, stack }: Resource,
  { endpoints, concurrency }: Pick<LambdaOptions, 'endpoints' | 'concurrency'>,
): FunctionSpec {
  allows(place, 'PackageType', properties.PackageType, ['Zip']);
  allows(place, 'ReservedConcurrentExecutions', properties.ReservedConcurrentExecutions === 0, [false]);
  const runtime = text(place, properties, 'Runtime');
  if (!runtime.startsWith('nodejs')) throw new NotOnOneMachine(place, `the engine does not run ${runtime}`);
  const code = object(place, properties, 'Code');
  knowsOnly(`${place}.Code`, code, ['S3Key'], ['S3Bucket']);
  const folder = stack.assets.get(text(`${place}.Code`, code, 'S3Key'));
  if (folder === undefined) throw new NotOnOneMachine(place, 'its code is not a bundled asset of this assembly');
  const [, module = '', exportName = ''] = /^(.+)\.([^.]+)$/.exec(text(place, properties, 'Handler')) ?? [];
  const { name, attributes } = identity;
  const memoryMb = number(place, properties, 'MemorySize', 128);
  return {
    name,
    arn: attributes.Arn as string,
    file: bundleOf(place, folder, module),
    exportName,
    environment: {
      ...templateEnvironment(place, object(place, properties, 'Environment')),
      ...runtimeEnvironment(name, stack.region, memoryMb, folder, text(place, properties, 'Handler'), endpoints),
    },
    memoryMb,
    timeoutMs: number(place, properties, 'Timeout', 3) * 1_000,
    concurrency: Math.min(concurrency, number(place, properties, 'ReservedConcurrentExecutions', concurrency)),
  };
}

function bundleOf(place: string, folder: string, module: string): string {
  const file = ['.mjs', '.cjs', '.js'].map((ending) => join(folder, module + ending)).find(existsSync);
  if (file === undefined) throw new NotOnOneMachine(place, `its bundle has no ${module}.mjs, .cjs or .js`);
  // Lambda reads such a file as CommonJS; here the nearest package.json above the bundle would decide.
  if (file.endsWith('.js') && !existsSync(join(folder, 'package.json'))) {
    throw new NotOnOneMachine(place, `whether ${module}.js is ESM is not said: bundle it as .mjs`);
  }
  return file;
}

function templateEnvironment(place: string, environment: ReturnType<typeof object>): Record<string, string> {
  knowsOnly(`${place}.Environment`, environment, ['Variables']);
  const variables = environment.Variables ?? {};
  if (!isJsonObject(variables)) throw new TemplateFault(place, 'Environment.Variables must be an object');
  return Object.fromEntries(Object.keys(variables).map((key) => [key, text(`${place}.Environment`, variables, key)]));
}

/** What Lambda itself sets, and where the SDK finds the services that this machine stands in for. */
function runtimeEnvironment(
  name: string,
  region: string,
  memoryMb: number,
  folder: string,
  handler: string,
  endpoints: LambdaOptions['endpoints'],
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: folder,
    TZ: ':UTC',
    _HANDLER: handler,
    AWS_ENDPOINT_URL: endpoints.aws,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.aws,
    AWS_ENDPOINT_URL_SFN: endpoints.aws,
  };
}
