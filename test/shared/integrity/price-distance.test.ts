import { describe, expect, test } from '@jest/globals';
import {
  lastOffMark,
  markOffIndex,
  markOutsideBook,
  unusablePrices,
} from '../../../shared/integrity/price-distance.ts';
import { allowed, DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { found, marketAt } from './healthy-market.ts';

const BARELY = 1e-9;

describe('a tolerance', () => {
  const tolerance = { floor: 0.01, sigmas: 3, ceiling: 0.1 };

  test('is its floor in a quiet market, its sigmas in a wild one, its ceiling in the wildest', () => {
    expect(allowed(tolerance, 0)).toBe(0.01);
    expect(allowed(tolerance, 0.02)).toBeCloseTo(0.06, 12);
    expect(allowed(tolerance, 0.5)).toBe(0.1);
  });

  test('takes a volatility that is none for a quiet market, or for the wildest where it has no end', () => {
    expect(allowed(tolerance, Number.NaN)).toBe(0.01);
    expect(allowed(tolerance, -1)).toBe(0.01);
    expect(allowed(tolerance, Number.POSITIVE_INFINITY)).toBe(0.1);
  });
});

describe('the mark against the index', () => {
  const at = (share: number, sigma = 0) => markOffIndex(marketAt(100 * (1 + share), { indexPrice: 100 }), sigma, TERMS);

  test.each([
    [0.005 - BARELY, []],
    [0.005 + BARELY, ['mark-index: doubtful']],
    [0.03 - BARELY, ['mark-index: doubtful']],
    [0.03 + BARELY, ['mark-index: failed']],
  ])('%d off in a quiet market is %j, either way', (share, expected) => {
    expect(found(at(share))).toEqual(expected);
    expect(found(at(-share))).toEqual(expected);
  });

  test.each([
    [0.03 - BARELY, []],
    [0.03 + BARELY, ['mark-index: doubtful']],
    [0.1 - BARELY, ['mark-index: doubtful']],
    [0.1 + BARELY, ['mark-index: failed']],
  ])('%d off where a bar moves by one per cent is %j', (share, expected) => {
    expect(found(at(share, 0.01))).toEqual(expected);
  });

  test('a mark that doubled fails even where the volatility, measured on it, believes it', () => {
    const sigma = Math.log(2) * Math.sqrt(0.1);
    expect(found(at(1, sigma))).toEqual(['mark-index: failed']);
  });

  test('says its numbers', () => {
    expect(at(0.0123)[0]).toEqual({
      check: 'mark-index',
      level: 'doubtful',
      message: 'the mark 101.23 is 1.23 % off the index 100: more than 0.5 %',
      values: { markPrice: 101.23, indexPrice: 100, share: expect.closeTo(0.0123, 12), limit: 0.005, sigma: 0 },
    });
  });

  test('without an index, there is nothing to say', () => {
    expect(markOffIndex({ symbol: 'X', markPrice: 5, contractSize: 1, linear: true }, 0, TERMS)).toEqual([]);
  });
});

describe('the last price against the mark', () => {
  const at = (share: number) => found(lastOffMark(marketAt(100, { lastPrice: 100 * (1 + share) }), 0, TERMS));

  test('is doubtful beyond its tolerance, and never worse: a last trade may be old', () => {
    expect(at(0.01 - BARELY)).toEqual([]);
    expect(at(-0.01 - BARELY)).toEqual(['last-mark: doubtful']);
    expect(at(5)).toEqual(['last-mark: doubtful']);
  });
});

describe('the mark against the order book', () => {
  const outside = (best: { bid?: number; ask?: number }) => found(markOutsideBook(marketAt(100), best, 0, TERMS));

  test('may lie anywhere between the best prices, however far they are apart', () => {
    expect(outside({ bid: 50, ask: 200 })).toEqual([]);
    expect(outside({})).toEqual([]);
  });

  test.each([
    [{ bid: 100.5 - BARELY, ask: 110 }, []],
    [{ bid: 100.5 + 1e-6, ask: 110 }, ['mark-book: doubtful']],
    [{ bid: 103.1, ask: 110 }, ['mark-book: failed']],
    [{ bid: 90, ask: 99.5 + BARELY }, []],
    [{ bid: 90, ask: 99.5 - 1e-6 }, ['mark-book: doubtful']],
    [{ ask: 96.9 }, ['mark-book: failed']],
  ])('outside of it by more than a tolerance is a finding: %j', (best, expected) => {
    expect(outside(best)).toEqual(expected);
  });

  test('says on which side', () => {
    expect(markOutsideBook(marketAt(100), { bid: 102, ask: 103 }, 0, TERMS)[0]?.message).toBe(
      'the mark 100 is below the best bid 102 by 2 %: more than 0.5 %',
    );
    expect(markOutsideBook(marketAt(100), { bid: 97, ask: 98 }, 0, TERMS)[0]?.message).toBe(
      'the mark 100 is above the best ask 98 by 2 %: more than 0.5 %',
    );
  });
});

describe('prices that cannot be', () => {
  test('fail where everything rests on them, and are doubtful otherwise', () => {
    expect(found(unusablePrices(marketAt(0)))).toEqual([
      'price-unusable: failed',
      'price-unusable: doubtful',
      'price-unusable: doubtful',
    ]);
    expect(found(unusablePrices(marketAt(5, { contractSize: -1 })))).toEqual(['price-unusable: failed']);
    expect(unusablePrices(marketAt(5))).toEqual([]);
  });

  test('are named, without a value where they have none', () => {
    const [finding] = unusablePrices(marketAt(5, { indexPrice: Number.NaN }));
    expect(finding).toEqual({
      check: 'price-unusable',
      level: 'doubtful',
      message: 'the index price is NaN: it must be a number above 0',
      values: {},
    });
  });
});
