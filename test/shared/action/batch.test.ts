import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAction } from '../../../infra/local/exchange/action-body.ts';
import { actionsFrom } from '../../../shared/action/batch.ts';
import type { Action, ActionOrder } from '../../../shared/action/types.ts';
import type { Reduction } from '../../../shared/deleveraging/plan/types.ts';
import { BTC, NOW, reduction, terms } from './examples.ts';

const ETH = 'ETH/USDT:USDT';
const many = (count: number, more: Partial<Reduction> = {}) =>
  Array.from({ length: count }, (_, i) => reduction(`account-${String(i).padStart(4, '0')}`, more));

/** Winners on the other side of one bankrupt position. */
const deleveraging = (winners: readonly number[], price = 90, symbol = BTC): Reduction[] => [
  reduction('bankrupt', {
    contracts: winners.reduce((sum, contracts) => sum + contracts, 0),
    rung: 'deleverage',
    price,
    symbol,
  }),
  ...winners.map((contracts, i) =>
    reduction(`winner-${i}`, { contracts, side: 'short', rung: 'deleverage', price, symbol }),
  ),
];

const contractsOf = (orders: readonly Pick<ActionOrder, 'contracts'>[]): number =>
  orders.reduce((sum, { contracts }) => sum + contracts, 0);
const ordersOf = (actions: readonly Action[]): ActionOrder[] => actions.flatMap(({ orders }) => orders);

describe('the actions of a plan', () => {
  test('are one of each rung, the least intrusive first, with the kind that the venue knows', () => {
    const actions = actionsFrom(
      [...deleveraging([5]), reduction('a', { rung: 'liquidate' }), reduction('b', { rung: 'cap' })],
      terms(),
    );
    expect(actions.map(({ kind, orders }) => [kind, orders.map(({ accountId }) => accountId)])).toEqual([
      ['reduce', ['b']],
      ['liquidate', ['a']],
      ['deleverage', ['bankrupt', 'winner-0']],
    ]);
  });

  test('begin with the caps on what is opened from now on, in one action without orders', () => {
    const caps = (['short', 'long'] as const).map((side) => ({ symbol: BTC, side, leverage: 11.5, until: NOW }));
    const [capping, closing] = actionsFrom(many(1), terms({ caps })) as [Action, Action];
    expect(capping).toMatchObject({ kind: 'cap-leverage', orders: [], caps: [caps[1], caps[0]] });
    expect(closing).toMatchObject({ kind: 'reduce' });
    expect(closing).not.toHaveProperty('caps');
    expect(actionsFrom(many(1), terms({ caps: [...caps].reverse() }))[0]?.actionId).toBe(capping.actionId);
    const lower = caps.map((cap) => ({ ...cap, leverage: 11 }));
    expect(actionsFrom(many(1), terms({ caps: lower }))[0]?.actionId).not.toBe(capping.actionId);
  });

  test('hold 500 caps at most, in as many actions as it takes, all of them before anything is closed', () => {
    const symbols = Array.from({ length: 2_500 }, (_, i) => `C${String(i).padStart(4, '0')}/USDT:USDT`);
    const caps = symbols.flatMap((symbol) =>
      (['long', 'short'] as const).map((side) => ({ symbol, side, leverage: 10, until: NOW })),
    );
    const actions = actionsFrom(many(3), terms({ caps: caps.toReversed() }));
    expect(actions.map(({ kind, caps: own = [] }) => [kind, own.length])).toEqual([
      ...Array.from({ length: 10 }, () => ['cap-leverage', 500]),
      ['reduce', 0],
    ]);
    expect(actions.flatMap(({ caps: own = [] }) => own)).toEqual(caps);
    expect(new Set(actions.map(({ actionId }) => actionId)).size).toBe(11);
    expect(actionsFrom(many(3), terms({ caps }))).toEqual(actions);
    // One cap that changes changes the action that it is in, and no other.
    const [first, ...others] = caps.map((cap, i) => (i === 0 ? { ...cap, leverage: 9 } : cap));
    const changed = actionsFrom(many(3), terms({ caps: [first!, ...others] }));
    expect(changed.filter(({ actionId }, i) => actionId !== actions[i]?.actionId)).toHaveLength(1);
  });

  test.each(['long', 'quoted', 'astral'])('fit into an item of the store though their names are %s', (kind) => {
    const one = { long: 'x', quoted: '"', astral: '𠮷' }[kind] as string;
    const named = (i: number, length: number) => `${i}`.padEnd(4, '_') + one.repeat(length - 4);
    const digits = {
      contracts: 1.234567890123456e-29,
      price: 1.234567890123456e-29,
      notional: 1.234567890123456e-29,
    };
    const caps = Array.from({ length: 1_200 }, (_, i) => ({
      ...{ symbol: named(i, 64), side: 'short' as const, leverage: 1.2345678901234567, until: NOW },
    }));
    for (const rung of ['cap', 'deleverage'] as const) {
      const reductions = Array.from({ length: 1_200 }, (_, i) =>
        reduction(named(i, 128), { ...digits, rung, side: i % 2 ? 'long' : 'short', symbol: named(0, 64) }),
      );
      const actions = actionsFrom(reductions, terms({ caps, snapshotId: 's'.repeat(128) }));
      for (const action of actions) expect(Buffer.byteLength(JSON.stringify(action))).toBeLessThan(320_000);
      expect(actions.flatMap(({ caps: own = [] }) => own)).toHaveLength(1_200);
      const closed = ordersOf(actions).reduce((sum, { contracts }) => sum + contracts, 0);
      expect(closed / (1_200 * digits.contracts)).toBeCloseTo(1, 9);
    }
  });

  test('are none where there is nothing to close, whatever is capped', () => {
    expect(actionsFrom([], terms({ caps: [{ symbol: BTC, side: 'long', leverage: 5, until: NOW }] }))).toEqual([]);
  });

  test('hold 500 orders at most where nothing else is said', () => {
    expect(actionsFrom(many(1_001), terms()).map(({ orders }) => orders.length)).toEqual([500, 500, 1]);
  });

  test('are read by the exchange as they are written', () => {
    const reductions = [...deleveraging([5, 6]), ...many(3), reduction('z', { marginMode: 'isolated', price: 0 })];
    for (const action of actionsFrom(reductions, terms())) {
      const read = readAction(Buffer.from(JSON.stringify(action)));
      expect(read).toMatchObject({ ok: true, action: { actionId: action.actionId, kind: action.kind } });
      expect(read.ok && read.action.orders).toEqual(action.orders.map(({ notional: _, ...order }) => order));
    }
  });

  test('carry what they rest on: venue, plan, snapshot, sequence and when they are too old', () => {
    const [action] = actionsFrom(many(1), terms());
    expect(action).toMatchObject(terms());
  });

  test('are the same, ids and all, whatever the order of the reductions', () => {
    const reductions = [...deleveraging([5, 6, 7]), ...many(7), ...many(3, { symbol: ETH, rung: 'liquidate' })];
    const settings = terms({ ordersPerAction: 3 });
    expect(actionsFrom(reductions.toReversed(), settings)).toEqual(actionsFrom(reductions, settings));
  });

  test('have ids of their own, that change with venue, plan and contracts', () => {
    const ids = [
      ...actionsFrom(many(3), terms({ ordersPerAction: 2 })),
      ...actionsFrom(many(2, { contracts: 11 }), terms()),
      ...actionsFrom(many(2), terms({ planId: 'plan-2' })),
      ...actionsFrom(many(2), terms({ venue: 'other' })),
      ...actionsFrom(many(2, { rung: 'liquidate' }), terms()),
    ].flatMap(({ actionId, orders }) => [actionId, ...orders.map(({ orderId }) => orderId)]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  test('leave out what closes nothing', () => {
    expect(actionsFrom([reduction('a', { contracts: 0 })], terms())).toEqual([]);
  });

  test.each([0, 1, 2.5, 501, Number.NaN])('cannot have %p orders each', (ordersPerAction) => {
    expect(() => actionsFrom([], terms({ ordersPerAction }))).toThrow(RangeError);
  });
});

describe('a venue that trades in steps', () => {
  const whole = (reductions: readonly Reduction[], contractStep = 1) =>
    ordersOf(actionsFrom(reductions, terms({ contractStep }))).map(({ contracts }) => contracts);

  test('gets whole steps: up to the cap, down for those who are deleveraged', () => {
    expect(whole([reduction('a', { contracts: 3.2 })])).toEqual([4]);
    expect(whole([reduction('a', { contracts: 3.9, rung: 'deleverage' })])).toEqual([3]);
    expect(whole([reduction('a', { contracts: 3.2, rung: 'liquidate' })], 0.5)).toEqual([3.5]);
  });

  test('gets no step more for what is an integer but for the last digits', () => {
    expect(whole([reduction('a', { contracts: 3.0000000000000004 })])).toEqual([3]);
    expect(whole([reduction('a', { contracts: 2.9999999999999996, rung: 'deleverage' })])).toEqual([3]);
  });

  test('gets the worth of what is ordered', () => {
    const [order] = ordersOf(actionsFrom([reduction('a', { contracts: 3.2 })], terms({ contractStep: 1 })));
    expect(order?.notional).toBeCloseTo(8, 12);
  });

  test('has a step above 0', () => {
    expect(() => actionsFrom([], terms({ contractStep: 0 }))).toThrow(RangeError);
  });
});

describe('auto-deleveraging', () => {
  test('keeps both sides of a bankruptcy price in one action', () => {
    const reductions = [...deleveraging([1, 2], 90), ...deleveraging([3, 4], 80), ...deleveraging([5], 90, ETH)];
    const actions = actionsFrom(reductions, terms({ ordersPerAction: 4 }));
    expect(actions.map(({ orders }) => [...new Set(orders.map(({ symbol, price }) => `${symbol} ${price}`))])).toEqual([
      [`${BTC} 80`],
      [`${BTC} 90`],
      [`${ETH} 90`],
    ]);
    for (const { orders } of actions) {
      const side = (name: string) => contractsOf(orders.filter((order) => order.side === name));
      expect(side('long')).toBe(side('short'));
    }
  });

  test('puts small groups into one action', () => {
    const reductions = [...deleveraging([1], 90), ...deleveraging([3], 80)];
    expect(actionsFrom(reductions, terms({ ordersPerAction: 4 }))).toHaveLength(1);
  });

  test('cuts a group that is too large so that each action is balanced in itself', () => {
    const actions = actionsFrom(deleveraging(Array.from({ length: 1_200 }, (_, i) => i + 1)), terms());
    expect(actions.map(({ orders }) => orders.length)).toEqual([500, 500, 203]);
    for (const { orders } of actions) {
      const side = (name: string) => contractsOf(orders.filter((order) => order.side === name));
      expect(side('long')).toBe(side('short'));
    }
  });

  test('leaves an order whole where the sides differ by what arithmetic loses', () => {
    const reductions = deleveraging([0.1, 0.2, 0.3, 0.4, 0.5]);
    const actions = actionsFrom(reductions, terms({ ordersPerAction: 4 }));
    expect(ordersOf(actions).filter(({ contracts }) => contracts < 0.09)).toEqual([]);
  });
});

test('whatever the plan, its batches add up to it, none is too large, and no order is in two', () => {
  const reductions = fc.array(
    fc.record({
      accountId: fc.integer({ min: 0, max: 30 }).map((i) => `account-${i}`),
      symbol: fc.constantFrom(BTC, ETH),
      side: fc.constantFrom('long' as const, 'short' as const),
      marginMode: fc.constantFrom('cross' as const, 'isolated' as const),
      contracts: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      rung: fc.constantFrom('cap' as const, 'liquidate' as const, 'deleverage' as const),
      price: fc.constantFrom(0, 90, 100),
      notional: fc.double({ min: 1, max: 1e6, noNaN: true }),
      cost: fc.constant(0),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(reductions, fc.integer({ min: 2, max: 9 }), (plan, ordersPerAction) => {
      const actions = actionsFrom(plan, terms({ ordersPerAction }));
      expect(Math.max(0, ...actions.map(({ orders }) => orders.length))).toBeLessThanOrEqual(ordersPerAction);
      const ids = ordersOf(actions).map(({ orderId }) => orderId);
      expect(new Set(ids).size).toBe(ids.length);
      const sums = (
        rows: readonly (Pick<Reduction, 'accountId' | 'symbol' | 'side' | 'contracts'> & { of: string })[],
      ) => {
        const found = new Map<string, number>();
        for (const { accountId, symbol, side, contracts, of } of rows) {
          const key = `${of} ${accountId} ${symbol} ${side}`;
          found.set(key, (found.get(key) ?? 0) + contracts);
        }
        return found;
      };
      const kinds = { cap: 'reduce', liquidate: 'liquidate', deleverage: 'deleverage' };
      const wanted = sums(plan.map((row) => ({ ...row, of: kinds[row.rung] })));
      const ordered = sums(actions.flatMap(({ kind, orders }) => orders.map((order) => ({ ...order, of: kind }))));
      expect([...ordered.keys()].sort()).toEqual([...wanted.keys()].sort());
      for (const [key, contracts] of wanted) {
        expect(Math.abs((ordered.get(key) as number) / contracts - 1)).toBeLessThan(1e-12);
      }
    }),
    { numRuns: 300 },
  );
});
