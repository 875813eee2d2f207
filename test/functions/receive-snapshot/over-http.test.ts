import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodedPath, toEvent, toResponse } from '../../../infra/local/engine/http-event.ts';
import { type LoopbackServer, openLoopbackServer } from '../../../infra/local/engine/loopback-server.ts';
import { openRoutes, type Route } from '../../../infra/local/engine/routes.ts';
import { pushSnapshot } from '../../../shared/venue/client.ts';
import { sign } from '../../../shared/venue/signature.ts';
import { PART_BYTES } from '../../../shared/venue/split.ts';
import { bytes, inTwoParts, wireBook } from '../../environment/books.ts';
import { handle, handlerOpened, KEY, nextSequence, now } from './pushes.ts';

handlerOpened();

const ROUTES: readonly Route[] = [
  'POST /v1/venues/{venue}/snapshots',
  'PUT /v1/venues/{venue}/snapshots/{snapshotId}/parts/{n}',
].map((key) => ({ key, functionName: 'receive-snapshot', timeoutMs: 29_000 }));

/** Mappings of custom domains and named stages: routes are matched without them, and the path is handed on with them. */
const BASES = ['/prod', '/risk desk/breakwater'];

let server: LoopbackServer;
beforeAll(async () => {
  server = await openLoopbackServer();
  const match = openRoutes(ROUTES);
  server.handle(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: target = '' } = request;
    const path = decodedPath(target) ?? '';
    const base = BASES.find((mapping) => path.startsWith(`${mapping}/`)) ?? '';
    const found = match(method, path.slice(base.length));
    if (!found) return void response.writeHead(404).end('{}');
    const { pathParameters, route } = found;
    const wire = {
      method,
      target,
      headers: request.headersDistinct,
      body: Buffer.concat(chunks),
      protocol: 'HTTP/1.1',
    };
    const routed = {
      routeKey: route.key,
      pathParameters,
      apiId: 'a',
      accountId: '1',
      requestId: 'r',
      time: Date.now(),
    };
    const result = await handle(toEvent({ ...wire, sourceIp: '127.0.0.1' }, routed));
    const { status, headers, body } = toResponse(JSON.stringify(result));
    response.writeHead(status, headers as Record<string, string>).end(body);
  });
});
afterAll(() => server.close());

/** Sends a request to a path as it is, signed over another one. */
async function sent(method: string, path: string, signed: string, body: Buffer) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    body: Uint8Array.from(body),
    headers: {
      'content-type': 'application/json',
      'breakwater-signature': sign([KEY], now(), { method, path: signed, body }),
    },
  });
  const answer = (await response.json()) as { type?: string; complete?: boolean };
  return { ...answer, status: response.status };
}

describe.each([
  ['a host alone', '', ''],
  ['a named stage', '/prod', '/prod'],
  ['a custom domain with a base path', '/risk%20desk/breakwater', '/risk desk/breakwater'],
])('over HTTP, under %s', (_, base, decodedBase) => {
  const announced = () => {
    const sequence = nextSequence();
    return inTwoParts({ sequence, snapshotId: `demo:2026-01-05T12:00Z.${sequence}` });
  };

  test('the client pushes a whole book, and one in parts whose id has to be escaped', async () => {
    const options = { url: `${server.url}${base}`, venue: 'demo', keys: [KEY] };
    expect(await pushSnapshot(options, wireBook({ sequence: nextSequence() }))).toMatchObject({ status: 'accepted' });
    const sequence = nextSequence();
    const accounts = Math.ceil(PART_BYTES / 130);
    const book = wireBook({ sequence, accounts, snapshotId: `demo:2026-01-05T12:00Z:${sequence}` });
    expect(await pushSnapshot(options, book)).toMatchObject({ status: 'accepted', answer: { complete: true } });
  });

  test('a part is taken however its id is escaped, signed by the rule or as older documents had it', async () => {
    const { announcement, parts } = announced();
    const id = announcement.snapshotId;
    const snapshots = '/v1/venues/demo/snapshots';
    expect(await sent('POST', `${base}${snapshots}`, `${decodedBase}${snapshots}`, bytes(announcement))).toMatchObject({
      status: 202,
    });
    const plain = `${snapshots}/${id}/parts/1`;
    const escaped = `${snapshots}/${encodeURIComponent(id)}/parts/1`;
    const ways = [plain, escaped, escaped.replaceAll('%3A', '%3a'), plain.replace('demo:', 'dem%6F:')];
    const statuses = [];
    for (const way of ways) {
      for (const signed of [`${decodedBase}${plain}`, plain, escaped, `${base}${escaped}`])
        statuses.push((await sent('PUT', `${base}${way}`, signed, bytes(parts[0]))).status);
    }
    // The first lands, and all others are the same part of the same snapshot.
    expect(statuses).toEqual([202, ...new Array(15).fill(200)]);
  });

  test('an id or a number that is escaped twice is decoded once, and is none; a query is refused', async () => {
    const { announcement, parts } = announced();
    const twice = encodeURIComponent(encodeURIComponent(announcement.snapshotId));
    const at = (id: string, n: string) => `/v1/venues/demo/snapshots/${id}/parts/${n}`;
    const put = (path: string) =>
      sent(
        'PUT',
        `${base}${path}`,
        `${decodedBase}${decodeURIComponent(path.split('?')[0] as string)}`,
        bytes(parts[0]),
      );
    expect(await put(at(twice, '1'))).toMatchObject({ status: 400, type: 'urn:breakwater:problem:snapshot-invalid' });
    expect(await put(at('some', '%2531'))).toMatchObject({ status: 400, type: 'urn:breakwater:problem:part-unknown' });
    expect(await put(at('some', '%2B1'))).toMatchObject({ status: 400, type: 'urn:breakwater:problem:part-unknown' });
    expect(await put(`${at('some', '1')}?n=2`)).toMatchObject({
      status: 400,
      type: 'urn:breakwater:problem:query-unsupported',
    });
    expect(await put(at(`some.${nextSequence()}`, '%31'))).toMatchObject({ status: 202 });
  });
});
