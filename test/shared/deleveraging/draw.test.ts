import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawByLeverage, drawInOrder, drawInProportion } from '../../../shared/deleveraging/draw.ts';
import { named, vectors, withVectors } from './vectors.ts';

const sum = (column: Float64Array): number => column.reduce((total, own) => total + own, 0);

describe('the published example of haircuts', () => {
  withVectors(named('is met by the queue and pro rata, under the capped budget'), () => {
    const { pnl, deficit, budget, queue, proRata } = vectors().autodeleveragingPaper;
    const profits = Float64Array.from(pnl.filter((own) => own > 0));
    // θ·D, no more than there is.
    expect(Math.min(0.5 * deficit, sum(profits))).toBe(budget);
    const order = queue.order.map((account) => account - 1);
    expect([...drawInOrder(budget, profits, order)]).toEqual(queue.haircut);
    const shared = drawInProportion(budget, profits, profits);
    for (const [i, haircut] of shared.entries()) expect(haircut).toBeCloseTo(proRata.haircut[i] as number, 12);
    expect((shared[0] as number) / (profits[0] as number)).toBeCloseTo(proRata.h, 12);
  });

  withVectors(
    named('has its property: pro rata leaves the top winner H·(1 - w1/U) more than the queue takes from'),
    () => {
      const { pnl } = vectors().autodeleveragingPaper;
      const profits = Float64Array.from(pnl.filter((own) => own > 0));
      fc.assert(
        fc.property(fc.double({ min: 0.01, max: profits[0] as number, noNaN: true }), (budget) => {
          const top = profits[0] as number;
          const gap =
            (drawInOrder(budget, profits, [0, 1, 2])[0] as number) -
            (drawInProportion(budget, profits, profits)[0] as number);
          expect(gap).toBeCloseTo(budget * (1 - top / sum(profits)), 10);
        }),
      );
    },
  );
});

const amount = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1_000, noNaN: true }));
const columns = fc
  .array(fc.tuple(amount, amount, amount), { minLength: 1, maxLength: 12 })
  .map(
    (rows) =>
      [0, 1, 2].map((k) => Float64Array.from(rows, (row) => row[k] as number)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ],
  );

describe('whatever is drawn', () => {
  const ways: [
    string,
    (asked: number, limits: Float64Array, weights: Float64Array, equity: Float64Array) => Float64Array,
    (limits: Float64Array, weights: Float64Array) => number,
  ][] = [
    [
      'in order',
      (asked, limits) =>
        drawInOrder(
          asked,
          limits,
          limits.map((_, i) => i),
        ),
      sum,
    ],
    [
      'in proportion',
      (asked, limits, weights) => drawInProportion(asked, limits, weights),
      (limits, weights) => sum(limits.map((limit, i) => ((weights[i] as number) > 0 ? limit : 0))),
    ],
    [
      'by leverage',
      (asked, limits, held, equity) =>
        drawByLeverage(
          asked,
          limits,
          limits.map((limit, i) => limit + (held[i] as number)),
          equity,
        ),
      sum,
    ],
  ];
  test('by leverage, it is all of it also where levels are so far apart that none between them can be told apart', () => {
    const drawn = drawByLeverage(
      1.5e-6,
      Float64Array.of(1e-6, 1e-6),
      Float64Array.of(8.388_607_000_000_002, 0),
      Float64Array.of(1e-6, 536.870_912_000_000_1),
    );
    expect(sum(drawn)).toBe(1.5e-6);
    expect(drawn[0]).toBe(1e-6);
  });

  test.each(ways)(
    '%s, it is the smaller of what is asked for and what there is, and nobody gives more than the limit',
    (_, draw, available) => {
      fc.assert(
        fc.property(amount, columns, (asked, [limits, weights, equity]) => {
          const drawn = draw(asked, limits, weights, equity);
          drawn.forEach((own, i) => {
            expect(own).toBeGreaterThanOrEqual(0);
            expect(own).toBeLessThanOrEqual(limits[i] as number);
          });
          expect(sum(drawn)).toBeLessThanOrEqual(asked * (1 + 1e-15) + 1e-12);
          expect(sum(drawn)).toBeCloseTo(Math.min(asked, available(limits, weights)), 6);
        }),
      );
    },
  );

  test('in proportion, who is not at the limit gives the same share as every other, and nobody a larger one', () => {
    fc.assert(
      fc.property(amount, columns, (asked, [limits, weights]) => {
        const drawn = drawInProportion(asked, limits, weights);
        const free = [...drawn.keys()].filter(
          (i) => (weights[i] as number) > 1e-3 && (drawn[i] as number) < (limits[i] as number) - 1e-9,
        );
        const shares = free.map((i) => (drawn[i] as number) / (weights[i] as number));
        const level = Math.max(0, ...shares);
        for (const share of shares) expect(share).toBeCloseTo(level, 6);
        drawn.forEach((own, i) => {
          if ((weights[i] as number) > 1e-3 && free.length > 0)
            expect(own / (weights[i] as number)).toBeLessThanOrEqual(level + 1e-6);
        });
      }),
    );
  });
});

describe('by leverage', () => {
  test('the largest leverage that is left is as small as a search over every common level finds', () => {
    const row = fc.tuple(fc.double({ min: 0.1, max: 100, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, share) => {
          const held = Float64Array.from(rows, ([own]) => own);
          const equity = Float64Array.from(rows, ([, own]) => own);
          const asked = share * sum(held);
          const drawn = drawByLeverage(asked, held, held, equity);
          const left = Math.max(...drawn.map((own, i) => ((held[i] as number) - own) / (equity[i] as number)));
          // Bisects the level at which what is above it is what was asked for.
          let [low, high] = [0, 10_000];
          for (let i = 0; i < 100; i++) {
            const level = (low + high) / 2;
            const above = sum(held.map((own, k) => Math.max(0, own - level * (equity[k] as number))));
            if (above > asked) low = level;
            else high = level;
          }
          expect(left).toBeCloseTo(high, 6);
        },
      ),
    );
  });

  test('who has no equity is drawn on first', () => {
    const drawn = drawByLeverage(5, Float64Array.of(4, 4), Float64Array.of(4, 4), Float64Array.of(1, -1));
    expect([...drawn]).toEqual([1, 4]);
  });
});
