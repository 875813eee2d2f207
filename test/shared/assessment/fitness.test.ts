import { describe, expect, test } from '@jest/globals';
import { fitnessOf } from '../../../shared/assessment/fitness.ts';
import { finding, type IntegrityFinding } from '../../../shared/integrity/finding.ts';
import { type Integrity, integrityOf } from '../../../shared/integrity/verdict.ts';

const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const CROSS_RATE = 'ETH/BTC:BTC';

const market = (symbol: string, ...findings: IntegrityFinding[]) => ({
  symbol,
  integrity: integrityOf(findings) as Integrity,
  findings,
});
const assessed = (...markets: ReturnType<typeof market>[]) => ({ late: false, fund: null, markets });
const failed = finding('mark-index', 'failed', 'the mark is far off');
const unmeasurable = finding('unmeasurable', 'failed', 'no number comes out');
const assumed = finding('assumed', 'note', 'no leverage tiers');
const doubtful = finding('depth-decay', 'doubtful', 'half of the depth is gone');
const blockedOf = (...markets: ReturnType<typeof market>[]) =>
  fitnessOf(assessed(...markets)).blocked.map(({ symbol, by, why }) => [symbol, by, why]);

describe('blocks a market', () => {
  test.each([
    ['failed', failed],
    ['unmeasurable', unmeasurable],
    ['assumed', assumed],
  ])('that %s, and no other, with what was found', (by, own) => {
    expect(blockedOf(market(BTC, doubtful), market(ETH, doubtful, own))).toEqual([[ETH, by, own.message]]);
  });

  test('by the worse of what was found', () => {
    expect(blockedOf(market(BTC), market(ETH, assumed, failed))).toEqual([[ETH, 'failed', failed.message]]);
    expect(blockedOf(market(BTC), market(ETH, assumed, unmeasurable))[0]?.[1]).toBe('unmeasurable');
  });

  test('that failed with the whole venue, though no finding of its own says so', () => {
    const stale = [BTC, ETH].map((symbol) => ({ symbol, integrity: 'failed' as const, findings: [] }));
    expect(fitnessOf(assessed(...stale))).toMatchObject({
      unfit: 'integrity',
      blocked: [{ by: 'failed' }, { by: 'failed' }],
    });
  });

  test('quoted in what a market without a price prices; not if that one is only assumed', () => {
    expect(blockedOf(market(CROSS_RATE), market(BTC, failed), market(ETH))).toEqual([
      [BTC, 'failed', failed.message],
      [CROSS_RATE, 'quote', `its quote currency is priced by ${BTC}`],
    ]);
    expect(blockedOf(market(CROSS_RATE), market(BTC, assumed), market(ETH)).map(([symbol]) => symbol)).toEqual([BTC]);
  });

  test('that is to count as blocked besides, by what it is blocked by now if it is', () => {
    const also = [{ symbol: ETH, by: 'assumed' as const, why: 'then' }];
    expect(fitnessOf(assessed(market(BTC), market(ETH)), also).blocked).toEqual(also);
    expect(fitnessOf(assessed(market(BTC), market(ETH, failed)), also).blocked).toMatchObject([{ by: 'failed' }]);
    // One that is not listed any more has nothing to be left out.
    expect(fitnessOf(assessed(market(BTC)), also)).toMatchObject({ blocked: [], unfit: undefined });
  });
});

describe('nothing may be done', () => {
  test('on a late snapshot, however sound', () => {
    expect(fitnessOf({ ...assessed(market(BTC)), late: true }).unfit).toBe('late');
  });

  test('if every market is blocked: assumed only if nothing worse is among them', () => {
    expect(fitnessOf(assessed(market(BTC, assumed), market(ETH, assumed))).unfit).toBe('assumed');
    expect(fitnessOf(assessed(market(BTC, assumed), market(ETH, failed))).unfit).toBe('integrity');
  });

  test('if the insurance fund is held in what has no price to rely on', () => {
    const markets = [market(BTC, failed), market(ETH)];
    expect(fitnessOf({ late: false, fund: { currency: 'BTC' }, markets }).unfit).toBe('integrity');
    expect(fitnessOf({ late: false, fund: { currency: 'USDT' }, markets }).unfit).toBeUndefined();
  });

  test('is not said of doubtful, thinning or vanishing markets, nor of a venue without any', () => {
    const gone = finding('market-gone', 'doubtful', 'it was here before');
    expect(fitnessOf(assessed(market(BTC, doubtful), market(ETH, gone)))).toMatchObject({
      unfit: undefined,
      blocked: [],
    });
    expect(fitnessOf(assessed())).toMatchObject({ unfit: undefined, blocked: [] });
  });
});
