import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUCKETS, LEVERAGE_CEILING } from '../../../shared/leverage/effective-leverage.ts';
import { slotOf, slotQuantiles, slotsOf } from '../../../shared/leverage/leverage-slots.ts';
import { plainQuantile } from './plain-measure.ts';

const PS = [0.5, 0.9, 0.99];
const positive = fc.oneof(
  fc.double({ min: 0, max: LEVERAGE_CEILING, noNaN: true }),
  fc.integer({ min: 0, max: LEVERAGE_CEILING }),
  fc.constantFrom(0, 5e-324, 1e-300, 1, 2, 5, 10, 25, 50, 5.000000000000001, LEVERAGE_CEILING, 1e9),
);
type Rows = readonly (readonly [leverage: number, weight: number])[];
const columns = (rows: Rows) =>
  [Float64Array.from(rows, ([leverage]) => leverage), Float64Array.from(rows, ([, weight]) => weight)] as const;

describe('slots of leverage', () => {
  test('rise with it', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        expect(slotOf(Math.min(a, b))).toBeLessThanOrEqual(slotOf(Math.max(a, b)));
      }),
    );
  });

  test.each([...BUCKETS])('hold the end of the bucket up to %d, and nothing above it', (end) => {
    expect(slotOf(end * (1 - 1e-15))).toBe(slotOf(end));
    expect(slotOf(end * (1 + 1e-15))).toBe(slotOf(end) + 1);
  });

  test('weigh what the rows weigh', () => {
    const rows: Rows = [
      [1, 10],
      [20, 4],
      [20, 6],
      [0, 5],
    ];
    const slots = slotsOf(...columns(rows));
    expect(slots).toMatchObject({ total: 25, leveraged: 210 });
    expect(slots.weights[slotOf(20)]).toBe(10);
    expect(slots.rows[slotOf(20)]).toBe(2);
  });
});

describe('quantiles by slots', () => {
  // Whole weights add up exactly, in whatever order.
  const anyRows = fc
    .array(fc.tuple(positive, fc.nat(1_000)), { minLength: 1, maxLength: 200 })
    .filter((rows) => rows.some(([, weight]) => weight > 0));

  test('are those of a whole sort', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const [leverage, weight] = columns(rows);
        const found = slotQuantiles(leverage, weight, slotsOf(leverage, weight), PS);
        expect(found).toEqual(PS.map((p) => plainQuantile(rows, p)));
      }),
    );
  });

  test('leave what they are taken of as it was', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const [leverage, weight] = columns(rows);
        slotQuantiles(leverage, weight, slotsOf(leverage, weight), PS);
        expect([leverage, weight]).toEqual(columns(rows));
      }),
    );
  });

  test('of weights that do not add up exactly are one of the values all the same', () => {
    const rows = fc.array(fc.tuple(positive, fc.double({ min: 1e-9, max: 1e18, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.constantFrom(0.1, 0.5, 0.99, 1), (some, p) => {
        const [leverage, weight] = columns(some);
        const [found] = slotQuantiles(leverage, weight, slotsOf(leverage, weight), [p]);
        expect([...leverage]).toContain(found);
      }),
    );
  });
});
