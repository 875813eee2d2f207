import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BreakwaterConfig } from '../config.ts';
import type { OperatorAlarms } from './operator-alarms.ts';

export interface PublicApiProps {
  readonly stage: string;
  readonly throttle: BreakwaterConfig['throttle'];
  readonly receiveSnapshot: IFunction;
  readonly receiveInteraction: IFunction;
  readonly acknowledgeAction: IFunction;
  readonly alarms: OperatorAlarms;
}

/** The HTTP API: exchanges push their snapshots and acknowledge actions, and Slack tells which button was pressed. */
export class PublicApi extends Construct {
  /** Without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: PublicApiProps) {
    super(scope, id);
    const { stage, throttle, alarms } = props;
    const api = new HttpApi(this, 'Api', { apiName: `breakwater-${stage}`, createDefaultStage: false });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      // Under this prefix the delivery needs no resource policy of its own, of which an account has few.
      logGroupName: `/aws/vendedlogs/breakwater/${stage}/api`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLogFormat() },
    });
    const serve = (name: string, target: IFunction, routes: Readonly<Record<string, HttpMethod>>) => {
      const integration = new HttpLambdaIntegration(name, target);
      for (const [path, method] of Object.entries(routes)) api.addRoutes({ path, methods: [method], integration });
    };
    serve('ReceiveSnapshot', props.receiveSnapshot, {
      '/v1/venues/{venue}/snapshots': HttpMethod.POST,
      '/v1/venues/{venue}/snapshots/{snapshotId}/parts/{n}': HttpMethod.PUT,
    });
    serve('AcknowledgeAction', props.acknowledgeAction, { '/v1/actions/{id}/acknowledgements': HttpMethod.POST });
    serve('ReceiveInteraction', props.receiveInteraction, { '/v1/slack/interactions': HttpMethod.POST });
    // A request that fails reaches no dead-letter queue: who sent it is told to come again, and the operator here.
    alarms.whenAboveZero(
      this,
      'ServerErrors',
      api.metricServerError({ statistic: 'Sum' }),
      'A request was answered with 5xx: exchanges come again with a snapshot or an acknowledgement, an officer has to press again, and until it is mended all of it is late',
    );
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Requests are signed over their body, which an authorizer does not see: the function verifies them.',
    });
    this.url = api.apiEndpoint;
  }
}

function accessLogFormat(): AccessLogFormat {
  const fields = {
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    routeKey: '$context.routeKey',
    path: '$context.path',
    status: '$context.status',
    responseLength: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
  };
  return AccessLogFormat.custom(JSON.stringify(fields));
}
