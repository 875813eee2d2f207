import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeAll, expect } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { ProblemBody } from '../../../shared/runtime/problem.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { sign } from '../../../shared/venue/signature.ts';
import { wireBook } from '../../environment/books.ts';
import { contents, makeTables } from '../../environment/tables.ts';

export const KEY = 'the-venue-key';
export const OLD_KEY = 'the-key-before';
/** Unix seconds. */
export const now = () => Math.floor(Date.now() / 1_000);

let handler: (event: unknown, context: unknown) => Promise<APIGatewayProxyStructuredResultV2>;
let tables: Tables;
const secrets = mockClient(SecretsManagerClient);

/** The handler on tables of its own; called once by each file of tests. */
export const handlerOpened = (): void =>
  beforeAll(async () => {
    tables = await makeTables(Date.now);
    Object.assign(process.env, {
      STATE_TABLE: tables.state,
      SNAPSHOT_TABLE: tables.snapshots,
      VENUE_SECRETS: JSON.stringify({ prefix: 'breakwater/test/venue/', venues: ['demo'] }),
      CLOCK: 'wall',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
    });
    secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ current: KEY, previous: OLD_KEY }) });
    ({ handler } = (await import('../../../functions/receive-snapshot/handler.ts')) as unknown as {
      handler: typeof handler;
    });
  });

export interface Request {
  readonly body: Buffer;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly signature?: string;
  readonly venue?: string;
  readonly part?: { snapshotId: string; n: string };
  readonly query?: string;
}

/** What the handler makes of an event. */
export const handle = (event: unknown): Promise<APIGatewayProxyStructuredResultV2> =>
  handler(event, { getRemainingTimeInMillis: () => 10_000 });

/** What it answers to a request, as it is. */
export async function answered({
  body,
  venue = 'demo',
  part,
  query = '',
  headers = {},
  ...rest
}: Request): Promise<APIGatewayProxyStructuredResultV2> {
  const method = rest.method ?? (part ? 'PUT' : 'POST');
  const path = rest.path ?? `/v1/venues/${venue}/snapshots${part ? `/${part.snapshotId}/parts/${part.n}` : ''}`;
  const signature = rest.signature ?? sign([KEY], now(), { method, path, body });
  return handle({
    rawPath: path,
    rawQueryString: query,
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(signature ? { 'breakwater-signature': signature } : {}),
    },
    // As a greedy route hands it on: the handler reads the path itself.
    pathParameters: { proxy: path.replace(/^\/v1\/venues\/[^/]*\//, '') },
    requestContext: { http: { method } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  });
}

export async function send(
  request: Request,
): Promise<{ status: number; answer: ProblemBody & Record<string, unknown>; type: string }> {
  const response = await answered(request);
  const answer = JSON.parse(response.body as string);
  return { status: response.statusCode as number, answer, type: response.headers?.['content-type'] as string };
}

let sequence = 100;
/** A sequence that no other snapshot of the file has. */
export const nextSequence = (): number => sequence++;
export const fresh = () => wireBook({ sequence: nextSequence() });

/** Sends what must be refused, and checks that the refusal is a problem and that nothing was stored. */
export async function refused(request: Request): Promise<ProblemBody> {
  const before = await contents(tables);
  const { status, answer, type } = await send(request);
  expect(type).toBe('application/problem+json');
  expect(answer.status).toBe(status);
  expect(answer.detail.length).toBeGreaterThan(10);
  expect(await contents(tables)).toEqual(before);
  return answer;
}
