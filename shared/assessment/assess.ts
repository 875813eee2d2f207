import { checkMarket } from '../integrity/check-market.ts';
import { checkVenue, type VenueCursor } from '../integrity/check-venue.ts';
import { finding, type IntegrityFinding } from '../integrity/finding.ts';
import type { HeldContracts } from '../integrity/open-interest.ts';
import { type Integrity, integrityOf } from '../integrity/verdict.ts';
import { carryBook } from '../leverage/carried-book.ts';
import { measureBook } from '../leverage/measure-book.ts';
import { advanceFund, type FundReading, type FundState } from '../liquidation/fund-history.ts';
import { type MarketRisk, measureRisk } from '../liquidation/market-risk.ts';
import { evaluateRules } from '../policy/evaluate.ts';
import { metricsOf } from '../policy/metrics.ts';
import { type Policy, SEVERITIES, type Severity } from '../policy/types.ts';
import type { Book, Candle, InsuranceFund, Market, SnapshotHeader } from '../snapshot/types.ts';
import { advanceVolatility, type Observation, readingOf, type VolatilityState } from '../volatility/regime.ts';
import { type RegimeTerms, uncalibrated } from '../volatility/regime-terms.ts';
import type { VolatilityReading } from '../volatility/types.ts';
import { activityOf, assumptions, haircutsFor } from './activity.ts';
import type { Assessment, BookMetrics, MarketAssessment, MarketState } from './types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface AssessmentInput {
  readonly book: Book;
  /** Where each market stood, by symbol; a market that is not here is new. */
  readonly states: ReadonlyMap<string, MarketState>;
  /** How each market's regime is told, by symbol; the default where a market has not been calibrated. */
  readonly terms?: ReadonlyMap<string, RegimeTerms>;
  /** Volatility as stored bars before this snapshot left it, by symbol, for markets that are still warming. */
  readonly seeds?: ReadonlyMap<string, VolatilityState>;
  /** What is remembered of the insurance fund. */
  readonly fund?: FundState | undefined;
  readonly policy: Policy;
  readonly codeVersion: string;
  /** The snapshot is behind one that is complete: it is measured, and moves nothing. */
  readonly late: boolean;
}

export interface AssessmentOutput {
  readonly assessment: Assessment;
  /** The states that this snapshot moved. */
  readonly states: readonly MarketState[];
  /** Absent where the snapshot does not move the fund's history. */
  readonly fund?: FundState;
}

/**
 * Measures a book and judges it: the same book, states and policy always give the same assessment.
 *
 * Volatility comes first, as haircuts and capacity rest on it; then equity, concentration and leverage; then what a shock would do;
 * then the rules. Given states that this very snapshot has moved already (a try that ended half way), the assessment is the same
 * as the first time: a state keeps the moves that its last snapshot made.
 */
export function assess(input: AssessmentInput): AssessmentOutput {
  const { book, states, fund, policy, codeVersion, late } = input;
  const { header, markets, venue } = book;
  const { model } = policy;
  const observed = markets.map((market) => observeMarket(market, input));
  const activity = markets.map((market, m) => activityOf(market, header, (observed[m] as Observed).reading, model));
  const carried = carryBook(book, haircutsFor(book, activity, model));
  const measured = measureBook(book, carried);
  const funded = header.insuranceFund ? stepFund(fund, header.insuranceFund, header, late) : undefined;
  const risk = measureRisk(
    book,
    carried,
    activity,
    header.insuranceFund ? header.insuranceFund.balance * carried.fundWorth : null,
    model,
  );
  const held = heldContracts(book);
  const ofVenue = checkVenue(header, newestCursor(states), policy.integrity);
  const moved: MarketState[] = [];
  const assessments = markets.map((market, m): MarketAssessment => {
    const figures = { ...(measured.markets[m] as BookMetrics), ...(risk.markets[m] as MarketRisk) };
    const { reading, finding: passedOver } = observed[m] as Observed;
    const before = states.get(market.symbol);
    const checked = checkMarket(
      market,
      { timestamp: header.timestamp, sequence: header.sequence, reading, held: held[m] as HeldContracts },
      before?.integrity,
      policy.integrity,
    );
    const findings = [
      ...checked.findings,
      ...(passedOver === undefined ? [] : [finding('bar-passed-over', 'note', passedOver)]),
    ];
    const integrity = integrityOf([...findings, ...ofVenue.findings]);
    const judged: Judged = { figures, reading, integrity, findings: [...findings, ...ofVenue.findings] };
    const state = stepMarket(market.symbol, judged, observed[m] as Observed, before, input, {
      integrity: checked.state,
      cursor: ofVenue.cursor,
    });
    if (state) moved.push(state);
    const { rules = {}, hhi = [] } = state ?? before ?? {};
    return {
      symbol: market.symbol,
      markPrice: market.markPrice,
      ...figures,
      volatility: reading,
      hhiDayChange: dayChange(hhi, header.timestamp, figures.concentration.hhi),
      severity: worstOf(Object.values(rules).map(({ level }) => level)),
      integrity,
      findings: [...findings, ...assumptions(market, reading, model)],
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
      fund: funded && risk.stress ? { ...funded.reading, ...risk.stress } : null,
      markets: assessments,
      moves: moved.flatMap(({ moves }) => moves),
      findings: [
        ...ofVenue.findings,
        ...carried.unpriced.map((currency) =>
          finding('unpriced', 'note', `no price for collateral or quote in ${currency}: counted as nothing`),
        ),
      ],
    },
    states: moved,
    ...(funded?.state ? { fund: funded.state } : {}),
  };
}

/** What a market's volatility says, and what it will be remembered as. */
interface Observed {
  readonly reading: VolatilityReading;
  /** Absent where the snapshot moves nothing. */
  readonly next?: { readonly volatility: VolatilityState | null; readonly candle?: Candle };
  readonly finding?: string;
}

function observeMarket(market: Market, { book, states, terms, seeds, policy, late }: AssessmentInput): Observed {
  const { header } = book;
  const before = states.get(market.symbol);
  const own = terms?.get(market.symbol) ?? uncalibrated(policy.regimes);
  const volatility = seeds?.get(market.symbol) ?? before?.volatility;
  const observation = observe(market, header);
  // A market's state that is ahead cannot be moved back, whatever the header thought when it was written.
  if (before && (late || before.sequence > header.sequence)) {
    return {
      reading: volatility ? readingOf(volatility, own) : advanceVolatility(undefined, observation, own).reading,
    };
  }
  const { state, reading, finding } = advanceVolatility(volatility ?? undefined, observation, own);
  if (late) return { reading };
  if (finding !== undefined) return { reading, next: { volatility: state ?? null }, finding };
  return { reading, next: { volatility: state ?? null, ...(market.candle ? { candle: market.candle } : {}) } };
}

/** What a snapshot says of a market. */
interface Judged {
  readonly figures: BookMetrics & MarketRisk;
  readonly reading: VolatilityReading;
  readonly integrity: Integrity;
  readonly findings: readonly IntegrityFinding[];
}

/** @returns the state that the snapshot leads to; undefined where it moves nothing */
function stepMarket(
  symbol: string,
  { figures, reading, integrity, findings }: Judged,
  { next }: Observed,
  before: MarketState | undefined,
  { book: { header }, policy }: AssessmentInput,
  remembered: Pick<MarketState, 'integrity' | 'cursor'>,
): MarketState | undefined {
  if (!next) return undefined;
  // A try that ended half way has moved this market already: what it judged then stands.
  if (before?.sequence === header.sequence) return before;
  const { states: rules, moves } = evaluateRules(policy, before?.rules ?? {}, {
    symbol,
    metrics: metricsOf(figures, reading, integrity),
    regime: reading.regime,
    timestamp: header.timestamp,
  });
  const hhi = withSample(before?.hhi ?? [], header.timestamp, figures.concentration.hhi);
  const candle = next.candle ?? before?.candle;
  return {
    symbol,
    sequence: header.sequence,
    volatility: next.volatility,
    ...(candle ? { candle } : {}),
    rules,
    hhi,
    moves: moves.map((move) => (move.metric === 'integrity' ? { ...move, detail: detailOf(findings) } : move)),
    policyVersion: policy.version,
    ...remembered,
  };
}

/** What has failed, or where nothing has, what is doubtful: the number alone says nothing. */
function detailOf(findings: readonly IntegrityFinding[]): string {
  const failed = findings.filter(({ level }) => level === 'failed');
  const told = failed.length > 0 ? failed : findings.filter(({ level }) => level === 'doubtful');
  return told.map(({ message }) => message).join('; ');
}

/** Contracts of each market, side by side. */
function heldContracts({ positions, markets }: Book): HeldContracts[] {
  const long = new Float64Array(markets.length);
  const short = new Float64Array(markets.length);
  for (let i = 0; i < positions.length; i++) {
    const side = (positions.side[i] as number) > 0 ? long : short;
    const m = positions.market[i] as number;
    side[m] = (side[m] as number) + (positions.contracts[i] as number);
  }
  return markets.map((_, m) => ({ longContracts: long[m] as number, shortContracts: short[m] as number }));
}

/** The newest snapshot that any of the markets has seen. */
const newestCursor = (states: ReadonlyMap<string, MarketState>): VenueCursor | undefined =>
  [...states.values()].reduce<VenueCursor | undefined>(
    (newest, { cursor }) => (newest && newest.sequence >= cursor.sequence ? newest : cursor),
    undefined,
  );

/** The fund's history is moved once by a snapshot and never back. */
function stepFund(
  before: FundState | undefined,
  fund: InsuranceFund,
  { sequence, timestamp }: SnapshotHeader,
  late: boolean,
): { readonly reading: FundReading; readonly state?: FundState } {
  const { state, reading } = advanceFund(before, fund, sequence, timestamp);
  return late || (before && before.sequence >= sequence) ? { reading } : { reading, state };
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
