import { describe, expect, test } from '@jest/globals';
import { resource, resources, synthesise } from './synthesised.ts';

const { service } = synthesise({ 'breakwater:alarmEmail': 'ops@example.com' });

interface Alarm {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly AlarmActions: unknown;
  readonly OKActions: unknown;
  readonly AlarmDescription: string;
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

test('every alarm goes off on the first message, at once, and says when it is over', () => {
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: topic.id }],
      OKActions: [{ Ref: topic.id }],
    });
  }
});

test('a level is read by its highest value and a count by its sum, so that one is enough', () => {
  for (const alarm of alarms) {
    const statistic = alarm.Namespace === 'AWS/SQS' ? 'Maximum' : 'Sum';
    expect(alarm).toMatchObject({ Statistic: statistic });
  }
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

  test('mails the operator where an address is configured, and nobody where none is', () => {
    expect(resource(service, 'AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: { Ref: topic.id },
    });
    synthesise().service.resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('is the only one', () => {
    service.resourceCountIs('AWS::SNS::Topic', 1);
  });
});
