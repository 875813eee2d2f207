import { gzipSync } from 'node:zlib';
import {
  DynamoDBClient,
  type DynamoDBClientResolvedConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';
import { sign } from '../../../shared/venue/signature.ts';
import { bytes, inTwoParts, ndjson, wireBook } from '../../environment/books.ts';
import { fresh, handlerOpened, KEY, nextSequence, now, OLD_KEY, type Request, send } from './pushes.ts';

handlerOpened();

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
    const { announcement, parts } = inTwoParts({ sequence: nextSequence() });
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
      answer: {
        type: 'urn:breakwater:problem:unavailable',
        detail: expect.stringMatching(/push the same body again, with the same snapshotId/),
      },
    });
  });

  test('a fault of our own is a 500 that gives nothing away', async () => {
    dynamodb.on(GetItemCommand).resolves({});
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    dynamodb.on(PutItemCommand).rejects(new Error('table secret-name does not exist'));
    const { status, answer } = await send({ body: bytes(fresh()) });
    expect(status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('secret-name');
    expect(answer.detail).toContain('Pushing the same body again is safe');
  });
});
