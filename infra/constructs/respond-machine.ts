import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  type Chain,
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  Fail,
  type IChainable,
  IntegrationPattern,
  JsonPath,
  LogLevel,
  Pass,
  QueryLanguage,
  Result,
  type RetryProps,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  type TaskStateBase,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { FINAL_FAULTS } from '../../shared/runtime/final-fault.ts';
import type { BreakwaterFunction } from './breakwater-function.ts';
import type { OperatorAlarms } from './operator-alarms.ts';

/** The functions that the machine's steps are. */
export interface RespondSteps {
  readonly notifyOfficers: BreakwaterFunction;
  readonly planResponse: BreakwaterFunction;
  readonly askApproval: BreakwaterFunction;
  readonly dispatchActions: BreakwaterFunction;
  readonly verifyResponse: BreakwaterFunction;
  readonly closeResponse: BreakwaterFunction;
}

export interface RespondMachineProps {
  readonly stage: string;
  readonly alarms: OperatorAlarms;
  readonly steps: RespondSteps;
}

/** Faults that a retry cannot fix end the response at once. */
const NEVER: RetryProps = { errors: [...FINAL_FAULTS], maxAttempts: 0 };

/** A waiting task that nobody completed in time is closed, not retried. */
const UNTOLD = [Errors.TIMEOUT, Errors.HEARTBEAT_TIMEOUT];
const WAITED_ENOUGH: RetryProps = { errors: UNTOLD, maxAttempts: 0 };

/** Another execution holds the lock: it is released within the function's time-out. */
const WHILE_BUSY: RetryProps = {
  errors: ['NotificationBusy', 'ActionContended', 'DispatchContended'],
  interval: Duration.seconds(1),
  backoffRate: 1,
  maxAttempts: 120,
};

/**
 * Everything else is treated as temporary: an unknown error is retried like an outage. 2 + 4 + 8 + 16 + 32 s and 14 × 60 s are
 * 902 s of waiting, a quarter of an hour and what the 20 tries take themselves. Without jitter: full jitter would halve it.
 */
const PATIENTLY: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  maxAttempts: 19,
};

/**
 * What follows on an incident that opened or moved, with input `{venue, symbol, group, incidentId, version}` (and `attempt`, if it is
 * resumed), to which each step adds its result: notify ▸ plan ▸ approve ▸ dispatch ▸ verify ▸ close. Every ending goes through `close`,
 * which notes what has to be resumed. An execution that ends in anything but success raises an alarm.
 *
 * A step that Slack has put off answers `{again: {afterSeconds}}`: the machine waits, and takes the same step again.
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
    const { planResponse, askApproval, dispatchActions, verifyResponse, closeResponse } = steps;
    // Of its own, and not in the functions' roles: the machine knows the functions, so that they must not know the machine.
    const telling = {
      ...{ PlanResponse: planResponse, AskApproval: askApproval, VerifyResponse: verifyResponse },
      CloseResponse: closeResponse,
    };
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

/** The machine's `Fail` states, and what each means. */
const FAILURES = {
  NotNotified: 'The officers could not be notified.',
  NotPlanned: 'No plan could be made, or the officers could not be notified.',
  NotAsked: 'The officers could not be asked for their approval.',
  NotDispatched: 'A plan that was approved could not be carried out.',
  NotVerified: 'It could not be found out whether a plan has helped.',
} as const;
type Failure = keyof typeof FAILURES;

function response(scope: Construct, steps: RespondSteps): IChainable {
  const { notifyOfficers, planResponse, askApproval, dispatchActions, verifyResponse } = steps;
  const close = closing(scope, steps.closeResponse);
  const failed = (name: Failure) => close.after[name];

  const notify = call(
    scope,
    'NotifyOfficers',
    notifyOfficers,
    { seconds: 60, result: 'notified' },
    failed('NotNotified'),
  );
  const plan = call(scope, 'PlanResponse', planResponse, { seconds: 150, result: 'plan' }, failed('NotPlanned'));

  const approval = { result: 'approval', state: true } as const;
  const ask = wait(scope, 'AskApproval', askApproval, { ...approval, within: '$.plan.approvalSeconds' });
  const closeApproval = call(scope, 'CloseApproval', askApproval, { ...approval, seconds: 60 }, failed('NotAsked'));
  ask.addCatch(closeApproval, { errors: UNTOLD, resultPath: '$.failure' });
  ask.addCatch(failed('NotAsked'), { errors: [Errors.ALL], resultPath: '$.failure' });

  const actions = { result: 'actions', state: true } as const;
  const dispatch = wait(scope, 'DispatchActions', dispatchActions, {
    ...actions,
    within: '$.plan.dispatchSeconds',
    silence: '$.plan.silenceSeconds',
  });
  const closeDispatch = call(
    scope,
    'CloseDispatch',
    dispatchActions,
    { ...actions, seconds: 150 },
    failed('NotDispatched'),
  );
  dispatch.addCatch(closeDispatch, { errors: [...UNTOLD, 'VenueUnavailable'], resultPath: '$.failure' });
  dispatch.addCatch(failed('NotDispatched'), { errors: [Errors.ALL], resultPath: '$.failure' });

  const verification = { result: 'verification', state: true } as const;
  // The whole time at first, and what is left of it at each further look: the step says how much that is.
  const beginVerification = new Pass(scope, 'BeginVerification', {
    parameters: { withinSeconds: JsonPath.numberAt('$.plan.verificationSeconds') },
    resultPath: '$.verification',
  });
  const verify = wait(scope, 'VerifyResponse', verifyResponse, {
    ...verification,
    within: '$.verification.withinSeconds',
  });
  const closeVerification = call(
    scope,
    'CloseVerification',
    verifyResponse,
    { ...verification, seconds: 150 },
    failed('NotVerified'),
  );
  verify.addCatch(closeVerification, { errors: UNTOLD, resultPath: '$.failure' });
  verify.addCatch(failed('NotVerified'), { errors: [Errors.ALL], resultPath: '$.failure' });

  const whetherToAct = new Choice(scope, 'WhetherToAct')
    .when(Condition.booleanEquals('$.plan.act', true), ask)
    .otherwise(close.step);
  const whetherApproved = new Choice(scope, 'WhetherApproved')
    .when(Condition.stringEquals('$.approval.decision', 'approved'), dispatch)
    .otherwise(close.step);
  const undone = Condition.isPresent('$.actions.undone');
  const whetherDone = new Choice(scope, 'WhetherDone')
    .when(Condition.and(undone, Condition.stringEquals('$.actions.undone', 'moved')), plan)
    .when(undone, close.step)
    .otherwise(beginVerification);
  const whatNext = new Choice(scope, 'WhatNext')
    .when(Condition.stringEquals('$.verification.next', 'look'), verify)
    .when(Condition.stringEquals('$.verification.next', 'plan'), plan)
    .otherwise(close.step);

  beginVerification.next(verify);
  follow(scope, notify, 'notified', plan);
  follow(scope, plan, 'plan', whetherToAct);
  for (const step of [ask, closeApproval]) follow(scope, step, 'approval', whetherApproved);
  for (const step of [dispatch, closeDispatch]) follow(scope, step, 'actions', whetherDone);
  for (const step of [verify, closeVerification]) follow(scope, step, 'verification', whatNext);
  return notify;
}

/** The end of every response: the step that closes it, and what leads there from each failure. */
function closing(scope: Construct, closeResponse: BreakwaterFunction) {
  // Fixed texts: a task that timed out leaves no cause that a path could point at.
  const fail = (name: string, what: string) =>
    new Fail(scope, name, {
      error: name,
      cause: `${what} What stood in the way is in this state's input, under failure.`,
    });
  // Whatever the response came to, the sweep finds it by its execution and resumes it.
  const notClosed = fail('NotClosed', 'It could not be noted what the response has come to.');
  const step = call(scope, 'CloseResponse', closeResponse, { seconds: 60, result: 'closed' }, notClosed);
  const names = Object.keys(FAILURES) as Failure[];
  const whetherWell = names
    .reduce(
      (choice, name) =>
        choice.when(
          Condition.and(Condition.isPresent('$.failed'), Condition.stringEquals('$.failed', name)),
          fail(name, FAILURES[name]),
        ),
      new Choice(scope, 'WhetherWell'),
    )
    .otherwise(new Succeed(scope, 'Done'));
  follow(scope, step, 'closed', whetherWell);
  const after = Object.fromEntries(
    names.map((name) => [
      name,
      new Pass(scope, `Note${name}`, { result: Result.fromString(name), resultPath: '$.failed' }).next(step),
    ]),
  ) as Record<Failure, Chain>;
  return { step, after };
}

/** What follows on a step: what is next, or the same step once the time is over by which Slack has put it off. */
function follow(scope: Construct, step: TaskStateBase, result: string, next: IChainable): void {
  const { id } = step;
  const waits = new Wait(scope, `${id}Waits`, { time: WaitTime.secondsPath(`$.${result}.again.afterSeconds`) });
  waits.next(step);
  step.next(new Choice(scope, `${id}PutOff`).when(Condition.isPresent(`$.${result}.again`), waits).otherwise(next));
}

interface Call {
  readonly seconds: number;
  /** Where what the function answers is put in the state. */
  readonly result: string;
  /** Whether the function gets the state as `{state}`, as it does if it is called with a token too. */
  readonly state?: boolean;
}

/** A step that ends when its function does, is patient with everything but what is final, and fails as the given state then. */
function call(
  scope: Construct,
  name: string,
  target: BreakwaterFunction,
  { seconds, result, state }: Call,
  failed: IChainable,
) {
  return new LambdaInvoke(scope, name, {
    lambdaFunction: target.function,
    // Without a payload the function gets the state as it is.
    ...(state ? { payload: TaskInput.fromObject({ state: JsonPath.entirePayload }) } : {}),
    payloadResponseOnly: true,
    resultPath: `$.${result}`,
    taskTimeout: Timeout.duration(Duration.seconds(seconds)),
    retryOnServiceExceptions: false,
  })
    .addRetry(NEVER)
    .addRetry(WHILE_BUSY)
    .addRetry(PATIENTLY)
    .addCatch(failed, { errors: [Errors.ALL], resultPath: '$.failure' });
}

interface Waiting {
  readonly result: string;
  /** Path of the seconds that it waits, and of those that it may go without a sign of life. */
  readonly within: string;
  readonly silence?: string;
}

/** A step that ends when its task token is completed: its function only starts what leads to that. */
function wait(scope: Construct, name: string, target: BreakwaterFunction, { result, within, silence }: Waiting) {
  return new LambdaInvoke(scope, name, {
    lambdaFunction: target.function,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: TaskInput.fromObject({ state: JsonPath.entirePayload, taskToken: JsonPath.taskToken }),
    resultPath: `$.${result}`,
    taskTimeout: Timeout.at(within),
    ...(silence === undefined ? {} : { heartbeatTimeout: Timeout.at(silence) }),
    retryOnServiceExceptions: false,
  })
    .addRetry(NEVER)
    .addRetry(WAITED_ENOUGH)
    .addRetry(WHILE_BUSY)
    .addRetry(PATIENTLY);
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
