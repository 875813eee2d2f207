import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Concentration, concentrationOf } from '../../../shared/leverage/concentration.ts';
import { expectClose, expectFinite } from './close-to.ts';
import { plainConcentration } from './plain-measure.ts';

const of = (...amounts: number[]): Concentration => concentrationOf(Float64Array.from(amounts));
const amounts = fc.array(fc.double({ min: 0, max: 1e18, noNaN: true }), { maxLength: 150 });
const holders = fc.array(fc.double({ min: 1e-9, max: 1e18, noNaN: true }), { minLength: 1, maxLength: 150 });
const NOTHING = { hhi: 0, effectiveAccounts: 0, gini: 0, top1: 0, top5: 0, top10: 0, top50: 0, top100: 0 };

describe('worked by hand', () => {
  test('holdings 6, 3 and 1 have HHI 0.46, Gini 1/3 and a largest share of 0.6', () => {
    expectClose(of(3, 6, 1), {
      hhi: 0.46,
      effectiveAccounts: 1 / 0.46,
      gini: 1 / 3,
      top1: 0.6,
      top5: 1,
      top10: 1,
      top50: 1,
      top100: 1,
    });
  });

  test('200 equal holders count as 200, without inequality, and every top is its number of them', () => {
    expectClose(of(...Array<number>(200).fill(7)), {
      hhi: 1 / 200,
      effectiveAccounts: 200,
      gini: 0,
      top1: 1 / 200,
      top5: 5 / 200,
      top10: 10 / 200,
      top50: 50 / 200,
      top100: 100 / 200,
    });
  });

  test('a single holder holds all, and is equal to itself', () => {
    expect(of(0.3)).toEqual({
      hhi: 1,
      effectiveAccounts: 1,
      gini: 0,
      top1: 1,
      top5: 1,
      top10: 1,
      top50: 1,
      top100: 1,
    });
  });

  test.each([[[]], [[0]], [[0, 0, 0]]])('nothing held by %j is 0 throughout', (held) => {
    expect(of(...held)).toEqual(NOTHING);
  });
});

describe('for any holdings', () => {
  test('the figures are those of the textbook sums over all pairs', () => {
    fc.assert(fc.property(amounts, (held) => expectClose(of(...held), plainConcentration(held))));
  });

  test('HHI lies between one nth and 1, Gini in [0, 1), and every top holds the one before it', () => {
    fc.assert(
      fc.property(holders, (held) => {
        const { hhi, effectiveAccounts, gini, top1, top5, top10, top50, top100 } = of(...held);
        expect(hhi * held.length).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(hhi).toBeLessThanOrEqual(1);
        expect(effectiveAccounts).toBeGreaterThanOrEqual(1);
        expect(effectiveAccounts).toBeLessThanOrEqual(held.length * (1 + 1e-12));
        expect(gini).toBeGreaterThanOrEqual(0);
        expect(gini).toBeLessThan(1);
        const tops = [0, top1, top5, top10, top50, top100, 1];
        expect(tops).toEqual([...tops].sort((a, b) => a - b));
      }),
    );
  });

  test('their unit does not matter', () => {
    fc.assert(
      fc.property(holders, fc.constantFrom(1e-9, 0.1, 3, 1e12), (held, unit) => {
        expectClose(of(...held.map((amount) => amount * unit)), of(...held));
      }),
    );
  });

  test('their order does not matter', () => {
    fc.assert(
      fc.property(
        holders.chain((held) =>
          fc.tuple(fc.constant(held), fc.shuffledSubarray(held, { minLength: held.length, maxLength: held.length })),
        ),
        ([held, shuffled]) => expect(of(...shuffled)).toEqual(of(...held)),
      ),
    );
  });

  test('accounts that hold nothing are no holders', () => {
    fc.assert(
      fc.property(holders, fc.nat(20), (held, idle) => {
        expect(of(...held, ...Array<number>(idle).fill(0))).toEqual(of(...held));
      }),
    );
  });

  test('two holders who become one never lower HHI', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 40 }), (held) => {
        const [first = 0, second = 0, ...others] = held;
        expect(of(first + second, ...others).hhi).toBeGreaterThanOrEqual(of(...held).hhi);
      }),
    );
  });

  test('every figure is finite, from the smallest double to the largest sums that a book can have', () => {
    const extreme = fc.oneof(
      fc.constantFrom(5e-324, 1e-300, 1e-9, 1e18, 1e120),
      fc.double({ min: 0, max: 1e120, noNaN: true }),
    );
    fc.assert(fc.property(fc.array(extreme, { maxLength: 30 }), (held) => expectFinite(of(...held))));
  });
});
