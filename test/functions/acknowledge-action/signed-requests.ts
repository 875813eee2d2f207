import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendTaskHeartbeatCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, beforeEach, jest } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { Acknowledgement, Action } from '../../../shared/action/types.ts';
import type { ProblemBody } from '../../../shared/runtime/problem.ts';
import { planActions } from '../../../shared/store/plan-actions.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { sign } from '../../../shared/venue/signature.ts';
import { makeTables } from '../../environment/tables.ts';
import { action } from '../../shared/action/examples.ts';
import { TOKEN } from './waiting-task.ts';

const KEYS: Readonly<Record<string, string>> = {
  'breakwater/test/venue/demo': 'the-venue-key',
  'breakwater/test/venue/other': 'the-key-of-another',
};

let handler: (event: unknown, context: unknown) => Promise<APIGatewayProxyStructuredResultV2>;
export let tables: Tables;
const secrets = mockClient(SecretsManagerClient);
export const machine = mockClient(SFNClient);
export const printed = (['info', 'warn', 'error'] as const).map((level) => jest.spyOn(console, level));

beforeAll(async () => {
  tables = await makeTables(Date.now);
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    VENUE_SECRETS: JSON.stringify({ prefix: 'breakwater/test/venue/', venues: ['demo', 'other'] }),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
  });
  secrets.on(GetSecretValueCommand).callsFake(({ SecretId }) => ({
    SecretString: JSON.stringify({ current: KEYS[SecretId], previous: `${KEYS[SecretId]}-before` }),
  }));
  ({ handler } = (await import('../../../functions/acknowledge-action/handler.ts')) as unknown as {
    handler: typeof handler;
  });
});

beforeEach(() => {
  machine.reset();
  machine.on(SendTaskHeartbeatCommand).resolves({});
  machine.on(SendTaskSuccessCommand).resolves({});
  for (const spy of printed) spy.mockReset();
});

let plans = 0;
export async function planned(): Promise<Action> {
  const planId = `plan-${++plans}`;
  const one = action([10, 20], { planId });
  await planActions(tables, { venue: 'demo', planId, actions: [one], taskToken: TOKEN });
  return one;
}

export interface Sent {
  readonly id?: string;
  readonly key?: string;
  readonly signature?: string;
  readonly headers?: Record<string, string>;
  readonly query?: string;
  /** As it is delivered; the action's own where absent. */
  readonly path?: string;
}

export async function post(body: string | Buffer, { id = 'action', key = 'the-venue-key', ...more }: Sent = {}) {
  const sent = Buffer.from(body);
  const path = more.path ?? `/v1/actions/${id}/acknowledgements`;
  const signature = more.signature ?? sign([key], Math.floor(Date.now() / 1_000), { method: 'POST', path, body: sent });
  const response = await handler(
    {
      rawPath: path,
      rawQueryString: more.query ?? '',
      headers: {
        'content-type': 'application/json',
        ...more.headers,
        ...(signature ? { 'breakwater-signature': signature } : {}),
      },
      pathParameters: { id },
      requestContext: { http: { method: 'POST' } },
      body: sent.toString('base64'),
      isBase64Encoded: true,
    },
    {},
  );
  const answer = JSON.parse(response.body as string) as ProblemBody & Record<string, unknown>;
  return { status: response.statusCode as number, answer, headers: response.headers ?? {} };
}

export const tell = (message: Acknowledgement, more: Sent = {}) =>
  post(JSON.stringify(message), { id: message.actionId, ...more });
