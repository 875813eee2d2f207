import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { openActivity } from '../../infra/local/engine/activity.ts';
import { type Filter, readFilter } from '../../infra/local/engine/filters.ts';
import type { JsonObject } from '../../infra/local/engine/json.ts';
import { openQueues } from '../../infra/local/engine/queues.ts';
import type { StreamRecord } from '../../infra/local/engine/stream-batches.ts';
import { openStreamReader } from '../../infra/local/engine/stream-reader.ts';
import { type RunningMapping, runMapping } from '../../infra/local/engine/streams.ts';
import { lambdasOf } from '../infra/local/engine/fakes.ts';
import { resource, synthesise } from '../infra/stacks/synthesised.ts';

const localStreams = () =>
  new DynamoDBStreamsClient({
    endpoint: process.env.DYNAMODB_LOCAL_ENDPOINT as string,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

export type Consumer = 'AssessSnapshot' | 'OpenResponse';

/** The event source mappings as they are deployed. */
export function deployedMappings(): Record<Consumer, JsonObject & { readonly filter: Filter }> {
  const { service } = synthesise();
  const of = (name: Consumer) => {
    const properties = resource(service, 'AWS::Lambda::EventSourceMapping', name).Properties as JsonObject;
    return { ...properties, filter: readFilter(name, properties) } as JsonObject & { readonly filter: Filter };
  };
  return { AssessSnapshot: of('AssessSnapshot'), OpenResponse: of('OpenResponse') };
}

/** Everything that a stream holds by now. */
export async function recordsOf(streamArn: string): Promise<StreamRecord[]> {
  const client = localStreams();
  const reader = openStreamReader(client, streamArn, streamArn, 'eu-central-1');
  const found: StreamRecord[] = [];
  while (!(await reader.round(async (_, records) => void found.push(...records)))) {}
  client.destroy();
  return found;
}

/**
 * Runs consumers in this process on the stream of a table, as the engine does by the deployed mappings.
 *
 * @param factor in place of the deployed parallelisation factor
 * @returns once nothing is left to be handled; what was given up, by consumer
 */
export async function consume(
  streamArn: string,
  consumers: Readonly<Record<Consumer, (event: never) => unknown>>,
  { seed, factor }: { readonly seed: number; readonly factor?: number },
): Promise<readonly string[]> {
  const deployed = deployedMappings();
  const client = localStreams();
  const activity = openActivity();
  const queues = openQueues([], () => {});
  const running: RunningMapping[] = (Object.keys(consumers) as Consumer[]).map((name) => {
    const { filter, ParallelizationFactor, BatchSize, MaximumRetryAttempts } = deployed[name];
    return runMapping(
      {
        place: name,
        region: 'eu-central-1',
        enabled: true,
        streamArn,
        functionName: name,
        functionArn: name,
        batchSize: BatchSize as number,
        factor: factor ?? (ParallelizationFactor as number),
        rules: { bisect: false, partial: true, maximumRetries: MaximumRetryAttempts as number, maximumAgeMs: -1 },
        filter,
        onFailure: name,
      },
      {
        client,
        streams: [{ publicArn: streamArn, localArn: streamArn }],
        lambdas: lambdasOf(consumers),
        queues,
        activity,
        onEvent: () => {},
        seed,
      },
    );
  });
  try {
    for (;;) {
      await activity.quiet();
      const { begun } = activity;
      await Promise.all(running.map((mapping) => mapping.drained()));
      if (activity.begun === begun && activity.underWay === 0) break;
    }
  } finally {
    for (const mapping of running) mapping.stop();
    await Promise.all(running.map(({ ended }) => ended));
    client.destroy();
  }
  return queues.messages().map(({ queue }) => queue);
}
