import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { rulesInForce } from '../../../shared/policy/standing-rules.ts';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import { actionsOf, resource, resources, statements, synthesise } from './synthesised.ts';

const { service } = synthesise();

const ref = (type: string, name = '') => ({ Ref: resource(service, type, name).id });
const arn = (type: string, name = '') => ({ 'Fn::GetAtt': [resource(service, type, name).id, 'Arn'] });

describe('the stream of state', () => {
  const mapping = (name: string) => resource(service, 'AWS::Lambda::EventSourceMapping', name).Properties;
  const patterns = (name: string) =>
    (mapping(name).FilterCriteria as { Filters: { Pattern: string }[] }).Filters.map(({ Pattern }) =>
      JSON.parse(Pattern),
    );

  test('has two readers, the most that a shard serves without slowing', () => {
    expect(Object.keys(resources(service, 'AWS::Lambda::EventSourceMapping'))).toHaveLength(2);
  });

  const written = { N: [{ exists: true }] };
  const formatVersion = { N: [{ exists: false }] };

  test('wakes assess-snapshot for a cursor that was written, for a header from before there were cursors, and for nothing else', () => {
    expect(patterns('AssessSnapshot')).toEqual([
      { dynamodb: { NewImage: { type: { S: ['cursor'] }, arrived: written } } },
      { dynamodb: { NewImage: { type: { S: ['snapshot'] }, formatVersion } } },
    ]);
  });

  test('wakes open-response for the moves of a venue, for an assessment from before there were such, and for nothing else', () => {
    expect(patterns('OpenResponse')).toEqual([
      { dynamodb: { NewImage: { type: { S: ['moves'] }, turn: written } } },
      { dynamodb: { NewImage: { type: { S: ['assessment'] }, moved: { BOOL: [true] }, formatVersion } } },
    ]);
  });

  test.each(['AssessSnapshot', 'OpenResponse'])('%s: age is bounded, and nothing is dropped in silence', (name) => {
    expect(mapping(name)).toMatchObject({
      FunctionName: ref('AWS::Lambda::Function', name),
      StartingPosition: 'TRIM_HORIZON',
      MaximumRecordAgeInSeconds: 6 * 3_600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: arn('AWS::SQS::Queue', name) } },
    });
  });

  const tries = (name: string) => 1 + (mapping(name).MaximumRetryAttempts as number);
  const timeout = (name: string) => resource(service, 'AWS::Lambda::Function', name).Properties.Timeout as number;

  test('AssessSnapshot: a snapshot that times out each time holds up its lane for less than a minute', () => {
    // Ten seconds are left for what Lambda pauses between tries.
    expect(tries('AssessSnapshot')).toBeGreaterThan(1);
    expect(tries('AssessSnapshot') * timeout('AssessSnapshot')).toBeLessThanOrEqual(50);
  });

  test('OpenResponse: the most incidents that one snapshot can move are opened before the retries are used up', () => {
    const { rules } = rulesInForce(DEFAULT_POLICY, 'market');
    const groups = new Set(rules.map(({ group }) => group)).size;
    const [burst, perSecond] = [800, 150];
    const starting = (LIMITS.markets * groups - burst) / perSecond;
    expect(tries('OpenResponse') * (timeout('OpenResponse') - 30)).toBeGreaterThanOrEqual(2.5 * starting);
    // A record that fails in each try holds up its lane for less than a minute: 10 s of patience in a try, and few tries.
    expect(tries('OpenResponse') * 10).toBeLessThanOrEqual(30);
  });

  test.each(['AssessSnapshot', 'OpenResponse'])(
    '%s: ten venues of a shard are in work at once, none waits for a batch',
    (name) => {
      expect(mapping(name)).toMatchObject({
        ParallelizationFactor: 10,
        BatchSize: 1,
        MaximumBatchingWindowInSeconds: 0,
      });
      const stream = mapping(name).EventSourceArn as { 'Fn::GetStackOutput': { OutputName: string } };
      expect(stream['Fn::GetStackOutput'].OutputName).toMatch(/State.*StreamArn/);
    },
  );
});

/** By function: the routes that it serves. */
const ROUTES = {
  ReceiveSnapshot: ['ANY /v1/venues/demo/{proxy+}', 'ANY /v1/venues/{proxy+}'],
  AcknowledgeAction: ['POST /v1/actions/{id}/acknowledgements'],
  ReceiveInteraction: ['POST /v1/slack/interactions'],
};

describe('the API', () => {
  test('has a route for each venue, one for all others, those of the contract, and not even a default one', () => {
    const routes = Object.values(resources(service, 'AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties.RouteKey,
    );
    expect(routes.sort()).toEqual(Object.values(ROUTES).flat().sort());
  });

  test.each(Object.entries(ROUTES))('hands what is for %s to it, in payload format 2.0', (name, keys) => {
    const uri = arn('AWS::Lambda::Function', name);
    const [[id, integration] = [], ...others] = Object.entries(
      resources(service, 'AWS::ApiGatewayV2::Integration'),
    ).filter(([, { Properties }]) => JSON.stringify(Properties.IntegrationUri) === JSON.stringify(uri));
    expect(others).toEqual([]);
    expect(integration?.Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    const target = { 'Fn::Join': ['', ['integrations/', { Ref: id }]] };
    const handed = Object.values(resources(service, 'AWS::ApiGatewayV2::Route')).filter(
      ({ Properties }) => JSON.stringify(Properties.Target) === JSON.stringify(target),
    );
    expect(handed.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([...keys].sort());
  });

  test.each(Object.entries(ROUTES))('may invoke %s through its routes only', (name, keys) => {
    const permissions = Object.values(resources(service, 'AWS::Lambda::Permission')).filter(
      ({ Properties }) =>
        JSON.stringify(Properties.FunctionName) === JSON.stringify(arn('AWS::Lambda::Function', name)),
    );
    const paths = permissions.map(({ Properties }) => {
      expect(Properties.Principal).toBe('apigateway.amazonaws.com');
      return /\/\*\/\*(\/v1\/[^"]*)"/.exec(JSON.stringify(Properties.SourceArn))?.[1];
    });
    // All routes of venues share one: a permission for each would not fit into the function's policy.
    const own = name === 'ReceiveSnapshot' ? ['/v1/venues/*'] : keys.map((key) => key.replace(/^[A-Z]+ /, ''));
    expect(paths.sort()).toEqual(own.sort());
  });

  test('invokes nothing else', () => {
    expect(Object.keys(resources(service, 'AWS::Lambda::Permission'))).toHaveLength(Object.keys(ROUTES).length);
  });

  test('deploys itself at its root', () => {
    expect(resource(service, 'AWS::ApiGatewayV2::Stage').Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
    });
  });

  test('logs every access as one line of JSON, without headers, for a month', () => {
    const { AccessLogSettings } = resource(service, 'AWS::ApiGatewayV2::Stage').Properties;
    const { DestinationArn, Format } = AccessLogSettings as { DestinationArn: unknown; Format: string };
    const logs = resource(service, 'AWS::Logs::LogGroup', 'PublicApi');
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': [logs.id, 'Arn'] });
    expect(logs.Properties.RetentionInDays).toBe(30);
    expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Format).not.toMatch(/header|authorizer|\n/i);
  });

  test('tells its address', () => {
    const { ApiUrl } = (service.toJSON() as { Outputs: Record<string, { Value: unknown }> }).Outputs;
    expect(ApiUrl?.Value).toEqual({ 'Fn::GetAtt': [resource(service, 'AWS::ApiGatewayV2::Api').id, 'ApiEndpoint'] });
  });
});

describe('the watch over feeds', () => {
  const schedule = resource(service, 'AWS::Scheduler::Schedule', 'WatchFeeds').Properties;

  test('looks every minute, on the minute, at the time for which it was due', () => {
    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: arn('AWS::Lambda::Function', 'WatchFeeds'),
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    });
  });

  test('goes to the dead-letter queue of watch-feeds after bounded retries, on a role of its own', () => {
    expect(schedule.Target).toMatchObject({
      DeadLetterConfig: { Arn: arn('AWS::SQS::Queue', 'WatchFeeds') },
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 300 },
      RoleArn: arn('AWS::IAM::Role', 'WatchFeedsScheduleRole'),
    });
    expect(resource(service, 'AWS::Lambda::EventInvokeConfig', 'WatchFeeds').Properties).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 300,
    });
  });

  test('is a schedule, not a rule: no rule stands in the stack', () => {
    service.resourceCountIs('AWS::Events::Rule', 0);
    service.resourceCountIs('AWS::Scheduler::Schedule', 4);
  });
});

describe('what is done once a day', () => {
  const scheduled = (name: string) => resource(service, 'AWS::Scheduler::Schedule', name).Properties.ScheduleExpression;

  test('is calibrated by the hour, so that what one call has no time for is done by the next', () => {
    expect(scheduled('CalibrateRegimes')).toBe('rate(1 hour)');
  });

  test('is told in the morning', () => {
    expect(scheduled('PublishDigest')).toBe('cron(0 7 * * ? *)');
  });
});

describe('polling', () => {
  const polls = [{ venue: 'demo', exchange: 'okx', symbols: ['BTC/USDT:USDT'] }];
  const { service: polling } = synthesise({ 'breakwater:polls': JSON.stringify(polls) });

  test('is not deployed where no venue names its exchange', () => {
    expect(Object.keys(resources(service, 'AWS::Lambda::Function', 'PollMarketData'))).toEqual([]);
  });

  test('asks every five minutes, is not repeated, and may write to state alone', () => {
    expect(resource(polling, 'AWS::Scheduler::Schedule', 'PollMarketData').Properties).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
    });
    expect(resource(polling, 'AWS::Lambda::EventInvokeConfig', 'PollMarketData').Properties).toMatchObject({
      MaximumRetryAttempts: 0,
    });
    const { Variables } = resource(polling, 'AWS::Lambda::Function', 'PollMarketData').Properties.Environment as {
      Variables: Record<string, string>;
    };
    expect(JSON.parse(Variables.POLLS as string)).toEqual([{ ...polls[0], timeframe: '1h' }]);
    const actions = statements(polling, resource(polling, 'AWS::IAM::Role', 'PollMarketDataRole').id).flatMap(
      actionsOf,
    );
    expect(actions.filter((action) => action.startsWith('dynamodb:')).sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
    ]);
  });
});
