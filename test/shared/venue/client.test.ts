import { createServer, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type PushOptions, pushBody, pushSnapshot, VenueUnreachable } from '../../../shared/venue/client.ts';
import { sign, verifySignature } from '../../../shared/venue/signature.ts';
import { PART_BYTES } from '../../../shared/venue/split.ts';
import { wireBook } from '../../environment/books.ts';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly sent: Buffer;
  readonly unpacked: string;
}
interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Cut the connection: before any answer, or in the middle of one. */
  readonly cut?: 'before' | 'within';
}

/** A venue's API that answers what it is told to, one answer a request; the last one from then on. */
async function openApi(answers: Answer[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const { method = '', url = '', headers } = request;
    received.push({ method, path: url, headers, sent, unpacked: gunzipSync(sent).toString() });
    const { status, body = {}, headers: extra = {}, cut } = answers[received.length - 1] ?? answers.at(-1)!;
    if (cut === 'before') return void request.socket.destroy();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { ...extra, 'content-length': text.length + (cut ? 10 : 0) });
    response.write(text, () => cut && request.socket.destroy());
    if (!cut) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, received, close };
}

let api: Awaited<ReturnType<typeof openApi>>;
let clock: number;
let pauses: number[];
const close: (() => Promise<void>)[] = [];

async function options(answers: Answer[], more: Partial<PushOptions> = {}): Promise<PushOptions> {
  api = await openApi(answers);
  close.push(api.close);
  return {
    url: api.url,
    venue: 'demo',
    keys: ['key'],
    now: () => clock,
    pause: async (ms) => {
      pauses.push(ms);
      clock += ms;
    },
    ...more,
  };
}

beforeEach(() => {
  clock = Date.UTC(2026, 0, 1);
  pauses = [];
});
afterEach(async () => {
  for (const end of close.splice(0)) await end();
});

const valid = ({ method, path, headers, sent }: Received, key = 'key') => {
  const header = headers['breakwater-signature'] as string;
  const decoded = decodeURIComponent(path);
  return verifySignature(header, [key], Math.floor(clock / 1_000), { method, path: decoded, body: sent });
};

const ACCEPTED: Answer = { status: 202, body: { status: 'accepted' } };
const DUPLICATE: Answer = { status: 200, body: { status: 'duplicate' } };

describe('a push', () => {
  test('is one signed, gzipped POST of the snapshot, and reports its receipt', async () => {
    const outcome = await pushSnapshot(await options([ACCEPTED]), wireBook());
    expect(outcome).toEqual({ status: 'accepted', httpStatus: 202, answer: { status: 'accepted' }, requests: 1 });
    const [first] = api.received;
    expect(first).toMatchObject({ method: 'POST', path: '/v1/venues/demo/snapshots' });
    expect(first?.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json' });
    expect(JSON.parse(first!.unpacked)).toEqual(wireBook());
    expect(valid(first!)).toEqual({ valid: true });
  });

  test('is signed with both keys while the key rotates', async () => {
    await pushSnapshot(await options([ACCEPTED], { keys: ['new', 'old'] }), wireBook());
    expect(valid(api.received[0]!, 'new')).toEqual({ valid: true });
    expect(valid(api.received[0]!, 'old')).toEqual({ valid: true });
  });

  test('signs the decoded path, whatever has to be escaped on the way', async () => {
    await pushSnapshot(await options([ACCEPTED], { venue: 'a b/c' }), wireBook());
    expect(api.received[0]?.path).toBe('/v1/venues/a%20b%2Fc/snapshots');
    expect(valid(api.received[0]!)).toEqual({ valid: true });
  });

  test.each([
    ['duplicate', DUPLICATE, 'duplicate'],
    ['a conflict', { status: 409, body: { detail: 'taken' } }, 'rejected'],
    ['a body at fault', { status: 400, body: { errors: [{ path: '/a', message: 'b' }] } }, 'rejected'],
    ['a bad signature', { status: 401, body: { detail: 'no' } }, 'rejected'],
    ['too large', { status: 413, body: { message: 'Request Entity Too Large' } }, 'rejected'],
    ['an unknown content type', { status: 415, body: {} }, 'rejected'],
  ] as [string, Answer, string][])('that is answered %s is not tried again', async (_, answer, status) => {
    const outcome = await pushSnapshot(await options([answer, ACCEPTED]), wireBook());
    expect(outcome).toEqual({ status, httpStatus: answer.status, answer: answer.body, requests: 1 });
    expect(pauses).toEqual([]);
  });

  test('reports an answer that is not JSON as the text it is', async () => {
    const outcome = await pushSnapshot(await options([{ status: 403, body: '<h1>Forbidden</h1>' }]), wireBook());
    expect(outcome).toMatchObject({ status: 'rejected', httpStatus: 403, answer: '<h1>Forbidden</h1>' });
  });
});

/** The one signature of a request, whose paths a receiver may not choose between. */
const signedOver = ({ method, headers, sent }: Received, path: string) =>
  headers['breakwater-signature'] === sign(['key'], Math.floor(clock / 1_000), { method, path, body: sent });

describe('what is signed is the decoded path of the request as sent,', () => {
  test.each([
    ['of an address that is a host alone', '', '/v1/venues/demo/snapshots'],
    ['a custom domain’s base path included', '/risk/breakwater', '/risk/breakwater/v1/venues/demo/snapshots'],
    ['a named stage included', '/prod', '/prod/v1/venues/demo/snapshots'],
    ['what is escaped in it decoded', '/a%20b/%C3%A9', '/a b/é/v1/venues/demo/snapshots'],
  ])('%s', async (_, base, path) => {
    const settings = await options([ACCEPTED]);
    await pushSnapshot({ ...settings, url: `${settings.url}${base}` }, wireBook());
    expect(decodeURIComponent(api.received[0]?.path ?? '')).toBe(path);
    expect(signedOver(api.received[0]!, path)).toBe(true);
  });

  test('so is an id of a part', async () => {
    const book = wireBook({ accounts: Math.ceil(PART_BYTES / 130), snapshotId: 'demo:2026-01-05T12:00Z' });
    await pushSnapshot(await options([ACCEPTED]), book);
    const [, part] = api.received as [Received, Received];
    expect(signedOver(part, '/v1/venues/demo/snapshots/demo:2026-01-05T12:00Z/parts/1')).toBe(true);
  });

  test.each([
    'http://127.0.0.1/?a=b',
    'http://127.0.0.1/#a',
    'http://u:p@127.0.0.1',
    'http://127.0.0.1/%ff',
    'nowhere',
  ])('and %s is no address of an API: nothing is sent', async (url) => {
    const settings = await options([ACCEPTED]);
    await expect(pushSnapshot({ ...settings, url }, wireBook())).rejects.toThrow(TypeError);
    expect(api.received).toHaveLength(0);
  });
});

describe('a push that fails on the way', () => {
  test.each([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['a connection that is cut', { status: 0, cut: 'before' }],
    ['an answer that is cut', { status: 202, body: '{"status"', cut: 'within' }],
  ] as [string, Answer][])('by %s is tried again, with the same body', async (_, fault) => {
    const outcome = await pushSnapshot(await options([fault, fault, ACCEPTED]), wireBook());
    expect(outcome).toMatchObject({ status: 'accepted', requests: 3 });
    expect(new Set(api.received.map(({ unpacked }) => unpacked)).size).toBe(1);
    expect(pauses).toHaveLength(2);
  });

  test('is signed anew for each try, so that a long wait makes no signature stale', async () => {
    await pushSnapshot(await options([{ status: 503, headers: { 'retry-after': '60' } }, ACCEPTED]), wireBook());
    const [one, two] = api.received;
    expect(two?.headers['breakwater-signature']).not.toBe(one?.headers['breakwater-signature']);
    expect(two?.headers['breakwater-signature']).toContain(`t=${clock / 1_000},`);
    expect(valid(two!)).toEqual({ valid: true });
  });

  test('waits as long as Retry-After says', async () => {
    const busy = { status: 429, headers: { 'retry-after': '7' } };
    await pushSnapshot(await options([busy, ACCEPTED]), wireBook());
    expect(pauses).toEqual([7_000]);
  });

  test('is reported, not waited for, where Retry-After asks for more than a minute', async () => {
    const busy = { status: 503, body: { detail: 'later' }, headers: { 'retry-after': '3600' } };
    const outcome = await pushSnapshot(await options([busy]), wireBook());
    expect(outcome).toEqual({ status: 'rejected', httpStatus: 503, answer: { detail: 'later' }, requests: 1 });
    expect(pauses).toEqual([]);
  });

  test('pauses longer each time, with jitter, and never above ten seconds', async () => {
    await pushSnapshot(await options([{ status: 500 }], { tries: 10 }), wireBook());
    expect(pauses).toHaveLength(9);
    pauses.forEach((pause, i) => {
      const most = Math.min(200 * 2 ** i, 10_000);
      expect(pause).toBeGreaterThanOrEqual(most / 2);
      expect(pause).toBeLessThanOrEqual(most);
    });
    expect(new Set(pauses).size).toBe(9);
  });

  test('gives up after as many tries as it is allowed, with the last answer', async () => {
    const outcome = await pushSnapshot(
      await options([{ status: 503, body: { detail: 'down' } }], { tries: 3 }),
      wireBook(),
    );
    expect(outcome).toEqual({ status: 'rejected', httpStatus: 503, answer: { detail: 'down' }, requests: 3 });
  });

  test('is unreachable where nothing ever answers, and the message names address and cause but no key', async () => {
    const settings = await options([{ status: 0, cut: 'before' }], { tries: 2, keys: ['very-secret'] });
    const error = await pushSnapshot(settings, wireBook()).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error).toBeInstanceOf(VenueUnreachable);
    expect(error?.message).toContain(`${api.url} did not answer in 2 tries: `);
    expect(error?.message).not.toContain('very-secret');
    expect(error?.message).not.toContain('undefined');
  });
});

describe('a book that is too large for one request', () => {
  const accounts = Math.ceil(PART_BYTES / 130);
  const book = wireBook({ accounts });

  test('is announced and then sent in its parts, each signed for its own path', async () => {
    const outcome = await pushSnapshot(await options([ACCEPTED]), book);
    const [announcement, ...parts] = api.received;
    expect(outcome).toMatchObject({ status: 'accepted', requests: 1 + parts.length });
    expect(announcement?.method).toBe('POST');
    const header = JSON.parse(announcement!.unpacked);
    expect(header).toMatchObject({ snapshotId: book.snapshotId, parts: parts.length, markets: book.markets });
    expect(header.accounts).toBeUndefined();
    expect(parts.map(({ method, path }) => `${method} ${path}`)).toEqual(
      parts.map((_, i) => `PUT /v1/venues/demo/snapshots/${book.snapshotId}/parts/${i + 1}`),
    );
    for (const part of parts) expect(valid(part)).toEqual({ valid: true });
    const records = parts.flatMap(({ unpacked }) => unpacked.trim().split('\n'));
    expect(records).toHaveLength(2 * accounts);
  });

  test('stops at the first part that is refused', async () => {
    const refusal = { status: 409, body: { detail: 'taken' } };
    const outcome = await pushSnapshot(await options([ACCEPTED, refusal]), book);
    expect(outcome).toMatchObject({ status: 'rejected', httpStatus: 409, requests: 2 });
  });

  test('is accepted where any part was new, a duplicate where all were there', async () => {
    expect(await pushSnapshot(await options([DUPLICATE, ACCEPTED, DUPLICATE]), book)).toMatchObject({
      status: 'accepted',
    });
    expect(await pushSnapshot(await options([DUPLICATE]), book)).toMatchObject({ status: 'duplicate' });
  });
});

test('a body is pushed as it is, under the type that it has', async () => {
  const outcome = await pushBody(await options([ACCEPTED]), Buffer.from('{"kind":"header"}\n'), 'ndjson');
  expect(outcome.status).toBe('accepted');
  expect(api.received[0]).toMatchObject({ unpacked: '{"kind":"header"}\n' });
  expect(api.received[0]?.headers['content-type']).toBe('application/x-ndjson');
});
