import { afterEach, describe, expect, test } from '@jest/globals';
import { openLoopbackServer } from '../../../infra/local/engine/loopback-server.ts';
import type { Acknowledgement } from '../../../shared/action/types.ts';
import { sendAcknowledgement } from '../../../shared/venue/acknowledgement-client.ts';
import { verifySignature } from '../../../shared/venue/signature.ts';
import { VenueUnreachable } from '../../../shared/venue/signed-request.ts';

const NOW = Date.UTC(2026, 0, 1);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const acknowledgement: Acknowledgement = {
  acknowledgementId: 'a/1:2',
  actionId: 'a/1',
  venue: 'demo',
  status: 'partially-filled',
  orders: [{ orderId: 'o', filledContracts: 2, averagePrice: 99.5 }],
  timestamp: 5,
};

/** Breakwater's API that answers one status a request, the last one from then on; 0 cuts the connection. */
async function openApi(...statuses: number[]) {
  const server = await openLoopbackServer();
  closing.push(server.close);
  const received: { path: string; body: Buffer; valid: boolean; encoding: string | undefined }[] = [];
  server.handle(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const body = Buffer.concat(chunks);
    const header = headers['breakwater-signature'] as string;
    const { valid } = verifySignature(header, ['key'], NOW / 1_000, { method, path: decodeURIComponent(path), body });
    received.push({ path, body, valid, encoding: headers['content-encoding'] });
    const status = statuses[received.length - 1] ?? statuses.at(-1) ?? 0;
    if (status === 0) response.destroy();
    else response.writeHead(status).end(JSON.stringify({ status }));
  });
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  return { options: { url: server.url, keys: ['key'], now: () => NOW, pause }, received, pauses };
}

describe('an acknowledgement', () => {
  test('is one signed POST to its action, as it is', async () => {
    const { options, received } = await openApi(202);
    expect(await sendAcknowledgement(options, acknowledgement)).toEqual({
      status: 'taken',
      httpStatus: 202,
      answer: { status: 202 },
      requests: 1,
    });
    expect(received).toMatchObject([{ path: '/v1/actions/a%2F1/acknowledgements', valid: true, encoding: undefined }]);
    expect(JSON.parse(String(received[0]?.body))).toEqual(acknowledgement);
  });

  test.each([
    [200, 'known'],
    [400, 'refused'],
    [404, 'refused'],
    [409, 'refused'],
  ] as const)('that is answered %i is %s, and not sent again', async (status, outcome) => {
    const { options, pauses } = await openApi(status, 202);
    expect(await sendAcknowledgement(options, acknowledgement)).toMatchObject({ status: outcome, requests: 1 });
    expect(pauses).toEqual([]);
  });

  test.each([429, 500, 503, 0])('that meets %i is sent again, the very same', async (status) => {
    const { options, received, pauses } = await openApi(status, status, 202);
    expect(await sendAcknowledgement(options, acknowledgement)).toMatchObject({ status: 'taken', requests: 3 });
    expect(new Set(received.map(({ body }) => String(body))).size).toBe(1);
    expect(pauses).toHaveLength(2);
  });

  test('that nobody answers is told to be so', async () => {
    const { options } = await openApi(0);
    await expect(sendAcknowledgement({ ...options, tries: 2 }, acknowledgement)).rejects.toThrow(VenueUnreachable);
  });
});
