import { beforeAll, describe, expect, test } from '@jest/globals';
import { bookOf, playStorm } from '../../../infra/local/exchange/storm.ts';
import { checkMarket } from '../../../shared/integrity/check-market.ts';
import type { IntegrityFinding } from '../../../shared/integrity/finding.ts';
import type { IntegrityState } from '../../../shared/integrity/state.ts';
import type { Book, Market } from '../../../shared/snapshot/types.ts';
import { advanceVolatility, type VolatilityState } from '../../../shared/volatility/regime.ts';

/** A quarter of an hour from snapshot to snapshot, through calm, crash and aftermath. */
let books: readonly Book[] = [];
beforeAll(() => {
  books = [...playStorm({ seed: 1, accounts: 60, snapshotEvery: 3 })].map(({ snapshot }) => bookOf(snapshot));
});

/** Judges the first market, snapshot by snapshot. @param as what is made of it before it is judged */
function judge(as: (market: Market, i: number) => Market = (market) => market) {
  let state: IntegrityState | undefined;
  let volatility: VolatilityState | undefined;
  return books.map(({ header: { sequence, timestamp }, markets, positions }, i): readonly IntegrityFinding[] => {
    const market = as(markets[0] as Market, i);
    const { markPrice, candle } = market;
    const advanced = advanceVolatility(volatility, { markPrice, timestamp, ...(candle ? { candle } : {}) });
    volatility = advanced.state;
    const held = { longContracts: 0, shortContracts: 0 };
    positions.contracts.forEach((contracts, p) => {
      if (positions.market[p] === 0) held[positions.side[p] === 1 ? 'longContracts' : 'shortContracts'] += contracts;
    });
    const checked = checkMarket(market, { sequence, timestamp, reading: advanced.reading, held }, state);
    state = checked.state;
    return checked.findings;
  });
}

const failedIn = (findings: readonly IntegrityFinding[]) =>
  findings.filter(({ level }) => level === 'failed').map(({ check }) => check);
/** The snapshot before the greatest fall of the mark within an hour. */
const crash = () =>
  books.reduce((worst, _, i) => {
    const fall = (at: number) =>
      (books[at + 4]?.markets[0]?.markPrice ?? Number.POSITIVE_INFINITY) / (books[at]?.markets[0]?.markPrice as number);
    return fall(i) < fall(worst) ? i : worst;
  }, 0);

describe('a storm of the simulated exchange', () => {
  test('is told from broken data: all that is amiss with it is that depth is thin, when the crash comes', () => {
    const checks = judge().map((findings) => findings.map(({ check }) => check));
    expect(new Set(checks.flat())).toEqual(new Set(['depth-decay']));
    const first = checks.findIndex((found) => found.length > 0);
    expect(first).toBeGreaterThan(0.8 * crash());
  });

  test.each<[string, string, (now: Market, then: Market) => Market]>([
    ['order book', 'book-frozen', (now, { orderBook }) => ({ ...now, ...(orderBook ? { orderBook } : {}) })],
    ['index', 'index-frozen', (now, { indexPrice }) => ({ ...now, ...(indexPrice ? { indexPrice } : {}) })],
    ['mark', 'mark-frozen', (now, { markPrice }) => ({ ...now, markPrice })],
  ])('in which the %s dies as the crash begins fails within two snapshots of that', (_, check, deaden) => {
    const from = crash();
    const then = books[from]?.markets[0] as Market;
    const failed = judge((now, i) => (i > from ? deaden(now, then) : now)).map(failedIn);
    expect(failed.slice(0, from + 1).flat()).toEqual([]);
    expect(failed.slice(from + 1, from + 3).flat()).toContain(check);
  });

  test('in which a mark has a digit too many for one snapshot fails at that one alone', () => {
    const from = crash();
    const failed = judge((now, i) => (i === from ? { ...now, markPrice: now.markPrice * 10 } : now)).map(failedIn);
    expect(failed.flatMap((checks, i) => (checks.length > 0 ? [i] : []))).toEqual([from]);
    expect(failed[from]).toEqual(['mark-index', 'mark-book']);
  });
});
