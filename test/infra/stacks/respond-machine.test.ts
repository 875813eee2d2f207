import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  arnOf,
  definition,
  failing,
  type Input,
  input,
  machine,
  run,
  service,
  type Task,
  tasks,
} from './response-paths.ts';
import { resource } from './synthesised.ts';

const step = (name: string): Task => tasks.find(([own]) => own === name)?.[1] as Task;
const WAITING = ['AskApproval', 'DispatchActions', 'VerifyResponse'];

const PLAN = {
  planned: true,
  planId: 'p',
  round: 0,
  means: 'cap',
  act: true,
  approvalSeconds: 960,
  dispatchSeconds: 7_260,
  silenceSeconds: 600,
  verificationSeconds: 1_800,
};
const APPROVED = { decision: 'approved', by: ['U-ANNA'] };
const CARRIED_OUT = { ordered: 10, filled: 10, share: 1, actions: 1, rejected: [], rejectedCount: 0, done: true };
const BEFORE = ['NotifyOfficers', 'PlanResponse', 'WhetherToAct', 'AskApproval'];
const DISPATCHED = [...BEFORE, 'WhetherApproved', 'DispatchActions', 'WhetherDone'];
const timeout = failing('States.Timeout');

/** All that goes well, with what goes otherwise. */
const answers = (change: Readonly<Record<string, readonly Answer[]>> = {}) => ({
  PlanResponse: [PLAN],
  AskApproval: [APPROVED],
  DispatchActions: [CARRIED_OUT],
  VerifyResponse: [{ next: 'close' }],
  ...change,
});

describe('the machine', () => {
  test('is Standard, since Express has no task tokens, and speaks JSONPath without JSONata or variables', () => {
    expect(machine.Properties.StateMachineType).toBe('STANDARD');
    expect(JSON.stringify(definition)).not.toMatch(/JSONata|"Assign"|"Arguments"|\{%/);
  });

  test('logs every step for a month and traces; no data are logged, as tokens are among them', () => {
    const logs = resource(service, 'AWS::Logs::LogGroup', 'Respond');
    expect(machine.Properties).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ALL',
        IncludeExecutionData: false,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [logs.id, 'Arn'] } } }],
      },
    });
    expect(logs.Properties.RetentionInDays).toBe(30);
  });

  test('is not created before the role that it is created with', () => {
    expect(machine.DependsOn).toContain(resource(service, 'AWS::IAM::Role', 'RespondRole').id);
  });

  test('ends of itself, later than the longest waits that a policy allows', () => {
    // As check-policy has it: ten plans in a row, of which each waits three times for half a day at most.
    expect(definition.TimeoutSeconds).toBeGreaterThan(10 * 3 * 12 * 3_600);
    expect(definition.TimeoutSeconds).toBeLessThan(365 * 86_400);
  });
});

describe('a step', () => {
  test.each(tasks.map(([name]) => name))('%s ends in time, and where it fails', (name) => {
    const { TimeoutSeconds, TimeoutSecondsPath, Catch } = step(name);
    expect(TimeoutSeconds ?? TimeoutSecondsPath).toBeDefined();
    expect(Catch.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], Next: expect.stringMatching(/^Not/) });
  });

  test.each(WAITING)('%s waits as long as the plan says, and gets the state and its token', (name) => {
    expect(step(name)).toMatchObject({
      Resource: expect.stringMatching(/:lambda:invoke\.waitForTaskToken$/),
      TimeoutSecondsPath: expect.stringMatching(/^\$\.plan\.\w+Seconds$/),
      Parameters: { Payload: { 'state.$': '$', 'taskToken.$': '$$.Task.Token' } },
    });
    const retried = step(name).Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
    // A wait that is over is over: trying again would wait once more.
    expect(retried).not.toContain('States.Timeout');
    expect(retried).toEqual(expect.arrayContaining(['SlackUnavailable', 'VenueUnavailable', 'Lambda.Unknown']));
  });

  test('of the venue may be silent for as long as the plan says', () => {
    expect(step('DispatchActions').HeartbeatSecondsPath).toBe('$.plan.silenceSeconds');
  });

  test.each(tasks.map(([name]) => name).filter((name) => !WAITING.includes(name)))(
    '%s has longer than its function, so that the function is what ends it',
    (name) => {
      const { Resource, TimeoutSeconds, Retry } = step(name);
      const construct = Resource.split(':')
        .at(-1)!
        .replaceAll(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());
      const { Timeout } = resource(service, 'AWS::Lambda::Function', construct).Properties;
      // What closes a step looks up and writes a few items: it needs no more than a minute of what planning may take.
      if (!name.startsWith('Close')) expect(TimeoutSeconds).toBeGreaterThan(Timeout as number);
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('States.Timeout');
    },
  );

  test('hands its state on whole, each result beside the others', async () => {
    const { calls, outcome } = await run(answers());
    expect(calls.NotifyOfficers).toEqual([input]);
    expect(calls.PlanResponse).toEqual([input]);
    const asked = calls.AskApproval?.[0] as { Payload: { state: Input } };
    expect(asked.Payload.state).toEqual({ ...input, plan: PLAN });
    expect(outcome).toEqual({
      output: { ...input, plan: PLAN, approval: APPROVED, actions: CARRIED_OUT, verification: { next: 'close' } },
    });
  });
});

describe('the way of a response', () => {
  const verified = [...DISPATCHED, 'VerifyResponse', 'WhatNext'];
  const again = ['PlanResponse', 'WhetherToAct', 'Done'];
  const last = [PLAN, { planned: false, act: false, reason: 'resolved' }];

  test.each<[string, Readonly<Record<string, readonly Answer[]>>, readonly string[]]>([
    [
      'no plan',
      { PlanResponse: [{ planned: false, act: false, reason: 'not asked for' }] },
      [...BEFORE.slice(0, 3), 'Done'],
    ],
    ['a plan that is only proposed', { PlanResponse: [{ ...PLAN, act: false }] }, [...BEFORE.slice(0, 3), 'Done']],
    ['declined', { AskApproval: [{ decision: 'declined', by: ['U-BEN'] }] }, [...BEFORE, 'WhetherApproved', 'Done']],
    ['withdrawn', { AskApproval: [{ decision: 'withdrawn', by: [] }] }, [...BEFORE, 'WhetherApproved', 'Done']],
    [
      'nobody decided in time',
      { AskApproval: [timeout], CloseApproval: [{ decision: 'expired', by: [] }] },
      [...BEFORE, 'CloseApproval', 'WhetherApproved', 'Done'],
    ],
    [
      'nobody decided in time, and the policy goes ahead',
      { AskApproval: [timeout], CloseApproval: [{ decision: 'approved', by: [] }] },
      [...BEFORE, 'CloseApproval', ...verified.slice(4), 'Done'],
    ],
    ['recovered', { DispatchActions: [{ undone: 'recovered' }] }, [...DISPATCHED, 'Done']],
    ['the kill switch', { DispatchActions: [{ undone: 'kill switch' }] }, [...DISPATCHED, 'Done']],
    ['the book has moved', { DispatchActions: [{ undone: 'moved' }], PlanResponse: last }, [...DISPATCHED, ...again]],
    [
      'the venue took too long',
      { DispatchActions: [timeout], CloseDispatch: [CARRIED_OUT] },
      [...DISPATCHED.slice(0, -1), 'CloseDispatch', 'WhetherDone', 'VerifyResponse', 'WhatNext', 'Done'],
    ],
    [
      'the venue fell silent',
      { DispatchActions: [failing('States.HeartbeatTimeout')], CloseDispatch: [CARRIED_OUT] },
      [...DISPATCHED.slice(0, -1), 'CloseDispatch', 'WhetherDone', 'VerifyResponse', 'WhatNext', 'Done'],
    ],
    ['helped', {}, [...verified, 'Done']],
    [
      'not helped enough',
      { VerifyResponse: [{ next: 'plan', means: 'liquidate' }], PlanResponse: last },
      [...verified, ...again],
    ],
    [
      'looked at again with the next snapshot',
      { VerifyResponse: [{ next: 'look' }, { next: 'human' }] },
      [...verified, 'VerifyResponse', 'WhatNext', 'Done'],
    ],
    [
      'no newer snapshot',
      { VerifyResponse: [timeout], CloseVerification: [{ next: 'human' }] },
      [...DISPATCHED, 'VerifyResponse', 'CloseVerification', 'WhatNext', 'Done'],
    ],
  ])('%s', async (_, change, way) => {
    const { entered, outcome } = await run(answers(change));
    expect(entered).toEqual(way);
    expect(outcome).toHaveProperty('output');
  });

  test('a step that is closed gets the state without a token, and what stood in the way', async () => {
    const { calls } = await run(answers({ AskApproval: [timeout], CloseApproval: [{ decision: 'expired', by: [] }] }));
    expect(calls.CloseApproval).toEqual([{ state: { ...input, plan: PLAN, failure: expect.anything() } }]);
  });

  test('a second plan is made of all that is known of the first', async () => {
    const { calls } = await run(
      answers({ VerifyResponse: [{ next: 'plan', means: 'liquidate' }], PlanResponse: last }),
    );
    expect(calls.PlanResponse?.[1]).toMatchObject({ plan: PLAN, verification: { next: 'plan', means: 'liquidate' } });
  });
});

describe('patience', () => {
  test('for another execution: a second at a time, for longer than a function can hold the message', async () => {
    const busy = step('NotifyOfficers').Retry.find(({ ErrorEquals }) => ErrorEquals.includes('NotificationBusy'))!;
    expect([busy.IntervalSeconds, busy.BackoffRate]).toEqual([1, 1]);
    const held = resource(service, 'AWS::Lambda::Function', 'NotifyOfficers').Properties.Timeout as number;
    expect(busy.MaxAttempts).toBeGreaterThan(3 * held);
    const waits = Array.from({ length: 100 }, () => failing('NotificationBusy'));
    const { calls, outcome } = await run(answers({ NotifyOfficers: [...waits, null] }));
    expect(calls.NotifyOfficers).toHaveLength(101);
    expect(outcome).toHaveProperty('output');
  });

  test.each(tasks.map(([name]) => name))(
    'of %s with Slack, the venue and Lambda: growing, spread by jitter, over in minutes',
    (name) => {
      const retrier = step(name).Retry.find(({ ErrorEquals }) => ErrorEquals.includes('SlackUnavailable'))!;
      const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds, JitterStrategy } = retrier;
      expect(BackoffRate).toBeGreaterThan(1);
      expect(JitterStrategy).toBe('FULL');
      const longest = Array.from({ length: MaxAttempts }, (_, n) =>
        Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds!),
      ).reduce((sum, delay) => sum + delay, 0);
      expect(longest).toBeGreaterThan(120);
      expect(longest).toBeLessThan(600);
    },
  );

  test.each(['SlackUnavailable', 'Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Sandbox.Timedout'])(
    'with %s, at each step',
    async (name) => {
      const passing = Object.fromEntries(
        Object.entries({ NotifyOfficers: [null], ...answers() }).map(([own, [answer]]) => [
          own,
          [failing(name), failing(name), answer as Answer],
        ]),
      );
      const { calls, outcome } = await run(passing);
      for (const own of Object.keys(passing)) expect([own, calls[own]?.length]).toEqual([own, 3]);
      expect(outcome).toHaveProperty('output');
    },
  );

  test('with a venue that stays away ends by giving up what it has not taken', async () => {
    const { calls, entered } = await run(
      answers({ DispatchActions: [failing('VenueUnavailable')], CloseDispatch: [CARRIED_OUT] }),
    );
    expect(calls.DispatchActions).toHaveLength(9);
    expect(entered).toEqual(expect.arrayContaining(['CloseDispatch', 'VerifyResponse']));
  });
});

describe('what cannot get better', () => {
  test.each([
    ['NotifyOfficers', 'NotNotified', {}],
    ['PlanResponse', 'NotPlanned', {}],
    ['AskApproval', 'NotAsked', {}],
    ['CloseApproval', 'NotAsked', { AskApproval: [timeout] }],
    ['DispatchActions', 'NotDispatched', {}],
    ['CloseDispatch', 'NotDispatched', { DispatchActions: [timeout] }],
    ['VerifyResponse', 'NotVerified', {}],
    ['CloseVerification', 'NotVerified', { VerifyResponse: [timeout] }],
  ])('at %s is not repeated, and fails as %s, which is an alarm', async (name, failed, before) => {
    for (const error of ['SlackRefused', 'TypeError']) {
      const { calls, entered, outcome } = await run(answers({ ...before, [name]: [failing(error)] }));
      expect(calls[name]).toHaveLength(1);
      expect(entered.at(-1)).toBe(failed);
      expect(outcome).toHaveProperty('error');
    }
  });

  test('is told from a Slack that stays away, which is tried eight times more', async () => {
    const { calls, entered } = await run(answers({ NotifyOfficers: [failing('SlackUnavailable')] }));
    expect(calls.NotifyOfficers).toHaveLength(9);
    expect(entered).toEqual(['NotifyOfficers', 'NotNotified']);
  });
});

test('each step is the function that it is named for', () => {
  const functions = Object.fromEntries(
    tasks.map(([name, { Resource, Parameters }]) => [
      name,
      (Parameters as { FunctionName?: string } | undefined)?.FunctionName ?? Resource,
    ]),
  );
  expect(functions).toEqual({
    NotifyOfficers: arnOf('notify-officers'),
    PlanResponse: arnOf('plan-response'),
    AskApproval: arnOf('ask-approval'),
    CloseApproval: arnOf('ask-approval'),
    DispatchActions: arnOf('dispatch-actions'),
    CloseDispatch: arnOf('dispatch-actions'),
    VerifyResponse: arnOf('verify-response'),
    CloseVerification: arnOf('verify-response'),
  });
});
