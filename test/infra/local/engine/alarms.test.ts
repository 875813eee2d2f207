import { afterEach, describe, expect, test } from '@jest/globals';
import { type Alarms, openAlarms } from '../../../../infra/local/engine/alarms.ts';
import type { EngineEvent } from '../../../../infra/local/engine/events.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import { openMetrics } from '../../../../infra/local/engine/metrics.ts';
import { openQueues } from '../../../../infra/local/engine/queues.ts';
import { openTopics } from '../../../../infra/local/engine/topics.ts';
import { manualClock } from '../../../environment/clock.ts';
import { resourcesOf } from './fakes.ts';

const START = Date.parse('2026-01-01T00:00:20Z');
const MINUTE = 60_000;

const ON_QUEUE = {
  ...{ AlarmName: 'a', AlarmDescription: 'a letter', Namespace: 'AWS/SQS', Period: 60, EvaluationPeriods: 1 },
  ...{ MetricName: 'ApproximateNumberOfMessagesVisible', Statistic: 'Maximum', Threshold: 0 },
  ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' },
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
  AlarmActions: [{ Ref: 'T' }],
  OKActions: [{ Ref: 'T' }],
};
const onFunction = (MetricName: string, more: JsonObject = {}) => ({
  ...{ Namespace: 'AWS/Lambda', MetricName, Statistic: 'Sum', Dimensions: [{ Name: 'FunctionName', Value: 'f' }] },
  ...more,
});

let opened: Alarms | undefined;
afterEach(() => opened?.stop());

function alarm(change: JsonObject = {}) {
  const resources = resourcesOf({
    A: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...ON_QUEUE, ...change } },
    Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    T: { Type: 'AWS::SNS::Topic', Properties: {} },
    S: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'T' }, Protocol: 'email', Endpoint: 'ops@example.com' },
    },
  });
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const clock = manualClock(START);
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => void events.push(event);
  const metrics = openMetrics(clock);
  const queues = openQueues(of('AWS::SQS::Queue'), onEvent, clock.now);
  const topics = openTopics(of('AWS::SNS::Topic'), of('AWS::SNS::Subscription'), clock.now, onEvent);
  const has = { function: (name: string) => name === 'f', machine: () => false, api: (id: string) => id === 'api' };
  const alarms = openAlarms(of('AWS::CloudWatch::Alarm'), { metrics, queues, topics, clock, onEvent, has });
  opened = alarms;
  return {
    queues,
    events,
    publish: (metric: string, value: number) => metrics.publish({ namespace: 'AWS/Lambda', metric, owner: 'f' }, value),
    state: () => alarms.states()[0]?.state,
    reason: () => alarms.states()[0]?.reason,
    /** Moves on by minutes and says what was told, and when in seconds. */
    async pass(minutes: number): Promise<readonly (readonly [string, number])[]> {
      const before = topics.notifications().length;
      await clock.moveTo(clock.now() + minutes * MINUTE);
      return topics
        .notifications()
        .slice(before)
        .map(({ subject, at }) => [subject.split(':')[0] as string, (at - START) / 1_000] as const);
    },
    told: topics.notifications,
  };
}

describe('an alarm on what must never happen', () => {
  test('tells the subscriber at the end of the minute, and that it is over when it is', async () => {
    const { queues, pass, told, state } = alarm();
    expect(await pass(1)).toEqual([['OK', 40]]);
    queues.send('q', '{}');
    expect(await pass(1)).toEqual([['ALARM', 100]]);
    const { protocol, endpoint, subject, message } = told().at(-1)!;
    expect([protocol, endpoint, subject]).toEqual(['email', 'ops@example.com', 'ALARM: "a"']);
    expect(JSON.parse(message)).toMatchObject({ AlarmName: 'a', AlarmDescription: 'a letter', NewStateValue: 'ALARM' });
    expect(await pass(5)).toEqual([]);
    queues.remove(queues.messages()[0]!.messageId);
    expect(await pass(1)).toEqual([['OK', 460]]);
    expect(state()).toBe('ALARM');
  });

  test('is seen at once by who asks, in the minute that is not over, without anybody being told yet', async () => {
    const { queues, state, told, reason } = alarm();
    expect([state(), reason()]).toEqual(['OK', 'AWS/SQS ApproximateNumberOfMessagesVisible is 0']);
    queues.send('q', '{}');
    expect([state(), reason()]).toEqual(['ALARM', 'AWS/SQS ApproximateNumberOfMessagesVisible is 1']);
    expect(told()).toEqual([]);
  });

  test('goes off by its comparison', async () => {
    const { queues, pass } = alarm({ ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 2 });
    queues.send('q', '{}');
    expect(await pass(1)).toEqual([['OK', 40]]);
    queues.send('q', '{}');
    expect(await pass(1)).toEqual([['ALARM', 100]]);
  });

  test('tells nobody if its actions are disabled', async () => {
    const { queues, pass, state } = alarm({ ActionsEnabled: false });
    queues.send('q', '{}');
    expect(await pass(2)).toEqual([]);
    expect(state()).toBe('ALARM');
  });
});

describe('an alarm on three minutes of five', () => {
  const LASTING = onFunction('Errors', { EvaluationPeriods: 5, DatapointsToAlarm: 3 });

  test('passes over two, whatever their number, and goes off with the third', async () => {
    const { publish, pass } = alarm(LASTING);
    await pass(1);
    for (let i = 0; i < 100; i++) publish('Errors', 1);
    expect(await pass(2)).toEqual([]);
    publish('Errors', 1);
    expect(await pass(1)).toEqual([]);
    publish('Errors', 1);
    expect(await pass(1)).toEqual([['ALARM', 280]]);
    // The first of the three is six minutes old, and no other has come.
    expect(await pass(2)).toEqual([['OK', 400]]);
  });
});

describe('an alarm on an age', () => {
  test('takes the highest of a minute, and is over with the next that is young', async () => {
    const { publish, pass } = alarm(onFunction('IteratorAge', { Statistic: 'Maximum', Threshold: 120_000 }));
    await pass(1);
    publish('IteratorAge', 120_000);
    expect(await pass(1)).toEqual([]);
    publish('IteratorAge', 120_001);
    publish('IteratorAge', 3);
    expect(await pass(1)).toEqual([['ALARM', 160]]);
    publish('IteratorAge', 3);
    expect(await pass(1)).toEqual([['OK', 220]]);
  });
});

describe('an alarm on silence', () => {
  const SILENT = onFunction('Invocations', {
    ...{ ComparisonOperator: 'LessThanThreshold', Threshold: 1, EvaluationPeriods: 3, TreatMissingData: 'breaching' },
  });

  test('goes off when nothing was published for all its periods, and not for fewer', async () => {
    const { publish, pass } = alarm(SILENT);
    for (let minute = 0; minute < 3; minute++) {
      publish('Invocations', 1);
      await pass(1);
    }
    expect(await pass(2)).toEqual([]);
    expect(await pass(1)).toEqual([['ALARM', 340]]);
    publish('Invocations', 1);
    expect(await pass(1)).toEqual([['OK', 400]]);
  });

  test('does not count the time before the engine started', async () => {
    const { pass, state } = alarm(SILENT);
    expect(state()).toBe('INSUFFICIENT_DATA');
    expect(await pass(2)).toEqual([]);
    expect(await pass(1)).toEqual([['ALARM', 160]]);
  });
});

describe('missing data', () => {
  test.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['notBreaching', 'OK'],
    ['breaching', 'ALARM'],
    ['ignore', 'INSUFFICIENT_DATA'],
  ])('are treated as the alarm has it: %s', async (TreatMissingData, state) => {
    const { pass, ...found } = alarm(onFunction('Errors', { TreatMissingData }));
    await pass(2);
    expect(found.state()).toBe(state);
  });
});

describe('a period of an hour', () => {
  test('is one period, judged when it is over', async () => {
    const { publish, pass } = alarm(onFunction('Errors', { Period: 3_600, Threshold: 2 }));
    expect(await pass(10)).toEqual([['OK', 40]]);
    for (let i = 0; i < 3; i++) publish('Errors', 1);
    expect(await pass(49)).toEqual([]);
    expect(await pass(1)).toEqual([['ALARM', 3_580]]);
  });
});

test.each<[string, JsonObject]>([
  ['a metric of no interest here', { MetricName: 'SentMessageSize' }],
  ['a queue that is not there', { Dimensions: [{ Name: 'QueueName', Value: 'other' }] }],
  ['a service that is not there', { Namespace: 'AWS/S3' }],
  ['a comparison with a band', { ComparisonOperator: 'GreaterThanUpperThreshold' }],
  ['a percentile', { Statistic: 'p99' }],
  ['an expression of metrics', { Dimensions: [], Metrics: [{ Id: 'x' }] }],
])('on %s an alarm says that it does not know', async (_, change) => {
  const { queues, pass, state } = alarm(change);
  queues.send('q', '{}');
  expect(await pass(2)).toEqual([]);
  expect(state()).toBe('INSUFFICIENT_DATA');
});

test('a subscription that this machine has no list for is refused', () => {
  const subscription = (Properties: JsonObject) => () => {
    const resources = resourcesOf({
      T: { Type: 'AWS::SNS::Topic', Properties: {} },
      S: { Type: 'AWS::SNS::Subscription', Properties },
    });
    const of = (type: string) => resources.filter((resource) => resource.type === type);
    return openTopics(
      of('AWS::SNS::Topic'),
      of('AWS::SNS::Subscription'),
      () => 0,
      () => {},
    );
  };
  const TopicArn = { Ref: 'T' };
  expect(subscription({ TopicArn, Protocol: 'sqs', Endpoint: 'x' })).toThrow('cannot do Protocol "sqs"');
  expect(subscription({ TopicArn: 'arn:other', Protocol: 'email', Endpoint: 'x' })).toThrow('arn:other is not a topic');
});
