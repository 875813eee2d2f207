import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Action, ActionOrder } from '../../../../infra/local/exchange/action.ts';
import type { SimulatedExchange } from '../../../../infra/local/exchange/exchange.ts';
import { highestLeverage } from '../../../../infra/local/exchange/state.ts';
import type { NewPositionCap } from '../../../../shared/action/types.ts';
import { accountNamed, BTC, ETH, heldBy, moneyLost, netOf, openSmall, order, step } from './small-exchange.ts';

const book = () =>
  openSmall([
    { id: 'ann', cash: 50_000, holdings: [{ side: 1, contracts: 20_000 }] },
    { id: 'bob', cash: 50_000, holdings: [{ side: -1, contracts: 10_000 }] },
    {
      id: 'cat',
      cash: 50_000,
      holdings: [
        { side: 1, contracts: 3_000 },
        { market: 1, side: 1, contracts: 5_000, margin: 2_000 },
      ],
    },
  ]);

const reduce = (orders: readonly ActionOrder[], more: Partial<Action> = {}): Action => ({
  actionId: 'action-1',
  kind: 'reduce',
  orders,
  participation: 0.2,
  ...more,
});

const sound = (exchange: SimulatedExchange) => {
  expect(netOf(exchange)).toEqual([0, 0]);
  expect(moneyLost(exchange)).toBeLessThan(1e-9);
};

describe('a cap on leverage', () => {
  const cap = (leverage: number, more: Partial<NewPositionCap> = {}): Action => ({
    ...reduce([], { actionId: `cap-${leverage}-${more.symbol}`, kind: 'cap-leverage' }),
    caps: [{ symbol: BTC, side: 'long', leverage, until: 100, ...more }],
  });
  const highest = (exchange: SimulatedExchange, side: 1 | -1 = 1, now = 0) =>
    highestLeverage(exchange.state, BTC, side, now);

  test('holds for its side of its market, until its time or a newer one', () => {
    const exchange = book();
    expect(highest(exchange)).toBe(Number.POSITIVE_INFINITY);
    expect(exchange.take(cap(5), 1)).toMatchObject({ status: 'accepted' });
    expect([highest(exchange), highest(exchange, 1, 99), highest(exchange, 1, 100)]).toEqual([
      5,
      5,
      Number.POSITIVE_INFINITY,
    ]);
    expect(highest(exchange, -1)).toBe(Number.POSITIVE_INFINITY);
    exchange.take(cap(8), 2);
    expect(highest(exchange)).toBe(8);
    expect(exchange.busyAccounts().size).toBe(0);
  });

  test('stands beside those of the other actions of its plan', () => {
    const exchange = book();
    const several = [cap(5), cap(6, { side: 'short' }), cap(7, { symbol: ETH })];
    for (const [i, action] of several.entries())
      expect(exchange.take({ ...action, actionId: `cap-${i}` }, 1)).toMatchObject({ status: 'accepted' });
    expect([highest(exchange), highest(exchange, -1), highestLeverage(exchange.state, ETH, 1, 0)]).toEqual([5, 6, 7]);
  });

  test('on a market that is none is refused, and the same again changes nothing', () => {
    const exchange = book();
    expect(exchange.take(cap(5, { symbol: 'X' }), 1)).toMatchObject({ status: 'rejected', reason: 'unknown market' });
    exchange.take(cap(5), 1);
    expect(exchange.take(cap(5), 9)).toMatchObject({ status: 'accepted', takenAt: 1 });
    expect(exchange.take({ ...cap(5), caps: [] }, 9)).toMatchObject({ status: 'conflict' });
  });
});

describe('a reduction', () => {
  test('is worked over steps, at no more than its share of what others trade', () => {
    const exchange = book();
    expect(exchange.take(reduce([order('ann', 5_000)]), 7)).toEqual({
      actionId: 'action-1',
      status: 'accepted',
      takenAt: 7,
      rejected: [],
    });
    const filled: number[] = [];
    for (let i = 0; i < 4; i++) {
      step(exchange);
      filled.push(exchange.fills().reduce((sum, { filledContracts }) => sum + filledContracts, 0));
      sound(exchange);
    }
    expect(filled).toEqual([2_000, 2_000, 1_000, 0]);
    expect(heldBy(exchange, 'ann')).toBe(15_000);
    expect(exchange.ordersOf('action-1')).toMatchObject([{ status: 'filled', done: true, filledContracts: 5_000 }]);
    expect(exchange.busyAccounts().size).toBe(0);
  });

  test('shares one allowance with every other action in its market', () => {
    const exchange = book();
    exchange.take(reduce([order('ann', 5_000)]), 1);
    exchange.take(reduce([order('cat', 3_000)], { actionId: 'action-2', participation: 0.3 }), 1);
    step(exchange);
    expect(exchange.fills()).toMatchObject([
      { actionId: 'action-1', filledContracts: 2_000 },
      { actionId: 'action-2', filledContracts: 1_000 },
    ]);
  });

  test('that came between the same two steps as others is worked in the same turn, whichever came first', () => {
    const actions = [
      reduce([order('ann', 5_000)], { actionId: 'b' }),
      reduce([order('cat', 3_000)], { actionId: 'a', kind: 'liquidate' }),
      reduce([order('cat', 1_000)], { actionId: 'c' }),
    ];
    const worked = (arriving: readonly Action[]) => {
      const exchange = book();
      exchange.take(reduce([order('ann', 1_000)], { actionId: 'z' }), 1);
      for (const action of arriving) exchange.take(action, 2);
      return Array.from({ length: 5 }, () => {
        step(exchange);
        return exchange.fills();
      });
    };
    expect(worked(actions.toReversed())).toEqual(worked(actions));
    expect(
      worked(actions)
        .flat()
        .map(({ actionId }) => actionId),
    ).toEqual(['z', 'b', 'b', 'b', 'c', 'a', 'a']);
  });

  test('costs its holder the fee and what the book gives way, and nothing else', () => {
    const exchange = book();
    exchange.take(reduce([order('ann', 1_000)]), 1);
    step(exchange);
    const { averagePrice } = exchange.fills()[0]!;
    expect(averagePrice).toBeLessThan(100);
    const realised = 1_000 * 0.01 * (averagePrice - 100);
    expect(accountNamed(exchange, 'ann').cash).toBeCloseTo(50_000 + realised - 0.0004 * 10 * averagePrice, 6);
    expect(exchange.state.tally.reducedNotional).toBeCloseTo(10 * averagePrice, 6);
  });

  test('takes part in no more than the position holds', () => {
    const exchange = book();
    exchange.take(reduce([order('cat', 1e9)], { participation: 1 }), 1);
    for (let i = 0; i < 3; i++) step(exchange);
    expect(heldBy(exchange, 'cat')).toBe(0);
    expect(heldBy(exchange, 'cat', -1)).toBe(0);
    expect(exchange.ordersOf('action-1')).toMatchObject([{ status: 'filled', filledContracts: 3_000 }]);
  });

  test('buys a short back', () => {
    const exchange = book();
    exchange.take(reduce([order('bob', 2_000, { side: 'short' })]), 1);
    step(exchange);
    expect(heldBy(exchange, 'bob', -1)).toBe(8_000);
    expect(exchange.fills()[0]!.averagePrice).toBeGreaterThan(100);
    sound(exchange);
  });

  test('of an isolated position leaves its margin with what is left of it', () => {
    const exchange = book();
    exchange.take(reduce([order('cat', 1_000, { symbol: ETH, marginMode: 'isolated' })]), 1);
    step(exchange);
    const [position] = accountNamed(exchange, 'cat').positions.filter(({ isolated }) => isolated);
    expect(position!.contracts).toBe(4_000);
    expect(position!.margin).toBeGreaterThan(1_990);
    expect(position!.margin).toBeLessThan(2_000);
    sound(exchange);
  });

  test('ends where the engine was there first', () => {
    const exchange = openSmall([{ id: 'thin', cash: 500, holdings: [{ side: 1, contracts: 10_000 }] }]);
    exchange.take(reduce([order('thin', 10_000)], { participation: 0.01 }), 1);
    step(exchange);
    step(exchange, 90);
    step(exchange, 90);
    expect(heldBy(exchange, 'thin')).toBe(0);
    expect(exchange.ordersOf('action-1')).toMatchObject([
      { status: 'partially-filled', done: true, reason: 'position closed' },
    ]);
  });

  test('moves the price less when it is worked than when it is forced', () => {
    const low = (participation: number) => {
      const exchange = book();
      exchange.take(reduce([order('ann', 20_000)], { participation }), 1);
      for (let i = 0; i < 60; i++) step(exchange);
      expect(heldBy(exchange, 'ann')).toBe(0);
      return exchange.state.markets[0]!.lowest;
    };
    expect(low(0.05)).toBeGreaterThan(low(1));
  });
});

describe('the same action', () => {
  const action = reduce([order('ann', 1_000)]);

  test('taken again does nothing and gets the same answer, also once it is done', () => {
    const exchange = book();
    const first = exchange.take(action, 7);
    expect(exchange.take({ ...action, orders: [{ ...action.orders[0]! }] }, 8)).toEqual(first);
    step(exchange);
    expect(exchange.take(action, 9)).toEqual(first);
    step(exchange);
    expect(heldBy(exchange, 'ann')).toBe(19_000);
  });

  test.each([
    ['other contracts', { orders: [order('ann', 2_000)] }],
    ['another order', { orders: [...action.orders, order('cat', 1)] }],
    ['another kind', { kind: 'liquidate' as const }],
    ['another participation', { participation: 0.3 }],
  ])('with %s is refused, and the first one goes on', (_, other) => {
    const exchange = book();
    exchange.take(action, 1);
    expect(exchange.take({ ...action, ...other }, 2)).toEqual({
      actionId: 'action-1',
      status: 'conflict',
      reason: 'the action id is taken by another action',
    });
    step(exchange);
    expect(heldBy(exchange, 'ann')).toBe(19_000);
  });
});

describe('an order is rejected for', () => {
  test.each([
    ['unknown account', order('nobody', 1)],
    ['unknown market', order('ann', 1, { symbol: 'DOGE/USDT:USDT' })],
    ['no such position', order('ann', 1, { side: 'short' })],
    ['no such position', order('ann', 1, { marginMode: 'isolated' })],
    ['less than one contract', order('ann', 0.5)],
    ['less than one contract', order('ann', -3)],
    ['less than one contract', order('ann', Number.NaN)],
  ] as const)('%s, and the others are worked', (reason, bad) => {
    const exchange = book();
    const orders = [{ ...bad, orderId: 'bad' }, order('cat', 100)];
    expect(exchange.take(reduce(orders), 1)).toMatchObject({
      status: 'accepted',
      rejected: [{ orderId: 'bad', reason }],
    });
    step(exchange);
    expect(exchange.ordersOf('action-1')).toMatchObject([
      { orderId: 'bad', status: 'rejected', done: true, reason, filledContracts: 0 },
      { status: 'filled' },
    ]);
  });

  test('a halted market; one that is halted later makes it wait', () => {
    const exchange = book();
    exchange.halt('BTC/USDT:USDT');
    expect(exchange.take(reduce([order('ann', 1)]), 1)).toMatchObject({ status: 'rejected', reason: 'market halted' });
    exchange.halt('BTC/USDT:USDT', false);
    exchange.take(reduce([order('ann', 1)], { actionId: 'later' }), 1);
    exchange.halt('BTC/USDT:USDT');
    step(exchange);
    expect(exchange.ordersOf('later')).toMatchObject([{ status: 'accepted' }]);
    exchange.halt('BTC/USDT:USDT', false);
    step(exchange);
    expect(exchange.ordersOf('later')).toMatchObject([{ status: 'filled' }]);
  });

  test('an order id that the action has had already', () => {
    expect(book().take(reduce([order('ann', 1), order('ann', 2)]), 1)).toMatchObject({
      rejected: [{ orderId: 'order-ann', reason: 'order id repeated' }],
    });
  });

  test.each([0, -1, 1.01, Number.NaN])('a participation of %p: the whole action', (participation) => {
    const exchange = book();
    expect(exchange.take(reduce([order('ann', 100)], { participation }), 1).status).toBe('rejected');
    step(exchange);
    expect(heldBy(exchange, 'ann')).toBe(20_000);
    expect(exchange.ordersOf('action-1')).toMatchObject([{ status: 'rejected' }]);
  });
});

describe('deleveraging', () => {
  const pair = (long: number, short: number, price: number | undefined) =>
    [
      order('ann', long, price === undefined ? {} : { price }),
      order('bob', short, { side: 'short', ...(price === undefined ? {} : { price }) }),
    ] as const;

  test('closes a long against a short at the price given, and the book does not move', () => {
    const exchange = book();
    const before = exchange.state.markets[0]!.book.shown();
    exchange.take(reduce(pair(4_000, 4_000, 80), { kind: 'deleverage' }), 1);
    step(exchange);
    expect(heldBy(exchange, 'ann')).toBe(16_000);
    expect(heldBy(exchange, 'bob', -1)).toBe(6_000);
    expect(accountNamed(exchange, 'ann').cash).toBeCloseTo(50_000 - 40 * 20, 6);
    expect(accountNamed(exchange, 'bob').cash).toBeCloseTo(50_000 + 40 * 20, 6);
    expect(exchange.state.markets[0]!.book.shown()).toEqual(before);
    expect(exchange.state.tally.adlNotional).toBeCloseTo(40 * 80, 6);
    sound(exchange);
  });

  test('closes no more of the one side than of the other', () => {
    const exchange = book();
    exchange.take(reduce(pair(9_000, 4_000, 80), { kind: 'deleverage' }), 1);
    step(exchange);
    expect(heldBy(exchange, 'ann')).toBe(16_000);
    expect(exchange.ordersOf('action-1')).toMatchObject([
      { status: 'partially-filled', done: true, filledContracts: 4_000, reason: 'no counterpart' },
      { status: 'filled' },
    ]);
    sound(exchange);
  });

  test('does not match orders that name different prices, and rejects those that name none', () => {
    const exchange = book();
    const [long, short] = pair(100, 100, 80);
    exchange.take(reduce([long, { ...short, price: 81 }], { kind: 'deleverage' }), 1);
    step(exchange);
    expect(exchange.ordersOf('action-1')).toMatchObject([{ reason: 'no counterpart' }, { reason: 'no counterpart' }]);
    expect(exchange.take(reduce(pair(1, 1, undefined), { kind: 'deleverage', actionId: 'b' }), 1)).toMatchObject({
      status: 'rejected',
      reason: 'no price to deleverage at',
    });
  });
});

test('whatever is asked for, no position is raised or flipped, no order is filled beyond what it asks, and no money appears', () => {
  const anyOrder = fc.record({
    orderId: fc.constantFrom('a', 'b', 'c', 'd'),
    accountId: fc.constantFrom('ann', 'bob', 'cat', 'nobody'),
    symbol: fc.constantFrom('BTC/USDT:USDT', ETH),
    side: fc.constantFrom('long' as const, 'short' as const),
    marginMode: fc.constantFrom('cross' as const, 'isolated' as const),
    contracts: fc.oneof(fc.integer({ min: 0, max: 50_000 }), fc.double({ min: 0, max: 30_000, noNaN: true })),
    price: fc.constantFrom(80, 100),
  });
  const anyAction = fc.record({
    actionId: fc.constantFrom('1', '2', '3'),
    kind: fc.constantFrom('reduce' as const, 'liquidate' as const, 'deleverage' as const),
    participation: fc.constantFrom(0.05, 0.5, 1),
    orders: fc.array(anyOrder, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 5 }), (actions) => {
      const exchange = book();
      const sizes = () =>
        ['ann', 'bob', 'cat'].flatMap((id) =>
          [0, 1].flatMap((market) =>
            [1, -1].map((side) =>
              accountNamed(exchange, id)
                .positions.filter((held) => held.market === market && held.side === side)
                .reduce((sum, { contracts }) => sum + contracts, 0),
            ),
          ),
        );
      let before = sizes();
      for (const action of actions) {
        exchange.take(action, 1);
        step(exchange);
        const after = sizes();
        after.forEach((contracts, i) => {
          expect(contracts).toBeLessThanOrEqual(before[i]!);
        });
        before = after;
        sound(exchange);
        for (const { actionId, kind, orders } of actions) {
          const states = exchange.ordersOf(actionId);
          if (states?.length !== orders.length || kind === undefined) continue;
          const asked = Math.max(...orders.map(({ contracts }) => contracts), 0);
          for (const { filledContracts } of states)
            if (exchange.take({ actionId, kind, orders, participation: 0.05 }, 1).status !== 'conflict')
              expect(filledContracts).toBeLessThanOrEqual(asked);
        }
      }
    }),
    { numRuns: 60 },
  );
});
