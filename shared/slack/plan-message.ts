import { type Plan, RUNGS, type Rung } from '../deleveraging/plan/types.ts';
import { amountFigure, durationFigure, leverageFigure, percentFigure, timeFigure } from '../presentation/figures.ts';
import type { ExplainedPlan, PlanRecord } from '../store/plans.ts';
import type { Block, SlackMessage } from './blocks.ts';
import { clipped, outsideName, SLACK_LIMITS } from './limits.ts';

const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  cap: 'reduced to a leverage cap',
  liquidate: 'liquidated in part, as they are in maintenance breach',
  deleverage: 'closed against winners, as the fund cannot carry what is lost',
};

/** Lines of a list that are written out; the rest are counted. */
const SHOWN = 6;

/** What is proposed, what it reaches, what it costs whom, and what the venue's own queue would have done. */
export function planMessage(
  { planId, snapshotId, timestamp, policyVersion }: PlanRecord,
  plan: ExplainedPlan,
): SlackMessage {
  const { reductions, notional, cost, costs } = plan;
  const title = `Proposed: close ${amountFigure(notional)} of ${reductions.length} positions`;
  const sections = [
    rungLines(plan),
    marketLines(plan),
    `*What it costs*\n${amountFigure(cost)} in all, of ${costs.accounts} accounts: half of them pay ${amountFigure(costs.distribution.p50)} or less, the most is ${amountFigure(costs.distribution.most)}.${costs.top
      .slice(0, 3)
      .map(
        ({ accountId, cost: own, shareOfEquity }) =>
          `\n• ${outsideName(accountId, 40)}: ${amountFigure(own)}${shareOfEquity === null ? '' : `, ${percentFigure(shareOfEquity)} of its equity`}`,
      )
      .join('')}`,
    impactLines(plan),
    queueLines(plan),
    unmetLines(plan),
  ].filter((text) => text !== '');
  const blocks: Block[] = [
    { type: 'section', text: { type: 'mrkdwn', text: `*${title}*` } },
    ...sections.map(
      (text): Block => ({ type: 'section', text: { type: 'mrkdwn', text: clipped(text, MOST_OF_A_SECTION) } }),
    ),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: `Plan ${planId} · snapshot ${outsideName(snapshotId)} of ${timeFigure(timestamp)} · policy ${policyVersion} · nothing has been done`,
        },
      ],
    },
  ];
  return { text: title, blocks };
}

/** So that all sections together stay within what Slack takes of a message. */
const MOST_OF_A_SECTION = Math.floor((SLACK_LIMITS.message - 1_000) / 6);

const rungLines = ({ reductions }: Plan): string =>
  RUNGS.flatMap((rung) => {
    const own = reductions.filter((one) => one.rung === rung);
    const closed = own.reduce((sum, { notional }) => sum + notional, 0);
    return own.length === 0 ? [] : [`• ${own.length} positions ${RUNG_WORDS[rung]}: ${amountFigure(closed)}`];
  }).join('\n');

function marketLines({ before, after, caps, targets }: Plan): string {
  const missed = before.markets
    .map((market, m) => ({ market, reached: after.markets[m] as typeof market }))
    .filter(
      ({ market }) =>
        market.collapseProbability > targets.collapseProbability || market.excessShare > targets.excessShare,
    );
  if (missed.length === 0) return '';
  const lines = missed.map(({ market, reached }) => {
    const own = caps
      .filter(({ symbol }) => symbol === market.symbol)
      .map(({ side, leverage }) => `${side}s to ${leverageFigure(leverage)}`);
    return `• ${outsideName(market.symbol)}: cascade probability ${percentFigure(market.collapseProbability)} to ${percentFigure(reached.collapseProbability)}, above what it carries ${percentFigure(market.excessShare)} to ${percentFigure(reached.excessShare)}${own.length > 0 ? ` (${own.join(', ')})` : ''}`;
  });
  return `*What it reaches*\n${shown(lines, 'markets')}`;
}

const impactLines = ({ impact }: ExplainedPlan): string =>
  impact.length === 0
    ? ''
    : `*What it does to the market*\n${shown(
        impact.map(
          ({ symbol, side, notional, atOnce, durationMs }) =>
            `• ${outsideName(symbol)}: ${side === 'long' ? 'sells' : 'buys'} ${amountFigure(notional)}, ${percentFigure(atOnce)} if done at once; ${durationFigure(durationMs)} at the allowed pace`,
        ),
        'sides',
      )}`;

const queueLines = ({ venueQueue }: ExplainedPlan): string =>
  venueQueue.length === 0
    ? ''
    : `*What the venue's own queue would do for as much*\n${shown(
        venueQueue.map(
          ({ symbol, side, accounts, closedWhole }) =>
            `• ${outsideName(symbol)} ${side}s: ${accounts} winners, ${closedWhole} of them closed whole`,
        ),
        'sides',
      )}`;

const unmetLines = ({ unmet }: Plan): string =>
  unmet.length === 0
    ? ''
    : `*What it does not reach*\n${shown(
        unmet.map(
          ({ target, symbol, why }) => `• ${target}${symbol === null ? '' : ` of ${outsideName(symbol)}`}: ${why}`,
        ),
        'targets',
      )}`;

function shown(lines: readonly string[], what: string): string {
  const more = lines.length - SHOWN;
  return (more > 0 ? [...lines.slice(0, SHOWN), `… and ${more} more ${what}`] : lines).join('\n');
}
