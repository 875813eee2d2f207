import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readPushPath } from '../../../../functions/receive-snapshot/push-path.ts';
import { openActivity } from '../../../../infra/local/engine/activity.ts';
import { type Resource, resolveAssembly } from '../../../../infra/local/engine/cloudformation.ts';
import { type HttpApiResources, httpApi } from '../../../../infra/local/engine/http-api.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import { type LoopbackServer, openLoopbackServer } from '../../../../infra/local/engine/loopback-server.ts';
import { synthesise } from '../../stacks/synthesised.ts';
import { lambdasOf, resourcesOf, stackOf } from './fakes.ts';

let server: LoopbackServer;
beforeEach(async () => {
  server = await openLoopbackServer();
});
afterEach(() => server.close());

interface Seen {
  readonly rawPath: string;
  readonly routeKey: string;
  readonly requestContext: { readonly http: { readonly method: string } };
}

/** What an API of these resources is made of. */
function apiOf(resources: readonly Resource[]): HttpApiResources {
  const of = (type: string) => resources.filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`);
  const [api] = of('Api');
  return { api: api as Resource, routes: of('Route'), integrations: of('Integration'), stages: of('Stage') };
}

/** Serves an API on loopback; every function answers 401, as to what is not signed. */
function serve(resources: readonly Resource[], seen: Seen[] = []): void {
  const functions = new Proxy<Record<string, (event: never) => unknown>>(
    {},
    {
      get: () => (event: Seen) => {
        seen.push(event);
        return { statusCode: 401, body: '' };
      },
      has: () => true,
    },
  );
  server.handle(httpApi(apiOf(resources), lambdasOf(functions), openActivity()));
}

const request = async (method: string, path: string): Promise<number> => {
  const response = await fetch(`${server.url}${path}`, { method, ...(method === 'GET' ? {} : { body: '{}' }) });
  await response.arrayBuffer();
  return response.status;
};
/** How many of so many requests at once are turned away. */
async function flood(count: number, method: string, path: string): Promise<number> {
  const statuses = await Promise.all(Array.from({ length: count }, () => request(method, path)));
  for (const status of statuses) expect([401, 429]).toContain(status);
  return statuses.filter((status) => status === 429).length;
}

describe('the API as it is deployed, flooded with unsigned requests', () => {
  const { service, data } = synthesise({
    'breakwater:venues': 'alpha,beta',
    ...Object.fromEntries(
      ['venue', 'unknown', 'presses', 'acknowledgements'].flatMap((name) => [
        [`breakwater:throttle.${name}.ratePerSecond`, '1'],
        [`breakwater:throttle.${name}.burst`, '4'],
      ]),
    ),
  });
  const stacks = [data, service].map((template, i) =>
    stackOf(template.toJSON() as JsonObject, i === 0 ? 'Breakwater-dev-Data' : 'Breakwater-dev'),
  );
  const resources = () => resolveAssembly(stacks, server.url).resources;

  /** Four of each, as many as any limit admits at once: one more anywhere else would use it up. */
  const EACH = [
    ['POST', '/v1/venues/beta/snapshots'],
    ['PUT', '/v1/venues/beta/snapshots/s-1/parts/2'],
    ['POST', '/v1/slack/interactions'],
    ['POST', '/v1/actions/a-1/acknowledgements'],
  ] as const;

  test('turns away what floods one venue, and what floods unknown ones, and answers all others', async () => {
    const seen: Seen[] = [];
    serve(resources(), seen);
    expect(await flood(60, 'POST', '/v1/venues/alpha/snapshots')).toBeGreaterThan(0);
    expect(await flood(60, 'POST', '/v1/venues/nobody/snapshots')).toBeGreaterThan(0);
    const answered: number[] = [];
    for (const [method, path] of EACH) {
      const times = path.includes('beta') ? 2 : 4;
      for (let n = 0; n < times; n++) answered.push(await request(method, path));
    }
    expect(answered).toEqual(answered.map(() => 401));
    expect(seen.filter(({ routeKey }) => routeKey.includes('/beta/'))).toHaveLength(4);
  });

  test('by one unknown venue after the other is one flood: they share a limit', async () => {
    serve(resources());
    const statuses = await Promise.all(
      Array.from({ length: 60 }, (_, i) => request('POST', `/v1/venues/nobody-${i}/snapshots`)),
    );
    expect(statuses).toContain(429);
    expect(await request('POST', '/v1/venues/alpha/snapshots')).toBe(401);
  });

  test('presses and acknowledgements that flood turn away nothing but themselves', async () => {
    serve(resources());
    expect(await flood(60, 'POST', '/v1/slack/interactions')).toBeGreaterThan(0);
    expect(await request('POST', '/v1/actions/a-1/acknowledgements')).toBe(401);
    expect(await flood(60, 'POST', '/v1/actions/a-2/acknowledgements')).toBeGreaterThan(0);
    for (const venue of ['alpha', 'beta']) expect(await request('POST', `/v1/venues/${venue}/snapshots`)).toBe(401);
  });

  test('hands the function a path by which it knows venue, snapshot and part', async () => {
    const seen: Seen[] = [];
    serve(resources(), seen);
    for (const [method, path] of [EACH[0], EACH[1], ['POST', '/v1/venues/other/snapshots'] as const])
      await request(method, path);
    expect(seen.map(({ rawPath, requestContext }) => readPushPath(requestContext.http.method, rawPath))).toEqual([
      { venue: 'beta' },
      { venue: 'beta', part: { snapshotId: 's-1', n: '2' } },
      { venue: 'other' },
    ]);
    expect(seen.map(({ routeKey }) => routeKey)).toEqual([
      'ANY /v1/venues/beta/{proxy+}',
      'ANY /v1/venues/beta/{proxy+}',
      'ANY /v1/venues/{proxy+}',
    ]);
  });
});

describe('settings of routes', () => {
  const template = (stage: JsonObject): JsonObject => ({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...{ ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
        IntegrationUri: 'arn:aws:lambda:eu-west-1:111122223333:function:f',
      },
    },
    ...Object.fromEntries(
      ['one', 'two', 'three'].map((name) => [
        `Route${name}`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ...{ ApiId: { Ref: 'Api' }, RouteKey: `GET /${name}`, AuthorizationType: 'NONE' },
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
          },
        },
      ]),
    ),
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...stage },
    },
  });
  const SLOW = { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 };

  test('take the place of the default for their route; all other routes share that', async () => {
    serve(
      resourcesOf(
        template({
          DefaultRouteSettings: SLOW,
          RouteSettings: { 'GET /one': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 3 } },
        }),
      ),
    );
    const statuses: number[] = [];
    for (const path of ['/two', '/three', '/two', '/three', '/one', '/one', '/one', '/one'])
      statuses.push(await request('GET', path));
    expect(statuses).toEqual([401, 401, 429, 429, 401, 401, 401, 429]);
  });

  test('that leave one limit out take it from the default', async () => {
    const one = { ThrottlingBurstLimit: 1 };
    serve(resourcesOf(template({ DefaultRouteSettings: SLOW, RouteSettings: { 'GET /one': one } })));
    expect([await request('GET', '/one'), await request('GET', '/one')]).toEqual([401, 429]);
  });

  test.each([
    ['for a route that is not there', { 'GET /four': SLOW }, /GET \/four is not a route of this API/],
    ['with a property that is not known', { 'GET /one': { ...SLOW, CachingEnabled: true } }, /CachingEnabled/],
    ['with a limit that is no number', { 'GET /one': { ThrottlingBurstLimit: 'many' } }, /ThrottlingBurstLimit/],
  ])('%s are refused by name', (_, RouteSettings, fault) => {
    expect(() => serve(resourcesOf(template({ RouteSettings })))).toThrow(fault);
  });
});
