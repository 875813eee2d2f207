import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disposalSteps } from '../../../shared/deleveraging/disposal.ts';
import { named, vectors, withVectors } from './vectors.ts';

const TERMS = { fraction: 0.5, fullSize: 50, maxShareOfDepth: 0.01 };

withVectors(named('a disposal goes in the published steps'), () => {
  const { position, depth, steps, ...terms } = vectors().disposal;
  expect(disposalSteps(position, depth, terms)).toEqual(steps);
});

test('steps dispose of everything, none larger than its share of the depth but the last, which is of full size', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 1e9, noNaN: true }),
      (position, depth) => {
        const steps = disposalSteps(position, depth, TERMS);
        expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(position, 5);
        if (steps.length === 1_000) return;
        for (const step of steps) expect(step).toBeLessThanOrEqual(Math.max(TERMS.fullSize, 0.01 * depth));
      },
    ),
  );
});

test('without a depth to go by, only the share of what is left counts', () => {
  expect(disposalSteps(200, 0, TERMS)).toEqual([100, 50, 50]);
});

test('a share of nothing disposes of nothing and is refused', () => {
  expect(() => disposalSteps(1, 1, { ...TERMS, fraction: 0 })).toThrow(RangeError);
});
