import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { BatchWriteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Engine, startEngine } from '../../../../infra/local/engine/engine.ts';
import type { EngineEvent } from '../../../../infra/local/engine/events.ts';
import { type Synthesised, synthesise } from './fixture/synthesise.ts';

let assembly: Synthesised;
let engine: Engine;
let database: DynamoDBClient;
const events: EngineEvent[] = [];

beforeAll(async () => {
  assembly = await synthesise();
  engine = await startEngine({
    assemblyDir: assembly.dir,
    secretValues: { 'fixture/token': '{"token":"given"}' },
    onEvent: (event) => events.push(event),
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  database = new DynamoDBClient({ endpoint: engine.dynamodbEndpoint, region: 'us-east-1', credentials });
}, 120_000);

afterAll(async () => {
  database?.destroy();
  await engine?.stop();
  await assembly?.remove();
}, 60_000);

const table = () => engine.tables.State as string;
const post = (
  path: string,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => fetch(`${engine.apiUrl}${path}`, { method: 'POST', body, headers });
const mood = (name: string) => fetch(`${engine.apiUrl}/moody/${name}`);

async function items(pk: string): Promise<string[]> {
  const query = {
    TableName: table(),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  };
  const { Items } = await database.send(new QueryCommand(query));
  return (Items ?? []).map(({ sk }) => sk?.S ?? '');
}

async function write(entries: readonly { sk: string; mood?: string; bytes?: Uint8Array }[], type = 'fragile') {
  const requests = entries.map(({ sk, mood: kind = 'well', bytes = new Uint8Array([0, 255]) }) => ({
    PutRequest: { Item: { pk: { S: 'in' }, sk: { S: sk }, type: { S: type }, mood: { S: kind }, bytes: { B: bytes } } },
  }));
  await database.send(new BatchWriteItemCommand({ RequestItems: { [table()]: requests } }));
}

const executionOf = (name: string) => engine.executions().find((execution) => execution.name === name);

describe('from a route to the end of a workflow', () => {
  test('a request becomes an item, its stream record an execution, and the execution runs its function', async () => {
    const response = await post('/v1/venues/demo/things', JSON.stringify({ id: 'whole-way' }));
    expect(response.status).toBe(202);
    await engine.idle();
    expect(await items('venue#demo')).toContain('whole-way');
    expect(await items('done')).toContain('whole-way');
    expect(executionOf('whole-way')).toMatchObject({ status: 'SUCCEEDED', input: '{"id":"whole-way"}' });
  });

  test('idle waits for what was written just before, every time', async () => {
    for (let round = 0; round < 25; round += 1) {
      const sk = `race-${round}`;
      await database.send(
        new PutItemCommand({
          TableName: table(),
          Item: { pk: { S: 'race' }, sk: { S: sk }, type: { S: 'thing' }, input: { S: JSON.stringify({ id: sk }) } },
        }),
      );
      await engine.idle();
      expect(executionOf(sk)?.status).toBe('SUCCEEDED');
    }
  });

  test('what the filter does not name starts nothing', async () => {
    const before = engine.metrics();
    await write([{ sk: 'other' }], 'other');
    await engine.idle();
    expect(engine.metrics().functions).toEqual(before.functions);
  });

  test('an error that the state retries is tried again after its interval', async () => {
    await post('/v1/venues/demo/things', JSON.stringify({ id: 'busy', fail: 'Busy' }));
    await engine.idle();
    const execution = executionOf('busy');
    expect(execution?.status).toBe('SUCCEEDED');
    expect((execution?.stoppedAt ?? 0) - (execution?.startedAt ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('an error that no retry names is caught, and its Fail state ends the execution and raises the alarm', async () => {
    expect(engine.alarms()).toContainEqual({ name: 'failed', state: 'OK', reason: 'AWS/States ExecutionsFailed is 0' });
    await post('/v1/venues/demo/things', JSON.stringify({ id: 'bad', fail: 'TypeError' }));
    await engine.idle();
    const cause = 'it is said to be hopeless';
    expect(executionOf('bad')).toMatchObject({ status: 'FAILED', error: 'NotWorked', cause });
    expect(engine.alarms().find(({ name }) => name === 'failed')?.state).toBe('ALARM');
    expect(engine.alarms().find(({ name }) => name === 'throttled')?.state).toBe('INSUFFICIENT_DATA');
  });

  test('StartExecution with the same name is the same execution only with the same input while it runs', async () => {
    const machine = engine.executions()[0]?.stateMachineArn;
    const endpoint = environmentOf(await (await mood('environment')).json()).AWS_ENDPOINT_URL_SFN ?? '';
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new SFNClient({ endpoint, region: 'us-east-1', credentials });
    const start = (input: string) =>
      client.send(new StartExecutionCommand({ stateMachineArn: machine, name: 'twice', input }));
    const input = JSON.stringify({ id: 'twice', fail: 'Busy' });
    const [first, second] = [await start(input), await start(input)];
    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    await expect(start('{"id":"other"}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await engine.idle();
    await expect(start(input)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    const described = await client.send(new DescribeExecutionCommand({ executionArn: first.executionArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', name: 'twice', input });
    const unknown = new StartExecutionCommand({ stateMachineArn: `${machine}x`, name: 'y' });
    await expect(client.send(unknown)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    client.destroy();
  });
});

const environmentOf = (body: unknown) => (body as { env: Record<string, string> }).env;

describe('a stream source', () => {
  test('a poison record goes to the dead-letter queue after its retries, and the others are handled', async () => {
    const names = ['p0', 'p1', 'p2', 'p3', 'p4'];
    await write(names.map((sk) => ({ sk, mood: sk === 'p2' ? 'poison' : 'well' })));
    await engine.idle();
    const handled = await items('handled');
    for (const name of names) expect(handled.includes(name)).toBe(name !== 'p2');
    const message = JSON.parse(engine.deadLetters().at(-1)?.body ?? '{}');
    expect(message).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    expect(message.requestContext.functionArn).toMatch(
      /^arn:aws:lambda:us-east-1:000000000000:function:Fixture-fragile/,
    );
    expect(message.DDBStreamBatchInfo.startSequenceNumber).toBe(message.DDBStreamBatchInfo.endSequenceNumber);
    expect(engine.alarms().find(({ name }) => name === 'dead-letters')?.state).toBe('ALARM');
  });

  test('what the function names as failed is tried again alone, and then given up without an error', async () => {
    const before = engine.deadLetters().length;
    await write(['q0', 'q1', 'q2'].map((sk) => ({ sk, mood: sk === 'q1' ? 'partial' : 'well' })));
    await engine.idle();
    expect(await items('handled')).toEqual(expect.arrayContaining(['q0', 'q2']));
    const given = engine.deadLetters().slice(before);
    expect(given).toHaveLength(1);
    expect(JSON.parse(given[0]?.body ?? '')).toMatchObject({ responseContext: { functionError: null } });
  });

  test('what a function prints is told line by line', async () => {
    await write([{ sk: 'printed' }]);
    await engine.idle();
    await until(() => events.some((event) => event.type === 'log' && event.line === 'fragile got 1'));
  });
});

describe('the HTTP API', () => {
  const echo = async (path: string, init: RequestInit) =>
    (await (await fetch(`${engine.apiUrl}${path}`, init)).json()) as Record<string, unknown>;
  const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

  test('a function sees the event of payload format 2.0', async () => {
    const seen = await echo('/echo/a%20b/c?x=1&x=2&y=%C3%A9', {
      method: 'PUT',
      body: '{"é":1}',
      headers: { 'Content-Type': 'application/json', 'X-Mixed-Case': 'Yes', Cookie: 'a=1; b=2' },
    });
    expect(seen).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawPath: '/echo/a b/c',
      rawQueryString: 'x=1&x=2&y=%C3%A9',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { x: '1,2', y: 'é' },
      pathParameters: { proxy: 'a b/c' },
      isBase64Encoded: false,
      sha256: sha256('{"é":1}'),
      requestContext: { stage: '$default', http: { method: 'PUT', path: '/echo/a b/c', sourceIp: '127.0.0.1' } },
    });
    expect(seen.headers).toMatchObject({ 'x-mixed-case': 'Yes', 'content-type': 'application/json' });
    expect(seen.headers).not.toHaveProperty('cookie');
  });

  test('binary bodies arrive to the last bit', async () => {
    const zipped = gzipSync(randomBytes(100_000));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const seen = await echo('/echo/zipped', { method: 'POST', body: zipped, headers });
    expect(seen).toMatchObject({ isBase64Encoded: true, sha256: sha256(zipped) });
    const raw = randomBytes(1_000);
    expect(await echo('/echo/raw', { method: 'POST', body: raw })).toMatchObject({ sha256: sha256(raw) });
    const torn = Buffer.from([0x7b, 0xff, 0xfe]);
    const json = { method: 'POST', body: torn, headers: { 'content-type': 'application/json' } };
    expect(await echo('/echo/torn', json)).toMatchObject({ isBase64Encoded: true, sha256: sha256(torn) });
  });

  test('answers are decoded, with their headers and cookies; a bare object is an answer too', async () => {
    const bytes = randomBytes(1_000);
    const response = await post('/echo/bytes', bytes, { 'content-type': 'application/octet-stream' });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-made')).toBe('here');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    const bare = await post('/echo/bare', '');
    expect([bare.status, await bare.json()]).toEqual([200, { bare: true }]);
  });

  test('4 MB of binary pass; 5 MB exceed what a function takes, and 10 MB what an API takes', async () => {
    const passing = randomBytes(4 * 1024 * 1024);
    const binary = { 'content-type': 'application/octet-stream' };
    const seen = await post('/echo/large', passing, binary);
    expect(await seen.json()).toMatchObject({ length: passing.length, sha256: sha256(passing) });
    for (const megabytes of [5, 10, 11]) {
      const refused = await post('/echo/large', randomBytes(megabytes * 1024 * 1024), binary);
      expect([refused.status, await refused.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    }
  });

  test('what is not a route is not found', async () => {
    for (const path of ['/', '/v1/venues/demo', '/v1/venues//things', '/echo']) {
      const response = await post(path, '{}');
      expect([path, response.status, await response.json()]).toEqual([path, 404, { message: 'Not Found' }]);
    }
    expect((await fetch(`${engine.apiUrl}/v1/venues/demo/things`)).status).toBe(404);
    expect((await fetch(`${engine.apiUrl}/echo/%ff`)).status).toBe(400);
  });

  test('more requests than the burst are turned away', async () => {
    const burst = Array.from({ length: 200 }, () => fetch(`${engine.apiUrl}/echo/burst`));
    const statuses = (await Promise.all(burst)).map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
    await pause(2_000);
    expect((await fetch(`${engine.apiUrl}/echo/after`)).status).toBe(200);
  });
});

describe('a function', () => {
  test.each(['throw', 'exit', 'nonsense', 'circular', 'large', 'slow', 'busy'])(
    'that answers with %s gives 500, and the next invocation is well',
    async (name) => {
      const response = await mood(name);
      expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
      expect((await mood('well')).status).toBe(200);
    },
  );

  test('reports its errors as Lambda does', () => {
    const errors = events.flatMap((event) => (event.type === 'invocation' && event.error ? [event.error] : []));
    expect(errors).toContainEqual('RangeError: thrown');
    expect(errors).toContainEqual(
      expect.stringMatching(/^Sandbox\.Timedout: RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
    );
    expect(errors).toContainEqual('Runtime.ExitError: Runtime exited with exit status 3');
    expect(errors).toContainEqual(expect.stringMatching(/^Function\.ResponseSizeTooLarge/));
    expect(errors).toContainEqual(expect.stringMatching(/^Runtime\.MarshalError/));
  });

  test('sees only the environment of the template and of the runtime', async () => {
    const body = (await (await mood('environment')).json()) as { left: number; context: Record<string, string> };
    const env = environmentOf(body);
    expect(env.STATE_TABLE).toBe(table());
    expect(env.AWS_LAMBDA_FUNCTION_NAME).toMatch(/^Fixture-moody/);
    expect(env.AWS_ENDPOINT_URL_DYNAMODB).toBe(engine.dynamodbEndpoint);
    expect(
      Object.keys(env)
        .filter((name) => !/^(AWS_|LAMBDA_TASK_ROOT$|_HANDLER$|TZ$)/.test(name))
        .sort(),
    ).toEqual(['KEY_SECRET', 'STATE_TABLE', 'TOKEN_SECRET']);
    expect(body.left).toBeGreaterThan(0);
    expect(body.left).toBeLessThanOrEqual(1_000);
    expect(body.context).toMatchObject({ functionName: env.AWS_LAMBDA_FUNCTION_NAME, memoryLimitInMB: '256' });
  });

  test('is served its secret', async () => {
    const { SecretString, missing } = (await (await mood('secret')).json()) as Record<string, string>;
    expect(SecretString).toBe(engine.secret('fixture/key'));
    expect(JSON.parse(SecretString ?? '')).toMatchObject({ kind: 'venue', current: expect.stringMatching(/^.{32}$/) });
    expect(missing).toBe('ResourceNotFoundException');
    expect(engine.secret('fixture/token')).toBe('{"token":"given"}');
    expect(() => engine.secret('nothing')).toThrow('no secret named nothing');
  });

  test('is metered', () => {
    const [name] = Object.keys(engine.metrics().functions).filter((key) => key.startsWith('Fixture-moody'));
    const metrics = engine.metrics().functions[name ?? ''];
    expect(metrics?.invocations).toBeGreaterThan(metrics?.errors ?? 0);
    expect(metrics?.errors).toBeGreaterThanOrEqual(6);
    expect(metrics?.milliseconds).toBeGreaterThan(2_000);
  });
});

test('outputs tell the addresses on this machine', () => {
  expect(engine.outputs.ApiEndpoint).toBe(engine.apiUrl);
  expect(engine.outputs.ApiUrl).toBe(`${engine.apiUrl}/`);
});

describe('starting and stopping', () => {
  const changed = async (change: (template: { Resources: Record<string, object> }) => void) => {
    const dir = await mkdtemp(join(tmpdir(), 'breakwater-changed-'));
    await cp(assembly.dir, dir, { recursive: true });
    const file = join(dir, 'Fixture.template.json');
    const template = JSON.parse(await readFile(file, 'utf8'));
    change(template);
    await writeFile(file, JSON.stringify(template));
    return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
  };

  test('a folder that is no assembly is refused', async () => {
    await expect(startEngine({ assemblyDir: tmpdir() })).rejects.toThrow(`${tmpdir()} is not a synthesised assembly`);
  });

  test('a resource that the engine does not know is refused by its name and type', async () => {
    const odd = await changed(({ Resources }) => {
      Resources.Bucket = { Type: 'AWS::S3::Bucket' };
    });
    await expect(startEngine({ assemblyDir: odd.dir })).rejects.toThrow(
      'Fixture/Bucket: the engine does not know the resource type AWS::S3::Bucket',
    );
    await odd.remove();
  });

  test('a source on a stream that no table has is refused after the database is up, and leaves nothing', async () => {
    const odd = await changed(({ Resources }) => {
      const sources = Object.values(Resources) as { Type: string; Properties: Record<string, unknown> }[];
      const source = sources.find(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
      if (source !== undefined) source.Properties.EventSourceArn = 'arn:aws:dynamodb:nowhere';
    });
    await expect(startEngine({ assemblyDir: odd.dir })).rejects.toThrow('is not a stream of a table');
    await odd.remove();
  });

  test('stop ends the API, the database and waiting callers, may be called twice, and does not hang', async () => {
    const events: EngineEvent[] = [];
    const other = await startEngine({ assemblyDir: assembly.dir, onEvent: (event) => events.push(event) });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint: other.dynamodbEndpoint, region: 'us-east-1', credentials });
    const Item = { pk: { S: 'in' }, sk: { S: 's' }, type: { S: 'fragile' }, mood: { S: 'slow' } };
    await client.send(new PutItemCommand({ TableName: other.tables.State, Item }));
    client.destroy();
    await until(() => events.some((event) => event.type === 'log' && event.line === 'fragile got 1'));
    const waiting = other.idle().catch((error: Error) => error.message);
    const slow = fetch(`${other.apiUrl}/moody/slow`).catch(() => 'cut off');
    await Promise.all([other.stop(), other.stop()]);
    await slow;
    expect(await waiting).toBe('the engine was stopped');
    await expect(fetch(other.apiUrl)).rejects.toThrow();
    await expect(fetch(other.dynamodbEndpoint)).rejects.toThrow();
    await expect(other.idle()).rejects.toThrow('the engine was stopped');
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await pause(20);
  expect(condition()).toBe(true);
}
