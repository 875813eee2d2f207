import type { Resource } from './cloudformation.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Lambdas } from './lambdas.ts';
import type { Queues } from './queues.ts';
import { list, number } from './read-properties.ts';
import type { MachineMetrics, StateMachines } from './state-machines.ts';

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
}

export interface AlarmSources {
  readonly queues: Queues;
  readonly lambdas: Lambdas;
  readonly machines: StateMachines;
}

const MACHINE_METRICS: Readonly<Record<string, keyof MachineMetrics>> = {
  ExecutionsAborted: 'aborted',
  ExecutionsFailed: 'failed',
  ExecutionsTimedOut: 'timedOut',
};

/**
 * How the template's alarms stand. Queues are measured as they are now; failures are counted over the whole run, so
 * that an alarm that went off on this machine is still seen by whoever looks later. Metrics that the engine does not
 * know, and alarms on too little, are INSUFFICIENT_DATA.
 */
export function readAlarms(resources: readonly Resource[], sources: AlarmSources): readonly AlarmState[] {
  return resources.map(({ place, identity, properties }) => {
    const { name } = identity;
    const metric = `${String(properties.Namespace)} ${String(properties.MetricName)}`;
    const value = measure(properties, list(place, properties, 'Dimensions'), sources);
    const exceeds = EXCEEDS[String(properties.ComparisonOperator)];
    if (value === undefined || exceeds === undefined) {
      return { name, state: 'INSUFFICIENT_DATA', reason: `${metric} is not measured on one machine` };
    }
    const threshold = number(place, properties, 'Threshold', 0);
    return { name, state: exceeds(value, threshold) ? 'ALARM' : 'OK', reason: `${metric} is ${value}` };
  });
}

const EXCEEDS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
};

function measure(properties: JsonObject, dimensions: readonly Json[], sources: AlarmSources): number | undefined {
  const [dimension] = dimensions;
  if (dimensions.length !== 1 || !isJsonObject(dimension)) return undefined;
  const { Name: key, Value: value } = dimension;
  if (typeof value !== 'string') return undefined;
  const metric = String(properties.MetricName);
  switch (`${String(properties.Namespace)} ${String(key)}`) {
    case 'AWS/SQS QueueName':
      if (metric !== 'ApproximateNumberOfMessagesVisible' || !sources.queues.has(value)) return undefined;
      return sources.queues.depth(value);
    case 'AWS/Lambda FunctionName':
      return metric === 'Errors' ? sources.lambdas.metrics()[value]?.errors : undefined;
    case 'AWS/States StateMachineArn': {
      const counted = MACHINE_METRICS[metric];
      return counted === undefined ? undefined : sources.machines.metrics()[value]?.[counted];
    }
    default:
      return undefined;
  }
}
