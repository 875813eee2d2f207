import { reaches } from '../incident/decide.ts';
import { WHOLE_VENUE } from '../incident/scope.ts';
import { checkVenue, type VenueCursor } from '../integrity/check-venue.ts';
import { finding, type IntegrityFinding } from '../integrity/finding.ts';
import type { IntegrityTerms } from '../integrity/terms.ts';
import { INTEGRITY_LEVELS, integrityOf } from '../integrity/verdict.ts';
import { evaluateRules } from '../policy/evaluate.ts';
import { rulesInForce } from '../policy/standing-rules.ts';
import type { SeverityMove, VenueMetric } from '../policy/types.ts';
import { amountFigure, percentFigure } from '../presentation/figures.ts';
import type { AssessmentInput } from './assess.ts';
import { detailOf } from './judge-market.ts';
import type { BookSize, VenueState } from './types.ts';

/** More markets than this in one kind of trouble are reported by one incident of the venue. */
export const MANY_MARKETS = 20;

/** What is known of a venue's book before it is judged. */
export interface VenueFacts {
  readonly size: BookSize;
  /** How many markets cannot be measured, and what share of the book's positions or open interest stands in them. */
  readonly unmeasurable: { readonly markets: number; readonly share: number };
  /** How many markets are missing, and what share of the open interest they had held. */
  readonly missing: { readonly markets: number; readonly share: number };
}

export interface JudgedVenue {
  /** Of the venue's data and of what its book lacks: they gate what may be done on any of its markets. */
  readonly findings: readonly IntegrityFinding[];
  readonly moves: readonly SeverityMove[];
  /** Whether one incident covers all the markets in a kind of trouble. */
  readonly told: { readonly unmeasurable: boolean; readonly missing: boolean };
  /** Absent if the snapshot moves nothing, or has moved it before. */
  readonly state?: VenueState;
}

/**
 * Judges a venue as a whole: its own data, what its book lacks against the one before, and how much of it cannot be seen. Once for each
 * snapshot: what is found stays with the state, because a retry no longer finds the previous book.
 */
export function judgeVenue(facts: VenueFacts, input: AssessmentInput): JudgedVenue {
  const { book, venueState: before, policy, late, receivedAt } = input;
  const { header } = book;
  const data = checkVenue(header, before?.cursor, policy.integrity, receivedAt);
  if (late || (before && before.sequence >= header.sequence)) {
    const again = !late && before?.sequence === header.sequence ? before : undefined;
    return {
      findings: [...data.findings, ...(again?.findings ?? [])],
      moves: again?.moves ?? [],
      told: toldBy(again?.rules ?? {}, facts, input),
    };
  }
  const state = step(facts, data, input);
  return {
    findings: [...data.findings, ...state.findings],
    moves: state.moves,
    told: toldBy(state.rules, facts, input),
    state,
  };
}

function step(
  { size, unmeasurable, missing }: VenueFacts,
  data: { readonly findings: readonly IntegrityFinding[]; readonly cursor: VenueCursor },
  { book: { header }, venueState: before, policy }: AssessmentInput,
): VenueState {
  const { sequence, timestamp } = header;
  const empty = size.positions === 0;
  const held = before?.size ?? null;
  const loss = lossOf(before, size, header, policy.integrity.absence);
  const shrunk = empty ? before?.shrunk : loss && loss.multiple > 1 ? loss.from : undefined;
  const findings = empty
    ? [finding('book-empty', 'doubtful', emptyWords(held))]
    : shrunk && loss
      ? [finding('book-shrunk', 'doubtful', shrunkWords(loss, size), { ...loss.lost, multiple: loss.multiple })]
      : [];
  const details: Readonly<Record<VenueMetric, string>> = {
    'venue.integrity': detailOf(data.findings),
    'venue.empty': empty ? emptyWords(held) : 'the book holds positions again',
    'venue.shrunk':
      shrunk && loss
        ? shrunkWords(loss, size)
        : before?.shrunk && !loss?.recovered
          ? 'the smaller book counts as the usual one from now on'
          : 'the book is back to most of its size',
    'venue.unmeasurable':
      unmeasurable.markets > 0
        ? `${unmeasurable.markets} markets with ${percentFigure(unmeasurable.share)} of the book cannot be measured and are not watched`
        : 'all markets can be measured again',
    'venue.absent':
      missing.markets > 0
        ? `${missing.markets} markets that had held ${percentFigure(missing.share)} of the open interest are gone from the book`
        : 'no market is missed any longer',
  };
  const metrics: Readonly<Partial<Record<VenueMetric, number>>> = {
    'venue.integrity': INTEGRITY_LEVELS[integrityOf(data.findings)],
    'venue.empty': empty ? (held ? 1 : 0.5) : 0,
    // Of a book that holds nothing it is not told again that it is smaller.
    ...(empty ? {} : { 'venue.shrunk': loss?.multiple ?? 0 }),
    'venue.unmeasurable': unmeasurable.markets > MANY_MARKETS || unmeasurable.share > 0.5 ? unmeasurable.share : 0,
    'venue.absent': missing.markets > MANY_MARKETS ? missing.share : 0,
  };
  const { states: rules, moves } = evaluateRules(rulesInForce(policy, 'venue'), before?.rules ?? {}, {
    symbol: WHOLE_VENUE,
    metrics,
    // A venue has none of its own: its rules have one threshold for all, or go by that of a calm market.
    regime: 'calm',
    timestamp,
  });
  return {
    sequence,
    cursor: data.cursor,
    rules,
    moves: moves.map((move) => ({ ...move, detail: details[move.metric as VenueMetric] })),
    policyVersion: policy.version,
    findings,
    size: empty ? held : size,
    ...(shrunk ? { shrunk } : {}),
  };
}

/** What a book has lost. */
interface Loss {
  /** The book that it is held against. */
  readonly from: NonNullable<VenueState['shrunk']>;
  /** Shares; 0 of what has grown. */
  readonly lost: { readonly accounts: number; readonly openInterest: number };
  /** The larger of the two, as a multiple of what the policy lets pass. */
  readonly multiple: number;
  /** It is held against the book from before it shrank, not against a smaller one that has become usual. */
  readonly recovered: boolean;
}

/**
 * Against the snapshot before; once more is lost than may be, against the book from before that, until it is back or the time is over
 * after which the smaller one is the usual one.
 */
function lossOf(
  before: VenueState | undefined,
  size: BookSize,
  { timestamp, sequence }: { readonly timestamp: number; readonly sequence: number },
  { lostAccounts, lostOpenInterest, forgetAfterMs }: IntegrityTerms['absence'],
): Loss | undefined {
  if (!before?.size) return undefined;
  const { shrunk } = before;
  const waits = shrunk !== undefined && timestamp - shrunk.since <= forgetAfterMs;
  const from = waits ? shrunk : { ...before.size, since: timestamp, sequence };
  const lost = {
    accounts: shareLost(from.accounts, size.accounts),
    openInterest: shareLost(from.openInterest, size.openInterest),
  };
  const multiple = Math.max(lost.accounts / lostAccounts, lost.openInterest / lostOpenInterest);
  return { from, lost, multiple, recovered: waits };
}

const shareLost = (before: number, now: number): number => (before > now ? 1 - now / before : 0);

const shrunkWords = ({ from, lost }: Loss, size: BookSize): string =>
  `since the snapshot before ${from.sequence} the book has lost ${percentFigure(lost.accounts)} of its accounts (${amountFigure(from.accounts)}, now ${amountFigure(size.accounts)}) and ${percentFigure(lost.openInterest)} of its open interest (${amountFigure(from.openInterest)}, now ${amountFigure(size.openInterest)})`;

const emptyWords = (held: BookSize | null): string =>
  held
    ? `the book holds no position: the last one that did had ${amountFigure(held.positions)}, with an open interest of ${amountFigure(held.openInterest)}`
    : 'the book holds no position, and never has';

/** Only for many markets: a few are reported one by one, whatever the venue's own rule says. */
function toldBy(
  rules: VenueState['rules'],
  { unmeasurable, missing }: VenueFacts,
  { policy }: AssessmentInput,
): JudgedVenue['told'] {
  const alerts = (metric: VenueMetric): boolean =>
    rulesInForce(policy, 'venue').rules.some(
      (rule) => rule.metric === metric && reaches(rules[rule.name]?.level ?? 'normal', policy.alertFrom),
    );
  return {
    unmeasurable: unmeasurable.markets > MANY_MARKETS && alerts('venue.unmeasurable'),
    missing: missing.markets > MANY_MARKETS && alerts('venue.absent'),
  };
}
