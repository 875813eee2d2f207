import { reaches } from '../incident/decide.ts';
import { finding, type IntegrityFinding } from '../integrity/finding.ts';
import { endUnobserved, evaluateRules } from '../policy/evaluate.ts';
import { rulesInForce } from '../policy/standing-rules.ts';
import type { Rule, SeverityMove } from '../policy/types.ts';
import { amountFigure, percentFigure, timeFigure } from '../presentation/figures.ts';
import type { AssessmentInput } from './assess.ts';
import { worstOf } from './judge-market.ts';
import type { AbsentMarket, MarketState } from './types.ts';

/** A market that an earlier snapshot held and this one does not. */
export interface MissingMarket {
  readonly absent: AbsentMarket;
  /** Since this very snapshot. */
  readonly news: boolean;
  readonly state: MarketState;
}

/**
 * The markets that are not in the book although they were: with positions, or with an alert. One that was empty and quiet leaves without
 * a word, as does one that has been forgotten. The same snapshot again finds the same, as a state that it has moved keeps what it found.
 *
 * @param known the markets that stood in the book before this snapshot, or were missed in it
 */
export function missingMarkets(known: readonly string[], { book, states, policy }: AssessmentInput): MissingMarket[] {
  const { sequence, timestamp } = book.header;
  const present = new Set(book.markets.map(({ symbol }) => symbol));
  return known.flatMap((symbol): MissingMarket[] => {
    const state = states.get(symbol);
    if (present.has(symbol) || !state || state.sequence > sequence) return [];
    if (state.absent) {
      const { absent } = state;
      if (absent.forgotten && state.sequence < sequence) return [];
      const over = timestamp - absent.since > policy.integrity.absence.forgetAfterMs;
      return [
        {
          absent: over && !absent.forgotten ? { ...absent, forgotten: true } : absent,
          news: over || absent.sequence === sequence,
          state,
        },
      ];
    }
    const { openInterest, positions } = state.held ?? { openInterest: 0, positions: 0 };
    const severity = worstOf(Object.values(state.rules).map(({ level }) => level));
    if (positions === 0 && severity === 'normal') return [];
    return [{ absent: { symbol, since: timestamp, sequence, openInterest, positions, severity }, news: true, state }];
  });
}

/** Of the open interest that is there and that is missing, the share that a missing market had held. */
export const shareMissing = ({ openInterest }: AbsentMarket, total: number): number =>
  total > 0 ? openInterest / total : 0;

/** A market that holds nothing that can be told from nothing is still a market. */
export const LEAST_SHARE = 1e-6;
/** So many markets can hold this share at most: each of them is worth an incident of its own. */
export const LARGE_SHARE = 0.05;

/**
 * Takes the state of a missing market one step further: when it goes, its rules go back to normal by moves that say that nothing was
 * seen, and its absence is judged; when it is forgotten, its absence ends the same way.
 *
 * @param share of the open interest, see `shareMissing`
 * @param told one incident of the venue covers many such markets: only what is large or had been alerting opens one of its own
 * @returns undefined if the snapshot moves nothing of it
 */
export function stepMissing(
  { absent, news, state }: MissingMarket,
  share: number,
  told: boolean,
  { book: { header }, policy }: AssessmentInput,
): MarketState | undefined {
  if (!news) return undefined;
  if (state.sequence === header.sequence) return state;
  const { rules: all } = rulesInForce(policy, 'market');
  const onAbsence: readonly Rule[] = all.filter(({ metric }) => metric === 'absent');
  const circumstances = {
    symbol: absent.symbol,
    regime: state.volatility?.closed?.regime ?? ('calm' as const),
    timestamp: header.timestamp,
  };
  const step = (rules: MarketState['rules'], moves: readonly SeverityMove[]): MarketState => ({
    ...state,
    sequence: header.sequence,
    policyVersion: policy.version,
    absent,
    rules,
    moves,
  });
  if (absent.forgotten)
    return step({}, endUnobserved({ rules: all }, state.rules, circumstances, forgottenWords(absent)));
  const ended = endUnobserved(
    { rules: all.filter((rule) => !onAbsence.includes(rule)) },
    state.rules,
    circumstances,
    `the market is not in the book any more, from ${timeFigure(absent.since)} on; whether this is over is not known`,
  );
  const alerting = reaches(absent.severity, policy.alertFrom);
  const value = alerting ? 1 : Math.max(share, LEAST_SHARE);
  const judged = evaluateRules(
    { rules: onAbsence },
    {},
    {
      ...circumstances,
      metrics: told && value < LARGE_SHARE ? {} : { absent: value },
    },
  );
  const detail = goneWords(absent, share);
  return step(judged.states, [...ended, ...judged.moves.map((move) => ({ ...move, detail }))]);
}

/** What is to be known of each: doubtful while it is missed, a note once it is forgotten. */
export function missingFindings(missing: readonly MissingMarket[], total: number): IntegrityFinding[] {
  return missing.map(({ absent }) => {
    const { symbol, since, sequence, openInterest, positions, forgotten } = absent;
    const values = { since, sequence, openInterest, positions };
    return forgotten
      ? finding('market-forgotten', 'note', `${symbol}: ${forgottenWords(absent)}`, values)
      : finding('market-gone', 'doubtful', `${symbol}: ${goneWords(absent, shareMissing(absent, total))}`, values);
  });
}

const goneWords = ({ since, positions, openInterest, severity }: AbsentMarket, share: number): string => {
  const rows = positions === 1 ? '1 position' : `${amountFigure(positions)} positions`;
  const stood = severity === 'normal' ? '' : `, and stood at ${severity}`;
  return `the market has been gone from the book since ${timeFigure(since)}: it had held ${rows} and an open interest of ${amountFigure(openInterest)} (${percentFigure(share)} of the book)${stood}`;
};

const forgottenWords = ({ since }: AbsentMarket): string =>
  `the market has been gone from the book since ${timeFigure(since)} and counts as delisted: it is not waited for any longer`;
