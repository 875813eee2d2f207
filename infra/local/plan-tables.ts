import { BLOCKED_WORDS } from '../../shared/assessment/fitness.ts';
import type { Explanation } from '../../shared/deleveraging/plan/explain.ts';
import { type BlockedMarket, type Plan, RUNGS, type Standing } from '../../shared/deleveraging/plan/types.ts';
import { amountFigure, durationFigure, leverageFigure, percentFigure } from '../../shared/presentation/figures.ts';
import { table } from './table.ts';

/** Markets that are shown though a plan leaves them as they are. */
const LARGEST = 10;

/** The markets that a plan changes or cannot make safe, and of the others the largest; by notional. */
function marketsShown({ before, after, unmet }: Plan) {
  const all = before.markets
    .map((market, m) => ({ market, left: after.markets[m] as Standing['markets'][number] }))
    .sort((a, b) => b.market.notional - a.market.notional);
  const isChanged = ({ market, left }: (typeof all)[number]): boolean =>
    left.notional !== market.notional || unmet.some(({ symbol }) => symbol === market.symbol);
  const quiet = new Set(all.filter((one) => !isChanged(one)).slice(0, LARGEST));
  return all.filter((one) => isChanged(one) || quiet.has(one));
}

/** Three names, and how many more. */
function namesOf(markets: readonly BlockedMarket[]): string {
  const names = markets.slice(0, 3).map(({ symbol }) => symbol);
  return [...names, ...(markets.length > 3 ? [`${markets.length - 3} more markets`] : [])].join(', ');
}

/** A plan as a person reads it: what it reaches, what it closes and for whom, and what else could be done. */
export function planTables(plan: Plan, explanation: Explanation, blocked: readonly BlockedMarket[]): string {
  const { before, reductions, unmet, fairness, caps } = plan;
  const { costs, impact, venueQueue, frontier } = explanation;
  const shown = marketsShown(plan);
  return [
    ...(blocked.length === 0
      ? []
      : [
          [...Map.groupBy(blocked, ({ by, why }) => `${BLOCKED_WORDS[by]}: ${why}`)]
            .map(([reason, markets]) => `Not to be acted on: ${namesOf(markets)}: ${reason}`)
            .join('\n'),
        ]),
    table([
      ['market', 'collapse before', 'after', 'excess before', 'after', 'notional before', 'after', 'leverage', 'after'],
      ...shown.map(({ market, left }) => {
        return [
          market.symbol,
          percentFigure(market.collapseProbability),
          percentFigure(left.collapseProbability),
          percentFigure(market.excessShare),
          percentFigure(left.excessShare),
          amountFigure(market.notional),
          amountFigure(left.notional),
          leverageFigure(market.leverage),
          leverageFigure(left.leverage),
        ];
      }),
    ]),
    ...(shown.length < before.markets.length
      ? [`… and ${before.markets.length - shown.length} markets that stay as they are: --json has them all.`]
      : []),
    reductions.length === 0
      ? 'Nothing has to be closed.'
      : table([
          ['rung', 'positions', 'notional', 'cost'],
          ...RUNGS.filter((rung) => reductions.some((one) => one.rung === rung)).map((rung) => {
            const own = reductions.filter((one) => one.rung === rung);
            return [
              rung,
              String(own.length),
              amountFigure(own.reduce((sum, { notional }) => sum + notional, 0)),
              amountFigure(own.reduce((sum, { cost }) => sum + cost, 0)),
            ];
          }),
        ]),
    ...(caps.length === 0
      ? []
      : [
          table([
            ['market', 'side', 'cap'],
            ...caps.map(({ symbol, side, leverage }) => [symbol, side, leverageFigure(leverage)]),
          ]),
        ]),
    ...(impact.length === 0
      ? []
      : [
          table([
            ['through the book', 'side', 'notional', 'price at once', 'worked', 'takes', 'orders'],
            ...impact.map(({ symbol, side, notional, atOnce, worked, durationMs, orders }) => [
              symbol,
              side,
              amountFigure(notional),
              percentFigure(atOnce),
              percentFigure(worked),
              durationFigure(durationMs),
              String(orders),
            ]),
          ]),
        ]),
    ...(costs.accounts === 0
      ? []
      : [
          `${costs.accounts} ${costs.accounts === 1 ? 'account pays' : 'accounts pay'}; half of them ${amountFigure(costs.distribution.p50)} or less, nine in ten ${amountFigure(costs.distribution.p90)} or less`,
          table([
            ['account', 'closed', 'cost', 'of its equity'],
            ...costs.top
              .slice(0, SHOWN)
              .map(({ accountId, notional, cost, shareOfEquity }) => [
                accountId,
                amountFigure(notional),
                amountFigure(cost),
                shareOfEquity === null ? '' : percentFigure(shareOfEquity),
              ]),
          ]),
        ]),
    ...(reductions.some(({ rung }) => rung === 'deleverage')
      ? [
          `Of no winner more than ${percentFigure(fairness.worstShareOfProfit)} of the profit is taken, and ${percentFigure(fairness.worstShareOfEquity)} of the equity.`,
        ]
      : []),
    ...(venueQueue.length === 0
      ? []
      : [
          table([
            ["the venue's queue", 'side', 'notional', 'accounts', 'closed whole', 'largest'],
            ...venueQueue.map(({ symbol, side, notional, accounts, closedWhole, largest }) => [
              symbol,
              side,
              amountFigure(notional),
              String(accounts),
              String(closedWhole),
              largest ? amountFigure(largest.notional) : '',
            ]),
          ]),
        ]),
    table([
      ['cap for all', 'notional', 'cost', 'worst collapse', 'worst excess'],
      ...frontier.map(({ cap, notional, cost, collapseProbability, excessShare }) => [
        cap === null ? 'none' : cap === 0 ? 'flat' : leverageFigure(cap),
        amountFigure(notional),
        amountFigure(cost),
        percentFigure(collapseProbability),
        percentFigure(excessShare),
      ]),
    ]),
    ...unmet.map(
      ({ target, symbol, value, limit, why }) =>
        `Not reached: ${target}${symbol === null ? '' : ` of ${symbol}`} is ${target === 'fundShortfall' ? amountFigure(value) : percentFigure(value)}, not ${target === 'fundShortfall' ? amountFigure(limit) : percentFigure(limit)}: ${why}.`,
    ),
  ].join('\n\n');
}

const SHOWN = 10;
