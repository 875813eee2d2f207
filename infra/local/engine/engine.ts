import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { type DynamoDbLocal, freePort, startDynamoDbLocal } from '../dynamodb.ts';
import { openActivity } from './activity.ts';
import { type AlarmState, openAlarms } from './alarms.ts';
import { readAssembly } from './assembly.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { type Clock, WALL_CLOCK } from './clock.ts';
import { type Resource, resolveAssembly } from './cloudformation.ts';
import type { OnEvent } from './events.ts';
import type { Execution } from './executions.ts';
import { NotOnOneMachine } from './faults.ts';
import { httpApi } from './http-api.ts';
import type { RunFunction } from './lambda-function.ts';
import { type Disturbance, type Endpoints, type FunctionMetrics, openLambdas } from './lambdas.ts';
import { openLoopbackServer } from './loopback-server.ts';
import { openMetrics } from './metrics.ts';
import { type DeadLetter, openQueues } from './queues.ts';
import { runSchedules } from './schedules.ts';
import { openSecrets } from './secrets.ts';
import { sqsOperations } from './sqs.ts';
import { type MachineMetrics, openStateMachines } from './state-machines.ts';
import { type RunningMapping, readMapping, runMapping, type StreamPauses } from './streams.ts';
import { createTable } from './tables.ts';
import { type Notification, openTopics } from './topics.ts';

export interface EngineOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assemblyDir: string;
  /** Any free port, unless given. */
  readonly apiPort?: number;
  /** Values of secrets by name, instead of what the template says. */
  readonly secretValues?: Readonly<Record<string, string>>;
  readonly onEvent?: OnEvent;
  /** Waits before Lambda's second and third try of an asynchronous invocation; a minute and two, unless given. */
  readonly asyncRetryDelaysMs?: readonly number[];
  /** Most invocations of one function at once, each in a thread of its own; 4 unless given. */
  readonly concurrency?: number;
  /** Of the order in which streams hand on records of different items if their parallelisation factor is above 1. */
  readonly streamSeed?: number;
  /** A DynamoDB Local that runs already and has none of the assembly's tables; it is left running. One of the engine's own, unless given. */
  readonly database?: Pick<DynamoDbLocal, 'endpoint'>;
  /** How a function is run, instead of in threads of its own. */
  readonly runFunction?: RunFunction;
  /** Where functions find DynamoDB and the other services, instead of the services' own addresses: something that stands between. */
  readonly between?: (endpoints: Endpoints) => Endpoints;
  /** Pauses between two looks at a stream, in milliseconds. */
  readonly streamPauses?: StreamPauses;
  /** Of schedules, retries of events, alarms and metrics; the machine's, unless given. What functions do takes its own time. */
  readonly clock?: Clock;
  /** Waits between two tries of a task of a state machine, instead of what the template says. */
  readonly retryIntervalMs?: number;
}

export interface EngineMetrics {
  /** By the function's name. */
  readonly functions: Readonly<Record<string, Readonly<FunctionMetrics>>>;
  /** By the state machine's ARN. */
  readonly machines: Readonly<Record<string, Readonly<MachineMetrics>>>;
}

export interface Engine {
  /** Address of the HTTP API, without a slash at its end. */
  readonly apiUrl: string;
  readonly dynamodbEndpoint: string;
  /** Of the other services that this machine stands in for: Step Functions, Secrets Manager, SQS. */
  readonly awsEndpoint: string;
  /** Names of the tables, by logical id and by logical id without CDK's hash. */
  readonly tables: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** A secret's value by its name or ARN. @throws Error where there is none */
  secret(nameOrArn: string): string;
  /**
   * Resolves when nothing is in flight: no request, no invocation, no execution, and every stream read to its end.
   * What was written before the call has then been handled. A wait between two tries of an asynchronous invocation
   * counts as nothing. @throws Error where a stream cannot be read, or the engine is stopped
   */
  idle(): Promise<void>;
  deadLetters(): readonly DeadLetter[];
  executions(): readonly Execution[];
  metrics(): EngineMetrics;
  alarms(): readonly AlarmState[];
  /** What the subscribers of the template's topics were told, oldest first. */
  notifications(): readonly Notification[];
  /** What can go wrong in a deployment, by the beginning of a construct's name such as `WatchFeeds`; undone by its opposite. */
  readonly disturb: {
    consumer(construct: string, enabled: boolean): void;
    schedule(construct: string, enabled: boolean): void;
    function(construct: string, as: Disturbance | undefined): void;
  };
  /** Ends everything that was started; may be called again. */
  stop(): Promise<void>;
}

/**
 * Runs a synthesised cloud assembly on this machine: what its templates say, and nothing else.
 *
 * @throws NotOnOneMachine naming the resource or property that the engine does not know; TemplateFault; JavaMissing
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const endings: (() => unknown)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      // In the opposite order: whatever calls ends before what it calls.
      for (const end of endings.reverse()) await end();
    })();
    return stopped;
  };
  try {
    return await start(options, endings, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: EngineOptions, endings: (() => unknown)[], stop: () => Promise<void>): Promise<Engine> {
  const onEvent = options.onEvent ?? (() => {});
  const stacks = await readAssembly(options.assemblyDir);
  const apiServer = await openLoopbackServer(options.apiPort);
  endings.push(() => apiServer.close());
  const awsServer = await openLoopbackServer();
  endings.push(() => awsServer.close());
  const { resources, outputs } = resolveAssembly(stacks, apiServer.url);
  const of = (type: string) => resources.filter((resource) => resource.type === type);

  const clock = options.clock ?? WALL_CLOCK;
  const cloudWatch = openMetrics(clock);
  const activity = openActivity();
  const queues = openQueues(of('AWS::SQS::Queue'), onEvent, clock.now);
  const topics = openTopics(of('AWS::SNS::Topic'), of('AWS::SNS::Subscription'), clock.now, onEvent);
  const secrets = openSecrets(of('AWS::SecretsManager::Secret'), options.secretValues ?? {});
  // Java takes longest: the threads import their bundles meanwhile.
  const { endpoint, starting } = await openDatabase(options.database, endings);
  const endpoints = { dynamodb: endpoint, aws: awsServer.url };
  const lambdas = openLambdas({
    functions: of('AWS::Lambda::Function'),
    eventInvokeConfigs: of('AWS::Lambda::EventInvokeConfig'),
    queues,
    activity,
    onEvent,
    endpoints: options.between?.(endpoints) ?? endpoints,
    ...(options.runFunction === undefined ? {} : { runFunction: options.runFunction }),
    asyncRetryDelaysMs: options.asyncRetryDelaysMs ?? [60_000, 120_000],
    concurrency: options.concurrency ?? 4,
    clock,
    cloudWatch,
  });
  let running: readonly RunningMapping[] = [];
  endings.push(() => Promise.all(running.map(({ ended }) => ended)));
  endings.push(() => lambdas.stop());
  const machines = openStateMachines(of('AWS::StepFunctions::StateMachine'), lambdas, activity, onEvent, {
    retryIntervalMs: options.retryIntervalMs,
    cloudWatch,
  });
  endings.push(() => machines.stop());
  const mappings = of('AWS::Lambda::EventSourceMapping').map((resource) => readMapping(resource, lambdas, queues));
  awsServer.handle(
    awsEndpoint({
      'AWSStepFunctions.StartExecution': machines.startExecution,
      'AWSStepFunctions.DescribeExecution': machines.describeExecution,
      'AWSStepFunctions.SendTaskSuccess': machines.tokens.success,
      'AWSStepFunctions.SendTaskFailure': machines.tokens.failure,
      'AWSStepFunctions.SendTaskHeartbeat': machines.tokens.heartbeat,
      'secretsmanager.GetSecretValue': secrets.getSecretValue,
      ...sqsOperations(of('AWS::SQS::Queue'), queues),
    }),
  );
  const apis = of('AWS::ApiGatewayV2::Api');
  if (apis.length > 1) throw new NotOnOneMachine(apis[1]?.place ?? '', 'the engine serves one HTTP API');
  const [api] = apis;
  const handleApi =
    api === undefined
      ? undefined
      : httpApi(
          {
            api,
            routes: of('AWS::ApiGatewayV2::Route'),
            integrations: of('AWS::ApiGatewayV2::Integration'),
            stages: of('AWS::ApiGatewayV2::Stage'),
          },
          lambdas,
          activity,
          cloudWatch,
        );

  const functionOf = (construct: string): string => {
    const named = of('AWS::Lambda::Function').filter(({ logicalId }) => logicalId.startsWith(construct));
    const [only] = named;
    if (only === undefined || named.length > 1) throw new Error(`${named.length} functions begin with ${construct}`);
    return only.identity.name;
  };
  const database = await starting;
  const tables = of('AWS::DynamoDB::GlobalTable');
  const streams = await createTables(tables, database, endings);
  const client = new DynamoDBStreamsClient(clientOptions(database));
  endings.push(() => client.destroy());
  running = mappings.map((mapping) =>
    runMapping(mapping, {
      ...{ client, streams, lambdas, queues, activity, onEvent, clock, cloudWatch, seed: options.streamSeed ?? 1 },
      ...(options.streamPauses === undefined ? {} : { pauses: options.streamPauses }),
    }),
  );
  endings.push(() => {
    for (const mapping of running) mapping.stop();
  });
  const schedules = runSchedules(of('AWS::Scheduler::Schedule'), { lambdas, machines, queues, onEvent, clock });
  endings.push(() => schedules.stop());
  const alarms = openAlarms(of('AWS::CloudWatch::Alarm'), {
    ...{ metrics: cloudWatch, queues, topics, clock, onEvent },
    has: {
      function: lambdas.has,
      machine: machines.has,
      api: (id) => apis.some(({ identity }) => identity.ref === id),
    },
  });
  endings.push(() => alarms.stop());
  if (handleApi !== undefined) apiServer.handle(handleApi);

  return {
    apiUrl: apiServer.url,
    dynamodbEndpoint: database.endpoint,
    awsEndpoint: awsServer.url,
    tables: tableNames(tables),
    outputs,
    secret: secrets.value,
    async idle() {
      for (;;) {
        await activity.quiet();
        const { begun } = activity;
        await Promise.all(running.map((mapping) => mapping.drained()));
        if (activity.begun === begun && activity.underWay === 0) return;
      }
    },
    deadLetters: queues.messages,
    executions: machines.executions,
    metrics: () => ({ functions: lambdas.metrics(), machines: machines.metrics() }),
    alarms: alarms.states,
    notifications: topics.notifications,
    disturb: {
      consumer(construct, enabled) {
        const meant = running.filter(({ functionName: name }) => name === functionOf(construct));
        if (meant.length === 0) throw new Error(`${construct} consumes no stream`);
        for (const mapping of meant) mapping.setEnabled(enabled);
      },
      schedule: (construct, enabled) => schedules.setEnabled(`-${construct}Schedule`, enabled),
      function: (construct, as) => lambdas.disturb(functionOf(construct), as),
    },
    stop,
  };
}

/** The database that was given, or one that is starting; its address is known before it answers. */
async function openDatabase(given: EngineOptions['database'], endings: (() => unknown)[]) {
  if (given !== undefined) return { endpoint: given.endpoint, starting: Promise.resolve(given) };
  const port = await freePort();
  const giveUp = new AbortController();
  const starting = startDynamoDbLocal({ port, signal: giveUp.signal });
  endings.push(() => {
    giveUp.abort();
    return starting.then((database) => database.stop()).catch(() => {});
  });
  starting.catch(() => {});
  return { endpoint: `http://127.0.0.1:${port}`, starting };
}

function clientOptions(database: Pick<DynamoDbLocal, 'endpoint'>) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint: database.endpoint, region: 'us-east-1', credentials };
}

async function createTables(
  tables: readonly Resource[],
  database: Pick<DynamoDbLocal, 'endpoint'>,
  endings: (() => unknown)[],
) {
  const client = new DynamoDBClient(clientOptions(database));
  endings.push(() => client.destroy());
  const created = await Promise.all(
    tables.map(async ({ properties, identity }) => ({
      publicArn: identity.attributes.StreamArn as string,
      localArn: (await createTable(client, properties, identity.name)).streamArn,
    })),
  );
  return created.flatMap(({ publicArn, localArn }) => (localArn === undefined ? [] : [{ publicArn, localArn }]));
}

function tableNames(tables: readonly Resource[]): Record<string, string> {
  return Object.fromEntries(
    tables.flatMap(({ logicalId, identity }) => [
      [logicalId, identity.name],
      [logicalId.replace(/[0-9A-F]{8}$/, ''), identity.name],
    ]),
  );
}
