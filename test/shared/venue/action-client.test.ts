import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openLoopbackServer } from '../../../infra/local/engine/loopback-server.ts';
import { loggedOutcome, sendAction, VenueUnavailable } from '../../../shared/venue/action-client.ts';
import { sign, verifySignature } from '../../../shared/venue/signature.ts';
import { action, NOW } from '../action/examples.ts';

const ACTION = action();
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A venue that notes what it gets and answers as it is told. */
async function venue(answer: (response: ServerResponse, nth: number) => void) {
  const received: Received[] = [];
  const server = await openLoopbackServer();
  server.handle(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    received.push({ method, path, headers, body: Buffer.concat(chunks) });
    answer(response, received.length);
  });
  closing.push(server.close);
  const send = (more: { path?: string; key?: string | string[]; timeoutMs?: number } = {}) =>
    sendAction({ url: `${server.url}${more.path ?? ''}`, key: more.key ?? 'secret' }, ACTION, {
      now: () => NOW,
      timeoutMs: more.timeoutMs ?? 5_000,
    });
  return { received, send, server };
}

const answering =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

const unavailable = async (sending: Promise<unknown>): Promise<VenueUnavailable> => {
  const error = await sending.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(VenueUnavailable);
  return error as VenueUnavailable;
};

describe('what a venue says in its own words', () => {
  const WORDS = 'account acct-0042 has no such position';

  test('is not in a log line: its length is, and a hash to find it by', async () => {
    const { send } = await venue(answering(422, JSON.stringify({ detail: WORDS })));
    const outcome = await send();
    expect(outcome).toMatchObject({ outcome: 'refused', detail: WORDS });
    const logged = loggedOutcome(outcome);
    expect(logged).toEqual({
      ...{ outcome: 'refused', status: 422, detailLength: WORDS.length },
      detailSha256: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(loggedOutcome({ outcome: 'accepted' })).toEqual({ outcome: 'accepted' });
  });

  test('is not in the error of a venue that cannot, which whoever does not catch it logs', async () => {
    const { send } = await venue(answering(503, JSON.stringify({ detail: WORDS })));
    const error = await unavailable(send());
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('acct-0042');
  });
});

describe('an action that is sent', () => {
  test('is posted as JSON, with its id as the idempotency key, signed over the path and the bytes as sent', async () => {
    const { received, send } = await venue(answering(202));
    expect(await send({ path: '/breakwater/v1', key: ['new', 'old'] })).toEqual({ outcome: 'accepted' });
    const [request] = received as [Received];
    expect(request).toMatchObject({
      method: 'POST',
      path: '/breakwater/v1/actions',
      headers: { 'content-type': 'application/json', 'idempotency-key': ACTION.actionId },
    });
    expect(JSON.parse(request.body.toString())).toEqual(ACTION);
    const header = request.headers['breakwater-signature'] as string;
    for (const key of ['new', 'old']) {
      expect(verifySignature(header, [key], NOW / 1_000, request)).toEqual({ valid: true });
    }
    expect(verifySignature(header, ['other'], NOW / 1_000, request)).toMatchObject({ valid: false });
  });

  test('is signed over the decoded path, a base path included', async () => {
    const { received, send } = await venue(answering(202));
    await send({ path: '/risk%20desk/v1%3A2' });
    const [request] = received as [Received];
    expect(request.path).toBe('/risk%20desk/v1%3A2/actions');
    const signed = { method: 'POST', path: '/risk desk/v1:2/actions', body: request.body };
    expect(request.headers['breakwater-signature']).toBe(sign(['secret'], NOW / 1_000, signed));
  });

  test('is the very same request the second time', async () => {
    const { received, send } = await venue(answering(202));
    await send();
    await send();
    expect(received[1]?.body.equals(received[0]?.body as Buffer)).toBe(true);
    expect(received[1]?.headers['idempotency-key']).toBe(received[0]?.headers['idempotency-key']);
  });

  test('is a duplicate where the venue has it already', async () => {
    const { send } = await venue(answering(200, '{"status":"accepted"}'));
    expect(await send()).toEqual({ outcome: 'duplicate' });
  });

  test('is taken as soon as the venue says so, whether or not it ever ends its answer', async () => {
    const { send } = await venue((response) => void response.writeHead(202).write('{'));
    expect(await send()).toEqual({ outcome: 'accepted' });
  });
});

describe('a venue that will not', () => {
  test.each([400, 401, 403, 404, 409, 413, 422])(
    'answers %i, which is told with the detail of its problem',
    async (status) => {
      const { send } = await venue(answering(status, JSON.stringify({ detail: 'The action id is taken.' })));
      expect(await send()).toEqual({ outcome: 'refused', status, detail: 'The action id is taken.' });
    },
  );

  test('may say so in words of its own, of which the beginning is told', async () => {
    const { send } = await venue(answering(403, `<h1>Forbidden</h1>${'x'.repeat(1_000_000)}`));
    const outcome = await send();
    expect(outcome).toMatchObject({ outcome: 'refused', status: 403 });
    expect(outcome.outcome === 'refused' && outcome.detail).toMatch(/^<h1>Forbidden<\/h1>x+$/);
    expect(outcome.outcome === 'refused' && outcome.detail.length).toBe(500);
  });

  test('does not lead a signed action elsewhere', async () => {
    const elsewhere = await venue(answering(202));
    const { send } = await venue(answering(307, '', { location: `${elsewhere.server.url}/actions` }));
    expect(await send()).toMatchObject({ outcome: 'refused', status: 307 });
    expect(elsewhere.received).toEqual([]);
  });
});

describe('a venue that cannot', () => {
  test.each([408, 500, 502, 503, 504])('answers %i, and is to be tried again', async (status) => {
    const { send } = await venue(answering(status, JSON.stringify({ detail: 'maintenance' })));
    const error = await unavailable(send());
    // Whoever does not catch it logs it: the venue's own words are not in it.
    expect(error.message).toMatch(new RegExp(`^demo answered ${status} in 11 characters \\(sha256 [0-9a-f]{16}\\)$`));
    expect(error.retryAfterMs).toBeUndefined();
  });

  test.each([
    ['7', 7_000],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    [new Date(NOW - 90_000).toUTCString(), 0],
    ['soon', undefined],
  ])('is left alone for as long as it asks: Retry-After %s', async (header, expected) => {
    const { send } = await venue(answering(429, '', { 'retry-after': header }));
    expect((await unavailable(send())).retryAfterMs).toBe(expected);
  });

  test('is tried again where nobody listens', async () => {
    const { send, server } = await venue(answering(202));
    await server.close();
    expect((await unavailable(send())).message).toMatch(/^demo did not answer: .*ECONNREFUSED/);
  });

  test('is tried again where it hangs up before it has answered', async () => {
    const { send } = await venue((response) => void response.destroy());
    await unavailable(send());
  });

  test('is tried again where it says nothing in time', async () => {
    const { send } = await venue(() => {});
    expect((await unavailable(send({ timeoutMs: 50 }))).message).toMatch(/timeout/i);
  });

  test('is tried again where it never ends its refusal', async () => {
    const { send } = await venue((response) => void response.writeHead(400).write('{'));
    await unavailable(send({ timeoutMs: 50 }));
  });

  test('is three times down and then there', async () => {
    const { received, send } = await venue((response, nth) => answering(nth <= 3 ? 500 : 202)(response));
    for (let i = 0; i < 3; i++) await unavailable(send());
    expect(await send()).toEqual({ outcome: 'accepted' });
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });
});

describe('an address', () => {
  const neverFetched = () => Promise.reject(new Error('was fetched'));
  const sendTo = (url: string) => sendAction({ url, key: 'secret' }, ACTION, { fetch: neverFetched });

  test.each([
    'http://venue.example',
    'http://127.0.0.1.venue.example',
    'ftp://venue.example',
    'https://user:password@venue.example',
    'https://venue.example/?to=',
    'venue.example',
  ])('that an action may not go to is refused before anything is sent: %s', async (url) => {
    await expect(sendTo(url)).rejects.toMatchObject({ name: 'TypeError' });
  });

  test.each(['https://venue.example', 'http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])(
    'that it may go to is tried: %s',
    async (url) => {
      await expect(sendTo(url)).rejects.toThrow('was fetched');
    },
  );

  test('does not tell a password that stands in it', async () => {
    await expect(sendTo('https://user:password@venue.example')).rejects.toThrow(/^(?!.*password).*$/);
  });
});
