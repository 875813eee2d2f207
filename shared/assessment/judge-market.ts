import { checkMarket } from '../integrity/check-market.ts';
import { finding, type IntegrityFinding } from '../integrity/finding.ts';
import type { HeldContracts } from '../integrity/open-interest.ts';
import { integrityOf } from '../integrity/verdict.ts';
import type { MarketRisk } from '../liquidation/market-risk.ts';
import { evaluateRules } from '../policy/evaluate.ts';
import { metricsOf } from '../policy/metrics.ts';
import { rulesInForce } from '../policy/standing-rules.ts';
import { type Metric, SEVERITIES, type Severity, type SeverityMove } from '../policy/types.ts';
import { percentFigure, timeFigure } from '../presentation/figures.ts';
import type { Market } from '../snapshot/types.ts';
import { assumptions } from './activity.ts';
import type { AssessmentInput } from './assess.ts';
import type { Observed } from './observe.ts';
import type { BookMetrics, Held, MarketAssessment, MarketState } from './types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What is known of a market before it is judged. */
export interface MarketFacts {
  readonly market: Market;
  readonly observed: Observed;
  /** Of a market that cannot be measured: those of one without positions. */
  readonly figures: BookMetrics & MarketRisk;
  readonly contracts: HeldContracts;
  readonly held: Held;
  /** Present if it cannot be measured. */
  readonly unmeasurable?: {
    readonly reason: string;
    readonly accounts: number;
    /** Of the venue's positions or open interest, whichever is more. */
    readonly share: number;
    /** Whether one incident of the venue covers it: then it opens none of its own. */
    readonly told: boolean;
  };
  /** The venue's book holds nothing at all: what is said of no position says nothing of those that were there. */
  readonly empty: boolean;
  readonly ofVenue: readonly IntegrityFinding[];
}

export interface JudgedMarket {
  readonly assessment: MarketAssessment;
  /** Absent if the snapshot moves nothing. */
  readonly state?: MarketState;
}

/** Judges one market: its data, then its figures by the rules. */
export function judgeMarket(facts: MarketFacts, input: AssessmentInput): JudgedMarket {
  const { market, observed, figures, contracts, held, unmeasurable, ofVenue } = facts;
  const { book, states, policy } = input;
  const { header } = book;
  const before = states.get(market.symbol);
  const checked = checkMarket(
    market,
    {
      ...{ timestamp: header.timestamp, sequence: header.sequence, reading: observed.reading },
      // Longs and shorts of a sample need not match, and it does not hold what the venue reports.
      ...(header.sampleShare === undefined ? { held: contracts } : {}),
    },
    before?.integrity,
    policy.integrity,
  );
  const ofData = [
    ...checked.findings,
    ...(observed.finding === undefined ? [] : [finding('bar-passed-over', 'note', observed.finding)]),
    ...(observed.note === undefined ? [] : [finding('bar-extended', 'note', observed.note)]),
  ];
  const findings = [...(unmeasurable ? [unmeasurableFinding(unmeasurable, held)] : []), ...ofData];
  const state = step(facts, ofData, before, checked.state, input);
  const { rules = {}, hhi = [] } = state ?? before ?? {};
  return {
    assessment: {
      symbol: market.symbol,
      markPrice: market.markPrice,
      ...figures,
      ...(unmeasurable ? { positions: held.positions, accounts: unmeasurable.accounts } : {}),
      volatility: observed.reading,
      hhiDayChange: unmeasurable ? null : dayChange(hhi, header.timestamp, figures.concentration.hhi),
      severity: worstOf(Object.values(rules).map(({ level }) => level)),
      measured: unmeasurable === undefined,
      integrity: integrityOf([...findings, ...ofVenue]),
      findings: [...findings, ...assumptions(market, observed.reading, policy.model)],
    },
    ...(state ? { state } : {}),
  };
}

/** @returns the state that the snapshot leads to; undefined if it moves nothing */
function step(
  facts: MarketFacts,
  ofData: readonly IntegrityFinding[],
  before: MarketState | undefined,
  integrity: MarketState['integrity'],
  { book: { header }, policy }: AssessmentInput,
): MarketState | undefined {
  const { market, observed, figures, held, unmeasurable } = facts;
  const { next, reading } = observed;
  if (!next) return undefined;
  // A try that ended half way has moved this market already: what it judged then stands.
  if (before?.sequence === header.sequence) return before;
  const { states: rules, moves } = evaluateRules(rulesInForce(policy, 'market'), before?.rules ?? {}, {
    symbol: market.symbol,
    metrics: metricsKnown(facts, ofData),
    regime: reading.regime,
    timestamp: header.timestamp,
  });
  const sampled = before?.hhi ?? [];
  const candle = next.candle ?? before?.candle;
  return {
    symbol: market.symbol,
    sequence: header.sequence,
    volatility: next.volatility,
    ...(candle ? { candle } : {}),
    rules,
    hhi: unmeasurable ? sampled : withSample(sampled, header.timestamp, figures.concentration.hhi),
    moves: moves.map((move) => detailed(move, facts, ofData, before, header.sampleShare)),
    policyVersion: policy.version,
    integrity,
    held,
  };
}

/** What is known of a market for its rules. What is not, is left out, so that the rules on it stay as they are. */
function metricsKnown(
  { figures, observed, unmeasurable, empty }: MarketFacts,
  ofData: readonly IntegrityFinding[],
): Readonly<Partial<Record<Metric, number>>> {
  const all = metricsOf(figures, observed.reading, integrityOf(ofData));
  const ofVolatility = {
    'volatility.ratio': all['volatility.ratio'],
    'volatility.overExtreme': all['volatility.overExtreme'],
  };
  const { integrity } = all;
  if (unmeasurable) {
    const { share, told } = unmeasurable;
    return {
      ...(observed.broken === undefined ? ofVolatility : {}),
      integrity,
      absent: 0,
      ...(told ? {} : { unmeasurable: share }),
    };
  }
  return { ...(empty ? ofVolatility : all), integrity, absent: 0, unmeasurable: 0 };
}

function detailed(
  move: SeverityMove,
  { unmeasurable }: MarketFacts,
  ofData: readonly IntegrityFinding[],
  before: MarketState | undefined,
  sampleShare: number | undefined,
): SeverityMove {
  switch (move.metric) {
    case 'integrity':
      return { ...move, detail: detailOf(ofData) };
    case 'unmeasurable':
      return {
        ...move,
        detail: unmeasurable
          ? `the market, ${percentFigure(unmeasurable.share)} of the book, cannot be measured and is not watched: ${unmeasurable.reason}`
          : 'the market can be measured again',
      };
    case 'absent': {
      const since = before?.absent?.since;
      const gone = since === undefined ? '' : `, after it was gone from ${timeFigure(since)} on`;
      return { ...move, detail: `the market is in the book again${gone}; its rules have begun anew` };
    }
    default:
      // The number is the sample's: whoever reads it is to know.
      return sampleShare === undefined
        ? move
        : { ...move, detail: `the book is a sample of ${percentFigure(sampleShare)} of open interest` };
  }
}

/** What has failed, or if nothing has, what is doubtful: the number alone says nothing. */
export function detailOf(findings: readonly IntegrityFinding[]): string {
  const failed = findings.filter(({ level }) => level === 'failed');
  const told = failed.length > 0 ? failed : findings.filter(({ level }) => level === 'doubtful');
  const shown: string[] = [];
  let length = 0;
  for (const { message } of told) {
    length += message.length;
    if (shown.length > 0 && length > MOST_DETAIL) break;
    shown.push(message.slice(0, MOST_DETAIL));
  }
  const left = told.length - shown.length;
  return [...shown, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
}

/** Characters of the details of an incident: it is stored with each transition. */
const MOST_DETAIL = 1_500;

const unmeasurableFinding = (
  { reason, accounts, share }: NonNullable<MarketFacts['unmeasurable']>,
  { positions }: Held,
): IntegrityFinding =>
  finding('unmeasurable', 'failed', `the market cannot be measured, and nothing of it counts elsewhere: ${reason}`, {
    positions,
    accounts,
    share,
  });

export const worstOf = (levels: readonly Severity[]): Severity =>
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
