import fc from 'fast-check';
import type { Book, Candle, LeverageTier, Market, OrderBook } from '../../../shared/snapshot/types.ts';
import { bookOf, type PlainBook, type PlainPosition } from '../leverage/plain-book.ts';

/** When the books of these tests were taken. */
export const AT = Date.UTC(2026, 0, 1);

/** Every order of magnitude of a range as likely as the others. */
const across = (least: number, most: number): fc.Arbitrary<number> =>
  fc
    .double({ min: Math.log10(least), max: Math.log10(most), noNaN: true })
    .map((exponent) => Math.min(most, Math.max(least, 10 ** exponent)));

/** What the snapshot's checks let pass. */
const price = fc.oneof(across(1e-12, 1e12), fc.constantFrom(1e-12, 1e12, 1, 50_000));
const size = fc.oneof(across(1e-12, 1e12), fc.constantFrom(1e-12, 1e12, 1));
const amount = fc.oneof(across(1e-18, 1e21), fc.constantFrom(0, 1e-18, 1e21, 1));
const signed = fc.tuple(amount, fc.boolean()).map(([own, negative]) => (negative ? -own : own));

const SYMBOLS = ['BTC/USDT:USDT', 'BTC/USD:BTC', 'ETH/USDC:USDC', 'ETH/BTC:BTC', 'DOGE/EUR:EUR', 'no symbol at all'];

const orderBook: fc.Arbitrary<OrderBook> = fc.record({
  bids: fc.array(fc.tuple(price, amount), { maxLength: 4 }),
  asks: fc.array(fc.tuple(price, amount), { maxLength: 4 }),
});

const candle: fc.Arbitrary<Candle> = fc.record(
  {
    timestamp: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }),
    open: price,
    high: price,
    low: price,
    close: price,
    baseVolume: amount,
  },
  { requiredKeys: ['timestamp', 'open', 'high', 'low', 'close'] },
);

/** Ascending by notional and rate, rates below 1. */
const tiers: fc.Arbitrary<LeverageTier[]> = fc
  .array(fc.tuple(amount, fc.double({ min: 0, max: 0.999, noNaN: true })), { minLength: 1, maxLength: 4 })
  .map((given) => {
    const floors = given.map(([floor]) => floor).sort((a, b) => a - b);
    const rates = given.map(([, rate]) => rate).sort((a, b) => a - b);
    return floors.map((minNotional, tier) => ({
      tier,
      minNotional,
      maxNotional: floors[tier + 1] ?? 1e21,
      maintenanceMarginRate: rates[tier] as number,
      maxLeverage: 100,
    }));
  });

const marketOf = (symbol: string): fc.Arbitrary<Market> =>
  fc.record(
    {
      symbol: fc.constant(symbol),
      markPrice: price,
      contractSize: size,
      linear: fc.boolean(),
      indexPrice: price,
      lastPrice: price,
      openInterestAmount: amount,
      fundingRate: signed,
      orderBook,
      candle,
      leverageTiers: tiers,
    },
    { requiredKeys: ['symbol', 'markPrice', 'contractSize', 'linear'] },
  );

const positionIn = (accounts: readonly string[], symbols: readonly string[]): fc.Arbitrary<PlainPosition> =>
  fc.record(
    {
      account: fc.constantFrom(...accounts),
      symbol: fc.constantFrom(...symbols),
      side: fc.constantFrom('long', 'short'),
      contracts: amount,
      entryPrice: price,
      margin: signed,
      unrealizedPnl: signed,
      maintenanceMargin: amount,
      liquidationPrice: fc.oneof(price, fc.constant(0)),
    },
    { requiredKeys: ['account', 'symbol', 'side', 'contracts', 'entryPrice'] },
  );

const collateral = fc.dictionary(fc.constantFrom('USDT', 'USDC', 'BTC', 'EUR', 'NOTHING'), signed, {
  noNullPrototype: true,
});

/** Legal books at every order of magnitude, with every optional field there or not. */
export const extremeBook: fc.Arbitrary<Book> = fc
  .tuple(fc.subarray(SYMBOLS, { minLength: 1 }), fc.integer({ min: 1, max: 6 }))
  .chain(([symbols, count]) => {
    const ids = Array.from({ length: count }, (_, i) => `account-${i}`);
    return fc.record({
      markets: fc.tuple(...symbols.map(marketOf)),
      accounts: fc
        .tuple(...ids.map(() => collateral))
        .map((own) => Object.fromEntries(ids.map((id, i) => [id, own[i] ?? {}]))),
      positions: fc.uniqueArray(positionIn(ids, symbols), {
        maxLength: 12,
        selector: ({ account, symbol, side, margin }) => `${account} ${symbol} ${side} ${margin === undefined}`,
      }),
      fund: fc.option(fc.record({ currency: fc.constantFrom('USDT', 'BTC', 'NOTHING'), balance: signed }), {
        nil: undefined,
      }),
    });
  })
  .map(({ fund, ...plain }) => at(bookOf(plain as PlainBook), fund));

/** A book with a header that the snapshot's checks let pass. */
export const at = (book: Book, insuranceFund?: Book['header']['insuranceFund']): Book => ({
  ...book,
  header: { ...book.header, timestamp: AT, ...(insuranceFund ? { insuranceFund } : {}) },
});
