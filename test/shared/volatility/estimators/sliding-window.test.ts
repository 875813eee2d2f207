import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  EMPTY_WINDOW,
  type SlidingWindow,
  slide,
  totalOf,
} from '../../../../shared/volatility/estimators/sliding-window.ts';

const join = (older: string, newer: string): string => older + newer;

describe('a sliding window', () => {
  test('is the last so many entries, in their order, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }), fc.nat(9), (entries, less) => {
        const capacity = less + 1;
        let window: SlidingWindow<string> = EMPTY_WINDOW;
        entries.forEach((entry, i) => {
          window = slide(window, entry, capacity, join);
          const expected = entries.slice(Math.max(0, i + 1 - capacity), i + 1);
          expect(totalOf(window, join)).toBe(expected.join(''));
          expect(window.count).toBe(expected.length);
        });
      }),
    );
  });

  test('of nothing has no total', () => {
    expect(totalOf(EMPTY_WINDOW, join)).toBeNull();
  });

  test('merges three times an entry at most, however long it is', () => {
    for (const capacity of [1, 2, 24, 1_000]) {
      let merges = 0;
      const add = (a: number, b: number): number => {
        merges++;
        return a + b;
      };
      let window: SlidingWindow<number> = EMPTY_WINDOW;
      const entries = 20_000;
      for (let i = 0; i < entries; i++) {
        window = slide(window, 1, capacity, add);
        totalOf(window, add);
      }
      expect(merges).toBeLessThanOrEqual(3 * entries);
    }
  });

  test('never changes: each one can go on more than one way', () => {
    const fill = (text: string, from: SlidingWindow<string>) =>
      [...text].reduce((window, entry) => slide(window, entry, 3, join), from);
    const common = fill('abcd', EMPTY_WINDOW);
    expect(totalOf(fill('xy', common), join)).toBe('dxy');
    expect(totalOf(fill('z', common), join)).toBe('cdz');
    expect(totalOf(common, join)).toBe('bcd');
  });
});
