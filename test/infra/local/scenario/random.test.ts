import { describe, expect, test } from '@jest/globals';
import { openRandom } from '../../../../infra/local/scenario/random.ts';

const draw = (seed: number, kind: 'uniform' | 'normal', n: number) => {
  const random = openRandom(seed);
  return Array.from({ length: n }, () => random[kind]());
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('seeded randomness', () => {
  test('is the same for the same seed and another for its neighbour', () => {
    expect(draw(7, 'uniform', 50)).toEqual(draw(7, 'uniform', 50));
    expect(draw(7, 'uniform', 5)).not.toEqual(draw(8, 'uniform', 5));
    expect(draw(0, 'uniform', 5)).not.toEqual(draw(-1, 'uniform', 5));
  });

  test('is uniform over [0, 1): each tenth holds about a tenth', () => {
    const values = draw(1, 'uniform', 100_000);
    const counts = new Array<number>(10).fill(0);
    for (const value of values) counts[Math.floor(value * 10)]!++;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // Five standard deviations of a binomial count.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(100_000 * 0.1 * 0.9));
  });

  test('gives normals of mean 0, variance 1 and a kurtosis of 3', () => {
    const values = draw(2, 'normal', 100_000);
    expect(Math.abs(mean(values))).toBeLessThan(0.016);
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.023);
    expect(Math.abs(mean(values.map((value) => value ** 4)) - 3)).toBeLessThan(0.16);
  });

  test('gives Pareto values of at least 1, half of them above the median 2^(1/alpha)', () => {
    const random = openRandom(3);
    const values = Array.from({ length: 20_000 }, () => random.pareto(1.3));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
    const above = values.filter((value) => value > 2 ** (1 / 1.3)).length;
    expect(Math.abs(above / values.length - 0.5)).toBeLessThan(0.02);
  });
});
