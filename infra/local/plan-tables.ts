import { BLOCKED_WORDS } from '../../shared/assessment/fitness.ts';
import type { Explanation } from '../../shared/deleveraging/plan/explain.ts';
import { type BlockedMarket, type Plan, RUNGS, type Standing } from '../../shared/deleveraging/plan/types.ts';
import { amountFigure, durationFigure, leverageFigure, percentFigure } from '../../shared/presentation/figures.ts';
import { table } from './table.ts';

/** A plan as a person reads it: what it reaches, what it closes and for whom, and what else could be done. */
export function planTables(plan: Plan, explanation: Explanation, blocked: readonly BlockedMarket[]): string {
  const { before, after, reductions, unmet, fairness, caps } = plan;
  const { costs, impact, venueQueue, frontier } = explanation;
  return [
    ...(blocked.length === 0
      ? []
      : [
          blocked
            .map(({ symbol, by, why }) => `Not to be acted on: ${symbol}: ${BLOCKED_WORDS[by]}: ${why}`)
            .join('\n'),
        ]),
    table([
      ['market', 'collapse before', 'after', 'excess before', 'after', 'notional before', 'after', 'leverage', 'after'],
      ...before.markets.map((market, m) => {
        const then = after.markets[m] as Standing['markets'][number];
        return [
          market.symbol,
          percentFigure(market.collapseProbability),
          percentFigure(then.collapseProbability),
          percentFigure(market.excessShare),
          percentFigure(then.excessShare),
          amountFigure(market.notional),
          amountFigure(then.notional),
          leverageFigure(market.leverage),
          leverageFigure(then.leverage),
        ];
      }),
    ]),
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
          `${costs.accounts} accounts pay; half of them ${amountFigure(costs.distribution.p50)} or less, nine in ten ${amountFigure(costs.distribution.p90)} or less`,
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
