import { measureBook } from '../leverage/measure-book.ts';
import { evaluateRules } from '../policy/evaluate.ts';
import { metricsOf } from '../policy/metrics.ts';
import { type Policy, SEVERITIES, type Severity } from '../policy/types.ts';
import type { Book, Market, SnapshotHeader } from '../snapshot/types.ts';
import { advanceVolatility, type Observation, readingOf } from '../volatility/regime.ts';
import type { VolatilityReading } from '../volatility/types.ts';
import type { Assessment, BookMetrics, MarketAssessment, MarketState } from './types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface AssessmentInput {
  readonly book: Book;
  /** Where each market stood, by symbol; a market that is not here is new. */
  readonly states: ReadonlyMap<string, MarketState>;
  readonly policy: Policy;
  readonly codeVersion: string;
  /** The snapshot is behind one that is complete: it is measured, and moves nothing. */
  readonly late: boolean;
}

export interface AssessmentOutput {
  readonly assessment: Assessment;
  /** The states that this snapshot moved. */
  readonly states: readonly MarketState[];
}

/**
 * Measures a book and judges it: the same book, states and policy always give the same assessment.
 *
 * Given states that this very snapshot has moved already (a try that ended half way), the assessment is the same as the first
 * time: a state keeps the moves that its last snapshot made.
 */
export function assess({ book, states, policy, codeVersion, late }: AssessmentInput): AssessmentOutput {
  const { header, markets, venue } = book;
  const measured = measureBook(book);
  const moved: MarketState[] = [];
  const findings: string[] = measured.unpriced.map(
    (currency) => `no price for collateral or quote in ${currency}: counted as nothing`,
  );
  const assessments = markets.map((market, i): MarketAssessment => {
    const metrics = measured.markets[i] as BookMetrics;
    const before = states.get(market.symbol);
    const step = stepMarket(market, header, metrics, before, late, policy);
    if (step.finding !== undefined) findings.push(`${market.symbol}: ${step.finding}`);
    if (step.state) moved.push(step.state);
    const { rules = {}, hhi = [] } = step.state ?? before ?? {};
    return {
      symbol: market.symbol,
      markPrice: market.markPrice,
      ...metrics,
      volatility: step.reading,
      hhiDayChange: dayChange(hhi, header.timestamp, metrics.concentration.hhi),
      severity: worstOf(Object.values(rules).map(({ level }) => level)),
    };
  });
  return {
    assessment: {
      venue,
      snapshotId: header.snapshotId,
      sequence: header.sequence,
      timestamp: header.timestamp,
      late,
      policyVersion: policy.version,
      codeVersion,
      book: measured.venue,
      markets: assessments,
      moves: moved.flatMap(({ moves }) => moves),
      findings,
    },
    states: moved,
  };
}

interface Step {
  readonly reading: VolatilityReading;
  /** Absent where the snapshot moves nothing. */
  readonly state?: MarketState;
  readonly finding?: string;
}

function stepMarket(
  market: Market,
  header: SnapshotHeader,
  metrics: BookMetrics,
  before: MarketState | undefined,
  late: boolean,
  policy: Policy,
): Step {
  // A market's state that is ahead cannot be moved back, whatever the header thought when it was written.
  if (before && (late || before.sequence > header.sequence)) {
    return {
      reading: before.volatility
        ? readingOf(before.volatility)
        : advanceVolatility(undefined, observe(market, header)).reading,
    };
  }
  const { state, reading, finding } = advanceVolatility(before?.volatility ?? undefined, observe(market, header));
  if (late) return { reading };
  const noted = finding === undefined ? {} : { finding };
  // A try that ended half way has moved this market already: what it judged then stands.
  if (before?.sequence === header.sequence) return { reading, state: before, ...noted };
  const { states: rules, moves } = evaluateRules(policy, before?.rules ?? {}, {
    symbol: market.symbol,
    metrics: metricsOf(metrics, reading),
    regime: reading.regime,
    timestamp: header.timestamp,
  });
  const { symbol } = market;
  const hhi = withSample(before?.hhi ?? [], header.timestamp, metrics.concentration.hhi);
  return {
    reading,
    state: { symbol, sequence: header.sequence, volatility: state ?? null, rules, hhi, moves },
    ...noted,
  };
}

const observe = ({ candle, markPrice }: Market, { timestamp }: SnapshotHeader): Observation => ({
  ...(candle ? { candle } : {}),
  markPrice,
  timestamp,
});

const worstOf = (levels: readonly Severity[]): Severity =>
  SEVERITIES.findLast((severity) => levels.includes(severity)) ?? 'normal';

/** At most one sample an hour, and none older than a day before the newest but one. */
const withSample = (history: MarketState['hhi'], timestamp: number, hhi: number): MarketState['hhi'] => {
  const last = history.at(-1);
  if (last && timestamp - last[0] < HOUR_MS) return history;
  return [...history, [timestamp, hhi] as const].filter(([at]) => timestamp - at <= DAY_MS + HOUR_MS);
};

/** Against the newest sample that is a day old or older. */
const dayChange = (history: MarketState['hhi'], timestamp: number, hhi: number): number | null => {
  const dayAgo = history.findLast(([at]) => timestamp - at >= DAY_MS);
  return dayAgo ? hhi - dayAgo[1] : null;
};
