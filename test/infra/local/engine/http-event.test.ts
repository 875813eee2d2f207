import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodedPath, toEvent, toResponse } from '../../../../infra/local/engine/http-event.ts';

const ROUTED = {
  routeKey: 'r',
  pathParameters: {},
  apiId: 'a',
  accountId: '1',
  requestId: 'q',
  time: Date.parse('2026-02-03T04:05:06Z'),
};
const event = (body: Uint8Array, headers: Record<string, string[]> = {}, target = '/p') =>
  toEvent(
    { method: 'POST', target, headers, body: Buffer.from(body), protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
    ROUTED,
  );

describe('the event of a request', () => {
  test('carries any body exactly, whatever its type says', () => {
    const types = fc.constantFrom(
      'application/json',
      'text/plain; charset=utf-8',
      'application/x-ndjson',
      'image/png',
      undefined,
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), types, fc.boolean(), (body, type, encoded) => {
        const headers = {
          ...(type ? { 'content-type': [type] } : {}),
          ...(encoded ? { 'content-encoding': ['gzip'] } : {}),
        };
        const made = event(body, headers);
        const read = Buffer.from(made.body ?? '', made.isBase64Encoded ? 'base64' : 'utf8');
        expect(read.equals(Buffer.from(body))).toBe(true);
      }),
    );
  });

  test.each([
    ['application/json', false],
    ['application/problem+json; charset=utf-8', false],
    ['text/csv', false],
    ['application/x-ndjson', true],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
  ])('of type %s is base64: %s', (type, base64) => {
    expect(event(Buffer.from('{}'), { 'content-type': [type] }).isBase64Encoded).toBe(base64);
  });

  test('joins repeated headers and keeps cookies apart', () => {
    const made = event(Buffer.alloc(0), { 'x-a': ['1', '2'], cookie: ['a=1; b=2', 'c=3'], host: ['api.example'] });
    expect(made.headers).toEqual({ 'x-a': '1,2', host: 'api.example' });
    expect(made.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(made.requestContext).toMatchObject({
      domainName: 'api.example',
      domainPrefix: 'api',
      time: '03/Feb/2026:04:05:06 +0000',
    });
    expect(made).not.toHaveProperty('body');
  });

  test('has its path decoded and its query as sent', () => {
    expect(event(Buffer.alloc(0), {}, '/a%2Fb%20c?d=%20')).toMatchObject({
      rawPath: '/a/b c',
      rawQueryString: 'd=%20',
      queryStringParameters: { d: ' ' },
    });
    expect(decodedPath('/%zz?x')).toBeUndefined();
  });
});

describe('the answer of a function', () => {
  test('has its body decoded and its headers in lower case', () => {
    const made = toResponse(
      '{"statusCode":418,"headers":{"X-A":1},"cookies":["a=1"],"body":"aGk=","isBase64Encoded":true}',
    );
    expect(made).toEqual({
      status: 418,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'x-a': '1', 'set-cookie': ['a=1'] },
      body: Buffer.from('hi'),
    });
  });

  test('without a status is JSON with status 200', () => {
    for (const payload of ['{"a":1}', 'null', '"text"', '[1]']) {
      expect(toResponse(payload)).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(payload),
      });
    }
  });

  test.each(['{"statusCode":"200"}', '{"statusCode":99}', '{"statusCode":200,"body":{}}'])(
    '%s is no answer',
    (payload) => {
      expect(() => toResponse(payload)).toThrow(TypeError);
    },
  );
});
