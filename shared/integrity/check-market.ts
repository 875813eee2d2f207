import type { Market } from '../snapshot/types.ts';
import type { VolatilityReading } from '../volatility/types.ts';
import { bookFingerprint } from './book-fingerprint.ts';
import { type BookShape, bookShape } from './book-shape.ts';
import { advanceDepth, depthAround, depthDecay } from './depth-decay.ts';
import { type IntegrityFinding, isPositive } from './finding.ts';
import { type HeldContracts, openInterestFindings } from './open-interest.ts';
import { advanceUnusualFlow, judgedImbalance, oneSidedFlow } from './order-flow.ts';
import { lastOffMark, markOffIndex, markOutsideBook, unusablePrices } from './price-distance.ts';
import { advanceBar, staleBar } from './stale-bar.ts';
import { type IntegrityMemory, type IntegrityState, memoryFor } from './state.ts';
import { advanceStillness, frozenFeed, type Witnesses } from './stillness.ts';
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
  const { orderBook, markPrice } = market;
  const shape = orderBook ? bookShape(orderBook) : undefined;
  const still = standingStill(market, shape?.best ?? {}, known, timestamp);
  const depth = depthAround(market, terms.depth.within);
  const bookFindings = [
    ...(shape?.findings ?? []),
    ...frozenFeed('book-frozen', 'order book', still.book, timestamp, terms, 'failed'),
  ];
  const imbalance = judgedImbalance(market.trades?.buckets, terms);
  const findings = [
    ...unusablePrices(market),
    ...markOffIndex(market, sigma, terms),
    ...lastOffMark(market, sigma, terms),
    ...(shape ? markOutsideBook(markPrice, shape.best, sigma, terms) : []),
    ...bookFindings,
    ...frozenFeed('mark-frozen', 'mark', still.mark, timestamp, terms, 'failed'),
    ...frozenFeed('index-frozen', 'index', still.index, timestamp, terms, 'failed'),
    // Where nobody trades, the last price stands in truth.
    ...frozenFeed('last-frozen', 'last price', still.last, timestamp, terms, 'note'),
    ...staleBar(market.candle, timestamp, reading.intervalMs, known?.bar ?? null, terms),
    ...depthDecay(depth, known?.depth ?? null, terms),
    ...(held ? openInterestFindings(market.openInterestAmount, held, terms) : []),
    ...(market.trades ? washTradingSigns(market.trades, terms) : []),
    ...oneSidedFlow(imbalance, known?.unusualFlow ?? null, terms),
  ];
  if (before && before.sequence > sequence) return { findings, state: before };
  const memory: IntegrityMemory = {
    ...still,
    bar: advanceBar(known?.bar ?? null, market.candle),
    // A book that is dead or crossed teaches nothing of what is normal.
    depth: advanceDepth(
      known?.depth ?? null,
      integrityOf(bookFindings) === 'failed' ? undefined : depth,
      timestamp,
      terms,
    ),
    unusualFlow: advanceUnusualFlow(known?.unusualFlow ?? null, imbalance, terms),
  };
  return { findings, state: { sequence, memory, before: known } };
}

/** Each feed one snapshot further, held against prices that come from elsewhere. */
function standingStill(
  { markPrice, indexPrice, lastPrice, orderBook }: Market,
  { bid, ask }: BookShape['best'],
  known: IntegrityMemory | null,
  timestamp: number,
): Pick<IntegrityMemory, 'book' | 'mark' | 'index' | 'last'> {
  const usable = (price: number | undefined) => (isPositive(price) ? price : undefined);
  const mark: Witnesses = { mark: markPrice };
  // The last price leaps between bid and ask where the middle of the book stands: it speaks only where there is no book.
  const traded: Witnesses =
    bid !== undefined && ask !== undefined
      ? { book: (bid + ask) / 2 }
      : lastPrice === undefined
        ? {}
        : { last: lastPrice };
  const index: Witnesses = indexPrice === undefined ? {} : { index: indexPrice };
  const shown = bid === undefined && ask === undefined ? undefined : orderBook && bookFingerprint(orderBook);
  return {
    book: advanceStillness(known?.book ?? null, shown, mark, timestamp),
    mark: advanceStillness(known?.mark ?? null, usable(markPrice), { ...index, ...traded }, timestamp),
    index: advanceStillness(known?.index ?? null, usable(indexPrice), { ...mark, ...traded }, timestamp),
    last: advanceStillness(known?.last ?? null, usable(lastPrice), mark, timestamp),
  };
}
