import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** How an alarm judges its metric. */
interface Judgement {
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  readonly period: Duration;
  /** Periods that are looked at, and how many of them have to breach; all unless given. */
  readonly periods: number;
  readonly breaching?: number;
  readonly missing: TreatMissingData;
}

/** The periods of a fault that passes by itself if it is short: three minutes out of five. */
const LASTING = { periods: 5, breaching: 3 } as const;

/** The one topic that tells the operator, and the kinds of alarm that use it. */
export class OperatorAlarms extends Construct {
  readonly topic: Topic;
  readonly #action: SnsAction;

  /** @param props.subscribers e-mail addresses and https endpoints; each has to confirm its subscription once */
  constructor(scope: Construct, id: string, props: { readonly subscribers: readonly string[] }) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Breakwater alarms', enforceSSL: true });
    // A topic's own policy replaces the default one, which is what lets CloudWatch publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const subscriber of props.subscribers) {
      this.topic.addSubscription(
        subscriber.startsWith('https:') ? new UrlSubscription(subscriber) : new EmailSubscription(subscriber),
      );
    }
    this.#action = new SnsAction(this.topic);
  }

  /**
   * Raises an alarm in the minute in which a metric is above zero, and clears it when it no longer is: for what must never happen.
   *
   * @param scope   what the alarm belongs to
   * @param metric  a count that is summed, or a level of which the highest is taken
   * @param says    what has happened, as the operator is to read it
   */
  whenAboveZero(scope: Construct, id: string, metric: Metric, says: string): Alarm {
    return this.#alarm(scope, id, metric, says, { ...ABOVE, period: Duration.minutes(1), periods: 1 });
  }

  /** Raises an alarm if a count was above zero in three of the last five minutes: for what is retried and passes if it is short. */
  whenLasting(scope: Construct, id: string, metric: Metric, says: string): Alarm {
    return this.#alarm(scope, id, metric, says, { ...ABOVE, period: Duration.minutes(1), ...LASTING });
  }

  /** Raises an alarm in the minute in which an age in milliseconds, of which the highest is taken, is above a limit. */
  whenOlder(scope: Construct, id: string, metric: Metric, limit: Duration, says: string): Alarm {
    const threshold = limit.toMilliseconds();
    return this.#alarm(scope, id, metric, says, { ...ABOVE, threshold, period: Duration.minutes(1), periods: 1 });
  }

  /** Raises an alarm if something that happens in every period has not happened in so many of them: silence is the fault. */
  whenSilent(scope: Construct, id: string, metric: Metric, silence: Silence, says: string): Alarm {
    return this.#alarm(scope, id, metric, says, {
      ...silence,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      missing: TreatMissingData.BREACHING,
    });
  }

  #alarm(scope: Construct, id: string, metric: Metric, says: string, judgement: Judgement): Alarm {
    const { comparison, threshold, period, periods, breaching = periods, missing } = judgement;
    const alarm = new Alarm(scope, id, {
      metric: metric.with({ period }),
      comparisonOperator: comparison,
      threshold,
      evaluationPeriods: periods,
      ...(breaching === periods ? {} : { datapointsToAlarm: breaching }),
      treatMissingData: missing,
      alarmDescription: says,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    return alarm;
  }
}

/** A period in which something happens at least once, and how many of them without it are an alarm. */
export interface Silence {
  readonly period: Duration;
  readonly periods: number;
}

const ABOVE = {
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  threshold: 0,
  missing: TreatMissingData.NOT_BREACHING,
} as const;
