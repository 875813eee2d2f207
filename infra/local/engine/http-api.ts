import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity } from './activity.ts';
import type { Resource } from './cloudformation.ts';
import { NotOnOneMachine, TemplateFault } from './faults.ts';
import { decodedPath, toEvent, toResponse, type WireResponse } from './http-event.ts';
import type { JsonObject } from './json.ts';
import { SYNCHRONOUS_LIMIT } from './lambda-function.ts';
import type { Lambdas } from './lambdas.ts';
import type { Metrics } from './metrics.ts';
import { allows, knowsOnly, number, object, text } from './read-properties.ts';
import { openRoutes, type Route } from './routes.ts';
import { openThrottle } from './throttle.ts';
import { within } from './within.ts';

/** An HTTP API's limit of a request's body, in bytes. */
const BODY_LIMIT = 10 * 1024 * 1024;
/** A client that goes on sending past the limit is cut off here. */
const PATIENCE_BYTES = 64 * 1024 * 1024;

/** An account's own limits, which hold where a stage sets none. */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5_000;

export interface HttpApiResources {
  readonly api: Resource;
  readonly routes: readonly Resource[];
  readonly integrations: readonly Resource[];
  readonly stages: readonly Resource[];
}

/**
 * Answers requests as the HTTP API of the template would: its routes, its limits, its errors.
 *
 * @param cloudWatch  where answers with 5xx are counted
 * @throws NotOnOneMachine, TemplateFault
 */
export function httpApi(resources: HttpApiResources, lambdas: Lambdas, activity: Activity, cloudWatch?: Metrics) {
  const { api } = resources;
  allows(api.place, 'ProtocolType', api.properties.ProtocolType, ['HTTP']);
  const routes = resources.routes.map((route) => readRoute(route, resources.integrations, lambdas));
  const match = openRoutes(routes);
  const admits = readThrottles(
    api,
    resources.stages,
    routes.map(({ key }) => key),
  );

  async function respond(request: IncomingMessage): Promise<WireResponse> {
    const body = await readBody(request);
    const time = Date.now();
    const target = request.url ?? '/';
    const method = request.method ?? 'GET';
    const path = decodedPath(target);
    if (path === undefined) return fault(400, 'Bad Request');
    const found = match(method, path);
    if (found === undefined) return fault(404, 'Not Found');
    if (!admits(found.route.key)) return fault(429, 'Too Many Requests');
    if (body === undefined) return fault(413, 'Request Entity Too Large');
    const event = toEvent(
      {
        method,
        target,
        headers: request.headersDistinct,
        body,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
      },
      {
        routeKey: found.route.key,
        pathParameters: found.pathParameters,
        apiId: api.identity.ref,
        accountId: api.stack.account,
        requestId: randomUUID(),
        time,
      },
    );
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > SYNCHRONOUS_LIMIT) return fault(413, 'Request Entity Too Large');
    const outcome = await within(found.route.timeoutMs, lambdas.invoke(found.route.functionName, payload));
    if (outcome === undefined) return fault(503, 'Service Unavailable');
    if (!outcome.ok) return fault(500, 'Internal Server Error');
    try {
      return toResponse(outcome.payload);
    } catch {
      return fault(500, 'Internal Server Error');
    }
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    activity
      .track(() => respond(request))
      .then(({ status, headers, body }) => {
        const failed = { namespace: 'AWS/ApiGateway', metric: '5xx', owner: api.identity.ref };
        cloudWatch?.publish(failed, Number(status >= 500));
        response.writeHead(status, { ...headers, 'content-length': body.length, 'apigw-requestid': randomUUID() });
        response.end(request.method === 'HEAD' ? undefined : body);
      })
      // The client has gone away.
      .catch(() => response.destroy());
  };
}

function readRoute({ place, properties }: Resource, integrations: readonly Resource[], lambdas: Lambdas): Route {
  allows(place, 'AuthorizationType', properties.AuthorizationType, ['NONE']);
  const target = text(place, properties, 'Target');
  const integration = integrations.find(({ identity }) => target === `integrations/${identity.ref}`);
  if (integration === undefined) throw new TemplateFault(place, `${target} is not an integration of this assembly`);
  const to = integration.properties;
  allows(integration.place, 'IntegrationType', to.IntegrationType, ['AWS_PROXY']);
  allows(integration.place, 'PayloadFormatVersion', to.PayloadFormatVersion, ['2.0']);
  return {
    key: text(place, properties, 'RouteKey'),
    functionName: lambdas.nameOf(text(integration.place, to, 'IntegrationUri'), integration.place),
    timeoutMs: number(integration.place, to, 'TimeoutInMillis', 30_000),
  };
}

/**
 * Whether a route takes one more request: by a bucket of its own if the stage has settings for it, else by the one that all other
 * routes share. What settings of a route leave out is as in the stage's default.
 */
function readThrottles(
  api: Resource,
  stages: readonly Resource[],
  routeKeys: readonly string[],
): (routeKey: string) => boolean {
  const [stage] = stages;
  if (stage === undefined || stages.length > 1) throw new NotOnOneMachine(api.place, 'needs exactly one stage');
  const { place, properties } = stage;
  allows(place, 'StageName', properties.StageName, ['$default']);
  allows(place, 'AutoDeploy', properties.AutoDeploy, [true]);
  const account = { rate: ACCOUNT_RATE, burst: ACCOUNT_BURST };
  const shared = readLimit(`${place}.DefaultRouteSettings`, object(place, properties, 'DefaultRouteSettings'), account);
  const settings = object(place, properties, 'RouteSettings');
  const own = new Map(
    Object.keys(settings).map((key) => {
      const at = `${place}.RouteSettings`;
      if (!routeKeys.includes(key)) throw new TemplateFault(at, `${key} is not a route of this API`);
      return [key, openBucket(readLimit(`${at}.${key}`, object(at, settings, key), shared))];
    }),
  );
  const others = openBucket(shared);
  return (routeKey) => (own.get(routeKey) ?? others)();
}

interface Limit {
  readonly rate: number;
  readonly burst: number;
}

const MEANINGLESS_SETTINGS = ['DetailedMetricsEnabled', 'DataTraceEnabled', 'LoggingLevel'];

function readLimit(place: string, settings: JsonObject, otherwise: Limit): Limit {
  knowsOnly(place, settings, ['ThrottlingBurstLimit', 'ThrottlingRateLimit'], MEANINGLESS_SETTINGS);
  return {
    rate: number(place, settings, 'ThrottlingRateLimit', otherwise.rate),
    burst: number(place, settings, 'ThrottlingBurstLimit', otherwise.burst),
  };
}

const openBucket = ({ rate, burst }: Limit): (() => boolean) => openThrottle(rate, burst, () => performance.now());

/** The whole body, or undefined where it is larger than an HTTP API takes: read to its end, so that a client hears why. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > PATIENCE_BYTES) throw new Error('the body does not end');
    if (length <= BODY_LIMIT) chunks.push(chunk as Buffer);
  }
  return length > BODY_LIMIT ? undefined : Buffer.concat(chunks);
}

function fault(status: number, message: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message })),
  };
}
