import type { ApprovalSummary, MarketFigures } from '../approval/summary.ts';
import type { MarketStanding } from '../deleveraging/plan/types.ts';
import { currenciesOf } from '../leverage/valuation.ts';
import { howLines, queueLines, unmetLines } from '../slack/plan-message.ts';
import type { ExplainedPlan } from '../store/plans.ts';

/** A plan as the officers are shown it before they decide. */
export function summaryOf(plan: ExplainedPlan): ApprovalSummary {
  const { before, after, reductions, notional, cost, costs } = plan;
  const touched = new Set(reductions.map(({ symbol }) => symbol));
  return {
    currency: unitOf(plan),
    markets: before.markets.flatMap((market, m) => {
      const reached = after.markets[m];
      return reached && touched.has(market.symbol)
        ? [{ symbol: market.symbol, before: figuresOf(market), after: figuresOf(reached) }]
        : [];
    }),
    positions: reductions.length,
    accounts: costs.accounts,
    notional,
    cost,
    topAccounts: costs.top.map(({ accountId, notional: own, cost: paid }) => ({
      accountId,
      notional: own,
      cost: paid,
    })),
    how: howLines(plan),
    venueQueue: queueLines(plan),
    unmet: unmetLines(plan),
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
