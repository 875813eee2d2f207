import { describe, expect, test } from '@jest/globals';
import { NotificationBusy } from '../../../shared/response/thread.ts';
import { FINAL_FAULTS, IncidentUnknown, PlanUnapproved, PlanUnknown } from '../../../shared/runtime/final-fault.ts';
import { ActionContended } from '../../../shared/store/actions.ts';
import { BlobMissing } from '../../../shared/store/blobs.ts';
import { DispatchContended } from '../../../shared/store/dispatches.ts';
import { PlanConflict } from '../../../shared/store/plan-actions.ts';
import {
  answers,
  arnOf,
  CLOSING,
  definition,
  LEFT,
  machine,
  PLAN,
  run,
  service,
  step,
  tasks,
  WAITING,
} from './response-paths.ts';
import { resource } from './synthesised.ts';

const NAMES = tasks.map(([name]) => name);
const waiting = Object.keys(WAITING) as (keyof typeof WAITING)[];
const calling = NAMES.filter((name) => !Object.hasOwn(WAITING, name));
const closing: readonly string[] = Object.values(CLOSING);
const retried = (name: string) => step(name).Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

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

  test('calls, chooses, notes and ends: no state waits but a task, which has a time-out, or as long as Slack has asked for', () => {
    const types = Object.values(definition.States).map(({ Type }) => Type);
    expect([...new Set(types)].sort()).toEqual(['Choice', 'Fail', 'Pass', 'Succeed', 'Task', 'Wait']);
  });

  test('has steps that are the functions that they are named for', () => {
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
      CloseResponse: arnOf('close-response'),
    });
  });
});

describe('a step', () => {
  test.each(NAMES)('%s ends in time, and where it fails', (name) => {
    const { TimeoutSeconds, TimeoutSecondsPath, Catch } = step(name);
    expect(TimeoutSeconds ?? TimeoutSecondsPath).toBeDefined();
    expect(Catch.at(-1)).toMatchObject({
      ErrorEquals: ['States.ALL'],
      Next: name === 'CloseResponse' ? 'NotClosed' : expect.stringMatching(/^NoteNot/),
    });
  });

  test.each(waiting)(
    '%s waits as long as the plan says, and gets the state and its token, and nothing else',
    (name) => {
      const {
        TimeoutSeconds: within,
        HeartbeatSeconds: silence,
      }: { TimeoutSeconds: string; HeartbeatSeconds?: string } = WAITING[name];
      const { Resource, Parameters, TimeoutSecondsPath, HeartbeatSecondsPath } = step(name);
      expect(Resource).toMatch(/:lambda:invoke\.waitForTaskToken$/);
      expect(Parameters?.Payload).toEqual({ 'state.$': '$', 'taskToken.$': '$$.Task.Token' });
      expect(TimeoutSecondsPath).toBe(LEFT[name] ?? `$.plan.${within}`);
      expect(HeartbeatSecondsPath).toBe(silence && `$.plan.${silence}`);
    },
  );

  test('finds the seconds of its plan where it looks for them', async () => {
    const { calls } = await run(answers());
    for (const name of waiting) {
      const patience = Object.entries(WAITING[name]).map(([what, seconds]) => [what, PLAN[seconds]]);
      expect(calls[name]).toMatchObject([{ 'Engine.Patience': Object.fromEntries(patience) }]);
    }
  });

  test.each(waiting)('%s that nobody has told of in time is closed, and not waited for once more', (name) => {
    expect(step(name).Catch[0]).toMatchObject({
      ErrorEquals: expect.arrayContaining(['States.Timeout', 'States.HeartbeatTimeout']),
      Next: CLOSING[name],
    });
    const over = ['States.Timeout', 'States.HeartbeatTimeout'];
    expect(step(name).Retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'))).toEqual({
      ErrorEquals: over,
      MaxAttempts: 0,
    });
  });

  test.each(calling)('%s is called anew where it does not answer in time', (name) => {
    // By the retrier of everything: none before it takes the time-out.
    expect(retried(name)).not.toContain('States.Timeout');
    expect(retried(name).at(-1)).toBe('States.ALL');
  });

  test.each(calling.filter((name) => !closing.includes(name)))(
    '%s has longer than its function, so that the function is what ends it',
    (name) => {
      const { Timeout } = resource(service, 'AWS::Lambda::Function', name).Properties;
      expect(step(name).TimeoutSeconds).toBeGreaterThan(Timeout as number);
    },
  );

  test.each(closing)('%s is over in minutes: it looks up and writes what there is, and plans nothing', (name) => {
    expect(step(name).TimeoutSeconds).toBeGreaterThanOrEqual(60);
    expect(step(name).TimeoutSeconds).toBeLessThanOrEqual(150);
  });
});

describe('patience', () => {
  test.each(NAMES)('of %s with another execution: a second at a time, for longer than a function runs', (name) => {
    const busy = step(name).Retry.find(({ ErrorEquals }) => ErrorEquals.includes('NotificationBusy'))!;
    expect([busy.IntervalSeconds, busy.BackoffRate]).toEqual([1, 1]);
    const held = resource(service, 'AWS::Lambda::Function', 'NotifyOfficers').Properties.Timeout as number;
    expect(busy.MaxAttempts).toBeGreaterThan(3 * held);
  });

  test.each(NAMES)('of %s with everything else: growing, without jitter, for a quarter of an hour', (name) => {
    const retrier = step(name).Retry.at(-1)!;
    const { ErrorEquals, IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds, JitterStrategy } = retrier;
    expect(ErrorEquals).toEqual(['States.ALL']);
    // Full jitter would halve what is waited on average.
    expect(JitterStrategy).toBeUndefined();
    const waited = Array.from({ length: MaxAttempts }, (_, n) =>
      Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds!),
    ).reduce((sum, delay) => sum + delay, 0);
    expect(waited).toBe(902);
  });

  test.each(NAMES)('of %s has an end at once at what is final, before anything else is looked at', (name) => {
    expect(step(name).Retry[0]).toEqual({ ErrorEquals: [...FINAL_FAULTS], MaxAttempts: 0 });
  });

  test('names errors of ours as they are thrown', () => {
    const thrown = [new NotificationBusy(), new ActionContended(), new DispatchContended()].map(({ name }) => name);
    for (const name of NAMES) {
      const busy = step(name).Retry.find(({ ErrorEquals }) => ErrorEquals.includes('NotificationBusy'))!;
      expect([...busy.ErrorEquals].sort()).toEqual([...thrown].sort());
    }
    const final = [
      new BlobMissing({ key: 'k', chunks: 1, bytes: 1 }, 0),
      ...[new IncidentUnknown(), new PlanConflict(), new PlanUnapproved(), new PlanUnknown()],
    ];
    expect(final.map(({ name }) => name).sort()).toEqual([...FINAL_FAULTS].sort());
  });
});
