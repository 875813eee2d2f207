import { describe, expect, test } from '@jest/globals';
import { openActivity } from '../../../../infra/local/engine/activity.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import { openQueues } from '../../../../infra/local/engine/queues.ts';
import { runSchedules } from '../../../../infra/local/engine/schedules.ts';
import { openStateMachines } from '../../../../infra/local/engine/state-machines.ts';
import { manualClock } from '../../../environment/clock.ts';
import { lambdasOf, resourcesOf } from './fakes.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const START = Date.parse('2026-01-01T00:00:30Z');

function schedule(properties: JsonObject, lambdas = lambdasOf({ f: () => null })) {
  const Target = { Arn: FUNCTION, RoleArn: 'r', Input: '{"at":"<aws.scheduler.scheduled-time>"}' };
  const resources = resourcesOf({
    E: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { FlexibleTimeWindow: { Mode: 'OFF' }, ScheduleExpression: 'rate(1 minute)', Target, ...properties },
    },
    Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
  });
  const queues = openQueues(
    resources.filter(({ type }) => type === 'AWS::SQS::Queue'),
    () => {},
  );
  const machines = openStateMachines([], lambdas, openActivity(), () => {});
  const clock = manualClock(START);
  const time = { moveTo: (at: string) => clock.moveTo(Date.parse(at)) };
  const running = runSchedules(
    resources.filter(({ type }) => type === 'AWS::Scheduler::Schedule'),
    { lambdas, machines, queues, onEvent: () => {}, clock },
  );
  return { ...running, lambdas, queues, time, Target };
}

describe('a schedule', () => {
  test('fires one period from the start and every period then, with the time it was due', async () => {
    const { lambdas, time, stop } = schedule({});
    await time.moveTo('2026-01-01T00:01:29Z');
    expect(lambdas.events).toEqual([]);
    await time.moveTo('2026-01-01T00:03:40Z');
    const at = ['2026-01-01T00:01:30Z', '2026-01-01T00:02:30Z', '2026-01-01T00:03:30Z'];
    expect(lambdas.events).toEqual(at.map((due) => ({ name: 'f', payload: JSON.stringify({ at: due }) })));
    stop();
  });

  test('by cron fires at the minute', async () => {
    const { lambdas, time, stop } = schedule({
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
    });
    await time.moveTo('2026-01-02T12:00:00Z');
    expect(lambdas.events.map(({ payload }) => payload)).toEqual([
      '{"at":"2026-01-01T06:00:00Z"}',
      '{"at":"2026-01-02T06:00:00Z"}',
    ]);
    stop();
  });

  test('that is disabled does not fire', async () => {
    const { lambdas, time } = schedule({ State: 'DISABLED' });
    await time.moveTo('2026-01-01T01:00:00Z');
    expect(lambdas.events).toEqual([]);
  });

  test('that an operator disables does not fire until it is enabled again', async () => {
    const { lambdas, time, setEnabled, stop } = schedule({ Name: 'every-minute' });
    setEnabled('every', false);
    await time.moveTo('2026-01-01T00:03:00Z');
    setEnabled('every', true);
    await time.moveTo('2026-01-01T00:03:40Z');
    expect(lambdas.events).toEqual([{ name: 'f', payload: '{"at":"2026-01-01T00:03:30Z"}' }]);
    expect(() => setEnabled('never', true)).toThrow('no schedule never');
    stop();
  });

  test('that is stopped fires no more', async () => {
    const { lambdas, time, stop } = schedule({});
    stop();
    await time.moveTo('2026-01-01T01:00:00Z');
    expect(lambdas.events).toEqual([]);
  });

  test('whose target cannot be reached is tried again, and then stands in its dead-letter queue', async () => {
    const broken = lambdasOf({ f: () => null });
    let tries = 0;
    const unreachable = {
      ...broken,
      invokeAsync() {
        tries += 1;
        throw new Error('gone');
      },
    };
    const Target = {
      ...{ Arn: FUNCTION, Input: '{}', RetryPolicy: { MaximumRetryAttempts: 2 } },
      DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:q' },
    };
    const { queues, time, stop } = schedule({ Target, ScheduleExpression: 'rate(1 hour)' }, unreachable);
    await time.moveTo('2026-01-01T01:30:00Z');
    expect(tries).toBe(3);
    expect(queues.messages()).toMatchObject([{ queue: 'q', body: '{}', attributes: { ERROR_MESSAGE: 'gone' } }]);
    stop();
  });

  test.each<[string, JsonObject]>([
    ['FlexibleTimeWindow.Mode "FLEXIBLE"', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
    ['ScheduleExpressionTimezone "Asia/Tokyo"', { ScheduleExpressionTimezone: 'Asia/Tokyo' }],
    ['neither a function nor a state machine', { Target: { Arn: 'arn:x' } }],
    ['the property EcsParameters', { Target: { Arn: FUNCTION, EcsParameters: {} } }],
  ])('is refused for %s', (what, properties) => {
    expect(() => schedule(properties)).toThrow(what);
  });
});
