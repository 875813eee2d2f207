import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  Fail,
  type IChainable,
  IntegrationPattern,
  JitterType,
  JsonPath,
  LogLevel,
  QueryLanguage,
  type RetryProps,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { BreakwaterFunction } from './breakwater-function.ts';
import type { OperatorAlarms } from './operator-alarms.ts';

/** The functions that the machine's steps are. */
export interface RespondSteps {
  readonly notifyOfficers: BreakwaterFunction;
  readonly planResponse: BreakwaterFunction;
  readonly askApproval: BreakwaterFunction;
  readonly dispatchActions: BreakwaterFunction;
  readonly verifyResponse: BreakwaterFunction;
}

export interface RespondMachineProps {
  readonly stage: string;
  readonly alarms: OperatorAlarms;
  readonly steps: RespondSteps;
}

/** Another execution holds what this one is after: it is done within the function's time-out. */
const WHILE_BUSY: RetryProps = {
  errors: ['NotificationBusy', 'ActionContended', 'DispatchContended'],
  interval: Duration.seconds(1),
  backoffRate: 1,
  maxAttempts: 120,
};

/** Slack, the venue or Lambda is in trouble: about four minutes of patience, and then the operator is told. */
const WHILE_UNAVAILABLE: RetryProps = {
  errors: [
    'SlackUnavailable',
    'VenueUnavailable',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  maxAttempts: 8,
  jitterStrategy: JitterType.FULL,
};

/** Of a call that ends by itself, its own time-out is as good as any other trouble; one that waits has waited long enough. */
const WHILE_UNANSWERED: RetryProps = {
  ...WHILE_UNAVAILABLE,
  errors: [...(WHILE_UNAVAILABLE.errors ?? []), Errors.TIMEOUT],
};

/** Nobody has told of a task in time. */
const UNTOLD = [Errors.TIMEOUT, Errors.HEARTBEAT_TIMEOUT];

/**
 * What follows on an incident that opened or moved, with input `{venue, symbol, group, incidentId, version}`, to which each step adds
 * its result: notify ▸ plan ▸ approve ▸ dispatch ▸ verify. An execution that ends in anything but success raises an alarm.
 */
export class RespondMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { stage, alarms, steps }: RespondMachineProps) {
    super(scope, id);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSON_PATH,
      definitionBody: DefinitionBody.fromChainable(response(this, steps)),
      // Above all that a policy may let its steps wait: ten plans in a row, three waits each of at most half a day.
      timeout: Duration.days(30),
      // The role is given all it needs at once: what the tasks would add names versions by wildcard.
      role: roleOf(
        this,
        Object.values(steps).map((step: BreakwaterFunction) => step.function),
      ).withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/breakwater/${stage}/respond`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Without data: they hold the tokens by which a waiting step is ended.
        includeExecutionData: false,
      },
    });
    const { planResponse, askApproval, dispatchActions, verifyResponse } = steps;
    // Of its own, and not in the functions' roles: the machine knows the functions, so that they must not know the machine.
    const telling = { PlanResponse: planResponse, AskApproval: askApproval, VerifyResponse: verifyResponse };
    for (const [name, step] of Object.entries(telling)) this.#mayTell(name, step, 'states:SendTaskSuccess');
    this.#mayTell('DispatchActions', dispatchActions, 'states:SendTaskHeartbeat', 'states:SendTaskSuccess');
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

  #mayTell(name: string, step: BreakwaterFunction, ...actions: string[]): void {
    new Policy(this, `${name}MayTell`, {
      statements: [new PolicyStatement({ actions, resources: [this.machine.stateMachineArn] })],
      roles: [step.role],
    });
  }
}

function response(scope: Construct, steps: RespondSteps): IChainable {
  const { notifyOfficers, planResponse, askApproval, dispatchActions, verifyResponse } = steps;
  const done = new Succeed(scope, 'Done');
  // Fixed texts: a task that timed out leaves no cause that a path could point at.
  const failure = (name: string, what: string) =>
    new Fail(scope, name, {
      error: name,
      cause: `${what} What stood in the way is in this state's input, under failure.`,
    });
  const notNotified = failure('NotNotified', 'The officers could not be told.');
  const notPlanned = failure('NotPlanned', 'No plan could be made, or the officers could not be told of it.');
  const notAsked = failure('NotAsked', 'The officers could not be asked for their approval.');
  const notDispatched = failure('NotDispatched', 'A plan that was approved could not be carried out.');
  const notVerified = failure('NotVerified', 'It could not be found out whether a plan has helped.');

  const notify = call(scope, 'NotifyOfficers', notifyOfficers, { seconds: 60 }, notNotified);
  const plan = call(scope, 'PlanResponse', planResponse, { seconds: 150, result: 'plan' }, notPlanned);

  const approval = { result: 'approval', state: true } as const;
  const ask = wait(scope, 'AskApproval', askApproval, { ...approval, within: '$.plan.approvalSeconds' });
  const closeApproval = call(scope, 'CloseApproval', askApproval, { ...approval, seconds: 60 }, notAsked);
  ask.addCatch(closeApproval, { errors: UNTOLD, resultPath: '$.failure' });
  ask.addCatch(notAsked, { errors: [Errors.ALL], resultPath: '$.failure' });

  const actions = { result: 'actions', state: true } as const;
  const dispatch = wait(scope, 'DispatchActions', dispatchActions, {
    ...actions,
    within: '$.plan.dispatchSeconds',
    silence: '$.plan.silenceSeconds',
  });
  const closeDispatch = call(scope, 'CloseDispatch', dispatchActions, { ...actions, seconds: 150 }, notDispatched);
  dispatch.addCatch(closeDispatch, { errors: [...UNTOLD, 'VenueUnavailable'], resultPath: '$.failure' });
  dispatch.addCatch(notDispatched, { errors: [Errors.ALL], resultPath: '$.failure' });

  const verification = { result: 'verification', state: true } as const;
  const verify = wait(scope, 'VerifyResponse', verifyResponse, {
    ...verification,
    within: '$.plan.verificationSeconds',
  });
  const closeVerification = call(
    scope,
    'CloseVerification',
    verifyResponse,
    { ...verification, seconds: 60 },
    notVerified,
  );
  verify.addCatch(closeVerification, { errors: UNTOLD, resultPath: '$.failure' });
  verify.addCatch(notVerified, { errors: [Errors.ALL], resultPath: '$.failure' });

  const whetherToAct = new Choice(scope, 'WhetherToAct')
    .when(Condition.booleanEquals('$.plan.act', true), ask)
    .otherwise(done);
  const whetherApproved = new Choice(scope, 'WhetherApproved')
    .when(Condition.stringEquals('$.approval.decision', 'approved'), dispatch)
    .otherwise(done);
  const undone = Condition.isPresent('$.actions.undone');
  const whetherDone = new Choice(scope, 'WhetherDone')
    .when(Condition.and(undone, Condition.stringEquals('$.actions.undone', 'moved')), plan)
    .when(undone, done)
    .otherwise(verify);
  const whatNext = new Choice(scope, 'WhatNext')
    .when(Condition.stringEquals('$.verification.next', 'look'), verify)
    .when(Condition.stringEquals('$.verification.next', 'plan'), plan)
    .otherwise(done);

  plan.next(whetherToAct);
  for (const state of [ask, closeApproval]) state.next(whetherApproved);
  for (const state of [dispatch, closeDispatch]) state.next(whetherDone);
  for (const state of [verify, closeVerification]) state.next(whatNext);
  return notify.next(plan);
}

interface Call {
  readonly seconds: number;
  /** Where what the function answers is put in the state; it is dropped where absent. */
  readonly result?: string;
  /** Whether the function gets the state as `{state}`, as it does where it is called with a token too. */
  readonly state?: boolean;
}

/** A step that ends when its function does, is patient with what passes, and fails as the given state with what does not. */
function call(
  scope: Construct,
  name: string,
  target: BreakwaterFunction,
  { seconds, result, state }: Call,
  failed: Fail,
) {
  return new LambdaInvoke(scope, name, {
    lambdaFunction: target.function,
    // Without a payload the function gets the state as it is.
    ...(state ? { payload: TaskInput.fromObject({ state: JsonPath.entirePayload }) } : {}),
    payloadResponseOnly: true,
    resultPath: result === undefined ? JsonPath.DISCARD : `$.${result}`,
    taskTimeout: Timeout.duration(Duration.seconds(seconds)),
    retryOnServiceExceptions: false,
  })
    .addRetry(WHILE_BUSY)
    .addRetry(WHILE_UNANSWERED)
    .addCatch(failed, { errors: [Errors.ALL], resultPath: '$.failure' });
}

interface Wait {
  readonly result: string;
  /** Path of the seconds that it waits, and of those that it may go without a sign of life. */
  readonly within: string;
  readonly silence?: string;
}

/** A step that ends when somebody tells of its task: its function only sets going what leads to that. */
function wait(scope: Construct, name: string, target: BreakwaterFunction, { result, within, silence }: Wait) {
  return new LambdaInvoke(scope, name, {
    lambdaFunction: target.function,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: TaskInput.fromObject({ state: JsonPath.entirePayload, taskToken: JsonPath.taskToken }),
    resultPath: `$.${result}`,
    taskTimeout: Timeout.at(within),
    ...(silence === undefined ? {} : { heartbeatTimeout: Timeout.at(silence) }),
    retryOnServiceExceptions: false,
  })
    .addRetry(WHILE_BUSY)
    .addRetry(WHILE_UNAVAILABLE);
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
