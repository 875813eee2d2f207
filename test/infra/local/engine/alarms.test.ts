import { describe, expect, test } from '@jest/globals';
import { openActivity } from '../../../../infra/local/engine/activity.ts';
import { readAlarms } from '../../../../infra/local/engine/alarms.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import { openQueues } from '../../../../infra/local/engine/queues.ts';
import { openStateMachines } from '../../../../infra/local/engine/state-machines.ts';
import { lambdasOf, resourcesOf } from './fakes.ts';

const DEFAULTS = {
  ...{ AlarmName: 'a', Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 },
  ComparisonOperator: 'GreaterThanThreshold',
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
};

function alarm(change: JsonObject, messages = 0, errors = 0) {
  const resources = resourcesOf({
    A: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...DEFAULTS, ...change } },
    Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
  });
  const queues = openQueues(
    resources.filter(({ type }) => type === 'AWS::SQS::Queue'),
    () => {},
  );
  for (let sent = 0; sent < messages; sent += 1) queues.send('q', '{}');
  const metrics = { f: { invocations: 9, errors, milliseconds: 1, memoryMb: 128 } };
  const lambdas = { ...lambdasOf({}), metrics: () => metrics };
  const machines = openStateMachines([], lambdas, openActivity(), () => {});
  const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
  return readAlarms(alarms, { queues, lambdas, machines })[0]?.state;
}

describe('an alarm', () => {
  test('on a queue goes off with its first message, by its comparison', () => {
    expect([alarm({}), alarm({}, 1)]).toEqual(['OK', 'ALARM']);
    const atLeast = { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 2 };
    expect([alarm(atLeast, 1), alarm(atLeast, 2)]).toEqual(['OK', 'ALARM']);
  });

  test("on a function's errors goes off with them", () => {
    const errors = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
    };
    expect([alarm(errors), alarm(errors, 0, 1)]).toEqual(['OK', 'ALARM']);
  });

  test.each<[string, JsonObject]>([
    ['a metric of no interest here', { MetricName: 'SentMessageSize' }],
    ['a queue that is not there', { Dimensions: [{ Name: 'QueueName', Value: 'other' }] }],
    ['a service that is not there', { Namespace: 'AWS/S3' }],
    ['too little of something', { ComparisonOperator: 'LessThanThreshold' }],
    ['an expression of metrics', { Dimensions: [], Metrics: [{ Id: 'x' }] }],
  ])('on %s says that it does not know', (_, change) => {
    expect(alarm(change, 5, 5)).toBe('INSUFFICIENT_DATA');
  });
});
