import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Acknowledgement } from '../../../../infra/local/exchange/acknowledgements.ts';
import type { Action } from '../../../../infra/local/exchange/action.ts';
import type { SimulatedExchange } from '../../../../infra/local/exchange/exchange.ts';
import { openExchangeServer } from '../../../../infra/local/exchange/server.ts';
import { sign } from '../../../../shared/venue/signature.ts';
import { heldBy, openSmall, order, step } from './small-exchange.ts';

const NOW = 1_760_000_000_000;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const ann = () => openSmall([{ id: 'ann', cash: 50_000, holdings: [{ side: 1, contracts: 20_000 }] }]);

async function open({
  exchange = ann(),
  acknowledge,
}: {
  exchange?: SimulatedExchange;
  acknowledge?: (message: Acknowledgement) => void;
} = {}) {
  const told: Acknowledgement[] = [];
  const server = await openExchangeServer({
    exchange,
    keys: ['secret'],
    now: () => NOW,
    exchangeNow: () => 5,
    acknowledge: acknowledge ?? ((message) => void told.push(message)),
  });
  closing.push(server.close);
  const post = async (body: string, { key = 'secret', path = '/actions', method = 'POST', header = '' } = {}) => {
    const signature = sign([key], NOW / 1_000, { method, path, body: Buffer.from(body) });
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'breakwater-signature': header || signature },
      ...(method === 'GET' ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), answer: JSON.parse(text) };
  };
  return { exchange, server, told, post };
}

const action = (more: Partial<Action> = {}): Action => ({
  actionId: 'action-1',
  kind: 'reduce',
  participation: 0.2,
  orders: [order('ann', 3_000)],
  ...more,
});

describe('the action API', () => {
  test('takes a signed action and acknowledges it from accepted to filled', async () => {
    const { exchange, server, told, post } = await open();
    expect(await post(JSON.stringify(action()))).toMatchObject({
      status: 202,
      answer: { actionId: 'action-1', status: 'accepted' },
    });
    for (let i = 0; i < 4; i++) {
      step(exchange);
      await server.stepped();
    }
    expect(
      told.map(({ acknowledgementId, status, orders }) => [acknowledgementId, status, orders[0]!.filledContracts]),
    ).toEqual([
      ['action-1:1', 'accepted', 0],
      ['action-1:2', 'partially-filled', 2_000],
      ['action-1:3', 'filled', 3_000],
    ]);
    expect(told[2]!.timestamp).toBe(5);
    expect(told[2]!.orders[0]!.averagePrice).toBeGreaterThan(99);
    expect(told[2]!.orders[0]!.averagePrice).toBeLessThan(100);
  });

  test('answers a duplicate with 200 and does nothing, and another body under the same id with 409', async () => {
    const { exchange, server, told, post } = await open();
    await post(JSON.stringify(action()));
    expect(await post(JSON.stringify(action()))).toMatchObject({ status: 200, answer: { actionId: 'action-1' } });
    expect(await post(JSON.stringify(action({ participation: 0.5 })))).toMatchObject({
      status: 409,
      type: 'application/problem+json',
      answer: { type: 'urn:breakwater:problem:action-conflict' },
    });
    for (let i = 0; i < 4; i++) step(exchange);
    await server.stepped();
    expect(heldBy(exchange, 'ann')).toBe(17_000);
    expect(told.filter(({ status }) => status === 'accepted')).toHaveLength(1);
  });

  test('acknowledges what it cannot do as rejected, and says why', async () => {
    const { server, told, post } = await open();
    expect((await post(JSON.stringify(action({ orders: [order('nobody', 1)] })))).status).toBe(202);
    await server.stepped();
    expect(told).toMatchObject([{ acknowledgementId: 'action-1:1', status: 'rejected', reason: 'unknown account' }]);
  });

  test('ends with partially filled and the reason where the engine was there first', async () => {
    const exchange = openSmall([{ id: 'thin', cash: 500, holdings: [{ side: 1, contracts: 10_000 }] }]);
    const { server, told, post } = await open({ exchange });
    await post(JSON.stringify(action({ orders: [order('thin', 10_000)], participation: 0.01 })));
    for (const price of [100, 90, 90, 90]) {
      step(exchange, price);
      await server.stepped();
    }
    expect(told.at(-1)).toMatchObject({ status: 'partially-filled', reason: 'position closed' });
    expect(told).toHaveLength(3);
    expect(new Set(told.map(({ acknowledgementId }) => acknowledgementId)).size).toBe(3);
  });

  test('goes on where an acknowledgement is not heard', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => {});
    closing.push(async () => printed.mockRestore());
    let calls = 0;
    const { exchange, server, post } = await open({
      acknowledge() {
        calls++;
        throw new Error('nobody there');
      },
    });
    expect((await post(JSON.stringify(action()))).status).toBe(202);
    step(exchange);
    await server.stepped();
    expect(calls).toBe(2);
    expect(heldBy(exchange, 'ann')).toBe(18_000);
  });

  test('takes its path however it is escaped, signed as it is decoded, and none with a query', async () => {
    const { server, post } = await open();
    const body = JSON.stringify(action());
    const header = sign(['secret'], NOW / 1_000, { method: 'POST', path: '/actions', body: Buffer.from(body) });
    expect((await post(body, { path: '/%61ction%73', header })).status).toBe(202);
    expect((await post(body, { path: '/actions?dry=1', header })).status).toBe(404);
    expect((await post(body, { path: '/%ff', header })).status).toBe(404);
    await server.stepped();
  });

  test.each([
    ['a wrong key', { key: 'other' }, 'signature-mismatch'],
    ['no signature to speak of', { header: 'none' }, 'signature-malformed'],
    [
      'an old one',
      { header: sign(['secret'], NOW / 1_000 - 301, { method: 'POST', path: '/actions', body: Buffer.from('{}') }) },
      'signature-stale',
    ],
  ])('refuses %s before it reads the action', async (_, more, kind) => {
    const { exchange, post } = await open();
    expect(await post(JSON.stringify(action()), more)).toMatchObject({
      status: 401,
      type: 'application/problem+json',
      answer: { type: `urn:breakwater:problem:${kind}`, status: 401 },
    });
    expect(exchange.ordersOf('action-1')).toBeUndefined();
  });

  test.each([
    ['no JSON', '{', ''],
    ['no object', '[]', ''],
    ['no orders', JSON.stringify({ ...action(), orders: undefined }), '/orders'],
    ['an unknown kind', JSON.stringify({ ...action(), kind: 'sell' }), '/kind'],
    ['too large a share', JSON.stringify(action({ participation: 2 })), '/participation'],
    ['an empty id', JSON.stringify(action({ actionId: '' })), '/actionId'],
    ['contracts below 0', JSON.stringify(action({ orders: [order('ann', -1)] })), '/orders/0/contracts'],
    [
      'a side of its own',
      JSON.stringify({ ...action(), orders: [{ ...order('ann', 1), side: 'buy' }] }),
      '/orders/0/side',
    ],
    ['an order that is none', JSON.stringify({ ...action(), orders: [null] }), '/orders/0'],
  ])('refuses %s and says where', async (_, body, path) => {
    const { post } = await open();
    const { status, type, answer } = await post(body);
    expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json' });
    expect(answer.errors.map((fault: { path: string }) => fault.path)).toContain(path);
    expect(answer.errorCount).toBe(answer.errors.length);
  });

  test('has one path and one method', async () => {
    const { post } = await open();
    expect((await post('{}', { path: '/orders' })).status).toBe(404);
    expect((await post('', { method: 'GET' })).status).toBe(405);
  });

  test('listens on the loopback address alone', async () => {
    expect((await open()).server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
