import { expect, test } from '@jest/globals';
import { fairnessOf } from '../../../shared/deleveraging/fairness.ts';
import { named, vectors, withVectors } from './vectors.ts';

withVectors(named('the paper’s queue takes one winner’s whole profit, pro rata three fifths of everybody’s'), () => {
  const { pnl, deficit, queue, proRata } = vectors().autodeleveragingPaper;
  const profit = Float64Array.from(pnl.filter((own) => own > 0));
  const largestLoss = -Math.min(...pnl);
  // Each winner's equity is twice the profit.
  const equity = (haircut: readonly number[]) => haircut.map((taken, i) => ({ has: 2 * (profit[i] as number), taken }));
  const queued = fairnessOf(profit, Float64Array.from(queue.haircut), deficit, largestLoss, equity(queue.haircut));
  expect(queued).toEqual({ worstShareOfProfit: 1, worstShareOfEquity: 0.5, ptsr: 4.5 / 15, pmr: 4.5 / 12 });
  const shared = fairnessOf(profit, Float64Array.from(proRata.haircut), deficit, largestLoss, equity(proRata.haircut));
  expect(shared.worstShareOfEquity).toBeCloseTo(0.3, 12);
  expect(shared.worstShareOfProfit).toBeCloseTo(0.6, 12);
  expect(shared.ptsr).toBeCloseTo(3.2 / 15, 12);
  expect(shared.pmr).toBeCloseTo(3.2 / 12, 12);
});

test('without a deficit there is nothing to be fair about', () => {
  expect(fairnessOf(Float64Array.of(3), Float64Array.of(0), 0, 0, [{ has: 5, taken: 0 }])).toEqual({
    ...{ worstShareOfProfit: 0, worstShareOfEquity: 0 },
    ...{ ptsr: null, pmr: null },
  });
});
