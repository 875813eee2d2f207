import type { IntegrityFinding } from '../../../shared/integrity/finding.ts';
import type { Market, OrderBook } from '../../../shared/snapshot/types.ts';
import type { VolatilityReading } from '../../../shared/volatility/types.ts';

export const START = Date.UTC(2026, 0, 5, 12);
export const MINUTE_MS = 60_000;

/** An order book around a price: `levels` a side, one hundredth of a per cent apart, of the same amount each. */
export const bookAround = (price: number, amount = 10, levels = 20): OrderBook => ({
  bids: Array.from({ length: levels }, (_, i) => [price * (1 - 0.0001 * (i + 1)), amount] as const),
  asks: Array.from({ length: levels }, (_, i) => [price * (1 + 0.0001 * (i + 1)), amount] as const),
});

/** A market with nothing amiss, at a price. */
export const marketAt = (price: number, changes: Partial<Market> = {}): Market => ({
  symbol: 'BTC/USDT:USDT',
  markPrice: price,
  indexPrice: price,
  lastPrice: price,
  contractSize: 1,
  linear: true,
  openInterestAmount: 1_000,
  orderBook: bookAround(price),
  ...changes,
});

export const readingOf = (changes: Partial<VolatilityReading> = {}): VolatilityReading => ({
  regime: 'calm',
  fast: 0.001,
  slow: 0.001,
  ratio: 1,
  extremeFrom: 3,
  annualised: null,
  intervalMs: MINUTE_MS,
  bars: 100,
  warming: false,
  probabilities: null,
  ...changes,
});

/** What was found, as `check: level`, for tests to read. */
export const found = (findings: readonly IntegrityFinding[]): string[] =>
  findings.map(({ check, level }) => `${check}: ${level}`);
