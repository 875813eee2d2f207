import { ArnFormat, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { CCXT_BUNDLING } from '../../shared/market-data/bundling.ts';
import { type BreakwaterConfig, subscribersOf } from '../config.ts';
import { BreakwaterFunction, type BreakwaterFunctionProps } from '../constructs/breakwater-function.ts';
import { consumeStream, type ImagePattern } from '../constructs/consume-stream.ts';
import { onSchedule } from '../constructs/on-schedule.ts';
import { OperatorAlarms } from '../constructs/operator-alarms.ts';
import { PublicApi } from '../constructs/public-api.ts';
import { RespondMachine } from '../constructs/respond-machine.ts';
import type { DataStack } from './data-stack.ts';

/**
 * A million positions take 3 to 5 s on one processor, and 5,000 markets some seconds of reading and writing their states. A try
 * ends within 25 s, by itself or by the time-out, so that a snapshot that cannot be assessed holds up others for 2 × 25 s and
 * one pause of Lambda's at most: less than a minute. One that fails at once (a book that does not hold together, a fault of our
 * own) does for 2 × the seconds that it takes to find out.
 */
const ASSESSING = { timeout: Duration.seconds(25), retries: 1, oldest: Duration.minutes(2) } as const;

/**
 * 5,000 markets × 7 rule groups are 35,000 incidents. Step Functions takes 1,300 starts at once and 300 a second in large
 * regions (800 and 150 in others), so that opening them all takes 112 s (228 s) at best. A delivery works for 210 s of its 240
 * and leaves the rest to the next: 3 × 210 s are 2.7 times what the slowest region needs. Records that fail do so in
 * seconds: what is transient is tried again for about 10 s, every call has a time-out of its own, and nothing computes for
 * long. 3 × (10 s and the last try) and two pauses of Lambda's are less than a minute.
 */
const OPENING = { timeout: Duration.seconds(240), retries: 2, oldest: Duration.minutes(5) } as const;

/** Of what runs every minute: three minutes without it are an alarm. */
const EVERY_MINUTE = { period: Duration.minutes(1), periods: 3 } as const;

/** What polling one venue may take. */
const POLL_SECONDS = 60;

/** Everything that runs and remembers nothing: it can be deleted and deployed again. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, config: BreakwaterConfig, data: DataStack) {
    super(scope, `Breakwater-${config.stage}`, { description: 'Breakwater: API, functions and responses' });
    const { state, snapshots } = data;
    const alarms = new OperatorAlarms(this, 'Alarms', { subscribers: subscribersOf(config) });
    const define = (id: string, props: Omit<BreakwaterFunctionProps, 'alarms' | 'concurrency'>) =>
      new BreakwaterFunction(this, id, { ...props, alarms, concurrency: config.concurrency[props.name] });
    const tables = { STATE_TABLE: state.tableName, SNAPSHOT_TABLE: snapshots.tableName };
    const slack = {
      SLACK_SECRET: data.slackSecret.secretArn,
      SLACK_API_URL: config.slackApiUrl,
      SLACK_CHANNEL: config.slackChannel,
    };
    const venueKeys = venueSecrets(data, config.venues);
    // By name, not by reference: a stack has 200 outputs, and an environment 4 KB, less than the ARNs of 200 secrets.
    const secretOf = (venue: string) =>
      this.formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        // Secrets Manager adds a hyphen and six characters of its own.
        resourceName: `${data.venueSecretPrefix}${venue}-??????`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const mayReadKeys = (reader: BreakwaterFunction, venues: readonly string[]) => {
      for (const venue of venues) reader.may(['secretsmanager:GetSecretValue'], secretOf(venue));
    };
    // 1769 MB is one whole processor.
    const heavy = { memorySize: 1769 };

    // Who takes, assesses or acts on a book looks at its age.
    const clock = { CLOCK: config.clock };

    const receiveSnapshot = define('ReceiveSnapshot', {
      name: 'receive-snapshot',
      description: 'Takes the snapshots that exchanges push',
      environment: { ...tables, ...venueKeys, ...clock },
      overrides: { ...heavy, timeout: Duration.seconds(29) },
    });
    receiveSnapshot.mayUseTable(state, 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query');
    receiveSnapshot.mayUseTable(snapshots, 'GetItem', 'PutItem');
    mayReadKeys(receiveSnapshot, config.venues);

    const assessSnapshot = define('AssessSnapshot', {
      name: 'assess-snapshot',
      description: 'Turns each complete snapshot into one assessment',
      environment: { ...tables, ...clock, CODE_VERSION: config.codeVersion },
      overrides: { ...heavy, timeout: ASSESSING.timeout },
    });
    assessSnapshot.mayUseTable(state, 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    assessSnapshot.mayUseTable(snapshots, 'GetItem', 'PutItem');
    consumeStream(
      assessSnapshot,
      state,
      [{ type: { S: ['cursor'] }, arrived: WRITTEN }, beforeFormat2('snapshot')],
      ASSESSING,
    );

    const notifyOfficers = define('NotifyOfficers', {
      name: 'notify-officers',
      description: 'Brings the message of an incident in Slack up to date',
      environment: { STATE_TABLE: state.tableName, ...slack },
    });
    notifyOfficers.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    notifyOfficers.mayReadSecret(data.slackSecret);

    const actionApis = { ACTION_APIS: JSON.stringify(actionApisByVenue(config)) };
    // A book of a million positions takes seconds and most of a gigabyte.
    const planning = { memorySize: 3008, timeout: Duration.seconds(120) };

    const planResponse = define('PlanResponse', {
      name: 'plan-response',
      description: 'Plans the smallest deleveraging that makes a book safe again',
      environment: { ...tables, ...slack, ...actionApis, ...clock, CODE_VERSION: config.codeVersion },
      overrides: planning,
    });
    planResponse.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    planResponse.mayUseTable(snapshots, 'GetItem', 'PutItem');
    planResponse.mayReadSecret(data.slackSecret);

    const askApproval = define('AskApproval', {
      name: 'ask-approval',
      description: 'Puts a plan before the risk officers',
      environment: { ...tables, ...slack },
    });
    askApproval.mayUseTable(state, 'GetItem', 'PutItem');
    askApproval.mayUseTable(snapshots, 'GetItem');
    askApproval.mayReadSecret(data.slackSecret);

    const acting = config.actions.map(({ venue }) => venue);
    const dispatchActions = define('DispatchActions', {
      name: 'dispatch-actions',
      description: 'Sends the actions of an approved plan to the venue',
      environment: {
        ...tables,
        ...slack,
        ...actionApis,
        ...clock,
        CODE_VERSION: config.codeVersion,
        ...venueSecrets(data, acting),
      },
      overrides: { ...planning, timeout: Duration.minutes(5) },
    });
    dispatchActions.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    dispatchActions.mayUseTable(snapshots, 'GetItem', 'PutItem');
    dispatchActions.mayReadSecret(data.slackSecret);
    mayReadKeys(dispatchActions, acting);

    const verifyResponse = define('VerifyResponse', {
      name: 'verify-response',
      description: 'Looks on newer snapshots whether a plan has helped',
      environment: { ...tables, ...slack, CODE_VERSION: config.codeVersion },
      overrides: planning,
    });
    verifyResponse.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    verifyResponse.mayUseTable(snapshots, 'GetItem');
    verifyResponse.mayReadSecret(data.slackSecret);

    const closeResponse = define('CloseResponse', {
      name: 'close-response',
      description: 'Notes how a response has ended, and withdraws what nobody will carry out',
      environment: { ...tables, ...slack, ...clock, CODE_VERSION: config.codeVersion },
    });
    closeResponse.mayUseTable(state, 'DeleteItem', 'GetItem', 'PutItem', 'Query');
    closeResponse.mayUseTable(snapshots, 'GetItem');
    closeResponse.mayReadSecret(data.slackSecret);

    const { machine } = new RespondMachine(this, 'Respond', {
      stage: config.stage,
      alarms,
      steps: { notifyOfficers, planResponse, askApproval, dispatchActions, verifyResponse, closeResponse },
    });
    new CfnOutput(this, 'RespondMachine', {
      value: machine.stateMachineArn,
      description: 'The state machine whose executions are the responses',
    });

    const resumeResponses = define('ResumeResponses', {
      name: 'resume-responses',
      description: 'Resumes responses that have not ended well',
      environment: {
        STATE_TABLE: state.tableName,
        ...slack,
        VENUES: JSON.stringify(config.venues),
        RESPOND_MACHINE: machine.stateMachineArn,
      },
      // The next sweep comes in a minute.
      overrides: { timeout: Duration.seconds(55), maxEventAge: Duration.minutes(5), retryAttempts: 0 },
    });
    resumeResponses.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    resumeResponses.mayReadSecret(data.slackSecret);
    resumeResponses.mayStart(machine);
    resumeResponses.mayDescribeExecutions(machine);
    onSchedule(
      resumeResponses,
      ScheduleExpression.rate(Duration.minutes(1)),
      'Looks for responses to be resumed',
      EVERY_MINUTE,
    );

    // assess-snapshot completes the task tokens of verifications waiting for a new assessment.
    assessSnapshot.may(['states:SendTaskSuccess'], machine.stateMachineArn);
    const responding = { RESPOND_MACHINE: machine.stateMachineArn, CODE_VERSION: config.codeVersion };

    const openResponse = define('OpenResponse', {
      name: 'open-response',
      description: 'Opens, moves and resolves incidents as the severity of a market moves',
      environment: { ...tables, ...responding },
      overrides: { ...heavy, timeout: OPENING.timeout },
    });
    openResponse.mayUseTable(state, 'BatchGetItem', 'GetItem', 'PutItem');
    openResponse.mayUseTable(snapshots, 'GetItem');
    openResponse.mayStart(machine);
    consumeStream(
      openResponse,
      state,
      [
        { type: { S: ['moves'] }, turn: WRITTEN },
        { ...beforeFormat2('assessment'), moved: { BOOL: [true] } },
      ],
      OPENING,
    );

    const watchFeeds = define('WatchFeeds', {
      name: 'watch-feeds',
      description: 'Raises an incident if a venue falls silent, or if what it sent is not worked off',
      environment: {
        STATE_TABLE: state.tableName,
        VENUES: JSON.stringify(config.venues),
        SILENCE_SECONDS: String(config.feedSilenceSeconds),
        ...responding,
      },
      // A look that is late by more is of no use: the next one has been.
      overrides: { maxEventAge: Duration.minutes(5), retryAttempts: 2 },
    });
    watchFeeds.mayUseTable(state, 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    watchFeeds.mayStart(machine);
    onSchedule(
      watchFeeds,
      ScheduleExpression.rate(Duration.minutes(1)),
      'Looks for venues that have fallen silent',
      EVERY_MINUTE,
    );

    const calibrateRegimes = define('CalibrateRegimes', {
      name: 'calibrate-regimes',
      description: 'Refits how the regime of each market is told, from its stored bars',
      environment: { ...tables, VENUES: JSON.stringify(config.venues) },
      overrides: { ...heavy, timeout: Duration.minutes(15), retryAttempts: 1 },
    });
    calibrateRegimes.mayUseTable(state, 'BatchGetItem', 'GetItem', 'PutItem', 'Query');
    calibrateRegimes.mayUseTable(snapshots, 'GetItem');
    // Each market once a day; every hour, so that what one call had no time for is done by the next.
    onSchedule(calibrateRegimes, ScheduleExpression.rate(Duration.hours(1)), 'Calibrates markets that are due', {
      period: Duration.hours(1),
      periods: 3,
    });

    // Nothing to poll, nothing to deploy: its bundle is the heaviest of all.
    if (config.polls.length > 0) {
      const pollMarketData = define('PollMarketData', {
        name: 'poll-market-data',
        description: 'Fetches the public market data of exchanges',
        environment: {
          STATE_TABLE: state.tableName,
          POLLS: JSON.stringify(config.polls),
          TIMEOUT_SECONDS: String(POLL_SECONDS),
        },
        // What is left after the deadline is for storing.
        overrides: { timeout: Duration.seconds(POLL_SECONDS + 15), retryAttempts: 0, bundling: CCXT_BUNDLING },
      });
      pollMarketData.mayUseTable(state, 'GetItem', 'PutItem');
      onSchedule(pollMarketData, ScheduleExpression.rate(Duration.minutes(5)), 'Polls public market data', {
        period: Duration.minutes(5),
        periods: 3,
      });
    }

    const publishDigest = define('PublishDigest', {
      name: 'publish-digest',
      description: 'Tells once a day how the venues stand and what calibration changed',
      environment: { ...tables, ...slack, VENUES: JSON.stringify(config.venues) },
    });
    publishDigest.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    publishDigest.mayUseTable(snapshots, 'GetItem');
    publishDigest.mayReadSecret(data.slackSecret);
    onSchedule(publishDigest, ScheduleExpression.cron({ minute: '0', hour: '7' }), 'Publishes the daily digest');

    const receiveInteraction = define('ReceiveInteraction', {
      name: 'receive-interaction',
      description: "Takes officers' presses of buttons in Slack",
      environment: { STATE_TABLE: state.tableName, ...slack },
      // Slack waits three seconds, a cold start included, and what starts gets processor time by its memory.
      overrides: { memorySize: 1024, timeout: Duration.seconds(10) },
    });
    receiveInteraction.mayUseTable(state, 'GetItem', 'PutItem');
    receiveInteraction.mayReadSecret(data.slackSecret);
    receiveInteraction.may(['states:SendTaskSuccess'], machine.stateMachineArn);

    const acknowledgeAction = define('AcknowledgeAction', {
      name: 'acknowledge-action',
      description: 'Takes what venues tell of the actions that they were sent',
      environment: { STATE_TABLE: state.tableName, ...venueKeys },
      overrides: { timeout: Duration.seconds(29) },
    });
    acknowledgeAction.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    mayReadKeys(acknowledgeAction, config.venues);
    acknowledgeAction.may(['states:SendTaskHeartbeat', 'states:SendTaskSuccess'], machine.stateMachineArn);

    const api = new PublicApi(this, 'PublicApi', {
      alarms,
      stage: config.stage,
      venues: config.venues,
      throttle: config.throttle,
      receiveSnapshot: receiveSnapshot.function,
      receiveInteraction: receiveInteraction.function,
      acknowledgeAction: acknowledgeAction.function,
    });
    new CfnOutput(this, 'ApiUrl', {
      value: api.url,
      description: 'Where exchanges push their snapshots and acknowledge actions, and Slack sends interactions',
    });
  }
}

const WRITTEN = { N: [{ exists: true }] };

/** What a stack of before wrote and this one still finds in the stream: it went through by itself, without a format. */
const beforeFormat2 = (type: string): ImagePattern => ({
  type: { S: [type] },
  formatVersion: { N: [{ exists: false }] },
});

const actionApisByVenue = ({ actions }: BreakwaterConfig): Record<string, object> =>
  Object.fromEntries(actions.map(({ venue, ...api }) => [venue, api]));

/** Where a function finds the keys of venues: the beginning of their secrets' names, and the venues it may ask for. */
const venueSecrets = ({ venueSecretPrefix }: DataStack, venues: readonly string[]) => ({
  VENUE_SECRETS: JSON.stringify({ prefix: venueSecretPrefix, venues }),
});
