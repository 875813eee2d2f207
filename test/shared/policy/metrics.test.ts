import { expect, test } from '@jest/globals';
import { measureBook } from '../../../shared/leverage/measure-book.ts';
import { metricsOf } from '../../../shared/policy/metrics.ts';
import { MEASURED_METRICS } from '../../../shared/policy/types.ts';
import type { VolatilityReading } from '../../../shared/volatility/types.ts';
import { expectFinite } from '../leverage/close-to.ts';
import { bookOf, linear } from '../leverage/plain-book.ts';

const reading: VolatilityReading = {
  regime: 'stressed',
  fast: 0.03,
  slow: 0.01,
  ratio: 3,
  annualised: 1,
  intervalMs: 3_600_000,
  bars: 50,
  warming: false,
  extremeFrom: 4,
  probabilities: null,
};
const market = linear('BTC/USDT:USDT', 100);
const position = (account: string, side: 'long' | 'short', contracts: number) => ({
  account,
  symbol: market.symbol,
  side,
  contracts,
  entryPrice: 100,
});
const names = Array.from({ length: 30 }, (_, i) => `account-${i}`);
/** Of the risk, only what rules can name. */
const risk = {
  capacity: { leverage: 12, excessShare: 0.123, excessNotional: 1, sigma: 0.01, maintenanceRate: 0.005 },
  collapseProbability: 0.0456,
};
const { venue } = measureBook(
  bookOf({
    markets: [market],
    accounts: Object.fromEntries(names.map((name) => [name, { USDT: 500 }])),
    // More than ten on either side, so that no two figures are the same.
    positions: names.map((name, i) => position(name, i < 12 ? 'long' : 'short', i + 1)),
  }),
);
const measured = { ...venue, ...risk };

test('every metric of a measured market that a rule can name has its figure, and no other', () => {
  expect(Object.keys(metricsOf(measured, reading, 'failed')).sort()).toEqual([...MEASURED_METRICS].sort());
});

test('the figures of the example all differ, so that none can stand for another', () => {
  const figures = Object.values(metricsOf(measured, reading, 'failed'));
  expect(new Set(figures).size).toBe(figures.length);
});

test('each figure is the one of its name', () => {
  const { concentration, leverage, skew } = measured;
  expect(metricsOf(measured, reading, 'failed')).toEqual({
    'leverage.weighted': leverage.weighted,
    'leverage.p90': leverage.p90,
    'leverage.p99': leverage.p99,
    'leverage.estimatedRatio': leverage.estimatedRatio,
    'concentration.hhi': concentration.hhi,
    'concentration.gini': concentration.gini,
    'concentration.top1': concentration.top1,
    'concentration.top5': concentration.top5,
    'concentration.top10': concentration.top10,
    'concentration.long.top10': concentration.long.top10,
    'concentration.short.top10': concentration.short.top10,
    skew,
    'volatility.ratio': 3,
    'volatility.overExtreme': 0.75,
    'capacity.excessShare': 0.123,
    collapseProbability: 0.0456,
    integrity: 2,
  });
});

test('an empty market has figures for every rule', () => {
  const empty = measureBook(bookOf({ markets: [market], accounts: {}, positions: [] })).venue;
  const metrics = metricsOf({ ...empty, ...risk }, reading, 'sound');
  expect(Object.values(metrics)).toHaveLength(MEASURED_METRICS.length);
  expectFinite(metrics);
});
