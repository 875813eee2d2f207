import { describe, expect, test } from '@jest/globals';
import { depthOf } from '../../shared/liquidation/depth.ts';
import { type ImpactTerms, priceAfter } from '../../shared/liquidation/impact.ts';
import type { Market } from '../../shared/snapshot/types.ts';

/**
 * Caccioli, Bouchaud and Farmer, "Impact-adjusted valuation and the criticality of leverage", Risk 25 (2012) 74-77 (arXiv 1204.0922):
 * selling lowers leverage by what is sold, and raises it by what the sale does to the price of all that is kept.
 *
 * A position worth 1 at the mark is held at leverage λ, with a debt of 1 - 1/λ. A share x is sold, at an average price a, and the
 * rest is then marked at p:
 *
 *   λ(x) = (1 - x)·p / ((1 - x)·p + x·a - (1 - 1/λ))
 *
 * λ(x) = λ is linear in λ, (1 - x)·p = λ·((1 - x)·p + x·a - 1) + 1, so that the leverage that a slice x leaves as it is, is
 *
 *   λ*(x) = (1 - (1 - x)·p) / (1 - (1 - x)·p - x·a)
 *
 * The slice lowers leverage below λ* and raises it above. Square-root law without a book: p = e^-u with u = Y·σ·√(xQ/V), and a, the
 * mean of p over what has been sold so far, is ∫ 2t·e^-ut dt over 0..1 = 2·(1 - (1 + u)·e^-u) / u².
 */
const Q = 5_000;
const NO_BOOK = { distance: new Float64Array(), cumulative: new Float64Array() };
const SQUARE_ROOT: ImpactTerms = { depth: NO_BOOK, coefficient: 1, dailyVolatility: 0.05, dailyVolume: 10_000 };

/** Y·σ·√(Q/V): what selling all of it does to the log price. */
const WHOLE = 0.05 * Math.sqrt(0.5);

/** Mean price of a sale in many small parts, by the midpoint rule in the root of the amount. */
function averagePrice(terms: ImpactTerms, amount: number): number {
  const parts = 4_000;
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    const t = (part + 0.5) / parts;
    sum += (2 * t * priceAfter(terms, amount * t * t, 'down')) / parts;
  }
  return sum;
}

/** Leverage once a share of the position is sold, as the market then values the rest; infinite where nothing is left. */
function leverageAfter(terms: ImpactTerms, share: number): (leverage: number) => number {
  const kept = (1 - share) * priceAfter(terms, share * Q, 'down');
  const proceeds = share * averagePrice(terms, share * Q);
  return (leverage) => {
    const equity = kept + proceeds - (1 - 1 / leverage);
    return equity > 0 ? kept / equity : Number.POSITIVE_INFINITY;
  };
}

/** Where something that holds for low leverage ceases to. */
function boundary(holds: (leverage: number) => boolean): number {
  let low = 1;
  let high = 1e6;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function criticalLeverage(terms: ImpactTerms, share: number): number {
  const after = leverageAfter(terms, share);
  return boundary((leverage) => after(leverage) < leverage);
}

const averageOf = (u: number): number => (2 * (1 - (1 + u) * Math.exp(-u))) / (u * u);

describe('under square-root impact', () => {
  // λ* seen: 3.84 for a slice of 1 %, then 7.42, 14.5, 24.9 and 39.0: the larger the slice, the more it lowers for what it costs.
  test.each([0.01, 0.05, 0.2, 0.5, 0.9])(
    'selling %d of a position leaves the leverage of the closed form as it is',
    (x) => {
      const u = WHOLE * Math.sqrt(x);
      const p = Math.exp(-u);
      const closedForm = (1 - (1 - x) * p) / (1 - (1 - x) * p - x * averageOf(u));
      expect(criticalLeverage(SQUARE_ROOT, x) / closedForm).toBeCloseTo(1, 5);
    },
  );

  test.each([0.01, 0.05, 0.2, 0.5, 0.9])('selling %d lowers a lower leverage and raises a higher one', (x) => {
    const after = leverageAfter(SQUARE_ROOT, x);
    const critical = criticalLeverage(SQUARE_ROOT, x);
    for (const share of [0.3, 0.6, 0.9, 0.99]) {
      const lower = 1 + (critical - 1) * share;
      const higher = 1 + (critical - 1) / share;
      expect(after(lower)).toBeLessThan(lower);
      expect(after(higher)).toBeGreaterThan(higher);
    }
  });

  test('whatever the leverage, a slice that is small enough raises it: critical leverage is 1 + √x / (Yσ√(Q/V)) there', () => {
    for (const x of [1e-4, 1e-5, 1e-6]) {
      const excess = criticalLeverage(SQUARE_ROOT, x) - 1;
      expect(excess / (Math.sqrt(x) / WHOLE)).toBeCloseTo(1, 1);
    }
    const slightly = 1.1;
    expect(leverageAfter(SQUARE_ROOT, 1e-6)(slightly)).toBeGreaterThan(slightly);
    expect(leverageAfter(SQUARE_ROOT, 0.1)(slightly)).toBeLessThan(slightly);
  });

  test('there is no way out above a leverage of 1 / (1 - a): selling everything leaves less than the debt', () => {
    const proceeds = averagePrice(SQUARE_ROOT, Q);
    const solvent = boundary((leverage) => proceeds > 1 - 1 / leverage);
    expect(solvent / (1 / (1 - averageOf(WHOLE)))).toBeCloseTo(1, 5);
    // For small impact the average sale pays two thirds of the last one's: 3 / (2 I) = 42.4, and 43.0 seen.
    expect(solvent / (1.5 / WHOLE)).toBeCloseTo(1, 1);
  });
});

describe('in an evenly filled book', () => {
  /** Levels a basis point apart, each taking the same: selling all of the position moves the price by `slope`. */
  const linear = (slope: number): ImpactTerms => {
    const levels = Math.round(slope * 10_000);
    const market: Market = {
      symbol: 'BTC/USDT:USDT',
      markPrice: 100,
      contractSize: 0.01,
      linear: true,
      orderBook: {
        bids: Array.from({ length: levels }, (_, n) => [100 * (1 - (n + 1) / 10_000), Q / levels] as const),
        asks: [],
      },
    };
    return { ...SQUARE_ROOT, depth: depthOf(market, 'bids', 1) };
  };

  // Small slices: p = 1 - κx and a = 1, so that λ* = (1 + κ) / κ whatever the slice, up to κx.
  test.each([0.05, 0.1, 0.2])(
    'leverage above 1 + 1/κ rises with every small sale where all of it moves the price by κ = %d',
    (slope) => {
      const terms = linear(slope);
      const critical = 1 + 1 / slope;
      for (const share of [0.01, 0.02, 0.05]) {
        const after = leverageAfter(terms, share);
        expect(after(critical * 1.1)).toBeGreaterThan(critical * 1.1);
        expect(after(critical * 0.9)).toBeLessThan(critical * 0.9);
        expect(criticalLeverage(terms, share) / critical).toBeCloseTo(1, 1);
      }
    },
  );
});
