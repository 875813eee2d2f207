import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BreakwaterConfig } from '../config.ts';
import { BreakwaterFunction, type BreakwaterFunctionProps } from '../constructs/breakwater-function.ts';
import { consumeStream } from '../constructs/consume-stream.ts';
import { everyMinute } from '../constructs/every-minute.ts';
import { OperatorAlarms } from '../constructs/operator-alarms.ts';
import { PushApi } from '../constructs/push-api.ts';
import { RespondMachine } from '../constructs/respond-machine.ts';
import type { DataStack } from './data-stack.ts';

/** Everything that runs and remembers nothing: it can be deleted and deployed again. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, config: BreakwaterConfig, data: DataStack) {
    super(scope, `Breakwater-${config.stage}`, { description: 'Breakwater: push API, functions and responses' });
    const { state, snapshots } = data;
    const alarms = new OperatorAlarms(this, 'Alarms', { email: config.alarmEmail });
    const define = (id: string, props: Omit<BreakwaterFunctionProps, 'alarms'>) =>
      new BreakwaterFunction(this, id, { ...props, alarms });
    const tables = { STATE_TABLE: state.tableName, SNAPSHOT_TABLE: snapshots.tableName };
    // 1769 MB is one whole processor.
    const heavy = { memorySize: 1769 };

    const receiveSnapshot = define('ReceiveSnapshot', {
      name: 'receive-snapshot',
      description: 'Takes the snapshots that exchanges push',
      environment: { ...tables, VENUE_SECRETS: this.toJsonString(arnsByVenue(data)) },
      overrides: { ...heavy, timeout: Duration.seconds(29) },
    });
    receiveSnapshot.mayUseTable(state, 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query');
    receiveSnapshot.mayUseTable(snapshots, 'GetItem', 'PutItem');
    for (const secret of data.venueSecrets.values()) receiveSnapshot.mayReadSecret(secret);

    const assessSnapshot = define('AssessSnapshot', {
      name: 'assess-snapshot',
      description: 'Turns each complete snapshot into one assessment',
      environment: { ...tables, CODE_VERSION: config.codeVersion },
      overrides: { ...heavy, timeout: Duration.seconds(120) },
    });
    assessSnapshot.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    assessSnapshot.mayUseTable(snapshots, 'GetItem', 'PutItem');
    consumeStream(assessSnapshot, state, { type: { S: ['snapshot'] } });

    const notifyOfficers = define('NotifyOfficers', {
      name: 'notify-officers',
      description: 'Brings the message of an incident in Slack up to date',
      environment: {
        STATE_TABLE: state.tableName,
        SLACK_SECRET: data.slackSecret.secretArn,
        SLACK_CHANNEL: config.slackChannel,
        SLACK_API_URL: config.slackApiUrl,
      },
    });
    notifyOfficers.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    notifyOfficers.mayReadSecret(data.slackSecret);

    const { machine } = new RespondMachine(this, 'Respond', {
      stage: config.stage,
      alarms,
      notifyOfficers: notifyOfficers.function,
    });
    const responding = { RESPOND_MACHINE: machine.stateMachineArn, CODE_VERSION: config.codeVersion };

    const openResponse = define('OpenResponse', {
      name: 'open-response',
      description: 'Opens, moves and resolves incidents as the severity of a market moves',
      environment: { ...tables, ...responding },
    });
    openResponse.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    openResponse.mayUseTable(snapshots, 'GetItem');
    openResponse.mayStart(machine);
    consumeStream(openResponse, state, { type: { S: ['assessment'] }, moved: { BOOL: [true] } });

    const watchFeeds = define('WatchFeeds', {
      name: 'watch-feeds',
      description: 'Raises an incident when a venue falls silent',
      environment: {
        STATE_TABLE: state.tableName,
        VENUES: JSON.stringify(config.venues),
        SILENCE_SECONDS: String(config.feedSilenceSeconds),
        ...responding,
      },
      // A look that is late by more is of no use: the next one has been.
      overrides: { maxEventAge: Duration.minutes(5), retryAttempts: 2 },
    });
    watchFeeds.mayUseTable(state, 'GetItem', 'PutItem', 'Query');
    watchFeeds.mayStart(machine);
    everyMinute(watchFeeds, 'Looks for venues that have fallen silent');

    const api = new PushApi(this, 'PushApi', {
      alarms,
      stage: config.stage,
      throttle: config.throttle,
      receiveSnapshot: receiveSnapshot.function,
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url, description: 'Where exchanges push their snapshots' });
  }
}

function arnsByVenue({ venueSecrets }: DataStack): Record<string, string> {
  return Object.fromEntries([...venueSecrets].map(([venue, { secretArn }]) => [venue, secretArn]));
}
