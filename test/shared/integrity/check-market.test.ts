import { describe, expect, test } from '@jest/globals';
import { checkMarket, type MarketContext } from '../../../shared/integrity/check-market.ts';
import type { IntegrityState } from '../../../shared/integrity/state.ts';
import { integrityOf } from '../../../shared/integrity/verdict.ts';
import type { Market } from '../../../shared/snapshot/types.ts';
import { bookAround, found, MINUTE_MS, marketAt, readingOf, START } from './healthy-market.ts';

const contextAt = (sequence: number, changes: Partial<MarketContext> = {}): MarketContext => ({
  sequence,
  timestamp: START + sequence * MINUTE_MS,
  reading: readingOf(),
  ...changes,
});

/** Snapshots one after another, a minute apart; the last one's findings, and the state that it leaves. */
function follow(markets: readonly Market[], first = 1, before?: IntegrityState) {
  let state = before;
  let findings: readonly string[] = [];
  markets.forEach((market, i) => {
    const checked = checkMarket(market, contextAt(first + i), state);
    state = checked.state;
    findings = found(checked.findings);
  });
  return { findings, state: state as IntegrityState };
}

describe('a market', () => {
  test('with nothing amiss has no findings, and is remembered', () => {
    const { findings, state } = follow([marketAt(100)]);
    expect(findings).toEqual([]);
    expect(state).toMatchObject({
      sequence: 1,
      before: null,
      memory: { shown: { timestamp: START + MINUTE_MS, prices: { mark: 100 } }, still: {} },
    });
  });

  test('without anything but a mark has nothing to be judged by', () => {
    const bare: Market = { symbol: 'X', markPrice: 5, contractSize: 1, linear: true };
    expect(follow([bare, { ...bare, markPrice: 9 }, { ...bare, markPrice: 1 }]).findings).toEqual([]);
  });

  test('is judged by each check there is', () => {
    const worst = marketAt(100, {
      indexPrice: 110,
      lastPrice: 80,
      orderBook: {
        bids: [
          [102, 1],
          [103, 1],
        ],
        asks: [
          [101, 1],
          [104, -1],
        ],
      },
      candle: { timestamp: START - 3_600_000, open: 1, high: 1, low: 1, close: 1 },
      openInterestAmount: 50,
      trades: {
        count: 900,
        firstDigits: new Array<number>(9).fill(100),
        roundSizes: { round: 100, near: 800 },
        buckets: new Array(50).fill({ buyVolume: 1, sellVolume: 0 }),
      },
    });
    const { findings } = checkMarket(
      worst,
      contextAt(1, { held: { longContracts: 100, shortContracts: 90 } }),
      undefined,
    );
    expect(found(findings)).toEqual([
      'mark-index: failed',
      'last-mark: doubtful',
      'mark-book: failed',
      'book-levels: failed',
      'book-order: doubtful',
      'book-crossed: failed',
      'bar-stale: doubtful',
      'open-interest-unmatched: doubtful',
      'open-interest-reported: doubtful',
      'trade-first-digits: note',
      'trade-round-sizes: note',
      'wash-trading: doubtful',
      'order-flow: note',
    ]);
  });
});

describe('what stands still', () => {
  test('a depth that does not change while the price does is dead: the data fail', () => {
    const orderBook = bookAround(100);
    const moving = [100, 100.3, 100.9].map((price) => marketAt(price, { orderBook }));
    expect(follow(moving.slice(0, 2)).findings).toEqual([]);
    const { findings } = follow(moving);
    // The mark has left the book meanwhile, which is a finding of its own.
    expect(findings).toEqual(['mark-book: doubtful', 'book-frozen: failed']);
  });

  test('a depth in which one amount changed is alive', () => {
    const moving = [100, 100.3, 100.4].map((price, i) => {
      const { bids, asks } = bookAround(100);
      return marketAt(price, { orderBook: { bids: bids.with(7, [bids[7]?.[0] as number, 10 + i]), asks } });
    });
    expect(follow(moving).findings).toEqual([]);
  });

  test('a depth that does not change while the price stands is a quiet market', () => {
    expect(follow(new Array(50).fill(marketAt(100))).findings).toEqual([]);
  });

  test('an index that stands while mark and book move fails', () => {
    const moving = [100, 100.2, 100.4, 100.6].map((price) => marketAt(price, { indexPrice: 100.3 }));
    expect(follow(moving).findings).toEqual(['index-frozen: failed']);
  });

  test('a mark that stands while index and book move fails', () => {
    const moving = [100, 100.2, 100.4, 100.6].map((price) => marketAt(price, { markPrice: 100.3 }));
    expect(follow(moving).findings).toEqual(['mark-frozen: failed']);
  });

  test('mark and index that stand together are told by the book', () => {
    const moving = [100, 100.3].map((price) => marketAt(price, { markPrice: 100.1, indexPrice: 100.1 }));
    expect(follow([...moving, ...moving]).findings).toEqual(['mark-frozen: doubtful', 'index-frozen: doubtful']);
  });

  test('and by the last price where there is no book', () => {
    const moving = [100, 100.1, 100.3].map((lastPrice) => {
      const { orderBook: _, ...bookless } = marketAt(100, { lastPrice });
      return bookless;
    });
    expect(follow(moving).findings).toEqual(['mark-frozen: doubtful', 'index-frozen: doubtful']);
  });

  test('a last price that stands is a note: nobody need trade', () => {
    const moving = [100, 100.2, 100.4, 100.7].map((price) => marketAt(price, { lastPrice: 100.3 }));
    expect(follow(moving).findings).toEqual(['last-frozen: note']);
    expect(integrityOf(checkMarket(moving[0] as Market, contextAt(1), undefined).findings)).toBe('sound');
  });

  test('an empty book is doubtful, not frozen', () => {
    const moving = [100, 101, 102].map((price) => marketAt(price, { orderBook: { bids: [], asks: [] } }));
    expect(follow(moving).findings).toEqual(['book-empty: doubtful']);
  });
});

describe('depth', () => {
  const usual = Array.from({ length: 20 }, (_, i) => marketAt(100 + i / 1_000));
  const { state } = follow(usual);
  const thin = (amount: number) => marketAt(100.5, { orderBook: bookAround(100.5, amount) });

  test('far below what is usual for the market is doubtful, below half of it a note', () => {
    expect(follow([thin(2)], 21, state).findings).toEqual(['depth-decay: doubtful']);
    expect(follow([thin(4)], 21, state).findings).toEqual(['depth-decay: note']);
    expect(follow([thin(6)], 21, state).findings).toEqual([]);
  });

  test('of a crossed book is no lesson', () => {
    const { bids, asks } = bookAround(100, 1);
    const crossed = marketAt(100, { orderBook: { bids: [[101, 1], ...bids], asks } });
    const after = follow([crossed], 21, state).state;
    expect(after.memory.depth).toEqual(state.memory.depth);
  });
});

describe('the same snapshot again', () => {
  test('finds the same and leaves the same, however often and at whatever point', () => {
    let state: IntegrityState | undefined;
    const orderBook = bookAround(100);
    for (let sequence = 1; sequence < 30; sequence++) {
      const price = 100 + 0.1 * sequence;
      const market = marketAt(price, {
        orderBook: sequence > 15 && sequence < 22 ? orderBook : bookAround(price, sequence > 25 ? 1 : 10),
        candle: { timestamp: START, open: 1, high: 1, low: 1, close: 1 },
        trades: { buckets: new Array(60).fill({ buyVolume: sequence, sellVolume: 1 }) },
      });
      const first = checkMarket(market, contextAt(sequence), state);
      const again = checkMarket(market, contextAt(sequence), first.state);
      expect(again).toEqual(first);
      // As it comes back from where it was stored.
      const stored = JSON.parse(JSON.stringify(first.state)) as IntegrityState;
      expect(checkMarket(market, contextAt(sequence), stored)).toEqual(first);
      state = stored;
    }
  });

  test('is judged against what was before it, not against itself', () => {
    const orderBook = bookAround(100);
    const two = [100, 100.3].map((price) => marketAt(price, { orderBook }));
    const { state } = follow(two);
    const thrice = [0, 1, 2].reduce((at) => checkMarket(two[1] as Market, contextAt(2), at).state, state);
    expect(thrice.memory.still.book?.snapshots).toBe(2);
  });
});

describe('a late snapshot', () => {
  const { state } = follow([marketAt(100), marketAt(101), marketAt(102)], 5);

  test('leaves the state as it is', () => {
    expect(checkMarket(marketAt(50), contextAt(4), state).state).toBe(state);
  });

  test('is judged by itself', () => {
    const crossed = { bids: [[103, 1]], asks: [[102, 1]] } as const;
    expect(found(checkMarket(marketAt(102, { orderBook: crossed }), contextAt(4), state).findings)).toEqual([
      'mark-book: doubtful',
      'book-crossed: failed',
    ]);
  });
});

describe('what is remembered of a market', () => {
  const sizeAfter = (markets: readonly Market[]) => JSON.stringify(follow(markets).state).length;
  const candle = (i: number) => ({ timestamp: START + i * MINUTE_MS, open: 1, high: 1, low: 1, close: 1 });
  const trades = (i: number) => ({ buckets: new Array(60).fill({ buyVolume: i, sellVolume: 1 }) });

  test('is below 1 KB', () => {
    const markets = Array.from({ length: 200 }, (_, i) =>
      marketAt(61_234.567891 + 0.0123 * (i % 7), { candle: candle(i), trades: trades(i) }),
    );
    expect(sizeAfter(markets)).toBeLessThan(1_024);
  });

  test('is below 2 KB where all feeds stand still, in numbers of many digits', () => {
    const still = marketAt(61_234.56789012345, {
      indexPrice: 61_234.56712345678,
      lastPrice: 61_234.51234567891,
      orderBook: bookAround(61_234.56789012345, Math.PI),
    });
    const markets = Array.from({ length: 200 }, (_, i) => ({ ...still, candle: candle(i), trades: trades(i) }));
    expect(sizeAfter(markets)).toBeLessThan(2_048);
  });
});
