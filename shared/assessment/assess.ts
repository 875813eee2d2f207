import type { FundState } from '../liquidation/fund-history.ts';
import type { MarketRisk } from '../liquidation/market-risk.ts';
import type { Policy } from '../policy/types.ts';
import type { Book } from '../snapshot/types.ts';
import type { VolatilityState } from '../volatility/regime.ts';
import type { RegimeTerms } from '../volatility/regime-terms.ts';
import { LARGE_SHARE, LEAST_SHARE, missingFindings, missingMarkets, shareMissing, stepMissing } from './absence.ts';
import { accountsIn, countBook } from './book-counts.ts';
import { fundsAssessed, stepFunds } from './funds.ts';
import { type IsolatedMeasurement, measureIsolated } from './isolate.ts';
import { judgeMarket } from './judge-market.ts';
import { judgeVenue } from './judge-venue.ts';
import { type Observed, observeMarket } from './observe.ts';
import type { Assessment, BookMetrics, Held, MarketState, VenueState } from './types.ts';
import { fundFindings, sampleFindings, valueFindings } from './value-findings.ts';

export interface AssessmentInput {
  readonly book: Book;
  /** Where each market stood, by symbol, those in `known` included; a market that is not here is new. */
  readonly states: ReadonlyMap<string, MarketState>;
  /** Where the venue as a whole stood; undefined if it is new. */
  readonly venueState?: VenueState | undefined;
  /** Markets that stood in the book before this snapshot, or were missed in it: what it lacks is found by them. */
  readonly known?: readonly string[];
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
  /** When the snapshot came, Unix milliseconds; undefined if its age says nothing, as in a replay. */
  readonly receivedAt?: number | undefined;
}

export interface AssessmentOutput {
  readonly assessment: Assessment;
  /** The states that this snapshot moved, those of markets that have gone included. */
  readonly states: readonly MarketState[];
  /** Absent if the snapshot moves nothing of the venue, or has moved it before. */
  readonly venueState?: VenueState;
  /** The markets that the next snapshot is to have: what is `known` to it. */
  readonly known: readonly string[];
  /** Absent where the snapshot does not move the fund's history. */
  readonly fund?: FundState;
}

/**
 * Measures a book and judges it: the same book, states and policy always give the same assessment.
 *
 * Volatility comes first, as haircuts and capacity rest on it; then equity, concentration and leverage; then what a shock would do;
 * then the rules, of the venue and of each market. A market that cannot be measured is left out of everything else and reported; no
 * book that the snapshot's checks let pass makes it throw. Given states that this very snapshot has moved already (a try that ended
 * half way), the assessment is the same as the first time: a state keeps the moves that its last snapshot made.
 */
export function assess(input: AssessmentInput): AssessmentOutput {
  const { book, states, fund, policy, codeVersion, late, venueState, known = [] } = input;
  const { header, markets, venue } = book;
  const observed = markets.map((market) => observeMarket(market, input));
  const measured = measureIsolated(
    book,
    { activity: observed.map(({ activity }) => activity), model: policy.model },
    new Map(observed.flatMap(({ broken }, m) => (broken === undefined ? [] : [[m, broken] as const]))),
  );
  const funded = stepFunds(fund, header, late);
  const counts = countBook(book);
  const held = markets.map(({ symbol }, m): Held => {
    // What stands in a market that cannot be measured is as large as it last was.
    const openInterest = measured.unmeasurable.has(m)
      ? (states.get(symbol)?.held?.openInterest ?? 0)
      : (measured.markets[m] as BookMetrics).openInterest;
    return { openInterest, positions: counts.positions[m] as number };
  });
  const openInterest = held.reduce((sum, own) => sum + own.openInterest, 0);
  const size = { openInterest, positions: counts.total, accounts: counts.accounts };
  const shareOf = shareUnmeasurable(measured, size);

  // What comes after its successor has nothing to be held against.
  const behind = late || (venueState !== undefined && venueState.sequence > header.sequence);
  const missing = behind ? [] : missingMarkets(known, input);
  const missed = missing.filter(({ absent }) => !absent.forgotten);
  const whole = openInterest + missing.reduce((sum, { absent }) => sum + absent.openInterest, 0);
  const judged = judgeVenue(
    {
      size,
      unmeasurable: {
        markets: measured.unmeasurable.size,
        share: shareOf(held.filter((_, m) => measured.unmeasurable.has(m))),
      },
      missing: {
        markets: missed.length,
        share: Math.max(
          LEAST_SHARE,
          missed.reduce((sum, { absent }) => sum + shareMissing(absent, whole), 0),
        ),
      },
    },
    input,
  );
  const ofMarkets = markets.map((market, m) => {
    const reason = measured.unmeasurable.get(m);
    const own = held[m] as Held;
    const share = reason === undefined ? 0 : shareOf([own]);
    return judgeMarket(
      {
        market,
        observed: observed[m] as Observed,
        figures: measured.markets[m] as BookMetrics & MarketRisk,
        contracts: counts.contracts[m] as (typeof counts.contracts)[number],
        held: own,
        ...(reason === undefined
          ? {}
          : {
              unmeasurable: {
                reason,
                accounts: accountsIn(book, m),
                share,
                told: judged.told.unmeasurable && share < LARGE_SHARE,
              },
            }),
        empty: counts.total === 0,
        ofVenue: judged.findings,
      },
      input,
    );
  });
  const gone = missing.flatMap(
    (one) => stepMissing(one, shareMissing(one.absent, whole), judged.told.missing, input) ?? [],
  );
  const moved = [...ofMarkets.flatMap(({ state }) => state ?? []), ...gone];
  const funds = fundsAssessed(header, funded.readings, measured.stress);
  return {
    assessment: {
      venue,
      snapshotId: header.snapshotId,
      sequence: header.sequence,
      timestamp: header.timestamp,
      late,
      ...(header.sampleShare === undefined ? {} : { sampleShare: header.sampleShare }),
      policyVersion: policy.version,
      codeVersion,
      book: measured.venue,
      ...funds,
      markets: ofMarkets.map(({ assessment }) => assessment),
      absent: missed.map(({ absent }) => absent),
      moves: [...judged.moves, ...moved.flatMap(({ moves }) => moves)],
      findings: [
        ...judged.findings,
        ...missingFindings(missing, whole),
        ...sampleFindings(header),
        ...fundFindings(funds),
        ...valueFindings(book, measured),
      ],
    },
    states: moved,
    ...(judged.state ? { venueState: judged.state } : {}),
    known: [...markets.map(({ symbol }) => symbol), ...missing.map(({ absent }) => absent.symbol)],
    ...(funded.state ? { fund: funded.state } : {}),
  };
}

/** Of the book's positions, or of its open interest as far as it is known, whichever is more. */
const shareUnmeasurable =
  ({ unmeasurable }: IsolatedMeasurement, size: Held) =>
  (markets: readonly Held[]): number => {
    if (unmeasurable.size === 0 || markets.length === 0) return 0;
    const of = (figure: keyof Held): number =>
      size[figure] > 0 ? markets.reduce((sum, held) => sum + held[figure], 0) / size[figure] : 0;
    return Math.max(LEAST_SHARE, of('positions'), of('openInterest'));
  };
