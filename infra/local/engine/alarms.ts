import { type Clock, waitUntil } from './clock.ts';
import type { Resource } from './cloudformation.ts';
import type { OnEvent } from './events.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type MetricName, type Metrics, STATISTICS, type Statistic } from './metrics.ts';
import type { Queues } from './queues.ts';
import { allows, list, number } from './read-properties.ts';
import type { Topics } from './topics.ts';

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmState {
  readonly name: string;
  readonly state: State;
  readonly reason: string;
}

export interface AlarmSources {
  readonly metrics: Metrics;
  readonly queues: Pick<Queues, 'has' | 'depth'>;
  /** Whether a function, a state machine or an API of this name is there. */
  readonly has: {
    readonly function: (name: string) => boolean;
    readonly machine: (arn: string) => boolean;
    readonly api: (id: string) => boolean;
  };
}

export interface Alarms {
  /**
   * How the alarms stand, the minute that is not over included. One that was in alarm before is so still: whoever looks at the end of
   * a run sees what went off. Metrics that the engine does not measure are INSUFFICIENT_DATA.
   */
  states(): readonly AlarmState[];
  stop(): void;
}

export interface AlarmOptions extends AlarmSources {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly onEvent: OnEvent;
}

/** What is measured of each kind of owner, by namespace and dimension. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  'AWS/SQS QueueName': ['ApproximateNumberOfMessagesVisible'],
  'AWS/Lambda FunctionName': ['Invocations', 'Errors', 'Throttles', 'IteratorAge'],
  'AWS/States StateMachineArn': ['ExecutionsAborted', 'ExecutionsFailed', 'ExecutionsTimedOut'],
  'AWS/ApiGateway ApiId': ['5xx'],
};

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

type Missing = 'missing' | 'notBreaching' | 'breaching' | 'ignore';

/** An alarm as the template has it. */
interface Alarm {
  readonly name: string;
  readonly description: string;
  /** `Namespace MetricName`, for a person. */
  readonly title: string;
  readonly metric: MetricName;
  readonly statistic: Statistic;
  readonly breaches: (value: number) => boolean;
  /** A sum or maximum of a period that is not over can only grow: what breaches already breaches for good. */
  readonly growing: boolean;
  readonly periodMs: number;
  readonly periods: number;
  readonly breaching: number;
  readonly missing: Missing;
  readonly actions: Readonly<Record<State, readonly string[]>>;
}

interface Standing {
  readonly name: string;
  readonly title: string;
  /** Undefined if it is not measured here. */
  readonly alarm: Alarm | undefined;
  state: State;
  wentOff: boolean;
}

const MINUTE_MS = 60_000;

/**
 * Evaluates the template's alarms at the end of each minute, as CloudWatch does: statistic, period, periods to evaluate and to breach,
 * comparison and missing data; and tells the topics that an alarm names for the state that it enters. Periods before the engine
 * started are neither missing nor there.
 *
 * @throws NotOnOneMachine, TemplateFault
 */
export function openAlarms(resources: readonly Resource[], options: AlarmOptions): Alarms {
  const { metrics, queues, topics, clock, onEvent } = options;
  const began = clock.now();
  const stopping = new AbortController();
  const standings: Standing[] = resources.map((resource) => ({
    ...{ name: resource.identity.name, title: titleOf(resource.properties) },
    alarm: readAlarm(resource, options),
    ...{ state: 'INSUFFICIENT_DATA', wentOff: false },
  }));

  /** Publishes what stands all the time and is not counted when it happens. @param at of the data point */
  function sample(at: number): void {
    for (const { alarm } of standings) {
      if (alarm?.metric.namespace === 'AWS/SQS') metrics.publish(alarm.metric, queues.depth(alarm.metric.owner), at);
      if (alarm?.metric.namespace === 'AWS/States') metrics.publish(alarm.metric, 0, at);
    }
  }

  /** @param end of the last period that counts */
  function judge({ periodMs, periods, breaching, missing, ...alarm }: Alarm, end: number, before: State): State {
    const starts = Array.from({ length: periods }, (_, i) => end - (i + 1) * periodMs);
    const values = starts
      .filter((start) => start + periodMs > began)
      .map((start) => metrics.read(alarm.metric, alarm.statistic, start, start + periodMs));
    const there = values.filter((value) => value !== undefined);
    const gaps = values.length - there.length;
    const bad = there.filter(alarm.breaches).length + (missing === 'breaching' ? gaps : 0);
    if (bad >= breaching) return 'ALARM';
    if (there.length > 0 || missing === 'notBreaching') return 'OK';
    return missing === 'ignore' ? before : 'INSUFFICIENT_DATA';
  }

  function evaluate(at: number): void {
    sample(at - 1);
    for (const standing of standings) {
      const { alarm, state: before } = standing;
      if (alarm === undefined) continue;
      const state = judge(alarm, Math.floor(at / alarm.periodMs) * alarm.periodMs, before);
      if (state === before) continue;
      standing.state = state;
      standing.wentOff ||= state === 'ALARM';
      onEvent({ type: 'alarm', name: alarm.name, state, description: alarm.description });
      const { name: AlarmName, description: AlarmDescription } = alarm;
      const message = JSON.stringify({
        ...{ AlarmName, AlarmDescription, NewStateValue: state, OldStateValue: before },
        ...{ StateChangeTime: new Date(at).toISOString(), Trigger: alarm.title },
      });
      for (const action of alarm.actions[state]) topics.publish(action, `${state}: "${AlarmName}"`, message);
    }
  }

  async function keep(): Promise<void> {
    for (let next = Math.floor(began / MINUTE_MS) * MINUTE_MS + MINUTE_MS; ; next += MINUTE_MS) {
      await waitUntil(next, clock, stopping.signal);
      if (stopping.signal.aborted) return;
      evaluate(next);
    }
  }
  keep().catch((error: unknown) => {
    if (!stopping.signal.aborted) onEvent({ type: 'fault', where: 'alarms', message: String(error) });
  });

  return {
    states() {
      const now = clock.now();
      sample(now);
      return standings.map(({ name, title, alarm, state, wentOff }) => {
        if (alarm === undefined)
          return { name, state: 'INSUFFICIENT_DATA', reason: `${title} is not measured on one machine` };
        const end = Math.floor(now / alarm.periodMs) * alarm.periodMs;
        const current = alarm.growing ? judge(alarm, end + alarm.periodMs, state) : state;
        const from = Math.max(began - MINUTE_MS, end + alarm.periodMs - alarm.periods * alarm.periodMs);
        const value = metrics.read(alarm.metric, alarm.statistic, from, end + alarm.periodMs);
        return { name, state: wentOff ? 'ALARM' : current, reason: `${title} is ${value ?? 'missing'}` };
      });
    },
    stop: () => stopping.abort(),
  };
}

const titleOf = ({ Namespace, MetricName: metric }: JsonObject): string => `${String(Namespace)} ${String(metric)}`;

function readAlarm({ place, properties, identity }: Resource, sources: AlarmSources): Alarm | undefined {
  const metric = measuredMetric(properties, list(place, properties, 'Dimensions'), sources);
  const compares = BREACHES[String(properties.ComparisonOperator)];
  const statistic = STATISTICS.find((one) => one === properties.Statistic);
  if (metric === undefined || compares === undefined || statistic === undefined) return undefined;
  allows(place, 'TreatMissingData', properties.TreatMissingData, ['missing', 'notBreaching', 'breaching', 'ignore']);
  const threshold = number(place, properties, 'Threshold', 0);
  const periods = number(place, properties, 'EvaluationPeriods', 1);
  const actionsOf = (key: string) =>
    properties.ActionsEnabled === false ? [] : list(place, properties, key).map((action) => String(action));
  return {
    name: identity.name,
    description: String(properties.AlarmDescription ?? ''),
    title: titleOf(properties),
    metric,
    statistic,
    breaches: (value) => compares(value, threshold),
    growing:
      String(properties.ComparisonOperator).startsWith('Greater') && (statistic === 'Sum' || statistic === 'Maximum'),
    periodMs: number(place, properties, 'Period', 60) * 1_000,
    periods,
    breaching: number(place, properties, 'DatapointsToAlarm', periods),
    missing: (properties.TreatMissingData ?? 'missing') as Missing,
    actions: {
      ALARM: actionsOf('AlarmActions'),
      OK: actionsOf('OKActions'),
      INSUFFICIENT_DATA: actionsOf('InsufficientDataActions'),
    },
  };
}

function measuredMetric(
  properties: JsonObject,
  dimensions: readonly Json[],
  { queues, has }: AlarmSources,
): MetricName | undefined {
  const [dimension] = dimensions;
  if (dimensions.length !== 1 || !isJsonObject(dimension) || properties.Metrics !== undefined) return undefined;
  const { Name: key, Value: owner } = dimension;
  const [namespace, metric] = [String(properties.Namespace), String(properties.MetricName)];
  const kind = `${namespace} ${String(key)}`;
  if (typeof owner !== 'string' || !MEASURED[kind]?.includes(metric)) return undefined;
  const there: Readonly<Record<string, (owner: string) => boolean>> = {
    'AWS/SQS QueueName': queues.has,
    'AWS/Lambda FunctionName': has.function,
    'AWS/States StateMachineArn': has.machine,
    'AWS/ApiGateway ApiId': has.api,
  };
  return there[kind]?.(owner) ? { namespace, metric, owner } : undefined;
}
