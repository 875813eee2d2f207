import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import { sign } from '../../../shared/venue/signature.ts';
import { bytes, ndjson, wireBook } from '../../environment/books.ts';
import { answered, fresh, handlerOpened, KEY, now, type Request, refused, send } from './pushes.ts';

handlerOpened();

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
      () => {
        const body = bytes(wireBook());
        return { body, signature: sign([KEY], now(), { method: 'POST', path: '/v1/venues/other/snapshots', body }) };
      },
      401,
      'signature-mismatch',
      /path/,
    ],
    [
      'an unknown venue',
      () => ({ body: bytes(wireBook()), venue: 'nowhere' }),
      401,
      'signature-mismatch',
      /venue that is not known/,
    ],
    ['a query', () => ({ body: bytes(wireBook()), query: 'dry=1' }), 400, 'query-unsupported', /not signed/],
    [
      'a query of an empty value on a part',
      () => ({ body: bytes({}), part: { snapshotId: 's', n: '1' }, query: '&' }),
      400,
      'query-unsupported',
      /not signed/,
    ],
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
      'flags that contradict each other',
      { ...first, markets: [{ ...first.markets[0], linear: false }] },
      '/markets/0/linear',
      /settles in USDT: an inverse contract settles in its base currency/,
    ],
    ['a snapshot from the future', { ...first, timestamp: Date.now() + 3_600_000 }, '/timestamp', /ahead/],
    [
      'a time in seconds',
      { ...first, timestamp: Math.floor(first.timestamp / 1_000) },
      '/timestamp',
      /looks like seconds/,
    ],
    [
      'a bar without a time',
      { ...first, markets: [{ ...first.markets[0], candle: { ...first.markets[0]?.candle, timestamp: 0 } }] },
      '/markets/0/candle/timestamp',
      /must be Unix milliseconds from 2000-01-01/,
    ],
    [
      'a price too small to be one',
      { ...first, markets: [{ ...first.markets[0], markPrice: '1e-13' }] },
      '/markets/0/markPrice',
      /^must be a price from 1e-12 to 1e12: /,
    ],
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
    expect(await refused({ body: bytes({ ...book, timestamp: book.timestamp + 5 }) })).toMatchObject({
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

describe('a part has one number, and that one way to be written', () => {
  test.each(['01', '0x1', '1e0', '+1', '1.0', ' 1', '1 ', '0', '-1', '501', '1000000', '\u0661', 'x'])(
    '%j is none',
    async (n) => {
      expect(await refused({ body: bytes({}), part: { snapshotId: 'some', n } })).toMatchObject({
        status: 400,
        type: 'urn:breakwater:problem:part-unknown',
      });
    },
  );

  test('without one the path is none of the API', async () => {
    expect(await refused({ body: bytes({}), part: { snapshotId: 'some', n: '' } })).toMatchObject({
      status: 404,
      type: 'urn:breakwater:problem:route-unknown',
    });
  });

  test('an id that was encoded twice is decoded once, and is none', async () => {
    const part = { snapshotId: 'demo%3A1', n: '1' };
    expect(await refused({ body: bytes({}), part })).toMatchObject({
      status: 400,
      type: 'urn:breakwater:problem:snapshot-invalid',
      errors: [{ path: '/snapshotId' }],
    });
  });
});

describe('who has no key learns nothing of which venues there are: the same answer, byte for byte', () => {
  const answers = (request: Omit<Request, 'body' | 'venue'>, venues: readonly string[]) =>
    Promise.all(venues.map((venue) => answered({ body: bytes(wireBook()), venue, ...request })));
  const VENUES = ['demo', 'nowhere', '__proto__', 'toString'];
  const seconds = Math.floor(Date.now() / 1_000);

  test.each<[string, string, RegExp]>([
    ['no signature', '', /signature-missing/],
    ['a blank one', ' ', /signature-missing/],
    ['one that is none', 'v1=xyz', /signature-malformed/],
    ['an old one', `t=${seconds - 900},v1=${'0'.repeat(64)}`, /signature-stale/],
    ['one from the future', `t=${seconds + 9_000},v1=${'0'.repeat(64)}`, /signature-future/],
    ['one of a key that nobody has', `t=${seconds},v1=${'0'.repeat(64)}`, /signature-mismatch/],
  ])('%s', async (_, signature, kind) => {
    const [known, ...unknown] = await answers({ signature }, VENUES);
    expect(known?.statusCode).toBe(401);
    expect(known?.body).toMatch(kind);
    // An age is told in seconds, which go on between two requests.
    const still = (answer: unknown) => JSON.parse(JSON.stringify(answer).replace(/\d+ s (old|ahead)/g, 'some s $1'));
    for (const answer of unknown) expect(still(answer)).toEqual(still(known));
  });

  test('a part and a query, too', async () => {
    for (const request of [
      { part: { snapshotId: 's', n: '1' }, signature: '' },
      { part: { snapshotId: 's', n: 'x' }, signature: `t=${seconds},v1=${'0'.repeat(64)}` },
      { query: 'a=b', signature: '' },
    ]) {
      const [known, ...unknown] = await answers(request, VENUES);
      for (const answer of unknown) expect(answer).toEqual(known);
    }
  });
});
