import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import {
  advanceUnusualFlow,
  judgedImbalance,
  oneSidedFlow,
  orderFlowImbalance,
} from '../../../shared/integrity/order-flow.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';

const bucket = (buyVolume: number, sellVolume: number) => ({ buyVolume, sellVolume });

describe('VPIN', () => {
  test('by hand: buckets of 100 split 60/40, 80/20, 50/50 and 10/90 are (20 + 60 + 0 + 80) / 400 = 0.4', () => {
    expect(orderFlowImbalance([bucket(60, 40), bucket(80, 20), bucket(50, 50), bucket(10, 90)])).toBe(0.4);
  });

  test('is 0 where sides balance, 1 where each bucket has one of them', () => {
    expect(orderFlowImbalance([bucket(5, 5)])).toBe(0);
    expect(orderFlowImbalance([bucket(5, 0), bucket(0, 5)])).toBe(1);
  });

  test('is not known where nothing was traded or a volume is none', () => {
    expect(orderFlowImbalance([])).toBeUndefined();
    expect(orderFlowImbalance([bucket(0, 0)])).toBeUndefined();
    expect(orderFlowImbalance([bucket(Number.NaN, 1)])).toBeUndefined();
    expect(orderFlowImbalance([bucket(-1, 2)])).toBeUndefined();
    expect(orderFlowImbalance([bucket(1e308, 1e308)])).toBeUndefined();
  });

  test('lies in [0, 1], and swaps of buyers and sellers or another unit do not change it', () => {
    const volume = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(volume, volume), { minLength: 1, maxLength: 50 }), (pairs) => {
        const imbalance = orderFlowImbalance(pairs.map(([buy, sell]) => bucket(buy, sell)));
        if (imbalance === undefined) return;
        expect(imbalance).toBeGreaterThanOrEqual(0);
        expect(imbalance).toBeLessThanOrEqual(1);
        expect(orderFlowImbalance(pairs.map(([buy, sell]) => bucket(sell, buy)))).toBe(imbalance);
      }),
    );
  });

  test('is judged over fifty buckets or more', () => {
    const buckets = new Array(50).fill(bucket(3, 1));
    expect(judgedImbalance(buckets, TERMS)).toBe(0.5);
    expect(judgedImbalance(buckets.slice(1), TERMS)).toBeUndefined();
    expect(judgedImbalance(undefined, TERMS)).toBeUndefined();
  });
});

describe('one-sided order flow', () => {
  test('is a note beyond one half where the market has no history, and never more', () => {
    expect(oneSidedFlow(0.5, null, TERMS)).toEqual([]);
    expect(oneSidedFlow(1, null, TERMS)).toEqual([
      {
        check: 'order-flow',
        level: 'note',
        message: 'order flow is one-sided: buckets of equal volume are 100 % out of balance, more than 50 %',
        values: { imbalance: 1, unusual: 0.5 },
      },
    ]);
  });

  test('is held against what is unusual for the market', () => {
    expect(oneSidedFlow(0.55, 0.6, TERMS)).toEqual([]);
    expect(oneSidedFlow(0.65, 0.6, TERMS)).toHaveLength(1);
  });

  test('what is unusual comes to the 0.99 quantile of the market: one snapshot in a hundred is noted', () => {
    const random = openRandom(3);
    let unusual: number | null = null;
    let noted = 0;
    const snapshots = 40_000;
    for (let i = 0; i < snapshots; i++) {
      const imbalance = 0.3 + 0.4 * random.uniform();
      noted += oneSidedFlow(imbalance, unusual, TERMS).length;
      unusual = advanceUnusualFlow(unusual, imbalance, TERMS);
    }
    expect(noted / snapshots).toBeCloseTo(0.01, 2);
    expect(unusual).toBeGreaterThan(0.65);
    expect(unusual).toBeLessThan(0.75);
  });

  test('what is unusual stays within its bounds, and as it was where no flow is told', () => {
    let low: number | null = null;
    let high: number | null = null;
    for (let i = 0; i < 1_000; i++) {
      low = advanceUnusualFlow(low, 0, TERMS);
      high = advanceUnusualFlow(high, 1, TERMS);
    }
    expect([low, high]).toEqual([0.3, 0.95]);
    expect(advanceUnusualFlow(0.4, undefined, TERMS)).toBe(0.4);
    expect(advanceUnusualFlow(null, undefined, TERMS)).toBeNull();
  });
});
