import { createServer, type Server } from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { InvalidToken, SendTaskSuccessCommand, SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { newApproval } from '../../../shared/approval/decide.ts';
import type { Approval } from '../../../shared/approval/types.ts';
import { openApproval, readApproval } from '../../../shared/store/approvals.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { makeTables } from '../../environment/tables.ts';
import { asked, type PressOptions, pressBody, SECRET, SUMMARY, signedHeaders, TASK_TOKEN } from './officers.ts';

const OLD_SECRET = 'the-secret-before';

let handler: (event: unknown) => Promise<APIGatewayProxyStructuredResultV2>;
let tables: Tables;
let slack: Server;
let slackUrl: string;
/** What was sent to the address of a press; and how Slack takes it. */
let answers: Record<string, unknown>[];
let slackTakes: 'at once' | 'never' | 'not';
const secrets = mockClient(SecretsManagerClient);
const workflows = mockClient(SFNClient);
let plans = 0;

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(() => {});
  slack = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    answers.push(JSON.parse(Buffer.concat(chunks).toString()));
    if (slackTakes !== 'never') response.writeHead(slackTakes === 'not' ? 404 : 200).end('ok');
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  slackUrl = `http://127.0.0.1:${(slack.address() as { port: number }).port}`;
  tables = await makeTables(Date.now);
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    SLACK_SECRET: 'arn:slack',
    SLACK_CHANNEL: '#risk',
    SLACK_API_URL: `${slackUrl}/api`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
  });
  secrets.on(GetSecretValueCommand).resolves({
    SecretString: JSON.stringify({ token: 'xoxb', signingSecret: SECRET, previousSigningSecret: OLD_SECRET }),
  });
  ({ handler } = (await import('../../../functions/receive-interaction/handler.ts')) as unknown as {
    handler: typeof handler;
  });
});
afterAll(async () => {
  slack.closeAllConnections();
  await new Promise((resolve) => slack.close(resolve));
  jest.restoreAllMocks();
});
beforeEach(() => {
  answers = [];
  slackTakes = 'at once';
  workflows.reset();
  workflows.on(SendTaskSuccessCommand).resolves({});
});

/** An approval of its own for each test, open for a quarter of an hour. */
async function open(change: Partial<Approval> = {}): Promise<string> {
  const openedAt = Date.now();
  const approval = newApproval({
    ...asked(),
    planId: `plan-${plans++}`,
    openedAt,
    expiresAt: openedAt + 900_000,
    ...change,
  });
  await openApproval(tables, approval, { summary: SUMMARY, taskToken: TASK_TOKEN });
  return approval.approvalId;
}

async function press(
  value: string,
  options: PressOptions & { secret?: string; base64?: boolean } = {},
): Promise<APIGatewayProxyStructuredResultV2> {
  const { secret = SECRET, base64 = true, ...rest } = options;
  const body = pressBody({ value, responseUrl: `${slackUrl}/responses/1`, ...rest });
  return handler({
    rawPath: '/v1/slack/interactions',
    headers: signedHeaders(body, Date.now(), secret),
    requestContext: { http: { method: 'POST' } },
    body: body.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  });
}
const statusOf = async (approvalId: string) => (await readApproval(tables, approvalId))?.approval.status;

describe('a press', () => {
  test('is answered with an empty 200; Step Functions gets the decision and the officers under the stored token', async () => {
    const approvalId = await open();
    expect(await press(approvalId)).toMatchObject({ statusCode: 200, body: '' });
    const [call, ...others] = workflows.commandCalls(SendTaskSuccessCommand);
    expect(others).toEqual([]);
    expect(call?.args[0].input.taskToken).toBe(TASK_TOKEN);
    expect(JSON.parse(call?.args[0].input.output ?? '')).toEqual({ decision: 'approved', by: ['U-ANNA'] });
  });

  test('tells the presser alone, and shows the message without buttons to all', async () => {
    await press(await open());
    expect(answers).toContainEqual({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'Approved by you: the plan goes ahead.',
    });
    const [message] = answers.filter((answer) => answer.replace_original === true);
    expect(message?.text).toContain('✅ APPROVED');
    expect(answers).toHaveLength(2);
  });

  test('is taken as text or in base64, and signed with the secret before while it rotates', async () => {
    const [one, two] = [await open(), await open()];
    expect((await press(one, { base64: false })).statusCode).toBe(200);
    expect((await press(two, { secret: OLD_SECRET })).statusCode).toBe(200);
    expect(await Promise.all([one, two].map(statusOf))).toEqual(['approved', 'approved']);
  });

  test.each([
    ['its task is closed', new TaskTimedOut({ message: 'closed', $metadata: {} })],
    ['its task is gone', new TaskDoesNotExist({ message: 'gone', $metadata: {} })],
    ['its token is none any more', new InvalidToken({ message: 'no', $metadata: {} })],
  ])('is taken where the workflow went on: %s', async (_, error) => {
    workflows.on(SendTaskSuccessCommand).rejects(error);
    const approvalId = await open();
    expect((await press(approvalId)).statusCode).toBe(200);
    expect(await statusOf(approvalId)).toBe('approved');
  });

  test('is a 500 where Step Functions fails, so that Slack says so; pressed again, the workflow is answered', async () => {
    workflows.on(SendTaskSuccessCommand).rejectsOnce(new Error('slow down')).resolves({});
    const approvalId = await open();
    expect((await press(approvalId)).statusCode).toBe(500);
    expect((await press(approvalId)).statusCode).toBe(200);
    expect(workflows.commandCalls(SendTaskSuccessCommand)).toHaveLength(2);
  });
});

describe('Slack waits three seconds:', () => {
  test('a press whose address takes nothing is answered in time, and the decision stands', async () => {
    slackTakes = 'never';
    const approvalId = await open();
    const started = performance.now();
    expect((await press(approvalId)).statusCode).toBe(200);
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(await statusOf(approvalId)).toBe('approved');
  });

  test.each([
    ['an address that Slack has closed', () => `${slackUrl}/responses/1`],
    ['no address', () => undefined],
    ['an address elsewhere, to which nothing is sent', () => slackUrl.replace('127.0.0.1', 'localhost')],
    ['an address that is none', () => 'not an address'],
  ])('%s does not undo the decision', async (_, responseUrl) => {
    slackTakes = 'not';
    const approvalId = await open();
    const url = responseUrl();
    expect(
      (await press(approvalId, { ...(url === undefined ? { responseUrl: '' } : { responseUrl: url }) })).statusCode,
    ).toBe(200);
    expect(await statusOf(approvalId)).toBe('approved');
    if (!url?.startsWith(slackUrl)) expect(answers).toEqual([]);
  });
});

describe('is refused as a problem:', () => {
  test('a press with a bad signature', async () => {
    const approvalId = await open();
    const response = await press(approvalId, { secret: 'wrong' });
    expect(response).toMatchObject({ statusCode: 401, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(response.body ?? '')).toMatchObject({
      status: 401,
      detail: expect.stringContaining('signature'),
    });
    expect(await statusOf(approvalId)).toBe('open');
  });

  test('an empty request', async () => {
    expect(await handler({ headers: {}, isBase64Encoded: false })).toMatchObject({ statusCode: 401 });
  });
});

test('a store that cannot be reached is a 500 and no crash, and the presser is told to press again', async () => {
  const approvalId = await open();
  const dynamodb = mockClient(DynamoDBClient);
  dynamodb.on(GetItemCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
  expect((await press(approvalId)).statusCode).toBe(500);
  dynamodb.restore();
  expect(answers).toEqual([expect.objectContaining({ text: expect.stringContaining('Press again') })]);
  expect(await statusOf(approvalId)).toBe('open');
});

test('where no signing secret is set, nothing is taken and the log says why', async () => {
  const approvalId = await open();
  secrets.reset();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ token: 'xoxb' }) });
  // A function's environment of its own, with nothing in its cache.
  const started = handler;
  ({ handler } = await import(`${'../../../functions/receive-interaction/handler.ts'}?unset`));
  const response = await press(approvalId, { secret: '' });
  handler = started;
  expect(response.statusCode).toBe(500);
  expect(jest.mocked(console.error).mock.lastCall?.[0]).toContain('holds no signingSecret');
  expect(await statusOf(approvalId)).toBe('open');
});
