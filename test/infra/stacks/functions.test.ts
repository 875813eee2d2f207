import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readActionApis } from '../../../shared/runtime/action-apis.ts';
import { build, resource, resources, synthesise } from './synthesised.ts';

const { service, data } = synthesise({
  'breakwater:venues': 'alpha,beta',
  'breakwater:slackChannel': '#desk',
  'breakwater:slackApiUrl': 'http://127.0.0.1:1/api',
  'breakwater:feedSilenceSeconds': '90',
  'breakwater:actions': JSON.stringify([{ venue: 'beta', url: 'https://beta.example', contractStep: 0.5 }]),
});

/** By construct: its memory and its time-out. */
const FUNCTIONS: Record<string, { memory: number; timeout: number }> = {
  ReceiveSnapshot: { memory: 1769, timeout: 29 },
  AssessSnapshot: { memory: 1769, timeout: 25 },
  OpenResponse: { memory: 1769, timeout: 240 },
  NotifyOfficers: { memory: 512, timeout: 30 },
  PlanResponse: { memory: 3008, timeout: 120 },
  AskApproval: { memory: 512, timeout: 30 },
  DispatchActions: { memory: 3008, timeout: 300 },
  VerifyResponse: { memory: 3008, timeout: 120 },
  CloseResponse: { memory: 512, timeout: 30 },
  ResumeResponses: { memory: 512, timeout: 55 },
  ReceiveInteraction: { memory: 1024, timeout: 10 },
  AcknowledgeAction: { memory: 512, timeout: 29 },
  WatchFeeds: { memory: 512, timeout: 30 },
  CalibrateRegimes: { memory: 1769, timeout: 900 },
  PublishDigest: { memory: 512, timeout: 30 },
};
/** What is given and not read. */
const UNREAD: Readonly<Record<string, readonly string[]>> = { OpenResponse: ['CODE_VERSION'] };
const NAMES = Object.keys(FUNCTIONS);
const fn = (name: string) => resource(service, 'AWS::Lambda::Function', name);
const variables = (name: string) =>
  (fn(name).Properties.Environment as { Variables: Record<string, unknown> }).Variables;

/** The functions that are given a variable. */
const having = (variable: string) => NAMES.filter((name) => Object.hasOwn(variables(name), variable));

/** What a function's handler asks its environment for: names to kinds. */
function environmentReadBy(name: string): Readonly<Record<string, string>> {
  const folder = name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const handler = readFileSync(new URL(`../../../functions/${folder}/handler.ts`, import.meta.url), 'utf8');
  const [, kinds = ''] = /readEnvironment\(\s*\{([^}]*)\}/.exec(handler) ?? [];
  return Object.fromEntries([...kinds.matchAll(/(\w+): '(\w+)'/g)].map(([, variable, kind]) => [variable, kind]));
}

/** A value as it is once CloudFormation has filled in what it refers to. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref: ref } = value as { 'Fn::Join'?: [string, unknown[]]; Ref?: string };
  if (join) return join[1].map(textOf).join(join[0]);
  return ref ?? `arn of ${outputOf(value)}`;
}

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
    const read = Object.keys(environmentReadBy(name));
    expect(Object.keys(variables(name)).sort()).toEqual([...read, ...(UNREAD[name] ?? [])].sort());
  });

  test.each(NAMES)('%s finds in it what it takes for JSON or for a number', (name) => {
    for (const [variable, kind] of Object.entries(environmentReadBy(name))) {
      const text = textOf(variables(name)[variable]);
      expect(text).not.toBe('');
      if (kind === 'number') expect(Number(text)).not.toBeNaN();
      if (kind === 'json') expect(() => JSON.parse(text)).not.toThrow();
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

  test.each(['ReceiveSnapshot', 'AcknowledgeAction', 'DispatchActions'])(
    'VENUE_SECRETS of %s is where the keys are, of those venues that it speaks with',
    (name) => {
      const venues = name === 'DispatchActions' ? ['beta'] : ['alpha', 'beta'];
      expect(JSON.parse(textOf(variables(name).VENUE_SECRETS))).toEqual({ prefix: 'breakwater/dev/venue/', venues });
      const secrets = Object.values(resources(data, 'AWS::SecretsManager::Secret')).map(
        ({ Properties }) => Properties.Name,
      );
      for (const venue of venues) expect(secrets).toContain(`breakwater/dev/venue/${venue}`);
    },
  );

  test('what the operator configures reaches the functions that need it', () => {
    for (const name of having('SLACK_SECRET')) {
      expect(outputOf(variables(name).SLACK_SECRET)).toMatch(/RefSlackSecret/);
      expect(variables(name).SLACK_API_URL).toBe('http://127.0.0.1:1/api');
    }
    for (const name of having('SLACK_CHANNEL')) expect(variables(name).SLACK_CHANNEL).toBe('#desk');
    for (const name of having('VENUES')) expect(variables(name).VENUES).toBe('["alpha","beta"]');
    expect(variables('WatchFeeds').SILENCE_SECONDS).toBe('90');
  });

  test('who plans and who dispatches agree on which venues take actions, and where', () => {
    expect(having('ACTION_APIS')).toEqual(['PlanResponse', 'DispatchActions']);
    for (const name of having('ACTION_APIS')) {
      const apis = readActionApis(JSON.parse(textOf(variables(name).ACTION_APIS)));
      expect([...apis]).toEqual([['beta', { url: 'https://beta.example', contractStep: 0.5 }]]);
    }
  });

  test('what takes, assesses or acts on a book tells its age by the clock of the stack, which replays nothing unless told to', () => {
    expect(having('CLOCK')).toEqual([
      'ReceiveSnapshot',
      'AssessSnapshot',
      'PlanResponse',
      'DispatchActions',
      'CloseResponse',
    ]);
    for (const name of having('CLOCK')) expect(variables(name).CLOCK).toBe('wall');
    const replaying = synthesise({ 'breakwater:clock': 'replay' }).service;
    for (const name of having('CLOCK')) {
      const { Environment } = resource(replaying, 'AWS::Lambda::Function', name).Properties;
      expect(Environment).toMatchObject({ Variables: { CLOCK: 'replay' } });
    }
    expect(() => build({ 'breakwater:stage': 'prod', 'breakwater:clock': 'replay' })).toThrow(/breakwater\.clock/);
  });

  test('those that decide know the version of their code and the machine that they start', () => {
    const machine = { Ref: resource(service, 'AWS::StepFunctions::StateMachine').id };
    expect(having('CODE_VERSION')).toEqual(
      expect.arrayContaining(['AssessSnapshot', 'PlanResponse', 'DispatchActions', 'VerifyResponse', 'WatchFeeds']),
    );
    for (const name of having('CODE_VERSION')) expect(variables(name).CODE_VERSION).toBe('1.2.3+abcdef0');
    expect(having('RESPOND_MACHINE')).toEqual(['OpenResponse', 'ResumeResponses', 'WatchFeeds']);
    for (const name of having('RESPOND_MACHINE')) expect(variables(name).RESPOND_MACHINE).toEqual(machine);
  });

  test('no secret stands in it: only where one is', () => {
    expect(JSON.stringify(NAMES.map(variables))).not.toMatch(/resolve:secretsmanager|xox|token/i);
  });
});

test('a function is not built with a handler that does not exist', async () => {
  const { BreakwaterFunction } = await import('../../../infra/constructs/breakwater-function.ts');
  const { OperatorAlarms } = await import('../../../infra/constructs/operator-alarms.ts');
  const { serviceStack } = build();
  const alarms = new OperatorAlarms(serviceStack, 'OtherAlarms', { subscribers: [] });
  const props = { name: 'no-such-function', description: '', environment: {}, alarms };
  expect(() => new BreakwaterFunction(serviceStack, 'Other', props)).toThrow(/no-such-function/);
});
