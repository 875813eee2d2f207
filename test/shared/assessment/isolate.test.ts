import { describe, expect, test } from '@jest/globals';
import { measureIsolated } from '../../../shared/assessment/isolate.ts';
import { carry, type Measurement, type MeasureTerms, measureCarried } from '../../../shared/assessment/measure.ts';
import { DEFAULT_MODEL } from '../../../shared/policy/default-policy.ts';
import type { Book } from '../../../shared/snapshot/types.ts';
import { expectFinite } from '../leverage/close-to.ts';
import { bookOf, linear } from '../leverage/plain-book.ts';
import { at } from './extreme-books.ts';

const COUNT = 200;
const symbols = Array.from({ length: COUNT }, (_, i) => `C${i}/USDT:USDT`);
const book = at(
  bookOf({
    markets: symbols.map((symbol) => linear(symbol, 10)),
    accounts: { a: { USDT: 1_000 }, b: { USDT: 1_000 } },
    positions: symbols.flatMap((symbol) => [
      { account: 'a', symbol, side: 'long', contracts: 1, entryPrice: 10 } as const,
      { account: 'b', symbol, side: 'short', contracts: 1, entryPrice: 10 } as const,
    ]),
  }),
  { currency: 'USDT', balance: 10 },
);
const terms: MeasureTerms = {
  activity: symbols.map(() => ({ sigma: 0.01, dailyVolatility: 0.03 })),
  model: DEFAULT_MODEL,
};
const plain = (part: Book, of: MeasureTerms): Measurement => measureCarried(part, carry(part, of), of);

const holds = ({ positions }: Book, m: number): boolean => positions.market.includes(m);

/** Measures with a fault of our making; how often it was asked. */
function isolated(fault: (part: Book, measured: () => Measurement) => Measurement) {
  let tries = 0;
  const result = measureIsolated(book, terms, new Map(), (part, of) => {
    tries++;
    return fault(part, () => plain(part, of));
  });
  return { ...result, tries, places: [...result.unmeasurable.keys()].sort((a, b) => a - b) };
}

describe('what the look at each market has not found', () => {
  test('a book without trouble is measured once', () => {
    const { tries, unmeasurable, ...rest } = isolated((_, measured) => measured());
    expect({ tries, unmeasurable: unmeasurable.size }).toEqual({ tries: 1, unmeasurable: 0 });
    expect(rest).toMatchObject(plain(book, terms));
  });

  test('markets that make the measuring throw are found by halves, and the rest is measured', () => {
    const bad = [3, 77, 199];
    const { tries, places, unmeasurable, markets } = isolated((part, measured) => {
      if (bad.some((m) => holds(part, m))) throw new RangeError('no such capacity');
      return measured();
    });
    expect(places).toEqual(bad);
    expect(unmeasurable.get(77)).toBe('no such capacity');
    expect(markets[77]?.openInterest).toBe(0);
    expect(markets[78]?.openInterest).toBe(10);
    // Both halves of each of eight levels for each of three, and the whole before and after.
    expect(tries).toBeLessThanOrEqual(3 * 2 * 8 + 3);
  });

  test('a market whose own figure is not finite is found at once', () => {
    const { tries, places, unmeasurable } = isolated((part, measured) => {
      const all = measured();
      if (!holds(part, 5)) return all;
      return { ...all, markets: all.markets.map((own, m) => (m === 5 ? { ...own, skew: Number.NaN } : own)) };
    });
    expect({ tries, places }).toEqual({ tries: 2, places: [5] });
    expect(unmeasurable.get(5)).toBe('its skew is no finite number');
  });

  test('one that shows in the figures of the venue only is searched for', () => {
    const { places } = isolated((part, measured) => {
      const all = measured();
      return holds(part, 150) ? { ...all, venue: { ...all.venue, openInterest: Number.POSITIVE_INFINITY } } : all;
    });
    expect(places).toEqual([150]);
  });

  test('markets that can be measured alone, but not together, are both left out', () => {
    const { places } = isolated((part, measured) => {
      if (holds(part, 10) && holds(part, 11)) throw new Error('not together');
      return measured();
    });
    expect(places).toEqual(expect.arrayContaining([10, 11]));
    expect(places.length).toBeLessThan(COUNT / 2);
  });

  test('where all fails, all is unmeasurable, in bounded time, and the figures are those of an empty venue', () => {
    const { tries, places, venue, stress, markets } = isolated(() => {
      throw new Error('nothing goes');
    });
    expect(places).toHaveLength(COUNT);
    expect(tries).toBeLessThan(150);
    expect(markets).toHaveLength(COUNT);
    expect(venue).toMatchObject({ openInterest: 0, positions: 0 });
    expectFinite({ venue, stress, markets });
  });

  test('every other market at fault: the search ends, and none of them is measured', () => {
    const { tries, places } = isolated((part, measured) => {
      if (part.positions.market.some((m) => m % 2 === 0)) throw new Error('even');
      return measured();
    });
    expect(places.filter((m) => m % 2 === 0)).toHaveLength(COUNT / 2);
    expect(tries).toBeLessThan(150);
  });
});
