import { type ApprovalSummary, type MarketFigures, SUMMARY_LISTED, type SummaryList } from '../approval/summary.ts';
import type { MarketStanding } from '../deleveraging/plan/types.ts';
import { howLines, queueLines, unmetLines } from '../slack/plan-message.ts';
import { currenciesOf } from '../snapshot/contract-kind.ts';
import type { ExplainedPlan } from '../store/plans.ts';

/** A plan as the officers are shown it before they decide. */
export function summaryOf(plan: ExplainedPlan): ApprovalSummary {
  const { before, after, reductions, notional, cost, costs } = plan;
  const touched = new Set(reductions.map(({ symbol }) => symbol));
  const lists = {
    markets: before.markets.flatMap((market, m) => {
      const reached = after.markets[m];
      return reached && touched.has(market.symbol)
        ? [{ symbol: market.symbol, before: figuresOf(market), after: figuresOf(reached) }]
        : [];
    }),
    how: howLines(plan),
    venueQueue: queueLines(plan),
    unmet: unmetLines(plan),
  } satisfies Record<SummaryList, readonly unknown[]>;
  const more = Object.entries(lists).flatMap(([name, { length }]) =>
    length > SUMMARY_LISTED ? [[name, length - SUMMARY_LISTED]] : [],
  );
  return {
    currency: unitOf(plan),
    markets: lists.markets.slice(0, SUMMARY_LISTED),
    positions: reductions.length,
    accounts: costs.accounts,
    notional,
    cost,
    topAccounts: costs.top.map(({ accountId, notional: own, cost: paid }) => ({
      accountId,
      notional: own,
      cost: paid,
    })),
    how: lists.how.slice(0, SUMMARY_LISTED),
    venueQueue: lists.venueQueue.slice(0, SUMMARY_LISTED),
    unmet: lists.unmet.slice(0, SUMMARY_LISTED),
    ...(more.length > 0 ? { more: Object.fromEntries(more) } : {}),
  };
}

/** What a plan's amounts are in: the currency that its markets are quoted in; dollars, at par, where these are several. */
function unitOf({ before }: Pick<ExplainedPlan, 'before'>): string {
  const quotes = new Set(before.markets.map(({ symbol }) => currenciesOf(symbol)?.quote));
  const [only] = quotes;
  return quotes.size === 1 && only !== undefined ? only : 'USD';
}

const figuresOf = ({ leverage, excessShare, collapseProbability }: MarketStanding): MarketFigures => ({
  leverage,
  excessShare,
  collapseProbability,
});
