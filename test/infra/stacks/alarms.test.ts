import { describe, expect, test } from '@jest/globals';
import { resource, resources, synthesise } from './synthesised.ts';

const { service } = synthesise({
  'breakwater:alarmEmail': 'ops@example.com',
  'breakwater:alarmSubscribers': 'https://pager.example/hook',
  'breakwater:polls': JSON.stringify([{ venue: 'demo', exchange: 'okx', symbols: ['BTC/USDT:USDT'] }]),
});

interface Alarm {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly AlarmActions: unknown;
  readonly OKActions: unknown;
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly Period: number;
  readonly EvaluationPeriods: number;
}
const alarms = Object.values(resources(service, 'AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties as unknown as Alarm,
);
const topic = resource(service, 'AWS::SNS::Topic');

test('every dead-letter queue has an alarm on its messages', () => {
  const queues = Object.keys(resources(service, 'AWS::SQS::Queue'));
  const watched = alarms
    .filter(
      ({ Namespace, MetricName }) => Namespace === 'AWS/SQS' && MetricName === 'ApproximateNumberOfMessagesVisible',
    )
    .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => (Value as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0]));
  expect(queues).toHaveLength(Object.keys(resources(service, 'AWS::Lambda::Function')).length);
  expect(watched.sort()).toEqual(queues.sort());
});

test('an execution that fails, times out or is aborted raises an alarm', () => {
  const machine = resource(service, 'AWS::StepFunctions::StateMachine').id;
  const watched = alarms.filter(({ Namespace }) => Namespace === 'AWS/States');
  expect(watched.map(({ MetricName }) => MetricName).sort()).toEqual([
    'ExecutionsAborted',
    'ExecutionsFailed',
    'ExecutionsTimedOut',
  ]);
  for (const { Dimensions } of watched)
    expect(Dimensions).toEqual([{ Name: 'StateMachineArn', Value: { Ref: machine } }]);
});

test('a request that is answered with 5xx raises an alarm, which speaks of all who may have sent it', () => {
  const api = resource(service, 'AWS::ApiGatewayV2::Api').id;
  expect(alarms.filter(({ Namespace }) => Namespace === 'AWS/ApiGateway')).toMatchObject([
    {
      MetricName: '5xx',
      Dimensions: [{ Name: 'ApiId', Value: { Ref: api } }],
      AlarmDescription: expect.stringMatching(/snapshot.*acknowledgement.*officer/),
    },
  ]);
});

const watching = (metric: string) =>
  Object.fromEntries(
    alarms
      .filter(({ Namespace, MetricName }) => Namespace === 'AWS/Lambda' && MetricName === metric)
      .map((alarm) => [nameOf(alarm), alarm]),
  );
/** Construct of the function that an alarm watches. */
const nameOf = ({ Dimensions }: Alarm) =>
  (Dimensions[0] as { Value: { Ref: string } }).Value.Ref.replace(/Function[0-9A-F]{8}$/, '');
const functions = Object.keys(resources(service, 'AWS::Lambda::Function')).map((id) =>
  id.replace(/Function[0-9A-F]{8}$/, ''),
);

test.each(['Errors', 'Throttles'])('%s of every function raise an alarm if they last', (metric) => {
  const watched = watching(metric);
  expect(Object.keys(watched).sort()).toEqual([...functions].sort());
  for (const alarm of Object.values(watched)) {
    expect(alarm).toMatchObject({
      ...{ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', Statistic: 'Sum', Period: 60 },
      ...{ EvaluationPeriods: 5, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' },
    });
  }
});

test('each consumer of the stream has an alarm on how far it is behind', () => {
  const watched = watching('IteratorAge');
  const behind = Object.entries(watched).map(([name, { Threshold }]) => [name, Threshold]);
  expect(Object.fromEntries(behind)).toEqual({ AssessSnapshot: 120_000, OpenResponse: 300_000 });
  for (const alarm of Object.values(watched))
    expect(alarm).toMatchObject({
      ...{ ComparisonOperator: 'GreaterThanThreshold', Statistic: 'Maximum', Period: 60, EvaluationPeriods: 1 },
      TreatMissingData: 'notBreaching',
    });
});

test('what a rate invokes has an alarm on its silence, by that rate', () => {
  const watched = watching('Invocations');
  const silent = Object.entries(watched).map(([name, alarm]) => [name, alarm.Period, alarm.EvaluationPeriods]);
  expect(silent.sort()).toEqual([
    ['CalibrateRegimes', 3_600, 3],
    ['PollMarketData', 300, 3],
    ['ResumeResponses', 60, 3],
    ['WatchFeeds', 60, 3],
  ]);
  for (const alarm of Object.values(watched))
    expect(alarm).toMatchObject({
      ...{ ComparisonOperator: 'LessThanThreshold', Threshold: 1, Statistic: 'Sum', TreatMissingData: 'breaching' },
    });
});

test('every alarm on what must never happen goes off on the first of it, at once', () => {
  const never = alarms.filter(({ Namespace }) => Namespace !== 'AWS/Lambda');
  expect(never.length).toBeGreaterThan(functions.length);
  for (const alarm of never) {
    expect(alarm).toMatchObject({
      ...{ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Period: 60 },
      ...{ TreatMissingData: 'notBreaching', Statistic: alarm.Namespace === 'AWS/SQS' ? 'Maximum' : 'Sum' },
    });
  }
});

test('every alarm tells the one topic, and says when it is over', () => {
  for (const alarm of alarms)
    expect(alarm).toMatchObject({ AlarmActions: [{ Ref: topic.id }], OKActions: [{ Ref: topic.id }] });
});

test('every alarm tells the operator in words what has happened', () => {
  expect(new Set(alarms.map(({ AlarmDescription }) => AlarmDescription)).size).toBe(alarms.length);
  for (const { AlarmDescription } of alarms) expect(AlarmDescription.length).toBeGreaterThan(30);
});

describe('the topic', () => {
  test('lets CloudWatch of this account publish, and no one without TLS', () => {
    const { PolicyDocument, Topics } = resource(service, 'AWS::SNS::TopicPolicy').Properties;
    expect(Topics).toEqual([{ Ref: topic.id }]);
    expect((PolicyDocument as { Statement: unknown[] }).Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });

  test('tells each subscriber by the protocol of its address, and nobody if none is configured', () => {
    const told = Object.values(resources(service, 'AWS::SNS::Subscription')).map(({ Properties }) => Properties);
    expect(told).toEqual([
      { Protocol: 'email', Endpoint: 'ops@example.com', TopicArn: { Ref: topic.id } },
      { Protocol: 'https', Endpoint: 'https://pager.example/hook', TopicArn: { Ref: topic.id } },
    ]);
    synthesise().service.resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('is the only one', () => {
    service.resourceCountIs('AWS::SNS::Topic', 1);
  });
});
