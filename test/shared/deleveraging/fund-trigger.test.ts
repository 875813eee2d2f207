import { describe, expect, test } from '@jest/globals';
import { fundTrigger } from '../../../shared/deleveraging/fund-trigger.ts';
import { named, vectors, withVectors } from './vectors.ts';

const TERMS = { drawdown: 0.3, stopDrawdown: 0.25 };

describe('the trigger of auto-deleveraging', () => {
  withVectors(named('fires in every published case, and leaves to winners what is beyond the threshold'), () => {
    for (const { maxBalance8h, loss, balance, fires, absorbedByAdl } of vectors().insuranceFundTriggers.cases) {
      const peak = maxBalance8h ?? 1_000_000;
      const left = balance ?? peak - (loss as number);
      expect(fundTrigger({ balance: left, peak }, TERMS, false).active).toBe(fires);
      // Before the loss: what the fund may pay is what does not fire.
      if (absorbedByAdl === undefined) continue;
      const { allowance } = fundTrigger({ balance: peak, peak }, TERMS, false);
      expect((loss as number) - allowance).toBeCloseTo(absorbedByAdl, 6);
    }
  });

  test('grips at the threshold and lets go only below the lower one', () => {
    const at = (balance: number, before: boolean) => fundTrigger({ balance, peak: 100 }, TERMS, before);
    expect(at(70.1, false)).toMatchObject({ active: false, reason: 'sound' });
    expect(at(70, false)).toMatchObject({ active: true, reason: 'drawdown', allowance: 0 });
    expect(at(75, true)).toMatchObject({ active: true, reason: 'recovering' });
    expect(at(75.1, true)).toMatchObject({ active: false });
    expect(at(0, false)).toMatchObject({ active: true, reason: 'empty' });
    expect(at(-5, true)).toMatchObject({ active: true, reason: 'empty' });
  });

  test('never lets the fund pay more than it has', () => {
    expect(fundTrigger({ balance: 10, peak: 10 }, { drawdown: 2, stopDrawdown: 1 }, false).allowance).toBe(10);
    expect(fundTrigger({ balance: 90, peak: 100 }, TERMS, false).allowance).toBeCloseTo(20, 10);
  });
});
