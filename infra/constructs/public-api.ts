import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpIntegrationType,
  HttpMethod,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ACCOUNT_BURST, ACCOUNT_RATE_PER_SECOND, type RateLimit, type ThrottleConfig } from '../config/limits.ts';
import type { OperatorAlarms } from './operator-alarms.ts';

export interface PublicApiProps {
  readonly stage: string;
  /** Each has a route of its own. */
  readonly venues: readonly string[];
  readonly throttle: ThrottleConfig;
  readonly receiveSnapshot: IFunction;
  readonly receiveInteraction: IFunction;
  readonly acknowledgeAction: IFunction;
  readonly alarms: OperatorAlarms;
}

/** What all paths of venues begin with. */
const VENUES = '/v1/venues';

/**
 * The HTTP API: exchanges push their snapshots and acknowledge actions, and Slack tells which button was pressed.
 *
 * API Gateway throttles by route, before anything is verified. So that nobody's unsigned requests use up what another may
 * send, each venue has a route of its own (one greedy one: two would not fit 200 venues into an API's 300 routes), venues
 * that are not configured share one with a low limit, and presses and acknowledgements have theirs.
 */
export class PublicApi extends Construct {
  /** Without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: PublicApiProps) {
    super(scope, id);
    const { stage, venues, throttle, alarms } = props;
    const api = new HttpApi(this, 'Api', { apiName: `breakwater-${stage}`, createDefaultStage: false });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      // Under this prefix the delivery needs no resource policy of its own, of which an account has few.
      logGroupName: `/aws/vendedlogs/breakwater/${stage}/api`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const push = new VenueIntegration('ReceiveSnapshot', props.receiveSnapshot);
    mayBeInvokedByVenues(this, api, props.receiveSnapshot);
    const acknowledge = new HttpLambdaIntegration('AcknowledgeAction', props.acknowledgeAction);
    const press = new HttpLambdaIntegration('ReceiveInteraction', props.receiveInteraction);
    const limits = new Map<string, RateLimit>();
    const route = (method: HttpMethod, path: string, integration: HttpRouteIntegration, limit: RateLimit) => {
      limits.set(`${method} ${path}`, limit);
      return api.addRoutes({ path, methods: [method], integration });
    };
    const routes = [
      ...venues.flatMap((venue) => route(HttpMethod.ANY, `${VENUES}/${venue}/{proxy+}`, push, throttle.venue)),
      // Less particular than any venue's: it gets what is for none of them.
      ...route(HttpMethod.ANY, `${VENUES}/{proxy+}`, push, throttle.unknown),
      ...route(HttpMethod.POST, '/v1/actions/{id}/acknowledgements', acknowledge, throttle.acknowledgements),
      ...route(HttpMethod.POST, '/v1/slack/interactions', press, throttle.presses),
    ];
    const stageOfApi = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: sumOf([...limits.values()]),
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLogFormat() },
    });
    const { defaultChild } = stageOfApi.node;
    (defaultChild as CfnStage).routeSettings = Object.fromEntries(
      [...limits].map(([key, { ratePerSecond, burst }]) => [
        key,
        { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst },
      ]),
    );
    // A stage with settings for a route that is not there yet is refused.
    stageOfApi.node.addDependency(...routes);
    // A failed request reaches no dead-letter queue: the sender is asked to retry, and this alarm notifies the operator.
    alarms.whenAboveZero(
      this,
      'ServerErrors',
      api.metricServerError({ statistic: 'Sum' }),
      'A request was answered with 5xx: exchanges retry snapshots and acknowledgements, officers have to press again, and everything is late until it is fixed',
    );
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Requests are signed over their body, which an authorizer does not see: the function verifies them.',
    });
    this.url = api.apiEndpoint;
  }
}

/** Never less than what the routes admit together, as far as the account goes: the stage's default adds no limit of its own. */
function sumOf(limits: readonly RateLimit[]): { rateLimit: number; burstLimit: number } {
  const sum = (of: (limit: RateLimit) => number) => limits.reduce((total, limit) => total + of(limit), 0);
  return {
    rateLimit: Math.min(
      ACCOUNT_RATE_PER_SECOND,
      sum(({ ratePerSecond }) => ratePerSecond),
    ),
    burstLimit: Math.min(
      ACCOUNT_BURST,
      sum(({ burst }) => burst),
    ),
  };
}

/** Hands requests to a function without a permission for each route: a function's policy holds 20 KB, some 60 of them. */
class VenueIntegration extends HttpRouteIntegration {
  readonly #target: IFunction;

  constructor(id: string, target: IFunction) {
    super(id);
    this.#target = target;
  }

  bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.#target.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    };
  }
}

/** One permission for the routes of all venues, and for no other route. */
function mayBeInvokedByVenues(scope: Construct, api: HttpApi, target: IFunction): void {
  target.addPermission('FromVenues', {
    scope,
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: Stack.of(scope).formatArn({
      service: 'execute-api',
      resource: api.apiId,
      resourceName: `*/*${VENUES}/*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    }),
  });
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
