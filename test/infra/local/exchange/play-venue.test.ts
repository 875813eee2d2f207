import { afterEach, expect, jest, test } from '@jest/globals';
import { openLoopbackServer } from '../../../../infra/local/engine/loopback-server.ts';
import { openPlayedVenue } from '../../../../infra/local/exchange/play-venue.ts';
import { openStorm } from '../../../../infra/local/exchange/storm.ts';
import { stormBars } from '../../../../infra/local/scenario/prices.ts';
import { openRandom } from '../../../../infra/local/scenario/random.ts';
import type { Acknowledgement, Action } from '../../../../shared/action/types.ts';
import { sendAction } from '../../../../shared/venue/action-client.ts';
import { verifySignature } from '../../../../shared/venue/signature.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A storm's exchange before Breakwater's API, which answers every acknowledgement with a status. */
async function open(status = 202) {
  const api = await openLoopbackServer();
  const server = await openLoopbackServer();
  closing.push(api.close, server.close);
  const heard: Acknowledgement[] = [];
  api.handle(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const body = Buffer.concat(chunks);
    const header = headers['breakwater-signature'] as string;
    expect(verifySignature(header, ['key'], Date.now() / 1_000, { method, path, body })).toEqual({ valid: true });
    const acknowledgement = JSON.parse(String(body)) as Acknowledgement;
    expect(path).toBe(`/v1/actions/${acknowledgement.actionId}/acknowledgements`);
    heard.push(acknowledgement);
    response.writeHead(status).end('{}');
  });
  const storm = openStorm({ seed: 1, accounts: 30, bars: stormBars(openRandom(1)).slice(0, 12) });
  const venue = await openPlayedVenue({ venue: 'demo', storm, server, apiUrl: api.url, key: 'key' });
  return { storm, venue, heard, endpoint: { url: server.url, key: 'key' } };
}

/** Closes what somebody holds in the first market. */
function reduction(storm: ReturnType<typeof openStorm>): Action {
  const { accounts, markets } = storm.exchange.state;
  const account = accounts.find(({ maker, positions }) => !maker && positions.some(({ market }) => market === 0))!;
  const position = account.positions.find(({ market }) => market === 0)!;
  return {
    actionId: 'action-1',
    kind: 'reduce',
    participation: 0.05,
    venue: 'demo',
    planId: 'plan',
    snapshotId: 'snapshot',
    sequence: 1,
    expiresAt: 0,
    orders: [
      {
        orderId: 'order-1',
        accountId: account.id,
        symbol: markets[0]!.symbol,
        side: position.side === 1 ? 'long' : 'short',
        marginMode: position.isolated ? 'isolated' : 'cross',
        contracts: position.contracts,
        notional: 1,
      },
    ],
  };
}

test('a venue takes an action, works it while the storm goes on, and tells once a snapshot how far it is', async () => {
  const { storm, venue, heard, endpoint } = await open();
  const scenes = storm.scenes();
  scenes.next();
  expect(await venue.told()).toBe(false);
  expect(await sendAction(endpoint, reduction(storm))).toEqual({ outcome: 'accepted' });
  expect(await venue.told()).toBe(true);
  expect(await venue.told()).toBe(false);
  const taken = storm.now();
  const times: number[] = [];
  while (heard.at(-1)?.status !== 'filled' && !scenes.next().done) {
    times.push(storm.now());
    await venue.told();
  }
  expect(heard[0]).toMatchObject({
    acknowledgementId: 'action-1:1',
    venue: 'demo',
    status: 'accepted',
    timestamp: taken,
  });
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.slice(1).map(({ timestamp }) => timestamp)).toEqual(times);
  const filled = heard.map(({ orders }) => orders[0]?.filledContracts ?? 0);
  expect(filled).toEqual(filled.toSorted((a, b) => a - b));
  expect(await venue.told()).toBe(false);
});

test('a venue that is refused says so and goes on', async () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => {});
  closing.push(async () => printed.mockRestore());
  const { storm, venue, endpoint } = await open(404);
  const scenes = storm.scenes();
  scenes.next();
  await sendAction(endpoint, reduction(storm));
  expect(await venue.told()).toBe(true);
  scenes.next();
  expect(await venue.told()).toBe(true);
  expect(printed).toHaveBeenCalledTimes(2);
  expect(String(printed.mock.calls[0]?.[0])).toContain('action-1:1 was refused with HTTP 404');
});
