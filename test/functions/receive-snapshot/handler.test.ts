import { gzipSync } from 'node:zlib';
import {
  DynamoDBClient,
  type DynamoDBClientResolvedConfig,
  GetItemCommand,
  PutItemCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';
import type { ProblemBody } from '../../../shared/runtime/problem.ts';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { sign } from '../../../shared/venue/signature.ts';
import { bytes, inTwoParts, ndjson, wireBook } from '../../environment/books.ts';
import { contents, makeTables } from '../../environment/tables.ts';

const KEY = 'the-venue-key';
const OLD_KEY = 'the-key-before';
const now = () => Math.floor(Date.now() / 1_000);

let handler: (event: unknown, context: unknown) => Promise<APIGatewayProxyStructuredResultV2>;
let tables: Tables;
const secrets = mockClient(SecretsManagerClient);

beforeAll(async () => {
  tables = await makeTables(Date.now);
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    SNAPSHOT_TABLE: tables.snapshots,
    VENUE_SECRETS: JSON.stringify({ demo: 'arn:demo' }),
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

interface Request {
  readonly body: Buffer;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly signature?: string;
  readonly venue?: string;
  readonly part?: { snapshotId: string; n: string };
}

async function send({
  body,
  venue = 'demo',
  part,
  headers = {},
  ...rest
}: Request): Promise<{ status: number; answer: ProblemBody & Record<string, unknown>; type: string }> {
  const method = rest.method ?? (part ? 'PUT' : 'POST');
  const path = rest.path ?? `/v1/venues/${venue}/snapshots${part ? `/${part.snapshotId}/parts/${part.n}` : ''}`;
  const signature = rest.signature ?? sign([KEY], now(), { method, path, body });
  const response = await handler(
    {
      rawPath: path,
      headers: {
        'content-type': 'application/json',
        ...headers,
        ...(signature ? { 'breakwater-signature': signature } : {}),
      },
      pathParameters: { venue, ...(part ?? {}) },
      requestContext: { http: { method } },
      body: body.toString('base64'),
      isBase64Encoded: true,
    },
    { getRemainingTimeInMillis: () => 10_000 },
  );
  const answer = JSON.parse(response.body as string);
  return { status: response.statusCode as number, answer, type: response.headers?.['content-type'] as string };
}

let sequence = 100;
const fresh = () => wireBook({ sequence: sequence++ });

/** Sends what must be refused, and checks that the refusal is a problem and that nothing was stored. */
async function refused(request: Request): Promise<ProblemBody> {
  const before = await contents(tables);
  const { status, answer, type } = await send(request);
  expect(type).toBe('application/problem+json');
  expect(answer.status).toBe(status);
  expect(answer.detail.length).toBeGreaterThan(10);
  expect(await contents(tables)).toEqual(before);
  return answer;
}

describe('is taken', () => {
  test('JSON, gzipped JSON and gzipped NDJSON, each with 202 and again with 200', async () => {
    const json = fresh();
    const zipped = fresh();
    const lines = fresh();
    const requests: Request[] = [
      { body: bytes(json) },
      { body: gzipSync(bytes(zipped)), headers: { 'content-encoding': 'gzip' } },
      {
        body: gzipSync(ndjson(lines)),
        headers: { 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' },
      },
    ];
    for (const request of requests) {
      expect(await send(request)).toMatchObject({
        status: 202,
        answer: { status: 'accepted', complete: true, missing: [] },
      });
      expect(await send(request)).toMatchObject({ status: 200, answer: { status: 'duplicate', complete: true } });
    }
  });

  test('a retry that was compressed anew is a duplicate: what counts is what was packed', async () => {
    const book = fresh();
    await send({ body: gzipSync(bytes(book), { level: 1 }), headers: { 'content-encoding': 'gzip' } });
    expect(
      await send({ body: gzipSync(bytes(book), { level: 9 }), headers: { 'content-encoding': 'gzip' } }),
    ).toMatchObject({ status: 200 });
  });

  test('a request signed with the key before, or with both, while the key rotates', async () => {
    const [before, both] = [bytes(fresh()), bytes(fresh())];
    const path = '/v1/venues/demo/snapshots';
    expect(
      await send({ body: before, signature: sign([OLD_KEY], now(), { method: 'POST', path, body: before }) }),
    ).toMatchObject({ status: 202 });
    expect(
      await send({ body: both, signature: sign(['unknown', KEY], now(), { method: 'POST', path, body: both }) }),
    ).toMatchObject({ status: 202 });
  });

  test('a book in two parts by PUT', async () => {
    const { announcement, parts } = inTwoParts({ sequence: sequence++ });
    const { snapshotId } = announcement;
    expect(await send({ body: bytes(announcement) })).toMatchObject({
      status: 202,
      answer: { complete: false, missing: [1, 2] },
    });
    expect(await send({ body: bytes(parts[1]), part: { snapshotId, n: '2' } })).toMatchObject({
      status: 202,
      answer: { missing: [1] },
    });
    expect(await send({ body: bytes(parts[0]), part: { snapshotId, n: '1' } })).toMatchObject({
      status: 202,
      answer: { complete: true },
    });
    expect(await send({ body: bytes(parts[0]), part: { snapshotId, n: '1' } })).toMatchObject({ status: 200 });
  });

  test('a sequence out of order, and the answer says that it moves nothing', async () => {
    await send({ body: bytes(wireBook({ sequence: 90 })) });
    const { status, answer } = await send({ body: bytes(wireBook({ sequence: 20 })) });
    expect(status).toBe(202);
    expect(answer).toMatchObject({ late: true, complete: true });
    expect(answer.detail).toContain('20 is behind');
  });
});

describe('is refused with its own answer', () => {
  const path = '/v1/venues/demo/snapshots';
  const signedAt = (seconds: number, key = KEY) => {
    const body = bytes(wireBook());
    return { body, signature: sign([key], seconds, { method: 'POST', path, body }) };
  };

  test.each([
    ['no signature', () => ({ body: bytes(wireBook()), signature: '' }), 401, 'signature-missing', /missing/],
    [
      'a malformed signature',
      () => ({ body: bytes(wireBook()), signature: 'v1=xyz' }),
      401,
      'signature-malformed',
      /t=<Unix seconds>/,
    ],
    [
      'a signature without a v1',
      () => ({ body: bytes(wireBook()), signature: `t=${now()},v0=aa` }),
      401,
      'signature-malformed',
      /v1/,
    ],
    ['a stale timestamp', () => signedAt(now() - 400), 401, 'signature-stale', /400 s old/],
    ['a future timestamp', () => signedAt(now() + 400), 401, 'signature-future', /ahead/],
    ['a wrong key', () => signedAt(now(), 'wrong'), 401, 'signature-mismatch', /HMAC-SHA256/],
    [
      'a body changed after signing',
      () => ({ ...signedAt(now()), body: bytes(wireBook({ price: 1 })) }),
      401,
      'signature-mismatch',
      /bytes as sent/,
    ],
    [
      'a signature for another path',
      () => ({ ...signedAt(now()), path: '/v1/venues/other/snapshots' }),
      401,
      'signature-mismatch',
      /path/,
    ],
    ['an unknown venue', () => ({ body: bytes(wireBook()), venue: 'nowhere' }), 401, 'venue-unknown', /nowhere/],
    [
      'a truncated gzip',
      () => ({ body: gzipSync(bytes(wireBook())).subarray(0, -20), headers: { 'content-encoding': 'gzip' } }),
      400,
      'body-unreadable',
      /truncated/,
    ],
    [
      'a broken gzip',
      () => ({
        body: Buffer.concat([gzipSync(bytes(wireBook())).subarray(0, 30), Buffer.alloc(300, 7)]),
        headers: { 'content-encoding': 'gzip' },
      }),
      400,
      'body-unreadable',
      /gzip/,
    ],
    [
      'no gzip that says it is',
      () => ({ body: bytes(wireBook()), headers: { 'content-encoding': 'gzip' } }),
      400,
      'body-unreadable',
      /is not/,
    ],
    [
      'a gzip bomb',
      () => ({ body: gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 1, 32)), headers: { 'content-encoding': 'gzip' } }),
      413,
      'body-too-large',
      /unpacks to more/,
    ],
    ['a body of 10 MB', () => ({ body: Buffer.alloc(10_000_000, 32) }), 413, 'body-too-large', /10000000 bytes/],
    [
      'an encoding that is not known',
      () => ({ body: bytes(wireBook()), headers: { 'content-encoding': 'br' } }),
      415,
      'media-unsupported',
      /br/,
    ],
    [
      'a type that is not known',
      () => ({ body: bytes(wireBook()), headers: { 'content-type': 'text/csv' } }),
      415,
      'media-unsupported',
      /text\/csv/,
    ],
  ] as const)('%s', async (_, request, status, kind, detail) => {
    const problem = await refused(request() as Request);
    expect(problem).toMatchObject({ status, type: `urn:breakwater:problem:${kind}` });
    expect(problem.detail).toMatch(detail);
  });

  const first = wireBook();
  const [position] = first.positions;
  test.each<[string, unknown, string, RegExp]>([
    ['invalid JSON', Buffer.from('{"snapshotId": '), '', /not JSON/],
    ['NaN, which JSON does not have', Buffer.from('{"snapshotId": NaN}'), '', /not JSON/],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), '', /UTF-8/],
    ['an empty body', Buffer.alloc(0), '', /empty/],
    ['an array', [], '', /object/],
    ['NaN as text', { ...first, positions: [{ ...position, contracts: 'NaN' }] }, '/positions/0/contracts', /decimal/],
    ['a wrong type', { ...first, sequence: 'one' }, '/sequence', /integer/],
    ['a list that is none', { ...first, accounts: {}, positions: [] }, '/accounts', /array/],
    [
      'negative contracts',
      { ...first, positions: [position, { ...first.positions[1], contracts: -1 }] },
      '/positions/1/contracts',
      /negative/,
    ],
    [
      'negative contracts as text',
      { ...first, positions: [{ ...position, contracts: '-0.5' }] },
      '/positions/0/contracts',
      /not negative/,
    ],
    [
      'a price of 0',
      { ...first, markets: [{ ...first.markets[0], markPrice: 0 }] },
      '/markets/0/markPrice',
      /greater than 0/,
    ],
    [
      'an amount beyond all bounds',
      { ...first, positions: [{ ...position, contracts: 1e31 }] },
      '/positions/0/contracts',
      /at most/,
    ],
    [
      'such an amount as text',
      { ...first, positions: [{ ...position, contracts: '1e99' }] },
      '/positions/0/contracts',
      /at most/,
    ],
    [
      'an unknown market',
      { ...first, positions: [{ ...position, symbol: 'DOGE/USDT:USDT' }] },
      '/positions/0/symbol',
      /DOGE/,
    ],
    [
      'an unknown account',
      { ...first, positions: [{ ...position, accountId: 'nobody' }] },
      '/positions/0/accountId',
      /nobody/,
    ],
    [
      'a duplicate account',
      { ...first, accounts: [...first.accounts, first.accounts[2]] },
      '/accounts/4/accountId',
      /second time/,
    ],
    [
      'a duplicate market',
      { ...first, markets: [...first.markets, first.markets[0]] },
      '/markets/1/symbol',
      /second time/,
    ],
    ['a position twice', { ...first, positions: [...first.positions, position] }, '/positions/4', /repeats/],
    [
      'an isolated position without margin',
      { ...first, positions: [{ ...position, marginMode: 'isolated' }] },
      '/positions/0/collateral',
      /required/,
    ],
    ['a snapshot from the future', { ...first, timestamp: Date.now() + 3_600_000 }, '/timestamp', /ahead/],
    ['a missing field', { ...first, snapshotId: undefined }, '/snapshotId', /required/],
  ])('%s', async (_, body, path, message) => {
    const problem = await refused({ body: Buffer.isBuffer(body) ? body : bytes(body) });
    expect(problem).toMatchObject({ status: 400, type: 'urn:breakwater:problem:snapshot-invalid', errorCount: 1 });
    expect(problem.errors?.[0]?.path).toBe(path);
    expect(problem.errors?.[0]?.message).toMatch(message);
  });

  test('many faults: the first fifty with their paths, and the count of all', async () => {
    const positions = Array.from({ length: 80 }, () => ({ ...position, contracts: -1 }));
    const problem = await refused({ body: bytes({ ...first, positions }) });
    expect(problem.errors).toHaveLength(50);
    expect(problem.errors?.[49]?.path).toBe('/positions/49/contracts');
    expect(problem.errorCount).toBe(80);
  });

  test('a fault in NDJSON carries its line', async () => {
    const lines = ndjson(first).toString().trim().split('\n');
    lines[6] = '{"kind":"position","broken"';
    const problem = await refused({
      body: Buffer.from(lines.join('\n')),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(problem.errors).toEqual([{ path: '', line: 7, message: expect.stringContaining('not JSON') }]);
  });

  test('an id in use, a sequence in use, a part that is none', async () => {
    const book = fresh();
    await send({ body: bytes(book) });
    expect(await refused({ body: bytes({ ...book, timestamp: 5 }) })).toMatchObject({
      status: 409,
      type: expect.stringContaining('snapshot-conflict'),
    });
    expect(await refused({ body: bytes({ ...book, snapshotId: 'another' }) })).toMatchObject({
      status: 409,
      type: expect.stringContaining('sequence-conflict'),
    });
    expect(await refused({ body: bytes({}), part: { snapshotId: book.snapshotId, n: '1' } })).toMatchObject({
      status: 400,
      type: expect.stringContaining('part-unknown'),
    });
    expect(await refused({ body: bytes({}), part: { snapshotId: book.snapshotId, n: 'x' } })).toMatchObject({
      status: 400,
      type: expect.stringContaining('part-unknown'),
    });
  });
});

describe('when AWS fails', () => {
  let dynamodb: AwsStub<ServiceInputTypes, ServiceOutputTypes, DynamoDBClientResolvedConfig>;
  beforeEach(() => {
    dynamodb = mockClient(DynamoDBClient);
  });
  afterEach(() => dynamodb.restore());

  test('a store that throttles is a 503 that says to try again, and when', async () => {
    dynamodb
      .on(GetItemCommand)
      .rejects(Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' }));
    expect(await send({ body: bytes(fresh()) })).toMatchObject({
      status: 503,
      answer: { type: 'urn:breakwater:problem:unavailable' },
    });
  });

  test('a fault of our own is a 500 that gives nothing away', async () => {
    dynamodb.on(GetItemCommand).resolves({});
    dynamodb.on(PutItemCommand).rejects(new Error('table secret-name does not exist'));
    const { status, answer } = await send({ body: bytes(fresh()) });
    expect(status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('secret-name');
  });
});
