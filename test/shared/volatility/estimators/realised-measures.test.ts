import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bipowerVariation,
  MU_1,
  MU_4_3,
  quadpowerQuarticity,
  realisedVariance,
  tripowerQuarticity,
} from '../../../../shared/volatility/estimators/realised-measures.ts';
import { gaussian, mean } from './simulated.ts';

const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 4, maxLength: 60 });

describe('the constants', () => {
  test('are the published ones: μ₁ = 0.79788, μ₁⁻² = π/2, μ₄⸝₃ = 0.83087', () => {
    expect(MU_1).toBeCloseTo(0.79788, 5);
    expect(MU_1 ** -2).toBeCloseTo(Math.PI / 2, 14);
    expect(MU_4_3).toBeCloseTo(0.83087, 4);
  });

  test('are the mean powers of a standard normal, as an integral finds them', () => {
    const step = 1e-4;
    const moment = (power: number): number => {
      let sum = 0;
      for (let z = step / 2; z < 12; z += step) sum += z ** power * Math.exp((-z * z) / 2) * step;
      return (2 * sum) / Math.sqrt(2 * Math.PI);
    };
    expect(MU_1).toBeCloseTo(moment(1), 8);
    expect(MU_4_3).toBeCloseTo(moment(4 / 3), 8);
  });
});

describe('realised measures', () => {
  test('of five returns are what a hand finds', () => {
    const five = [0.01, -0.02, 0.03, 0.01, -0.01];
    expect(realisedVariance(five)).toBeCloseTo(1e-4 + 4e-4 + 9e-4 + 1e-4 + 1e-4, 18);
    expect(bipowerVariation(five)).toBeCloseTo(((Math.PI / 2) * 5 * (2 + 6 + 3 + 1) * 1e-4) / 4, 16);
    expect(quadpowerQuarticity(five)).toBeCloseTo((5 * (Math.PI / 2) ** 2 * 5 * (6 + 6) * 1e-8) / 2, 20);
    const thirds = (6 ** (4 / 3) + 6 ** (4 / 3) + 3 ** (4 / 3)) * 1e-8;
    expect(tripowerQuarticity(five)).toBeCloseTo((5 * MU_4_3 ** -3 * 5 * thirds) / 3, 20);
  });

  test('of constant volatility find its variance and its square', () => {
    const next = gaussian(21);
    const days = Array.from({ length: 3_000 }, () => Float64Array.from({ length: 96 }, () => next() / Math.sqrt(96)));
    for (const measure of [realisedVariance, bipowerVariation, tripowerQuarticity, quadpowerQuarticity]) {
      expect(mean(days.map(measure))).toBeGreaterThan(0.97);
      expect(mean(days.map(measure))).toBeLessThan(1.03);
    }
  });

  test('are told apart by a jump: all variation takes it in, bipower variation nearly not', () => {
    const next = gaussian(22);
    const day = Array.from({ length: 288 }, () => next() / Math.sqrt(288));
    const jumped = day.map((value, i) => (i === 100 ? value + 1 : value));
    expect(realisedVariance(jumped) - realisedVariance(day)).toBeGreaterThan(0.8);
    expect(bipowerVariation(jumped) - bipowerVariation(day)).toBeLessThan(0.25);
  });

  test('grow with the square, or the fourth power, of the unit; signs and direction of time do not matter', () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, unit) => {
        const scaled = values.map((value) => -value * unit).reverse();
        expect(realisedVariance(scaled)).toBeCloseTo(realisedVariance(values) * unit ** 2, 10);
        expect(bipowerVariation(scaled)).toBeCloseTo(bipowerVariation(values) * unit ** 2, 10);
        expect(tripowerQuarticity(scaled)).toBeCloseTo(tripowerQuarticity(values) * unit ** 4, 8);
        expect(quadpowerQuarticity(scaled)).toBeCloseTo(quadpowerQuarticity(values) * unit ** 4, 8);
      }),
    );
  });

  test('of fewer returns than they multiply are none', () => {
    expect(realisedVariance([])).toBe(0);
    expect(bipowerVariation([0.1])).toBeNaN();
    expect(tripowerQuarticity([0.1, 0.1])).toBeNaN();
    expect(quadpowerQuarticity([0.1, 0.1, 0.1])).toBeNaN();
  });
});
