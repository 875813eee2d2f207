import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advanceDepth, type DepthNormal, depthAround, depthDecay } from '../../../shared/integrity/depth-decay.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { bookAround, found, marketAt } from './healthy-market.ts';

const HOUR_MS = 3_600_000;
const learn = (depths: readonly number[], everyMs = HOUR_MS) =>
  depths.reduce<DepthNormal | null>((before, depth, i) => advanceDepth(before, depth, i * everyMs, TERMS), null);

describe('depth around the mark', () => {
  test('is that of both sides within one per cent, in quote currency: 20 levels of 10 contracts of a hundredth', () => {
    expect(depthAround(marketAt(100, { contractSize: 0.01 }), 0.01)).toBeCloseTo(2 * 20 * 10 * 0.01 * 100, 9);
  });

  test('leaves out orders further away', () => {
    const orderBook = {
      bids: [
        [99.5, 1],
        [98, 1_000],
      ],
      asks: [
        [100.9, 2],
        [101.1, 1_000],
      ],
    } as const;
    expect(depthAround(marketAt(100, { orderBook }), 0.01)).toBeCloseTo(300, 9);
  });

  test('of an inverse market is its contracts times their size', () => {
    expect(depthAround(marketAt(50_000, { linear: false, contractSize: 100 }), 0.01)).toBeCloseTo(2 * 20 * 10 * 100, 6);
  });

  test('is not known without a book or with numbers that are none', () => {
    const { orderBook: _, ...bookless } = marketAt(100);
    expect(depthAround(bookless, 0.01)).toBeUndefined();
    expect(depthAround(marketAt(Number.NaN), 0.01)).toBeUndefined();
    expect(depthAround(marketAt(100, { orderBook: bookAround(100, Number.NaN) }), 0.01)).toBeUndefined();
  });
});

describe('the normal depth', () => {
  test('is the plain mean while it is young', () => {
    expect(learn([100, 200, 300], 1)?.normal).toBeCloseTo(200, 6);
  });

  test('forgets with time: after half a day 1 / e of what was before is left, whatever the rhythm of snapshots', () => {
    const old: DepthNormal = { normal: 100, snapshots: 1_000_000, timestamp: 0 };
    for (const everyMs of [5_000, 60_000, HOUR_MS]) {
      let normal = old;
      for (let at = everyMs; at <= 12 * HOUR_MS; at += everyMs)
        normal = advanceDepth(normal, 200, at, TERMS) as DepthNormal;
      expect(normal.normal).toBeCloseTo(200 - 100 / Math.E, 6);
    }
  });

  test('does not follow a wall of orders that stands for a moment', () => {
    const wall = advanceDepth({ normal: 100, snapshots: 1_000, timestamp: 0 }, 1e9, HOUR_MS, TERMS);
    expect(wall?.normal).toBeLessThan(130);
  });

  test('stays as it is where a snapshot shows no book', () => {
    const before = { normal: 100, snapshots: 5, timestamp: 0 };
    expect(advanceDepth(before, undefined, 1, TERMS)).toBe(before);
  });

  test('lies between the smallest and the largest depth that it was learnt from, and outgrows a start from nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }), (depths) => {
        const normal = learn([0, ...depths])?.normal as number;
        expect(normal).toBeGreaterThanOrEqual(Math.min(...depths) * (1 - 1e-12));
        expect(normal).toBeLessThanOrEqual(Math.max(...depths) * (1 + 1e-12));
      }),
    );
  });
});

describe('depth that decays', () => {
  const warm: DepthNormal = { normal: 1_000, snapshots: 12, timestamp: 0 };

  test.each([
    [500, []],
    [499.999, ['depth-decay: note']],
    [250, ['depth-decay: note']],
    [249.999, ['depth-decay: doubtful']],
    [0, ['depth-decay: doubtful']],
  ])('to %d of 1,000 is %j: never failed, a thin book is real', (depth, expected) => {
    expect(found(depthDecay(depth, warm, TERMS))).toEqual(expected);
  });

  test('says nothing before the normal is known', () => {
    expect(depthDecay(0, { ...warm, snapshots: 11 }, TERMS)).toEqual([]);
    expect(depthDecay(0, null, TERMS)).toEqual([]);
    expect(depthDecay(undefined, warm, TERMS)).toEqual([]);
    expect(depthDecay(0, { ...warm, normal: 0 }, TERMS)).toEqual([]);
  });

  test('says its numbers', () => {
    expect(depthDecay(2_000_000, { ...warm, normal: 10_000_000 }, TERMS)[0]).toEqual({
      check: 'depth-decay',
      level: 'doubtful',
      message: 'depth within 1 % of the mark is 2.0M, 20 % of the usual 10.0M',
      values: { depth: 2_000_000, normal: 10_000_000, share: 0.2 },
    });
  });
});
