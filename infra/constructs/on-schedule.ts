import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ContextAttribute, Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { BreakwaterFunction } from './breakwater-function.ts';
import type { Silence } from './operator-alarms.ts';

/**
 * Invokes a function by a schedule with `{scheduledTime}`, the ISO time for which it was due. What Scheduler cannot
 * deliver goes to the function's own dead-letter queue, as does what the function fails at.
 *
 * @param silence after how long without an invocation an alarm is raised: a schedule that was disabled or deleted leaves no dead letter
 */
export function onSchedule(
  target: BreakwaterFunction,
  schedule: ScheduleExpression,
  description: string,
  silence?: Silence,
): Schedule {
  const { function: fn, deadLetters } = target;
  if (silence !== undefined) {
    const length = Duration.minutes(silence.period.toMinutes() * silence.periods).toHumanString();
    target.alarms.whenSilent(
      target,
      'SilenceAlarm',
      fn.metricInvocations(),
      silence,
      `${target.node.id} was not invoked for ${length}: its schedule is disabled or gone, or EventBridge Scheduler is in trouble.`,
    );
  }
  const role = new Role(target, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(target).account } },
    }),
    inlinePolicies: {
      Invoke: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }),
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
        ],
      }),
    },
  });
  return new Schedule(target, 'Schedule', {
    description,
    schedule,
    target: new LambdaInvoke(fn, {
      // What the target would add names the function's versions by wildcard.
      role: role.withoutPolicyUpdates(),
      deadLetterQueue: deadLetters,
      maxEventAge: Duration.minutes(5),
      retryAttempts: 3,
      input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
    }),
  });
}
