import type { Market } from '../snapshot/types.ts';
import type { VolatilityReading } from '../volatility/types.ts';
import { bookShape } from './book-shape.ts';
import { advanceDepth, depthAround, depthDecay } from './depth-decay.ts';
import type { IntegrityFinding } from './finding.ts';
import { type HeldContracts, openInterestFindings } from './open-interest.ts';
import { advanceUnusualFlow, judgedImbalance, oneSidedFlow } from './order-flow.ts';
import { lastOffMark, markOffIndex, markOutsideBook, unusablePrices } from './price-distance.ts';
import { shownBy } from './shown.ts';
import { advanceBar, staleBar } from './stale-bar.ts';
import { type IntegrityMemory, type IntegrityState, memoryFor } from './state.ts';
import { advanceStillness, frozenFeeds } from './stillness.ts';
import { DEFAULT_INTEGRITY_TERMS, type IntegrityTerms } from './terms.ts';
import { integrityOf } from './verdict.ts';
import { washTradingSigns } from './wash-trading.ts';

export interface MarketContext {
  /** The snapshot's own. */
  readonly timestamp: number;
  readonly sequence: number;
  /** What the market's volatility says after this snapshot. */
  readonly reading: VolatilityReading;
  /** What the book's positions come to; absent where that is not to be checked. */
  readonly held?: HeldContracts;
}

export interface MarketCheck {
  readonly findings: readonly IntegrityFinding[];
  /** To be stored, unless the snapshot is late. */
  readonly state: IntegrityState;
}

/**
 * Judges a market's data: against themselves, against each other, and against what the market showed before.
 *
 * The same snapshot again finds the same and leaves the same state; a late one is judged by itself and leaves the state as it is.
 * Whatever the numbers are, nothing is thrown: what is no number is a finding.
 *
 * @param before undefined for a market that is new
 */
export function checkMarket(
  market: Market,
  { timestamp, sequence, reading, held }: MarketContext,
  before: IntegrityState | undefined,
  terms: IntegrityTerms = DEFAULT_INTEGRITY_TERMS,
): MarketCheck {
  const known = memoryFor(before, sequence);
  // While warming, `slow` is what there is; a quiet hour after a wild one must not narrow what is allowed at once.
  const sigma = Math.max(reading.fast, reading.slow);
  const shape = bookShape(market.orderBook);
  const shown = shownBy(market, shape.best, timestamp);
  const still = advanceStillness(known?.still ?? {}, known?.shown ?? null, shown);
  const frozen = frozenFeeds(still, timestamp, terms);
  const depth = depthAround(market, terms.depth.within);
  const imbalance = judgedImbalance(market.trades?.buckets, terms);
  const findings = [
    ...unusablePrices(market),
    ...markOffIndex(market, sigma, terms),
    ...lastOffMark(market, sigma, terms),
    ...markOutsideBook(market, shape.best, sigma, terms),
    ...shape.findings,
    ...frozen,
    ...staleBar(market.candle, timestamp, reading.intervalMs, known?.bar ?? null, terms),
    ...depthDecay(depth, known?.depth ?? null, terms),
    ...(held ? openInterestFindings(market.openInterestAmount, held, terms) : []),
    ...(market.trades ? washTradingSigns(market.trades, terms) : []),
    ...oneSidedFlow(imbalance, known?.unusualFlow ?? null, terms),
  ];
  if (before && before.sequence > sequence) return { findings, state: before };
  // A book that is broken or dead teaches nothing of what is normal.
  const dead = frozen.some(({ check, level }) => check === 'book-frozen' && level === 'failed');
  const lesson = dead || integrityOf(shape.findings) === 'failed' ? undefined : depth;
  const memory: IntegrityMemory = {
    shown,
    still,
    bar: advanceBar(known?.bar ?? null, market.candle, timestamp),
    depth: advanceDepth(known?.depth ?? null, lesson, timestamp, terms),
    unusualFlow: advanceUnusualFlow(known?.unusualFlow ?? null, imbalance, terms),
  };
  return { findings, state: { sequence, memory, before: known } };
}
