import type { OnlyProposed } from '../approval/only-proposed.ts';
import { BLOCKED_WORDS } from '../assessment/fitness.ts';
import { type Excluded, type Plan, type PlanTargets, RUNGS, type Rung } from '../deleveraging/plan/types.ts';
import { amountFigure, durationFigure, leverageFigure, percentFigure, timeFigure } from '../presentation/figures.ts';
import type { ExplainedPlan, PlanRecord } from '../store/plans.ts';
import type { Block, SlackMessage } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { isEmpty, joined, type Markup, markup, mrkdwnText, outside, sent } from './markup.ts';

const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  cap: 'reduced to a leverage cap',
  liquidate: 'liquidated in part, as they are in maintenance breach',
  deleverage: 'closed against winners, as the fund cannot carry what is lost',
};

const TARGET_WORDS: Readonly<Record<keyof PlanTargets, string>> = {
  collapseProbability: 'cascade probability',
  excessShare: 'share above the leverage that it carries',
  fundShortfall: 'what the fund is asked for',
};

/** Lines of a list that are written out; the rest are counted. */
const SHOWN = 6;

/** Why what is proposed is not carried out. */
const NOT_DONE: Readonly<Record<OnlyProposed, string>> = {
  'no action API': 'nothing is done: the venue takes no actions',
  'kill switch': 'nothing is done: the kill switch is on',
  'no officers': 'nothing is done: the policy names too few who may approve it',
};

/** What is proposed and not carried out: what it reaches, what it costs whom, and what the venue's own queue would have done. */
export function planMessage(
  { planId, snapshotId, timestamp, policyVersion }: PlanRecord,
  plan: ExplainedPlan,
  why: OnlyProposed,
): SlackMessage {
  const { reductions, notional, cost, costs } = plan;
  const title = markup`Proposed: close ${amountFigure(notional)} of ${reductions.length} positions`;
  const sections = [
    bulleted(undefined, howLines(plan), 'lines'),
    marketLines(plan),
    joined(
      [
        markup`*What it costs*\n${amountFigure(cost)} in all, of ${costs.accounts} accounts: half of them pay ${amountFigure(costs.distribution.p50)} or less, the most is ${amountFigure(costs.distribution.most)}.`,
        ...costs.top.slice(0, 3).map(({ accountId, cost: own, shareOfEquity }) => {
          const share = shareOfEquity === null ? '' : `, ${percentFigure(shareOfEquity)} of its equity`;
          return markup`• ${outside(accountId, 40)}: ${amountFigure(own)}${share}`;
        }),
      ],
      '\n',
    ),
    bulleted(markup`*What the venue's own queue would do for as much*`, queueLines(plan), 'sides'),
    bulleted(markup`*What it does not reach*`, unmetLines(plan), 'targets'),
  ].filter((text) => !isEmpty(text));
  const basis = markup`Plan ${planId} · snapshot ${snapshotId} of ${timeFigure(timestamp)} · policy ${policyVersion} · ${NOT_DONE[why]}`;
  const blocks: Block[] = [
    { type: 'section', text: mrkdwnText(markup`*${title}*`, SLACK_LIMITS.sectionText) },
    ...sections.map((text): Block => ({ type: 'section', text: mrkdwnText(text, MOST_OF_A_SECTION) })),
    { type: 'context', elements: [mrkdwnText(basis, SLACK_LIMITS.contextText)] },
  ];
  return { text: sent(title, SLACK_LIMITS.text), blocks };
}

/** So that all sections together stay within what Slack takes of a message. */
const MOST_OF_A_SECTION = Math.floor((SLACK_LIMITS.message - 1_000) / 6);

/** How a plan is done, a sentence for each rung, and what that does to each side of a market. Names in it come from outside. */
export const howLines = ({ reductions, caps, impact, excluded }: ExplainedPlan): readonly string[] => [
  ...(excluded ? [excludedLine(excluded)] : []),
  ...RUNGS.flatMap((rung) => {
    const own = reductions.filter((one) => one.rung === rung);
    const closed = own.reduce((sum, { notional }) => sum + notional, 0);
    return own.length === 0 ? [] : [`${own.length} positions ${RUNG_WORDS[rung]}: ${amountFigure(closed)}`];
  }),
  ...[...new Set(caps.map(({ symbol }) => symbol))].map((symbol) => {
    const own = caps.filter((cap) => cap.symbol === symbol);
    const sides = own.map(({ side, leverage }) => `${side}s to at most ${leverageFigure(leverage)}`);
    return `${symbol}: ${sides.join(', ')}`;
  }),
  ...impact.map(
    ({ symbol, side, notional, atOnce, durationMs }) =>
      `${symbol}: ${side === 'long' ? 'sells' : 'buys'} ${amountFigure(notional)}, ${percentFigure(atOnce)} if done at once; ${durationFigure(durationMs)} at the allowed pace`,
  ),
];

/** What a plan leaves out, and why, in a line. */
function excludedLine({ markets, accounts, notional }: Excluded): string {
  const [first] = markets;
  if (!first) return '';
  const more = markets.length > 1 ? `, and ${markets.length - 1} more` : '';
  return `Not touched: ${first.symbol}: ${BLOCKED_WORDS[first.by]}${more}; ${amountFigure(notional)} of ${accounts} accounts`;
}

function marketLines({ before, after, caps, targets }: Plan): Markup {
  const missed = before.markets
    .map((market, m) => ({ market, reached: after.markets[m] as typeof market }))
    .filter(
      ({ market }) =>
        market.collapseProbability > targets.collapseProbability || market.excessShare > targets.excessShare,
    );
  const lines = missed.map(({ market, reached }) => {
    const own = caps
      .filter(({ symbol }) => symbol === market.symbol)
      .map(({ side, leverage }) => `${side}s to ${leverageFigure(leverage)}`);
    return `${market.symbol}: cascade probability ${percentFigure(market.collapseProbability)} to ${percentFigure(reached.collapseProbability)}, above what it carries ${percentFigure(market.excessShare)} to ${percentFigure(reached.excessShare)}${own.length > 0 ? ` (${own.join(', ')})` : ''}`;
  });
  return bulleted(markup`*What it reaches*`, lines, 'markets');
}

/** What the venue's own queue would do for as much, a sentence for each side of a market. Names in it come from outside. */
export const queueLines = ({ venueQueue }: ExplainedPlan): readonly string[] =>
  venueQueue.map(
    ({ symbol, side, accounts, closedWhole }) =>
      `${symbol} ${side}s: ${accounts} winners, ${closedWhole} of them closed whole`,
  );

/** What a plan does not reach, and why. Names in it come from outside. */
export const unmetLines = ({ unmet }: Plan): readonly string[] =>
  unmet.map(({ target, symbol, why }) => `${TARGET_WORDS[target]}${symbol === null ? '' : ` of ${symbol}`}: ${why}`);

/** A list as text; empty if it has no lines. */
function bulleted(title: Markup | undefined, lines: readonly string[], what: string): Markup {
  if (lines.length === 0) return markup``;
  const shown = lines.slice(0, SHOWN).map((line) => markup`• ${outside(line, 300)}`);
  if (lines.length > SHOWN) shown.push(markup`… and ${lines.length - SHOWN} more ${what}`);
  return joined([...(title === undefined ? [] : [title]), ...shown], '\n');
}
