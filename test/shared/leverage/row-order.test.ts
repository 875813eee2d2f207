import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowsByAccount, rowsByMarket } from '../../../shared/leverage/row-order.ts';

const columns = fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { maxLength: 60 }).map((rows) => ({
  account: Uint32Array.from(rows, ([account]) => account),
  market: Uint32Array.from(rows, ([, market]) => market),
}));
const all = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('rows', () => {
  test('by account are a stable sort by account', () => {
    fc.assert(
      fc.property(columns, ({ account }) => {
        const { starts, order = Uint32Array.from(all(account.length)) } = rowsByAccount(account, 10);
        const slow = all(account.length).sort((a, b) => (account[a] as number) - (account[b] as number) || a - b);
        expect([...order]).toEqual(slow);
        for (let a = 0; a < 10; a++)
          expect([...order.subarray(starts[a], starts[a + 1])]).toEqual(slow.filter((row) => account[row] === a));
      }),
    );
  });

  test('that stand account by account need no order', () => {
    expect(rowsByAccount(Uint32Array.of(0, 0, 2, 2, 3), 4).order).toBeUndefined();
    expect(rowsByAccount(new Uint32Array(), 0).order).toBeUndefined();
    expect([...(rowsByAccount(Uint32Array.of(1, 0), 2).order ?? [])]).toEqual([1, 0]);
  });

  test('by market are each market’s, in the order that is asked for', () => {
    fc.assert(
      fc.property(columns, ({ account, market }) => {
        const { order } = rowsByAccount(account, 10);
        const inOrder = [...(order ?? all(account.length))];
        const sets = rowsByMarket(market, 4, order);
        expect(sets.map((rows) => [...rows])).toEqual(all(4).map((m) => inOrder.filter((row) => market[row] === m)));
      }),
    );
  });
});
