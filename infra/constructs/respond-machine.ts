import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  Errors,
  Fail,
  JitterType,
  JsonPath,
  LogLevel,
  QueryLanguage,
  type RetryProps,
  StateMachine,
  StateMachineType,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { OperatorAlarms } from './operator-alarms.ts';

export interface RespondMachineProps {
  readonly stage: string;
  readonly alarms: OperatorAlarms;
  readonly notifyOfficers: IFunction;
  readonly planResponse: IFunction;
}

/** Another execution holds the incident's message: it is done within the function's time-out. */
const WHILE_BUSY: RetryProps = {
  errors: ['NotificationBusy'],
  interval: Duration.seconds(1),
  backoffRate: 1,
  maxAttempts: 120,
};

/** Slack or Lambda is in trouble: about four minutes of patience, and then the operator is told. */
const WHILE_UNAVAILABLE: RetryProps = {
  errors: [
    'SlackUnavailable',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    Errors.TIMEOUT,
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  maxAttempts: 8,
  jitterStrategy: JitterType.FULL,
};

/**
 * What follows on an incident that opened or moved, with input `{venue, symbol, group, incidentId, version}`; every
 * state hands that input on. An execution that ends in anything but success raises an alarm.
 */
export class RespondMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: RespondMachineProps) {
    super(scope, id);
    const { stage, alarms, notifyOfficers, planResponse } = props;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSON_PATH,
      definitionBody: DefinitionBody.fromChainable(notify(this, notifyOfficers).next(plan(this, planResponse))),
      timeout: Duration.hours(1),
      // The role is given all it needs at once: what the tasks would add names versions by wildcard.
      role: roleOf(this, [notifyOfficers, planResponse]).withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/breakwater/${stage}/respond`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
    const unfinished = {
      Failed: this.machine.metricFailed(),
      TimedOut: this.machine.metricTimedOut(),
      Aborted: this.machine.metricAborted(),
    };
    for (const [how, metric] of Object.entries(unfinished)) {
      alarms.whenAboveZero(
        this,
        `${how}Alarm`,
        metric,
        `A response was not carried through (${how}): see its execution.`,
      );
    }
  }
}

function notify(scope: Construct, notifyOfficers: IFunction): TaskStateBase {
  const notNotified = new Fail(scope, 'NotNotified', {
    error: 'NotNotified',
    // Fixed text: a task that timed out leaves no cause that a path could point at.
    cause: 'The officers could not be told. What stood in the way is in the input of this state, under failure.',
  });
  return step(scope, 'NotifyOfficers', notifyOfficers, Duration.seconds(60), notNotified);
}

/** The officers know by now: a plan that fails is an alarm of its own. */
function plan(scope: Construct, planResponse: IFunction): TaskStateBase {
  const notPlanned = new Fail(scope, 'NotPlanned', {
    error: 'NotPlanned',
    cause: 'No plan could be made, or the officers could not be told of it. What stood in the way is under failure.',
  });
  return step(scope, 'PlanResponse', planResponse, Duration.seconds(150), notPlanned);
}

/** A step that hands its input on, is patient with what passes, and fails as the given state with what does not. */
function step(scope: Construct, name: string, target: IFunction, timeout: Duration, failed: Fail): TaskStateBase {
  return new LambdaInvoke(scope, name, {
    lambdaFunction: target,
    payload: TaskInput.fromJsonPathAt('$'),
    resultPath: JsonPath.DISCARD,
    taskTimeout: Timeout.duration(timeout),
    retryOnServiceExceptions: false,
  })
    .addRetry(WHILE_BUSY)
    .addRetry(WHILE_UNAVAILABLE)
    .addCatch(failed, { errors: [Errors.ALL], resultPath: '$.failure' });
}

function roleOf(scope: Construct, invoked: readonly IFunction[]): Role {
  const everywhere = (...actions: string[]) => new PolicyStatement({ actions, resources: ['*'] });
  const invoke = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: invoked.map(({ functionArn }) => functionArn),
  });
  const deliverLogs = everywhere(
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  );
  const trace = everywhere(
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  );
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    // Inline, so that they are there before the machine: its creation tries the log delivery.
    inlinePolicies: { Respond: new PolicyDocument({ statements: [invoke, deliverLogs, trace] }) },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery and X-Ray have no resources to name: their actions can only be allowed on all.',
  });
  return role;
}
