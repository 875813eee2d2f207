import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BookMetrics } from '../../../shared/assessment/types.ts';
import { LEVERAGE_CEILING } from '../../../shared/leverage/effective-leverage.ts';
import { measureBook } from '../../../shared/leverage/measure-book.ts';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import type { Book } from '../../../shared/snapshot/types.ts';

interface WirePosition {
  accountId: string;
  symbol: string;
  side: string;
  contracts: number;
  entryPrice: number;
  marginMode?: string;
  collateral?: number;
  unrealizedPnl?: number;
}
interface Wire {
  markets: { symbol: string; markPrice: number; contractSize: number; linear: boolean }[];
  accounts: { accountId: string; collateral: { currency: string; amount: number }[] }[];
  positions: WirePosition[];
}

function bookOf(wire: Wire): Book {
  const body = Buffer.from(JSON.stringify({ snapshotId: 's', sequence: 1, timestamp: 1, ...wire }));
  const parsed = parseSnapshot(body, { format: 'json', role: 'snapshot' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const joined = joinFragments('demo', parsed.fragment.header as Book['header'], [parsed.fragment]);
  if (!joined.ok) throw new Error(JSON.stringify(joined.faults));
  return joined.book;
}

const BTC = { symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true };
const INVERSE = { symbol: 'BTC/USD:BTC', markPrice: 100, contractSize: 10, linear: false };
const account = (accountId: string, amount: number, currency = 'USDT') => ({
  accountId,
  collateral: [{ currency, amount }],
});
const position = (
  accountId: string,
  side: string,
  contracts: number,
  rest: Partial<WirePosition> = {},
): WirePosition => ({
  accountId,
  symbol: BTC.symbol,
  side,
  contracts,
  entryPrice: 100,
  ...rest,
});

describe('by hand', () => {
  test('two cross accounts: notional over equity, weighted by notional', () => {
    const { markets } = measureBook(
      bookOf({
        markets: [BTC],
        accounts: [account('a', 50), account('b', 100)],
        positions: [position('a', 'long', 1), position('b', 'short', 1)],
      }),
    );
    expect(markets[0]).toMatchObject({ openInterest: 100, positions: 2, accounts: 2, skew: 0 });
    expect(markets[0]?.leverage).toMatchObject({
      weighted: 1.5,
      p50: 1,
      p90: 2,
      estimatedRatio: 100 / 150,
      underwater: { accounts: 0, notional: 0 },
    });
    expect(markets[0]?.leverage.buckets[0]).toEqual({ upTo: 2, openInterest: 200, share: 1 });
  });

  test('unrealised PnL is part of equity: a long bought 20 higher has lost 20', () => {
    const { markets } = measureBook(
      bookOf({
        markets: [BTC],
        accounts: [account('a', 70)],
        positions: [position('a', 'long', 1, { entryPrice: 120 })],
      }),
    );
    expect(markets[0]?.leverage.weighted).toBeCloseTo(2, 12);
  });

  test("the venue's own PnL is taken where it is given", () => {
    const { markets } = measureBook(
      bookOf({
        markets: [BTC],
        accounts: [account('a', 70)],
        positions: [position('a', 'long', 1, { unrealizedPnl: -45 })],
      }),
    );
    expect(markets[0]?.leverage.weighted).toBeCloseTo(4, 12);
  });

  test('an isolated position stands on its own margin, and a cross one not on it', () => {
    const { markets } = measureBook(
      bookOf({
        markets: [BTC],
        accounts: [account('a', 100)],
        positions: [position('a', 'long', 1), position('a', 'long', 1, { marginMode: 'isolated', collateral: 10 })],
      }),
    );
    expect(markets[0]?.leverage.weighted).toBeCloseTo((1 + 10) / 2, 12);
    expect(markets[0]?.accounts).toBe(1);
  });

  test('an inverse contract: 5 contracts of 10 dollars are 50 dollars, and PnL is in coins', () => {
    // Bought at 80, now 100: 50·(1/80 - 1/100) = 0.125 coins = 12.5 dollars on 0.25 coins of collateral.
    const { markets, unpriced } = measureBook(
      bookOf({
        markets: [INVERSE],
        accounts: [account('a', 0.25, 'BTC')],
        positions: [position('a', 'long', 5, { symbol: INVERSE.symbol, entryPrice: 80 })],
      }),
    );
    expect(markets[0]?.openInterest).toBe(50);
    expect(markets[0]?.leverage.weighted).toBeCloseTo(50 / 37.5, 12);
    expect(unpriced).toEqual([]);
  });

  test('collateral without a price counts as nothing and is named', () => {
    const { markets, unpriced } = measureBook(
      bookOf({ markets: [BTC], accounts: [account('a', 1e6, 'XYZ')], positions: [position('a', 'long', 1)] }),
    );
    expect(unpriced).toEqual(['XYZ']);
    expect(markets[0]?.leverage).toMatchObject({
      weighted: LEVERAGE_CEILING,
      underwater: { accounts: 1, notional: 100 },
    });
  });

  test('the venue takes an account on two markets as one holder', () => {
    const ETH = { ...BTC, symbol: 'ETH/USDT:USDT' };
    const { venue, markets } = measureBook(
      bookOf({
        markets: [BTC, ETH],
        accounts: [account('a', 100), account('b', 100)],
        positions: [
          position('a', 'long', 1),
          position('a', 'long', 1, { symbol: ETH.symbol }),
          position('b', 'short', 2),
        ],
      }),
    );
    expect(venue.concentration.hhi).toBeCloseTo(0.5, 12);
    expect(markets.map(({ accounts }) => accounts)).toEqual([2, 1]);
  });
});

describe('awkward books', () => {
  const finite = (value: unknown): boolean =>
    typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value !== 'object' || value === null || Object.values(value).every(finite);

  test.each<[string, Wire]>([
    ['an empty one', { markets: [], accounts: [], positions: [] }],
    ['a market without positions', { markets: [BTC], accounts: [account('a', 1)], positions: [] }],
    ['one position', { markets: [BTC], accounts: [account('a', 10)], positions: [position('a', 'long', 1)] }],
    [
      'all on one side',
      {
        markets: [BTC],
        accounts: [account('a', 10), account('b', 5)],
        positions: [position('a', 'long', 1), position('b', 'long', 2)],
      },
    ],
    ['zero equity', { markets: [BTC], accounts: [account('a', 0)], positions: [position('a', 'long', 1)] }],
    ['negative equity', { markets: [BTC], accounts: [account('a', -50)], positions: [position('a', 'short', 1)] }],
    [
      'contract size 1e-9',
      { markets: [{ ...BTC, contractSize: 1e-9 }], accounts: [account('a', 1)], positions: [position('a', 'long', 3)] },
    ],
    [
      'a notional of 1e18',
      { markets: [BTC], accounts: [account('a', 1e17)], positions: [position('a', 'long', 1e16)] },
    ],
    ['zero contracts', { markets: [BTC], accounts: [account('a', 0)], positions: [position('a', 'long', 0)] }],
  ])('%s gives finite figures', (_, wire) => {
    const { venue, markets } = measureBook(bookOf(wire));
    expect(finite(venue)).toBe(true);
    expect(markets.every(finite)).toBe(true);
  });

  test('who is under water raises leverage instead of leaving it', () => {
    const with50 = (amount: number) =>
      measureBook(
        bookOf({
          markets: [BTC],
          accounts: [account('a', amount), account('b', 50)],
          positions: [position('a', 'long', 1), position('b', 'short', 1)],
        }),
      ).markets[0] as BookMetrics;
    expect(with50(-1).leverage.weighted).toBeGreaterThan(with50(0.2).leverage.weighted);
    expect(with50(-1).leverage.underwater).toEqual({ accounts: 1, notional: 100 });
  });
});

describe('any book', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const wires: fc.Arbitrary<Wire> = fc.record({
    markets: fc.constant([BTC, { ...BTC, symbol: 'ETH/USDT:USDT', markPrice: 7 }, INVERSE]),
    accounts: fc
      .array(fc.integer({ min: -50, max: 500 }), { minLength: names.length, maxLength: names.length })
      .map((cash) => names.map((name, i) => account(name, cash[i] as number))),
    positions: fc.uniqueArray(
      fc.record({
        accountId: fc.constantFrom(...names),
        symbol: fc.constantFrom(BTC.symbol, 'ETH/USDT:USDT', INVERSE.symbol),
        side: fc.constantFrom('long', 'short'),
        contracts: fc.integer({ min: 0, max: 20 }),
        entryPrice: fc.integer({ min: 1, max: 200 }),
        marginMode: fc.constantFrom('cross', 'isolated'),
        collateral: fc.integer({ min: 0, max: 100 }),
      }),
      {
        selector: ({ accountId, symbol, side, marginMode }) => [accountId, symbol, side, marginMode].join(),
        maxLength: 30,
      },
    ),
  });

  /** The same by plain loops over objects. */
  function slowly({ markets, accounts, positions }: Wire) {
    const marketOf = (symbol: string) => markets.find((market) => market.symbol === symbol) as Wire['markets'][number];
    const price = (currency: string) => (currency === 'BTC' ? 100 : 1);
    const valued = positions.map((p) => {
      const { linear, markPrice, contractSize } = marketOf(p.symbol);
      const q = p.contracts * contractSize;
      const sign = p.side === 'long' ? 1 : -1;
      const pnl = linear
        ? sign * q * (markPrice - p.entryPrice)
        : sign * q * (1 / p.entryPrice - 1 / markPrice) * markPrice;
      return {
        ...p,
        isolated: p.marginMode === 'isolated',
        notional: linear ? q * markPrice : q,
        pnl,
        margin: (p.collateral ?? 0) * (linear ? 1 : markPrice),
      };
    });
    const leverages = valued.map((p) => {
      if (p.notional === 0) return 0;
      const cross = valued.filter((other) => other.accountId === p.accountId && !other.isolated);
      const cash =
        accounts
          .find(({ accountId }) => accountId === p.accountId)
          ?.collateral.reduce((sum, { amount, currency }) => sum + amount * price(currency), 0) ?? 0;
      const equity = p.isolated ? p.margin + p.pnl : cash + cross.reduce((sum, { pnl }) => sum + pnl, 0);
      const notional = p.isolated ? p.notional : cross.reduce((sum, other) => sum + other.notional, 0);
      return equity > 0 ? Math.min(notional / equity, LEVERAGE_CEILING) : LEVERAGE_CEILING;
    });
    return markets.map(({ symbol }) => {
      const here = valued
        .map((p, i) => ({ ...p, leverage: leverages[i] as number }))
        .filter((p) => p.symbol === symbol);
      const total = here.reduce((sum, { notional }) => sum + notional, 0);
      const byAccount = new Map<string, number>();
      for (const p of here) byAccount.set(p.accountId, (byAccount.get(p.accountId) ?? 0) + p.notional);
      return {
        weighted: total > 0 ? here.reduce((sum, { notional, leverage }) => sum + notional * leverage, 0) / total : 0,
        hhi: total > 0 ? [...byAccount.values()].reduce((sum, held) => sum + (held / total) ** 2, 0) : 0,
        openInterest: Math.max(
          ...['long', 'short'].map((side) => here.reduce((sum, p) => sum + (p.side === side ? p.notional : 0), 0)),
        ),
      };
    });
  }

  test('is measured as plain loops would measure it', () => {
    fc.assert(
      fc.property(wires, (wire) => {
        const { markets } = measureBook(bookOf(wire));
        slowly(wire).forEach(({ weighted, hhi, openInterest }, i) => {
          const market = markets[i] as BookMetrics;
          expect(market.leverage.weighted).toBeCloseTo(weighted, 8);
          expect(market.concentration.hhi).toBeCloseTo(hhi, 10);
          expect(market.openInterest).toBeCloseTo(openInterest, 8);
        });
      }),
    );
  });

  test('does not depend on the order of its rows', () => {
    fc.assert(
      fc.property(wires, (wire) => {
        const forth = measureBook(bookOf(wire));
        const back = measureBook(
          bookOf({ ...wire, accounts: [...wire.accounts].reverse(), positions: [...wire.positions].reverse() }),
        );
        back.markets.forEach((market, i) => {
          const same = forth.markets[i] as BookMetrics;
          expect(market.concentration.hhi).toBeCloseTo(same.concentration.hhi, 12);
          expect(market.leverage.weighted).toBeCloseTo(same.leverage.weighted, 9);
          expect(market.leverage.p90).toBeCloseTo(same.leverage.p90, 9);
        });
      }),
    );
  });

  test('buckets hold all notional, once', () => {
    fc.assert(
      fc.property(wires, (wire) => {
        for (const { leverage, openInterest, skew } of measureBook(bookOf(wire)).markets) {
          const shares = leverage.buckets.reduce((sum, { share }) => sum + share, 0);
          expect(shares).toBeCloseTo(openInterest > 0 ? 1 : 0, 9);
          expect(Math.abs(skew)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
