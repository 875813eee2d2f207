import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leastSquares } from '../../../../shared/volatility/estimators/least-squares.ts';
import { gaussian } from './simulated.ts';

const column = (...values: number[]) => Float64Array.from(values);
const solve = (columns: readonly Float64Array[], target: Float64Array) => {
  const solution = leastSquares(columns, target);
  if (!solution.solved) throw new Error('singular');
  return solution;
};

describe('least squares', () => {
  test('finds the line through points that lie on one', () => {
    const { coefficients, residualSquares } = solve([column(1, 1, 1), column(0, 1, 2)], column(3, 5, 7));
    expect([...coefficients]).toEqual([expect.closeTo(3, 12), expect.closeTo(2, 12)]);
    expect(residualSquares).toBeLessThan(1e-25);
  });

  test("agrees with NIST's Norris data to the digits that they certify", () => {
    // Source: NIST Statistical Reference Datasets, Norris (linear, 36 observations).
    const y = column(
      0.1,
      338.8,
      118.1,
      888.0,
      9.2,
      228.1,
      668.5,
      998.5,
      449.1,
      778.9,
      559.2,
      0.3,
      0.1,
      778.1,
      668.8,
      339.3,
      448.9,
      10.8,
      557.7,
      228.3,
      998.0,
      888.8,
      119.6,
      0.3,
      0.6,
      557.6,
      339.3,
      888.0,
      998.5,
      778.9,
      10.2,
      117.6,
      228.9,
      668.4,
      449.2,
      0.2,
    );
    const x = column(
      0.2,
      337.4,
      118.2,
      884.6,
      10.1,
      226.5,
      666.3,
      996.3,
      448.6,
      777.0,
      558.2,
      0.4,
      0.6,
      775.5,
      666.9,
      338.0,
      447.5,
      11.6,
      556.0,
      228.1,
      995.8,
      887.6,
      120.2,
      0.3,
      0.3,
      556.8,
      339.1,
      887.2,
      999.0,
      779.0,
      11.1,
      118.3,
      229.2,
      669.1,
      448.9,
      0.5,
    );
    const { coefficients, residualSquares } = solve([x.map(() => 1), x], y);
    expect(coefficients[0]).toBeCloseTo(-0.262323073774029, 12);
    expect(coefficients[1]).toBeCloseTo(1.00211681802045, 13);
    expect(residualSquares).toBeCloseTo(26.6173985294224, 10);
  });

  test('leaves residuals that no column explains, whatever the sizes of the columns', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), fc.constantFrom(1e-12, 1, 1e9), (seed, width, size) => {
        const next = gaussian(seed);
        const columns = Array.from({ length: width }, (_, j) =>
          Float64Array.from({ length: 40 }, () => (j === 0 ? 1 : size * next())),
        );
        const target = Float64Array.from({ length: 40 }, next);
        const { coefficients, residualSquares } = solve(columns, target);
        const residuals = target.map((value, i) =>
          columns.reduce((rest, own, j) => rest - (coefficients[j] as number) * (own[i] as number), value),
        );
        expect(residuals.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(residualSquares, 9);
        columns.forEach((own, j) => {
          const along = own.reduce((sum, value, i) => sum + value * (residuals[i] as number), 0);
          expect(along / (j === 0 ? 1 : size)).toBeCloseTo(0, 9);
        });
      }),
    );
  });

  test.each([
    ['two equal columns', [column(1, 2, 3), column(1, 2, 3)]],
    ['a column that is the sum of two', [column(1, 0, 5), column(0, 1, 2), column(1, 1, 7)]],
    ['a column of nothing', [column(1, 1, 1), column(0, 0, 0)]],
    ['more columns than rows', [column(1, 2, 3), column(0, 1, 0), column(1, 1, 0), column(0, 0, 1)]],
    ['a column that is no number', [column(1, Number.NaN, 3)]],
  ])('%s have no solution of their own', (_, columns) => {
    expect(leastSquares(columns, column(1, 2, 4))).toEqual({ solved: false });
  });

  test('changes nothing that it is given', () => {
    const [ones, x, y] = [column(1, 1, 1), column(0, 1, 4), column(3, 5, 7)];
    leastSquares([ones, x], y);
    expect([ones, x, y]).toEqual([column(1, 1, 1), column(0, 1, 4), column(3, 5, 7)]);
  });
});
