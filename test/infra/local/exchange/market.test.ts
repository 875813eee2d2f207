import { describe, expect, test } from '@jest/globals';
import { SimulatedMarket } from '../../../../infra/local/exchange/market.ts';
import { DEFAULT_TERMS } from '../../../../infra/local/exchange/terms.ts';

const OPEN_INTEREST = 1_000_000;
const CONDITIONS = { price: 100, depth: 1, baseVolume: 8_000 };

const open = () => {
  const market = new SimulatedMarket(
    { symbol: 'BTC/USDT:USDT', contractSize: 0.01, price: 100, referenceOpenInterest: OPEN_INTEREST },
    DEFAULT_TERMS,
  );
  market.openBar(0);
  market.beginStep(CONDITIONS);
  return market;
};

const rest = (market: SimulatedMarket, steps: number) => {
  for (let i = 0; i < steps; i++) {
    market.beginStep(CONDITIONS);
    market.replenish(1);
    market.endStep();
  }
};

describe('a market', () => {
  test('is marked at the middle of its book while nobody trades', () => {
    expect(open()).toMatchObject({ mark: 100, last: 100, index: 100 });
  });

  test('is marked where it trades once it is sold, but no further from the index than the clamp', () => {
    const market = open();
    market.take('bids', 5_000);
    market.remark();
    expect(market.mark).toBe(market.last);
    expect(market.mark).toBeLessThan(99.9);
    market.take('bids', 60_000);
    market.remark();
    expect(market.last).toBeLessThan(98);
    expect(market.mark).toBeCloseTo(98, 9);
  });

  test('recovers from a large sale only in part, and later from most of the rest', () => {
    const market = open();
    market.take('bids', 25_000);
    market.endStep();
    const low = market.last;
    expect(low).toBeLessThan(99.1);
    rest(market, 10);
    const soon = market.last;
    // A sale of all depth within 1 % leaves 0.12 % behind.
    expect(soon).toBeGreaterThan(99.85);
    expect(soon).toBeLessThan(99.9);
    rest(market, 500);
    expect(market.last).toBeGreaterThan(99.98);
  });

  test('keeps the same trace of a sale however it is cut up', () => {
    const left = (parts: number) => {
      const market = open();
      for (let i = 0; i < parts; i++) {
        market.beginStep(CONDITIONS);
        market.replenish(1);
        market.take('bids', 24_000 / parts);
        market.endStep();
      }
      rest(market, 60 - parts);
      return 100 - market.index;
    };
    expect(left(1) / left(20)).toBeGreaterThan(0.85);
    expect(left(1) / left(20)).toBeLessThan(1.15);
  });

  test('gives way more to the same sale while it is thin', () => {
    const left = (depth: number) => {
      const market = open();
      market.beginStep({ ...CONDITIONS, depth });
      market.take('bids', 4_000);
      market.endStep();
      rest(market, 1);
      return 100 - market.index;
    };
    expect(left(0.15)).toBeGreaterThan(2 * left(1));
  });

  test('has a bar that goes from its first to its last trade, and its volume', () => {
    const market = open();
    market.take('bids', 5_000);
    market.endStep();
    const { bar } = market;
    expect(bar).toMatchObject({ open: 100, high: 100, close: bar.low, contracts: 13_000 });
    expect(bar.low).toBeLessThan(99.9);
    market.openBar(3_600_000);
    expect(market.bar).toMatchObject({ timestamp: 3_600_000, open: market.last, low: market.last, contracts: 0 });
  });
});
