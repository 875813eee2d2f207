import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Activity } from './activity.ts';
import { type Clock, WALL_CLOCK } from './clock.ts';
import type { Resource } from './cloudformation.ts';
import type { OnEvent } from './events.ts';
import { TemplateFault } from './faults.ts';
import { type Filter, readFilter } from './filters.ts';
import type { Lambdas } from './lambdas.ts';
import type { Metrics } from './metrics.ts';
import type { Queues } from './queues.ts';
import { allows, knowsOnly, list, number, object, text } from './read-properties.ts';
import { type DeliveryFailure, type DeliveryRules, deliver, type StreamRecord } from './stream-batches.ts';
import { type Lanes, openLanes, randomFrom } from './stream-lanes.ts';
import { openStreamReader } from './stream-reader.ts';

/** A stream of a table: the ARN that the template knows it by, and the one that DynamoDB Local gave it. */
export interface TableStream {
  readonly publicArn: string;
  readonly localArn: string;
}

export interface Mapping {
  readonly place: string;
  readonly region: string;
  readonly enabled: boolean;
  readonly streamArn: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly batchSize: number;
  /** Batches of one shard in work at once. */
  readonly factor: number;
  readonly rules: DeliveryRules;
  readonly filter: Filter;
  readonly onFailure: string | undefined;
}

export interface MappingOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streams: readonly TableStream[];
  readonly lambdas: Lambdas;
  readonly queues: Queues;
  readonly activity: Activity;
  readonly onEvent: OnEvent;
  /** Of the order in which records of different items are handed on at a parallelisation factor above 1; 1 unless given. */
  readonly seed?: number;
  readonly pauses?: StreamPauses;
  readonly clock?: Clock;
  /** Where the age of records is published. */
  readonly cloudWatch?: Metrics;
}

/** Pauses between two looks at a stream, in milliseconds. */
export interface StreamPauses {
  /** While work is under way: a record is near. */
  readonly busyMs: number;
  /** Otherwise: this process wrote none, and another one may wait a little. */
  readonly idleMs: number;
  /** Rises with each write to a table: what settles without one is no occasion to look. Unless given, everything that settles is. */
  readonly written?: () => number;
}

export interface RunningMapping {
  /** Resolves when everything written before this call has been read and handled. @throws Error where it cannot be read */
  drained(): Promise<void>;
  readonly functionName: string;
  /** Disables the mapping, or enables it again where it stopped, as an operator would. Disabled it has nothing to drain. */
  setEnabled(enabled: boolean): void;
  /** Begins nothing more; an invocation that has begun goes on. */
  stop(): void;
  /** Resolves when, after stop, nothing of it goes on. */
  readonly ended: Promise<void>;
}

const PAUSES: StreamPauses = { busyMs: 20, idleMs: 100 };
const AFTER_FAULT_MS = 500;

/** Lambda's own bounds of ParallelizationFactor. */
const FACTORS = Array.from({ length: 10 }, (_, i) => i + 1);

/** What an AWS::Lambda::EventSourceMapping says. @throws NotOnOneMachine, TemplateFault */
export function readMapping({ place, properties, stack }: Resource, lambdas: Lambdas, queues: Queues): Mapping {
  allows(place, 'MaximumBatchingWindowInSeconds', properties.MaximumBatchingWindowInSeconds, [0]);
  allows(place, 'ParallelizationFactor', properties.ParallelizationFactor, FACTORS);
  // Nothing has been written before the engine starts: from the oldest and from the latest record on are the same.
  allows(place, 'StartingPosition', properties.StartingPosition, ['TRIM_HORIZON', 'LATEST']);
  const responses = list(place, properties, 'FunctionResponseTypes');
  for (const response of responses) allows(place, 'FunctionResponseTypes', response, ['ReportBatchItemFailures']);
  const destination = object(place, properties, 'DestinationConfig');
  knowsOnly(`${place}.DestinationConfig`, destination, ['OnFailure']);
  const onFailure = object(place, destination, 'OnFailure');
  knowsOnly(`${place}.DestinationConfig.OnFailure`, onFailure, ['Destination']);
  const functionName = lambdas.nameOf(text(place, properties, 'FunctionName'), place);
  const age = number(place, properties, 'MaximumRecordAgeInSeconds', -1);
  return {
    place,
    region: stack.region,
    enabled: properties.Enabled !== false,
    streamArn: text(place, properties, 'EventSourceArn'),
    functionName,
    functionArn: `arn:aws:lambda:${stack.region}:${stack.account}:function:${functionName}`,
    batchSize: number(place, properties, 'BatchSize', 100),
    factor: number(place, properties, 'ParallelizationFactor', 1),
    rules: {
      bisect: properties.BisectBatchOnFunctionError === true,
      partial: responses.length > 0,
      maximumRetries: number(place, properties, 'MaximumRetryAttempts', -1),
      maximumAgeMs: age < 0 ? -1 : age * 1_000,
    },
    filter: readFilter(place, properties),
    onFailure:
      onFailure.Destination === undefined ? undefined : queues.nameOf(text(place, onFailure, 'Destination'), place),
  };
}

/** Polls the mapping's stream from now on. @throws TemplateFault where no table has that stream */
export function runMapping(mapping: Mapping, options: MappingOptions): RunningMapping {
  const { lambdas, queues, activity, onEvent, cloudWatch, pauses = PAUSES, clock = WALL_CLOCK } = options;
  const stream = options.streams.find(({ publicArn }) => publicArn === mapping.streamArn);
  if (stream === undefined) throw new TemplateFault(mapping.place, `${mapping.streamArn} is not a stream of a table`);
  const { functionName } = mapping;
  const reader = openStreamReader(options.client, stream.localArn, stream.publicArn, mapping.region, clock.now);
  let enabled = mapping.enabled;
  const stopping = new AbortController();
  let rounds = 0;
  let waiting: { readonly after: number; readonly settle: (fault?: Error) => void }[] = [];
  let nudged = false;
  let endNap = () => {};
  const wake = () => {
    nudged = true;
    endNap();
  };

  const random = randomFrom(options.seed ?? 1);
  const lanes = new Map<string, Lanes>();
  /** One for each read that is not wholly handled yet. */
  const unhandled = new Set<Promise<void>>();

  const lanesOf = (shardId: string): Lanes => {
    const found = lanes.get(shardId);
    if (found) return found;
    const opened = openLanes({
      factor: mapping.factor,
      batchSize: mapping.batchSize,
      random,
      deliver: (batch) =>
        activity
          .track(() => handOn(shardId, batch))
          .catch((error: Error) => onEvent({ type: 'fault', where: mapping.place, message: error.message })),
      signal: stopping.signal,
    });
    lanes.set(shardId, opened);
    return opened;
  };

  const handOn = (shardId: string, batch: readonly StreamRecord[]): Promise<void> =>
    deliver(batch, mapping.rules, {
      invoke(part) {
        const age = clock.now() - Math.min(...part.map(({ arrivedAt }) => arrivedAt));
        cloudWatch?.publish({ namespace: 'AWS/Lambda', metric: 'IteratorAge', owner: functionName }, age);
        return lambdas.invoke(functionName, JSON.stringify({ Records: part.map(({ event }) => event) }));
      },
      giveUp: (part, failure) => {
        if (mapping.onFailure === undefined) return;
        queues.send(mapping.onFailure, JSON.stringify(failureMessage(mapping, shardId, part, failure, clock.now())));
      },
      now: clock.now,
      signal: stopping.signal,
    });

  async function handle(shardId: string, records: readonly StreamRecord[]): Promise<void> {
    const handled = lanesOf(shardId).take(records.filter(({ event }) => mapping.filter(event)));
    unhandled.add(handled);
    await handled;
    unhandled.delete(handled);
  }

  /** Releases who waited before this round, once all that it and the rounds before it read is handled. */
  async function releaseHandled(round: number): Promise<void> {
    if (!waiting.some(({ after }) => after < round)) return;
    await Promise.all(unhandled);
    release(round);
  }

  function release(upTo: number, fault?: Error): void {
    const released = waiting.filter(({ after }) => after < upTo);
    waiting = waiting.filter(({ after }) => after >= upTo);
    for (const { settle } of released) settle(fault);
  }

  async function poll(): Promise<void> {
    let readUpTo: number | undefined;
    while (!stopping.signal.aborted) {
      rounds += 1;
      const round = rounds;
      const written = pauses.written?.();
      const vain = nudged && written !== undefined && written === readUpTo;
      nudged = false;
      let rest = activity.underWay > 0 ? pauses.busyMs : pauses.idleMs;
      if (vain) {
        void releaseHandled(round);
        await nap(rest);
        continue;
      }
      if (!enabled) {
        void releaseHandled(round);
        await nap(pauses.idleMs);
        continue;
      }
      try {
        const atEnd = await reader.round(handle);
        readUpTo = atEnd ? written : undefined;
        if (atEnd) void releaseHandled(round);
        else rest = 0;
      } catch (error) {
        if (stopping.signal.aborted) break;
        const message = `the stream cannot be read: ${(error as Error).message}`;
        onEvent({ type: 'fault', where: mapping.place, message });
        release(round, new Error(`${mapping.place}: ${message}`));
        rest = AFTER_FAULT_MS;
      }

      // What settled during the round may have written behind its back.
      if (!nudged && rest > 0) await nap(rest);
    }
    release(Number.POSITIVE_INFINITY, new Error('the engine was stopped'));
  }

  function nap(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endNap = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  activity.onSettled(wake);
  return {
    functionName,
    setEnabled(on) {
      enabled = on;
      wake();
    },
    ended: poll().then(async () => {
      await Promise.all(unhandled);
    }),
    drained: () =>
      new Promise((resolve, reject) => {
        if (stopping.signal.aborted) return reject(new Error('the engine was stopped'));
        // A round that has begun may have read before what the caller means was written.
        waiting.push({ after: rounds, settle: (fault) => (fault === undefined ? resolve() : reject(fault)) });
        wake();
      }),
    stop() {
      stopping.abort();
      wake();
    },
  };
}

/** What Lambda sends to an on-failure destination: where the records stand in the stream, not the records. */
function failureMessage(
  mapping: Mapping,
  shardId: string,
  records: readonly StreamRecord[],
  failure: DeliveryFailure,
  now: number,
): object {
  const [first, last] = [records[0] as StreamRecord, records.at(-1) as StreamRecord];
  return {
    requestContext: {
      requestId: failure.requestId,
      functionArn: mapping.functionArn,
      condition: failure.condition,
      approximateInvokeCount: failure.invokeCount,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: failure.threw ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrivedAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivedAt).toISOString(),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
}
