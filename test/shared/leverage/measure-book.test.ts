import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import type { BookMetrics } from '../../../shared/assessment/types.ts';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { LEVERAGE_CEILING } from '../../../shared/leverage/effective-leverage.ts';
import { measureBook } from '../../../shared/leverage/measure-book.ts';
import { expectClose, expectFinite } from './close-to.ts';
import { anyBook, bookOf, EXACT_MARKETS, inverse, linear, type PlainBook, type PlainPosition } from './plain-book.ts';
import { plainMeasure } from './plain-measure.ts';

const measure = (plain: PlainBook) => measureBook(bookOf(plain));
const only = (plain: PlainBook): BookMetrics => measure(plain).markets[0] as BookMetrics;
const BTC = linear('BTC/USDT:USDT', 50_000);
const held = (
  account: string,
  side: 'long' | 'short',
  contracts: number,
  rest: Partial<PlainPosition> = {},
): PlainPosition => ({
  account,
  symbol: BTC.symbol,
  side,
  contracts,
  entryPrice: 50_000,
  ...rest,
});

describe('worked by hand', () => {
  test('three accounts on one market: open interest, skew, shares and leverage', () => {
    const { markets, venue } = measure({
      markets: [BTC],
      accounts: { a: { USDT: 10_000 }, b: { USDT: 25_000 }, c: { USDT: 100_000 } },
      positions: [held('a', 'long', 1), held('b', 'short', 1), held('c', 'short', 2)],
    });
    const [btc] = markets as [BookMetrics];
    expect(btc).toMatchObject({ openInterest: 150_000, positions: 3, accounts: 3, skew: -0.5 });
    expect(btc.concentration).toMatchObject({
      hhi: 0.375,
      top1: 0.5,
      long: { hhi: 1, top1: 1 },
      short: { top1: 2 / 3 },
    });
    // 5 on 50,000, 2 on 50,000, 1 on 100,000.
    expect(btc.leverage).toMatchObject({ weighted: 2.25, p50: 1, p90: 5, p99: 5, estimatedRatio: 150 / 135 });
    // 250,000 : 100,000 : 100,000.
    expect(btc.concentration.leverageWeighted.top1).toBeCloseTo(250 / 450, 12);
    expect(venue).toEqual(btc);
  });

  test('cross positions share the equity of their account, profit and loss of the others included', () => {
    const eth = linear('ETH/USDT:USDT', 2_000);
    const { markets, venue } = measure({
      markets: [BTC, eth],
      accounts: { a: { USDT: 10_000 } },
      positions: [
        held('a', 'long', 1, { entryPrice: 40_000 }),
        held('a', 'short', 25, { symbol: eth.symbol, entryPrice: 2_200 }),
      ],
    });
    // 100,000 on 10,000 + 10,000 + 5,000.
    expect(markets.map(({ leverage }) => leverage.weighted)).toEqual([4, 4]);
    expect(venue.leverage.weighted).toBe(4);
    expect(venue).toMatchObject({ accounts: 1, positions: 2, skew: 0 });
  });

  test('an account on two markets is one holder of the venue', () => {
    const eth = linear('ETH/USDT:USDT', 50_000);
    const { venue, markets } = measure({
      markets: [BTC, eth],
      accounts: { a: { USDT: 1 }, b: { USDT: 1 } },
      positions: [held('a', 'long', 1), held('a', 'long', 1, { symbol: eth.symbol }), held('b', 'short', 2)],
    });
    expect(venue.concentration.hhi).toBe(0.5);
    expect(markets.map(({ accounts }) => accounts)).toEqual([2, 1]);
  });

  test('an isolated position stands on its own margin, and leaves the rest of the account alone', () => {
    const { leverage } = only({
      markets: [BTC],
      accounts: { a: { USDT: 25_000 } },
      positions: [held('a', 'long', 1), held('a', 'short', 1, { margin: 6_000, entryPrice: 49_000 })],
    });
    // Cross 50,000 on 25,000; isolated 50,000 on 6,000 - 1,000.
    expect(leverage).toMatchObject({ weighted: 6, p50: 2, p90: 10, estimatedRatio: 50_000 / 31_000 });
  });

  test('an inverse position on a bitcoin of collateral: 50,000 dollars on 1 BTC at 50,000 is leverage 1', () => {
    const { leverage, openInterest } = only({
      markets: [inverse('BTC/USD:BTC', 50_000, 100)],
      accounts: { a: { BTC: 1 } },
      positions: [held('a', 'long', 500, { symbol: 'BTC/USD:BTC' })],
    });
    expect(openInterest).toBe(50_000);
    expect(leverage.weighted).toBe(1);
  });

  test('an account that went bust raises the leverage, and is counted with what it holds', () => {
    const book = (collateral: number): PlainBook => ({
      markets: [BTC],
      accounts: { a: { USDT: collateral }, b: { USDT: 50_000 } },
      positions: [held('a', 'long', 1, { entryPrice: 60_000 }), held('b', 'short', 1, { entryPrice: 60_000 })],
    });
    expect(only(book(10_000)).leverage).toMatchObject({
      p99: LEVERAGE_CEILING,
      underwater: { accounts: 1, notional: 50_000 },
    });
    expect(only(book(10_001)).leverage).toMatchObject({
      p99: LEVERAGE_CEILING,
      underwater: { accounts: 0, notional: 0 },
    });
    expect(only(book(20_000)).leverage).toMatchObject({ p99: 5, underwater: { accounts: 0, notional: 0 } });
  });

  test('an account bust on two positions is one account', () => {
    const { leverage } = only({
      markets: [BTC],
      accounts: { a: {} },
      positions: [held('a', 'long', 1), held('a', 'short', 1), held('a', 'short', 2, { margin: 0 })],
    });
    expect(leverage.underwater).toEqual({ accounts: 1, notional: 200_000 });
  });

  test('collateral that is gone counts as the highest ratio, not as the lowest', () => {
    for (const USDT of [0, -5]) {
      const { leverage } = only({ markets: [BTC], accounts: { a: { USDT } }, positions: [held('a', 'long', 1)] });
      expect(leverage.estimatedRatio).toBe(LEVERAGE_CEILING);
    }
  });

  test('collateral without a price counts as nothing and is named', () => {
    const book = bookOf({ markets: [BTC], accounts: { a: { DOGE: 1e12 } }, positions: [held('a', 'long', 1)] });
    const carried = carryBook(book);
    expect(carried.unpriced).toEqual(['DOGE']);
    expect(measureBook(book, carried).venue.leverage.weighted).toBe(LEVERAGE_CEILING);
  });

  test('a venue quoted in euros has the leverage of one quoted in dollars', () => {
    const euro = linear('BTC/EUR:EUR', 50_000);
    const position = held('a', 'long', 1, { symbol: euro.symbol });
    const measured = measure({ markets: [euro], accounts: { a: { EUR: 10_000 } }, positions: [position] });
    expect(measured.venue.leverage.weighted).toBe(5);
  });

  test('accounts without positions are no part of any figure', () => {
    const book: PlainBook = { markets: [BTC], accounts: { a: { USDT: 10_000 } }, positions: [held('a', 'long', 1)] };
    expect(measure({ ...book, accounts: { idle: { USDT: 1e9 }, ...book.accounts } })).toEqual(measure(book));
  });
});

describe('for any book', () => {
  test('the venue and every market have the figures of plain loops over objects', () => {
    fc.assert(
      fc.property(anyBook, (plain) => {
        const { venue, markets } = measure(plain);
        expectClose(venue, plainMeasure(plain));
        markets.forEach((metrics, i) => {
          expectClose(metrics, plainMeasure(plain, EXACT_MARKETS[i]?.symbol));
        });
      }),
      { numRuns: 300 },
    );
  });

  test('a thousand accounts with heavy tails have the figures of plain loops over objects', () => {
    const random = openRandom(5);
    const ids = Array.from({ length: 1_000 }, (_, i) => `account-${i}`);
    const plain: PlainBook = {
      markets: EXACT_MARKETS,
      accounts: Object.fromEntries(ids.map((id) => [id, { USDT: Math.ceil(100 * random.pareto(1.1)) }])),
      positions: Array.from({ length: 2_500 }, (): PlainPosition => {
        const contracts = Math.ceil(10 * random.pareto(1.1));
        return {
          account: ids[Math.floor(random.uniform() * ids.length)] as string,
          symbol: (EXACT_MARKETS[Math.floor(random.uniform() ** 2 * EXACT_MARKETS.length)] as { symbol: string })
            .symbol,
          side: random.uniform() < 0.6 ? 'long' : 'short',
          contracts,
          entryPrice: 1 + Math.floor(random.uniform() * 128),
          unrealizedPnl: Math.floor((random.uniform() - 0.5) * contracts),
          ...(random.uniform() < 0.4 ? { margin: contracts } : {}),
        };
      }),
    };
    const { venue, markets } = measure(plain);
    expectClose(venue, plainMeasure(plain));
    expectClose(markets[0], plainMeasure(plain, EXACT_MARKETS[0].symbol));
  });

  test('the order of the accounts and positions does not matter', () => {
    const shuffled = anyBook.chain((plain) =>
      fc.shuffledSubarray([...plain.positions], { minLength: plain.positions.length }).map((positions) => {
        const accounts = Object.fromEntries(Object.entries(plain.accounts).reverse());
        return [plain, { ...plain, accounts, positions }] as const;
      }),
    );
    fc.assert(fc.property(shuffled, ([plain, other]) => expectClose(measure(other), measure(plain))));
  });

  test('a position in two pieces is the same holding: only the number of positions tells', () => {
    const split = anyBook
      .filter(({ positions }) => positions.some(({ contracts }) => contracts > 1))
      .chain((plain) =>
        fc
          .record({ at: fc.nat(plain.positions.length - 1), part: fc.integer({ min: 1, max: 9_999 }) })
          .map(({ at, part }) => {
            const whole = plain.positions[at] as PlainPosition;
            const first = Math.min(part, whole.contracts);
            const piece = (contracts: number): PlainPosition => ({
              ...whole,
              contracts,
              // Margin and PnL go with the contracts; where there are none, with the first piece.
              ...(whole.margin === undefined
                ? {}
                : { margin: pieceOf(whole.margin, contracts, whole.contracts, first) }),
              ...(whole.unrealizedPnl === undefined
                ? {}
                : { unrealizedPnl: pieceOf(whole.unrealizedPnl, contracts, whole.contracts, first) }),
            });
            const pieces = [piece(first), piece(whole.contracts - first)];
            return [plain, { ...plain, positions: plain.positions.toSpliced(at, 1, ...pieces) }] as const;
          }),
      );
    const pieceOf = (amount: number, contracts: number, all: number, first: number): number =>
      all === 0 ? (contracts === first ? amount / 2 : 0) : (amount * contracts) / all;
    const withoutCount = ({ positions: _, ...rest }: BookMetrics) => rest;
    fc.assert(
      fc.property(split, ([whole, pieces]) => {
        const [is, was] = [measure(pieces), measure(whole)];
        expectClose(withoutCount(is.venue), withoutCount(was.venue));
        expectClose(is.markets.map(withoutCount), was.markets.map(withoutCount));
      }),
    );
  });

  test('measuring it leaves it as it was', () => {
    fc.assert(
      fc.property(anyBook, (plain) => {
        const book = bookOf(plain);
        const first = measureBook(book);
        expect(book).toEqual(bookOf(plain));
        expect(measureBook(book)).toEqual(first);
      }),
    );
  });

  test('exchanging long and short turns the skew around and exchanges the sides', () => {
    fc.assert(
      fc.property(anyBook, (plain) => {
        // At their entry prices, so that nobody's equity changes with the side.
        const positions = plain.positions.map(({ margin: _, ...rest }) => ({ ...rest, unrealizedPnl: 0 }));
        const turned = positions.map((p): PlainPosition => ({ ...p, side: p.side === 'long' ? 'short' : 'long' }));
        const { venue: was } = measure({ ...plain, positions });
        const { venue: is } = measure({ ...plain, positions: turned });
        expect(is.skew).toBeCloseTo(-was.skew, 12);
        expectClose(is.concentration.long, was.concentration.short);
        expectClose(is.leverage, was.leverage);
      }),
    );
  });
});

describe('hostile books', () => {
  const NOTHING = { hhi: 0, effectiveAccounts: 0, gini: 0, top1: 0, top5: 0, top10: 0, top50: 0, top100: 0 };

  test('a book of nothing measures nothing', () => {
    const measured = measure({ markets: [], accounts: {}, positions: [] });
    expect(measured).toMatchObject({ markets: [] });
    expect(measured.venue).toMatchObject({ openInterest: 0, positions: 0, accounts: 0, skew: 0 });
    expect(measured.venue.concentration).toEqual({
      ...NOTHING,
      long: NOTHING,
      short: NOTHING,
      leverageWeighted: NOTHING,
    });
    expectFinite(measured);
  });

  test('a market that nobody is in stands beside one that all are in', () => {
    const { markets } = measure({
      markets: [linear('ETH/USDT:USDT', 2_000), BTC],
      accounts: { a: { USDT: 10_000 } },
      positions: [held('a', 'long', 1)],
    });
    expect(markets.map(({ openInterest }) => openInterest)).toEqual([0, 50_000]);
    expect(markets[0]?.leverage).toMatchObject({ weighted: 0, estimatedRatio: 0 });
  });

  test('a book of one side has its open interest, and a skew of 1', () => {
    const metrics = only({ markets: [BTC], accounts: { a: { USDT: 1 } }, positions: [held('a', 'long', 2)] });
    expect(metrics).toMatchObject({ openInterest: 100_000, skew: 1 });
    expect(metrics.concentration.short).toEqual(NOTHING);
  });

  test('positions of no contracts are positions, and hold nothing', () => {
    const metrics = only({
      markets: [BTC],
      accounts: { a: {} },
      positions: [held('a', 'long', 0), held('a', 'short', 0)],
    });
    expect(metrics).toMatchObject({ positions: 2, accounts: 1, openInterest: 0 });
    expect(metrics.leverage).toMatchObject({
      weighted: 0,
      estimatedRatio: 0,
      underwater: { accounts: 0, notional: 0 },
    });
  });

  test('no figure of any book is NaN or infinite, at the smallest and the largest amounts that a push may hold', () => {
    const positive = fc.constantFrom(5e-324, 1e-99, 1e-9, 1, 1e18, 1e30);
    const signed = fc.oneof(
      positive,
      positive.map((amount) => -amount),
      fc.constant(0),
    );
    const market = fc.record({ markPrice: positive, contractSize: positive, linear: fc.boolean() });
    const position = fc.record(
      {
        account: fc.constantFrom('a', 'b', 'c'),
        symbol: fc.constantFrom('BTC/USDT:USDT', 'ETH/BTC:BTC'),
        side: fc.constantFrom('long' as const, 'short' as const),
        contracts: fc.oneof(positive, fc.constant(0)),
        entryPrice: positive,
        margin: signed,
        unrealizedPnl: signed,
      },
      { requiredKeys: ['account', 'symbol', 'side', 'contracts', 'entryPrice'] },
    );
    const collateral = fc.record({ USDT: signed, BTC: signed, XYZ: signed }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.tuple(market, market),
        fc.record({ a: collateral, b: collateral, c: collateral }),
        fc.array(position, { maxLength: 12 }),
        ([btc, eth], accounts, positions) => {
          const markets = [
            { symbol: 'BTC/USDT:USDT', ...btc },
            { symbol: 'ETH/BTC:BTC', ...eth },
          ];
          expectFinite(measure({ markets, accounts, positions }));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('2,000 markets of one account each keep their accounts apart', () => {
    const markets = Array.from({ length: 2_000 }, (_, i) => linear(`C${i}/USDT:USDT`, 10));
    const accounts = Object.fromEntries(markets.map((_, i) => [`a${i}`, { USDT: 10 }]));
    const positions = markets.map(({ symbol }, i) => held(`a${i}`, 'long', i + 1, { symbol, entryPrice: 10 }));
    const measured = measure({ markets, accounts, positions });
    expect(measured.markets.map(({ leverage }) => leverage.weighted)).toEqual(
      markets.map((_, i) => Math.min(i + 1, LEVERAGE_CEILING)),
    );
    expect(measured.markets.every((market) => market.accounts === 1 && market.concentration.hhi === 1)).toBe(true);
    expect(measured.venue.accounts).toBe(2_000);
  });
});
