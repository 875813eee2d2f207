import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { build, resource, resources, synthesise } from './synthesised.ts';

const { service } = synthesise({
  'breakwater:venues': 'alpha,beta',
  'breakwater:slackChannel': '#desk',
  'breakwater:slackApiUrl': 'http://127.0.0.1:1/api',
  'breakwater:feedSilenceSeconds': '90',
});

/** By construct: folder under functions/, memory, time-out, names in the environment. */
const FUNCTIONS: Record<string, { memory: number; timeout: number; environment: string[] }> = {
  ReceiveSnapshot: { memory: 1769, timeout: 29, environment: ['SNAPSHOT_TABLE', 'STATE_TABLE', 'VENUE_SECRETS'] },
  AssessSnapshot: { memory: 1769, timeout: 120, environment: ['CODE_VERSION', 'SNAPSHOT_TABLE', 'STATE_TABLE'] },
  OpenResponse: {
    memory: 512,
    timeout: 30,
    environment: ['CODE_VERSION', 'RESPOND_MACHINE', 'SNAPSHOT_TABLE', 'STATE_TABLE'],
  },
  NotifyOfficers: {
    memory: 512,
    timeout: 30,
    environment: ['SLACK_API_URL', 'SLACK_CHANNEL', 'SLACK_SECRET', 'STATE_TABLE'],
  },
  PlanResponse: {
    memory: 3008,
    timeout: 120,
    environment: ['ACTION_APIS', 'CODE_VERSION', 'SLACK_API_URL', 'SLACK_SECRET', 'SNAPSHOT_TABLE', 'STATE_TABLE'],
  },
  AskApproval: {
    memory: 512,
    timeout: 30,
    environment: ['SLACK_API_URL', 'SLACK_SECRET', 'SNAPSHOT_TABLE', 'STATE_TABLE'],
  },
  DispatchActions: {
    memory: 3008,
    timeout: 300,
    environment: [
      'ACTION_APIS',
      'CODE_VERSION',
      'SLACK_API_URL',
      'SLACK_SECRET',
      'SNAPSHOT_TABLE',
      'STATE_TABLE',
      'VENUE_SECRETS',
    ],
  },
  VerifyResponse: {
    memory: 3008,
    timeout: 120,
    environment: ['CODE_VERSION', 'SLACK_API_URL', 'SLACK_SECRET', 'SNAPSHOT_TABLE', 'STATE_TABLE'],
  },
  ReceiveInteraction: { memory: 1024, timeout: 10, environment: ['SLACK_API_URL', 'SLACK_SECRET', 'STATE_TABLE'] },
  AcknowledgeAction: { memory: 512, timeout: 29, environment: ['STATE_TABLE', 'VENUE_SECRETS'] },
  WatchFeeds: {
    memory: 512,
    timeout: 30,
    environment: ['CODE_VERSION', 'RESPOND_MACHINE', 'SILENCE_SECONDS', 'STATE_TABLE', 'VENUES'],
  },
  CalibrateRegimes: { memory: 1769, timeout: 900, environment: ['SNAPSHOT_TABLE', 'STATE_TABLE', 'VENUES'] },
  PublishDigest: {
    memory: 512,
    timeout: 30,
    environment: ['SLACK_API_URL', 'SLACK_CHANNEL', 'SLACK_SECRET', 'SNAPSHOT_TABLE', 'STATE_TABLE', 'VENUES'],
  },
};
const NAMES = Object.keys(FUNCTIONS);
const fn = (name: string) => resource(service, 'AWS::Lambda::Function', name);
const variables = (name: string) =>
  (fn(name).Properties.Environment as { Variables: Record<string, unknown> }).Variables;

/** Name of the output of the data stack that a value refers to. */
function outputOf(value: unknown): string {
  return (value as { 'Fn::GetStackOutput': { OutputName: string } })['Fn::GetStackOutput'].OutputName;
}

describe('all functions', () => {
  test('are these and no others: the stack adds none of its own', () => {
    expect(Object.keys(resources(service, 'AWS::Lambda::Function'))).toHaveLength(NAMES.length);
  });

  test.each(NAMES)('%s runs on Node 24 and arm64, traced, with the memory and the time that it needs', (name) => {
    const { memory, timeout } = FUNCTIONS[name]!;
    expect(fn(name).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      MemorySize: memory,
      Timeout: timeout,
    });
  });

  test.each(NAMES)('%s writes to a log group of its own that keeps a month', (name) => {
    const logs = resource(service, 'AWS::Logs::LogGroup', name);
    expect(logs.Properties.RetentionInDays).toBe(30);
    expect(fn(name).Properties.LoggingConfig).toEqual({ LogGroup: { Ref: logs.id } });
  });

  test.each(NAMES)('%s sends what it gives up on to an encrypted queue of its own that keeps 14 days', (name) => {
    const queue = resource(service, 'AWS::SQS::Queue', name);
    expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    expect(fn(name).Properties.DeadLetterConfig).toEqual({ TargetArn: { 'Fn::GetAtt': [queue.id, 'Arn'] } });
  });

  test('have roles of their own: no two share one', () => {
    const roles = NAMES.map((name) => JSON.stringify(fn(name).Properties.Role));
    expect(new Set(roles).size).toBe(NAMES.length);
    for (const [index, name] of NAMES.entries()) {
      expect(roles[index]).toBe(
        JSON.stringify({ 'Fn::GetAtt': [resource(service, 'AWS::IAM::Role', `${name}Role`).id, 'Arn'] }),
      );
    }
  });

  test.each(NAMES)('%s has exactly the environment that its handler reads', (name) => {
    expect(Object.keys(variables(name)).sort()).toEqual(FUNCTIONS[name]!.environment);
  });

  test('have a handler where their bundle begins', () => {
    const folders = ['receive-snapshot', 'assess-snapshot', 'open-response', 'notify-officers', 'watch-feeds'];
    for (const folder of folders) {
      expect(existsSync(new URL(`../../../functions/${folder}/handler.ts`, import.meta.url))).toBe(true);
    }
  });

  test('every queue refuses what comes without TLS', () => {
    const policies = Object.values(resources(service, 'AWS::SQS::QueuePolicy'));
    const guarded = policies.flatMap(({ Properties }) => Properties.Queues as { Ref: string }[]).map(({ Ref }) => Ref);
    expect(guarded.sort()).toEqual(Object.keys(resources(service, 'AWS::SQS::Queue')).sort());
    for (const { Properties } of policies) {
      expect(Properties.PolicyDocument).toMatchObject({
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      });
    }
  });
});

describe('what the environment says', () => {
  test('both tables are those of the data stack, and not mixed up', () => {
    for (const name of NAMES) {
      const { STATE_TABLE, SNAPSHOT_TABLE } = variables(name);
      expect(outputOf(STATE_TABLE)).toMatch(/RefState/);
      if (SNAPSHOT_TABLE !== undefined) expect(outputOf(SNAPSHOT_TABLE)).toMatch(/RefSnapshots/);
    }
  });

  test.each(['ReceiveSnapshot', 'AcknowledgeAction'])(
    'VENUE_SECRETS of %s is JSON once its ARNs are filled in: one a venue',
    (name) => {
      const [separator, parts] = (variables(name).VENUE_SECRETS as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
      const text = parts.map((part) => (typeof part === 'string' ? part : `arn of ${outputOf(part)}`)).join(separator);
      expect(JSON.parse(text)).toEqual({
        alpha: expect.stringMatching(/^arn of .*RefVenueSecretalpha/),
        beta: expect.stringMatching(/^arn of .*RefVenueSecretbeta/),
      });
    },
  );

  test('what the operator configures reaches the function that needs it', () => {
    const { SLACK_SECRET, ...slack } = variables('NotifyOfficers');
    expect(outputOf(SLACK_SECRET)).toMatch(/RefSlackSecret/);
    expect(slack).toMatchObject({ SLACK_CHANNEL: '#desk', SLACK_API_URL: 'http://127.0.0.1:1/api' });
    expect(outputOf(variables('ReceiveInteraction').SLACK_SECRET)).toMatch(/RefSlackSecret/);
    expect(variables('ReceiveInteraction').SLACK_API_URL).toBe('http://127.0.0.1:1/api');
    expect(variables('WatchFeeds')).toMatchObject({ VENUES: '["alpha","beta"]', SILENCE_SECONDS: '90' });
  });

  test('those that decide know the version of their code and the machine that they start', () => {
    const machine = { Ref: resource(service, 'AWS::StepFunctions::StateMachine').id };
    for (const name of ['AssessSnapshot', 'OpenResponse', 'WatchFeeds']) {
      expect(variables(name).CODE_VERSION).toBe('1.2.3+abcdef0');
    }
    for (const name of ['OpenResponse', 'WatchFeeds']) expect(variables(name).RESPOND_MACHINE).toEqual(machine);
  });

  test('no secret stands in it: only where one is', () => {
    expect(JSON.stringify(NAMES.map(variables))).not.toMatch(/resolve:secretsmanager|xox|token/i);
  });
});

test('a function is not built with a handler that does not exist', async () => {
  const { BreakwaterFunction } = await import('../../../infra/constructs/breakwater-function.ts');
  const { OperatorAlarms } = await import('../../../infra/constructs/operator-alarms.ts');
  const { serviceStack } = build();
  const alarms = new OperatorAlarms(serviceStack, 'OtherAlarms', { email: undefined });
  const props = { name: 'no-such-function', description: '', environment: {}, alarms };
  expect(() => new BreakwaterFunction(serviceStack, 'Other', props)).toThrow(/no-such-function/);
});
