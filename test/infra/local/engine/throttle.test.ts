import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openThrottle } from '../../../../infra/local/engine/throttle.ts';

test('a burst is admitted at once, and then as many a second as the rate', () => {
  let now = 0;
  const admit = openThrottle(2, 3, () => now);
  expect([admit(), admit(), admit(), admit()]).toEqual([true, true, true, false]);
  now = 499;
  expect(admit()).toBe(false);
  now = 1_000;
  expect([admit(), admit(), admit()]).toEqual([true, true, false]);
  now = 60_000;
  expect([admit(), admit(), admit(), admit()]).toEqual([true, true, true, false]);
});

test('never more than the burst and what has been refilled is admitted, whatever the pauses', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 100 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (steps, rate, burst) => {
      let now = 0;
      const admit = openThrottle(rate, burst, () => now);
      let admitted = 0;
      for (const step of steps) {
        now += step;
        if (admit()) admitted += 1;
        expect(admitted).toBeLessThanOrEqual(burst + (now / 1_000) * rate + 1e-6);
      }
    }),
  );
});
