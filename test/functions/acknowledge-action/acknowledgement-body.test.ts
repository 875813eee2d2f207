import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAcknowledgement } from '../../../functions/acknowledge-action/acknowledgement-body.ts';

const order = { orderId: 'order-1', filledContracts: 3, averagePrice: 100.5 };
const body = (more: Readonly<Record<string, unknown>> = {}) => ({
  acknowledgementId: 'action-1:2',
  actionId: 'action-1',
  venue: 'demo',
  status: 'partially-filled',
  orders: [order],
  timestamp: 1_768_478_400_000,
  ...more,
});
const read = (value: unknown, actionId = 'action-1') => readAcknowledgement(value, actionId);
const pathsIn = (value: unknown, actionId?: string): string[] => {
  const found = read(value, actionId);
  return found.ok ? [] : found.faults.map(({ path }) => path);
};

describe('an acknowledgement that is read', () => {
  test('is taken as it is, without members that are not known', () => {
    expect(read(body({ extra: 1 }))).toEqual({ ok: true, acknowledgement: body() });
  });

  test('may leave out what the path says, and null what it has not', () => {
    const { actionId: _, ...rest } = body({ reason: null });
    expect(read(rest)).toEqual({ ok: true, acknowledgement: body() });
  });

  test('may have decimal strings, and no average price before the first fill', () => {
    const orders = [
      { orderId: 'order-1', filledContracts: '0' },
      { ...order, orderId: 'o', filledContracts: '1.5e2' },
    ];
    expect(read(body({ orders }))).toMatchObject({
      acknowledgement: { orders: [{ filledContracts: 0, averagePrice: 0 }, { filledContracts: 150 }] },
    });
  });

  test('has its reason trimmed and cut, and none where it is empty', () => {
    expect(read(body({ reason: ` ${'x'.repeat(900)}` }))).toMatchObject({
      acknowledgement: { reason: 'x'.repeat(500) },
    });
    expect(read(body({ reason: '  ' }))).toEqual({ ok: true, acknowledgement: body() });
  });
});

describe('an acknowledgement with a fault', () => {
  test.each<[string, unknown, string]>([
    ['no object', [], ''],
    ['null', null, ''],
    ['no id', body({ acknowledgementId: '' }), '/acknowledgementId'],
    ['too long an id', body({ acknowledgementId: 'x'.repeat(129) }), '/acknowledgementId'],
    ['no venue', body({ venue: 7 }), '/venue'],
    ['another action than the path', body({ actionId: 'action-2' }), '/actionId'],
    ['a status of its own', body({ status: 'done' }), '/status'],
    ['a status that cannot even be shown', body({ status: { toString: null } }), '/status'],
    ['a reason that is no text', body({ reason: {} }), '/reason'],
    ['a time in words', body({ timestamp: '2026-01-15' }), '/timestamp'],
    ['a time before time', body({ timestamp: -1 }), '/timestamp'],
    ['no orders', body({ orders: undefined }), '/orders'],
    ['a fill that it does not tell', body({ status: 'filled', orders: [] }), '/orders'],
    ['an order that is none', body({ orders: [7] }), '/orders/0'],
    ['an order without a name', body({ orders: [order, { ...order, orderId: null }] }), '/orders/1/orderId'],
    ['an order twice', body({ orders: [order, order] }), '/orders/1/orderId'],
    ['a fill below 0', body({ orders: [{ ...order, filledContracts: -1 }] }), '/orders/0/filledContracts'],
    ['a fill in words', body({ orders: [{ ...order, filledContracts: 'all' }] }), '/orders/0/filledContracts'],
    ['a fill in hex', body({ orders: [{ ...order, filledContracts: '0x10' }] }), '/orders/0/filledContracts'],
    [
      'a fill beyond all numbers',
      body({ orders: [{ ...order, filledContracts: '1e999' }] }),
      '/orders/0/filledContracts',
    ],
    ['no price at all', body({ orders: [{ ...order, averagePrice: 'market' }] }), '/orders/0/averagePrice'],
  ])('%s is told with its place', (_, value, path) => {
    expect(pathsIn(value)).toEqual([path]);
  });

  test('tells all of them at once, the first fifty listed and the rest counted', () => {
    const orders = Array.from({ length: 60 }, () => 7);
    expect(read(body({ orders, venue: '' }))).toMatchObject({ ok: false, total: 61, faults: { length: 50 } });
  });

  test('tells of an id in the path that cannot be one', () => {
    expect(pathsIn(body({ actionId: undefined }), 'x'.repeat(200))).toEqual(['/actionId']);
  });
});

test('whatever JSON is sent, it is read or its faults are told: nothing is thrown', () => {
  const near = fc
    .record(
      {
        acknowledgementId: fc.jsonValue(),
        venue: fc.jsonValue(),
        status: fc.oneof(fc.constant('filled'), fc.jsonValue()),
        reason: fc.jsonValue(),
        orders: fc.oneof(fc.array(fc.oneof(fc.constant(order), fc.jsonValue())), fc.jsonValue()),
        timestamp: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((more) => body(more));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), near), (value) => {
      const found = read(value);
      if (!found.ok) expect(found.faults.length).toBe(Math.min(50, found.total));
      else expect(read(JSON.parse(JSON.stringify(found.acknowledgement)))).toEqual(found);
    }),
    { numRuns: 1_000 },
  );
});
