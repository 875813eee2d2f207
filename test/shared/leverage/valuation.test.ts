import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { carryBook } from '../../../shared/leverage/carried-book.ts';
import { openValuation, quoteValues, valuePositions } from '../../../shared/leverage/valuation.ts';
import { bookOf, inverse, linear, type PlainPosition } from './plain-book.ts';

describe('openValuation', () => {
  test('dollars of every kind stand at par, unless a market or the venue prices them', () => {
    const markets = [linear('USDC/USDT:USDT', 0.88), linear('BTC/USDT:USDT', 50_000)];
    const { of, unpriced, offPar } = openValuation(markets);
    expect(['USD', 'USDT', 'USDC', 'DAI'].map(of)).toEqual([1, 1, 0.88, 1]);
    expect(unpriced).toEqual([]);
    expect([...offPar]).toEqual([['USDC', 0.88]]);
    // The dollar in which most markets are quoted is the one at par.
    expect(openValuation([...markets, linear('ETH/USDC:USDC', 3_000), linear('SOL/USDC:USDC', 100)]).of('USDT')).toBe(
      1 / 0.88,
    );
    expect(openValuation(markets, [{ currency: 'USDC', price: 0.9 }]).of('USDC')).toBe(0.9);
  });

  test('another currency stands at its index price, and at the mark where there is none', () => {
    const { of } = openValuation([
      { ...linear('BTC/USDT:USDT', 50_000), indexPrice: 49_900 },
      linear('ETH/USD:ETH', 2_000),
    ]);
    expect([of('BTC'), of('ETH')]).toEqual([49_900, 2_000]);
  });

  test('the same market prices a currency whatever the order: a perpetual in its quote currency before any other', () => {
    const markets = [
      linear('ETH/USD:ETH', 2_001),
      linear('ETH/USDT:USDT-261225', 2_010),
      linear('ETH/BTC:BTC', 0.04),
      linear('ETH/USDT:USDT', 2_000),
    ];
    for (let turn = 0; turn < markets.length; turn++) {
      expect(openValuation(markets).of('ETH')).toBe(2_000);
      markets.push(markets.shift() as (typeof markets)[number]);
    }
  });

  test('a currency without a price counts as nothing and is named once', () => {
    const { of, unpriced } = openValuation([linear('BTC/USDT:USDT', 50_000)]);
    expect([of('DOGE'), of('EUR'), of('DOGE')]).toEqual([0, 0, 0]);
    expect(unpriced).toEqual(['DOGE', 'EUR']);
  });

  test('a venue without a dollar is measured in the quote that most of its markets share', () => {
    const { of, unpriced } = openValuation([
      linear('ETH/BTC:BTC', 0.04),
      linear('BTC/EUR:EUR', 45_000),
      linear('ETH/EUR:EUR', 1_800),
    ]);
    expect([of('EUR'), of('BTC'), of('ETH')]).toEqual([1, 45_000, 1_800]);
    expect(unpriced).toEqual([]);
    expect(of('USDT')).toBe(0);
    expect(unpriced).toEqual(['USDT']);
  });

  test('without markets dollars are dollars', () => {
    expect(openValuation([]).of('USD')).toBe(1);
  });
});

test('a market quoted in a coin is worth that coin, one whose symbol tells nothing is taken as it is', () => {
  const markets = [linear('BTC/USDT:USDT', 50_000), linear('ETH/BTC:BTC', 0.04), linear('XYZ', 3)];
  expect([...quoteValues(markets, openValuation(markets))]).toEqual([1, 50_000, 1]);
});

describe('valuePositions', () => {
  const value = (market: ReturnType<typeof linear>, position: Partial<PlainPosition>) => {
    const book = bookOf({
      markets: [market],
      accounts: { a: {} },
      positions: [
        { account: 'a', symbol: market.symbol, side: 'long', contracts: 1, entryPrice: market.markPrice, ...position },
      ],
    });
    const values = valuePositions(book, quoteValues(book.markets, openValuation(book.markets)));
    return { notional: values.notional[0], pnl: values.unrealizedPnl[0], margin: values.margin[0] };
  };
  const usdt = linear('BTC/USDT:USDT', 50_000, 0.001);
  const coin = inverse('BTC/USD:BTC', 50_000, 100);

  test('20 linear contracts of 0.001 BTC at 50,000 are 1,000 dollars', () => {
    expect(value(usdt, { contracts: 20 }).notional).toBe(1_000);
  });

  test('20 inverse contracts of 100 dollars are 2,000 dollars at any price', () => {
    expect(value(coin, { contracts: 20 }).notional).toBe(2_000);
    expect(value({ ...coin, markPrice: 123 }, { contracts: 20 }).notional).toBe(2_000);
  });

  test.each([
    ['long', 200],
    ['short', -200],
  ] as const)('a linear %s from 40,000 to 50,000 on 0.02 BTC earned %d dollars', (side, earned) => {
    expect(value(usdt, { contracts: 20, entryPrice: 40_000, side }).pnl).toBeCloseTo(earned, 9);
  });

  test.each([
    ['long', 500],
    ['short', -500],
  ] as const)('an inverse %s from 40,000 to 50,000 on 2,000 dollars earned 0.01 BTC, %d dollars', (side, earned) => {
    expect(value(coin, { contracts: 20, entryPrice: 40_000, side }).pnl).toBeCloseTo(earned, 9);
  });

  test("the venue's own PnL is taken over the computed one, 0 too", () => {
    expect(value(usdt, { entryPrice: 40_000, unrealizedPnl: 7 }).pnl).toBe(7);
    expect(value(usdt, { entryPrice: 40_000, unrealizedPnl: 0 }).pnl).toBe(0);
  });

  test("an inverse contract's own PnL and margin are in coins", () => {
    expect(value(coin, { unrealizedPnl: -0.02, margin: 0.1 })).toEqual({ notional: 100, pnl: -1_000, margin: 5_000 });
  });

  test('a linear margin is in quote currency, a cross position has none', () => {
    expect(value(usdt, { margin: 12 }).margin).toBe(12);
    expect(value(usdt, {}).margin).toBe(0);
  });

  test('a position at its entry price earned nothing, linear or inverse', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.nat(1_000_000),
        fc.boolean(),
        (price, contracts, straight) => {
          const market = straight ? linear('BTC/USDT:USDT', price) : inverse('BTC/USD:BTC', price);
          expect(value(market, { contracts }).pnl).toBeCloseTo(0, 12);
        },
      ),
    );
  });

  test('long and short of the same contracts earn opposite amounts', () => {
    const price = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(price, price, fc.boolean(), (markPrice, entryPrice, straight) => {
        const market = straight ? linear('BTC/USDT:USDT', markPrice) : inverse('BTC/USD:BTC', markPrice);
        expect(value(market, { entryPrice, side: 'long' }).pnl).toBe(
          -(value(market, { entryPrice, side: 'short' }).pnl as number),
        );
      }),
    );
  });
});

describe('collateral', () => {
  const book = bookOf({
    markets: [linear('BTC/USDT:USDT', 50_000)],
    accounts: { a: { USDT: 1_000, BTC: 0.5 }, b: { USDC: 20, BTC: -0.001, DOGE: 1e9 }, c: {} },
    positions: [],
  });

  test('of several currencies adds up, loans off it, and what has no price is named', () => {
    const { collateral, unpriced } = carryBook(book);
    expect([...collateral]).toEqual([26_000, -30, 0]);
    expect(unpriced).toEqual(['DOGE']);
  });

  test('loses our haircut prudently if it is held, and is owed in full if it is borrowed; the venue counts all of it', () => {
    const { collateral, prudent } = carryBook(book, (currency) => (currency === 'BTC' ? 0.2 : 0));
    expect([...prudent.collateral]).toEqual([21_000, -30, 0]);
    expect([...collateral]).toEqual([26_000, -30, 0]);
  });

  test("counts by the venue's own price and stepped ratios if it gives them, beside our haircuts", () => {
    const assets = [
      {
        currency: 'BTC',
        price: 60_000,
        collateralRatios: [
          { upTo: 0.2, ratio: 1 },
          { upTo: 0.3, ratio: 0.9 },
          { upTo: null, ratio: 0.5 },
        ],
      },
    ];
    const { collateral, prudent } = carryBook({ ...book, header: { ...book.header, assets } }, () => 0.1);
    // 0.2 + 0.1 × 0.9 + 0.2 × 0.5 BTC, and what is owed in full.
    expect(collateral[0]).toBeCloseTo(1_000 + 0.39 * 60_000, 9);
    expect(collateral[1]).toBeCloseTo(20 - 0.001 * 60_000, 9);
    expect(prudent.collateral[0]).toBeCloseTo(900 + 0.9 * 0.5 * 60_000, 9);
  });

  test('of one currency that is listed twice is one balance: the debt comes off before the haircut', () => {
    const twice = bookOf({
      markets: [linear('BTC/USDT:USDT', 50_000)],
      accounts: { a: { BTC: 5 } },
      positions: [],
    });
    const accounts = {
      ...twice.accounts,
      collateralAccount: Uint32Array.of(0, 0),
      collateralCurrency: Uint32Array.of(0, 0),
      collateralAmount: Float64Array.of(5, -1),
    };
    expect(carryBook({ ...twice, accounts }, () => 0.2).prudent.collateral[0]).toBeCloseTo(4 * 0.8 * 50_000, 9);
  });

  test('is priced by a market of its currency against the unit, which moves with it', () => {
    const { currencies } = book.accounts;
    const { pricedBy, bases } = carryBook(book);
    expect(currencies.map((currency, c) => [currency, pricedBy[c]])).toEqual([
      ['USDT', -1],
      ['BTC', 0],
      ['USDC', -1],
      ['DOGE', -1],
    ]);
    expect(currencies[bases[0] as number]).toBe('BTC');
  });
});
