import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ContextAttribute, Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { BreakwaterFunction } from './breakwater-function.ts';

/**
 * Invokes a function by a schedule with `{scheduledTime}`, the ISO time for which it was due. What Scheduler cannot
 * deliver goes to the function's own dead-letter queue, as does what the function fails at.
 */
export function onSchedule(target: BreakwaterFunction, schedule: ScheduleExpression, description: string): Schedule {
  const { function: fn, deadLetters } = target;
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
