import { marketOfScope } from '../incident/scope.ts';
import type { Incident, Sighting, Transition } from '../incident/types.ts';
import { INTEGRITY_LEVELS } from '../integrity/verdict.ts';
import { BLIND_METRICS, type Severity, VENUE_METRICS } from '../policy/types.ts';
import { durationFigure, leverageFigure, percentFigure, plainFigure, timeFigure } from '../presentation/figures.ts';
import type { Block, SlackMessage } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { type Markup, markup, mrkdwnText, outside, plainText, sent, unformatted } from './markup.ts';

/** Read without colour too: each severity has its own sign and its word. */
const SIGNS: Readonly<Record<Severity, string>> = {
  normal: '✅',
  watch: '👀',
  warning: '⚠️',
  critical: '🛑',
  emergency: '🚨',
};

interface Wording {
  /** The metric in a sentence. */
  readonly name: string;
  readonly figure: (value: number) => string;
}

/** What the metrics are called by people, and how their numbers are written. */
const WORDINGS: ReadonlyMap<string, Wording> = new Map(
  Object.entries({
    'leverage.weighted': { name: 'Average leverage of open interest', figure: leverageFigure },
    'leverage.p90': { name: 'Leverage of the top tenth of open interest', figure: leverageFigure },
    'leverage.p99': { name: 'Leverage of the top hundredth of open interest', figure: leverageFigure },
    'leverage.estimatedRatio': { name: 'Open interest over collateral', figure: leverageFigure },
    'concentration.hhi': { name: 'Concentration (HHI)', figure: plainFigure },
    'concentration.gini': { name: 'Inequality of holdings (Gini)', figure: plainFigure },
    'concentration.top1': { name: 'Share of the largest account', figure: percentFigure },
    'concentration.top5': { name: 'Share of the 5 largest accounts', figure: percentFigure },
    'concentration.top10': { name: 'Share of the 10 largest accounts', figure: percentFigure },
    'concentration.long.top10': { name: 'Share of the 10 largest longs', figure: percentFigure },
    'concentration.short.top10': { name: 'Share of the 10 largest shorts', figure: percentFigure },
    skew: { name: 'Long/short skew', figure: percentFigure },
    'volatility.ratio': { name: 'Volatility against its 30-day median', figure: leverageFigure },
    'volatility.overExtreme': {
      name: 'Volatility as a multiple of what is extreme for this market',
      figure: leverageFigure,
    },
    'capacity.excessShare': {
      name: 'Share of positions above the leverage that this volatility carries',
      figure: percentFigure,
    },
    collapseProbability: {
      name: 'Probability of a self-feeding liquidation cascade',
      figure: percentFigure,
    },
    'feed.silence': { name: 'Time since the last snapshot', figure: durationFigure },
    'feed.late': { name: 'Time since the last snapshot that was not late', figure: durationFigure },
    'feed.refused': { name: 'Number of pushes in a row refused for a jump of sequence or time', figure: plainFigure },
    'feed.incomplete': { name: 'Time since the first part of a snapshot that is not complete', figure: durationFigure },
    'feed.unassessed': { name: 'Age of the oldest snapshot that is not assessed', figure: durationFigure },
    'feed.unanswered': {
      name: 'Age of the oldest snapshot that moved a severity and whose incidents are not opened',
      figure: durationFigure,
    },
    'feed.missing': { name: 'Number of snapshots that were passed over and never came', figure: plainFigure },
  }),
);

/** What a group of rules is about, as a headline. */
const HEADLINES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    leverage: 'leverage too high for the volatility',
    collapse: 'liquidation cascade likely',
    concentration: 'crowded positions',
    volatility: 'volatility spike',
    integrity: 'data that cannot be trusted',
    unmeasurable: 'cannot be measured',
    'market-gone': 'gone from the book',
    'book-empty': 'the book is empty',
    'book-shrunk': 'the book has shrunk',
    feed: 'no snapshots',
    'feed-late': 'all snapshots come late and move nothing',
    'feed-jump': 'pushes are refused for their sequence or time',
    'feed-parts': 'a snapshot stays incomplete',
    'feed-sequence': 'snapshots are missing',
    'feed-unassessed': 'snapshots are received and not assessed',
    'feed-unanswered': 'breaches are found and not responded to',
  }),
);

function subjectOf({ venue, symbol: scope }: Incident): string {
  const market = marketOfScope(scope);
  if (market === null) return venue;
  // A name of signs alone is not seen to be one.
  return `${/[\p{L}\p{N}]/u.test(market) ? market : `market ${market}`} on ${venue}`;
}

const headlineOf = (incident: Incident): string => HEADLINES.get(incident.group) ?? incident.group;

/** What cannot be seen has no number worth telling: the words say it all. */
const IN_WORDS: ReadonlySet<string> = new Set(
  [...BLIND_METRICS, ...VENUE_METRICS].filter((metric) => metric !== 'venue.integrity'),
);

/** The one sentence that says why: the metric, its number, the line that it crossed and the market it was judged in. */
function reasonOf({ metric, value, threshold, regime, detail, unobserved }: Sighting): Markup {
  if (detail && (unobserved || IN_WORDS.has(metric))) return markup`${outside(capital(detail), 1_000)}.`;
  if (metric === 'integrity' || metric === 'venue.integrity') {
    if (value === INTEGRITY_LEVELS.sound) return markup`The data are sound again.`;
    const sound =
      value >= INTEGRITY_LEVELS.failed ? markup`*are wrong* and nothing is done on them` : markup`*may be wrong*`;
    return markup`The data ${sound}: ${outside(detail ?? 'no reason given', 1_000)}.`;
  }
  const wording = WORDINGS.get(metric) ?? { name: metric, figure: plainFigure };
  const limit = threshold === null ? 'within its limit' : `limit ${wording.figure(threshold)}`;
  const market =
    regime === null
      ? ''
      : ` in ${regime === 'calm' ? 'a calm' : regime === 'extreme' ? 'an extreme' : regime === 'elevated' ? 'an elevated' : 'a stressed'} market`;
  const said = markup`${wording.name} is *${wording.figure(value)}* (${limit}${market}).`;
  return detail ? markup`${said} ${outside(capital(detail), 1_000)}.` : said;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * The root message of an incident, as it stands now. Severity first, then what and why; within Slack's limits whatever the
 * names are that came from outside.
 */
export function incidentMessage(incident: Incident): SlackMessage {
  const { status, severity, worst, openedAt, resolvedAt, latest, opened } = incident;
  const resolved = status === 'resolved';
  const title = resolved
    ? `${latest.unobserved ? '❔ NO LONGER OBSERVED' : `${SIGNS.normal} RESOLVED`} · ${subjectOf(incident)}: ${headlineOf(incident)}`
    : `${SIGNS[severity]} ${severity.toUpperCase()} · ${subjectOf(incident)}: ${headlineOf(incident)}`;
  const lasted = resolved && resolvedAt !== null ? ` after ${durationFigure(resolvedAt - openedAt)}` : '';
  const reason = reasonOf(latest);
  const field = (text: Markup) => mrkdwnText(text, SLACK_LIMITS.fieldText);
  const snapshot = latest.snapshotId === null ? '' : markup` · snapshot ${latest.snapshotId}`;
  const blocks: Block[] = [
    { type: 'header', text: plainText(title, SLACK_LIMITS.headerText) },
    {
      type: 'section',
      text: mrkdwnText(
        resolved ? markup`${latest.unobserved ? 'No longer observed' : 'Resolved'}${lasted}. ${reason}` : reason,
        SLACK_LIMITS.sectionText,
      ),
    },
    {
      type: 'section',
      fields: [
        field(markup`*Since*\n${timeFigure(openedAt)}`),
        resolved && resolvedAt !== null
          ? field(markup`*${latest.unobserved ? 'Last looked for' : 'Resolved'}*\n${timeFigure(resolvedAt)}`)
          : field(markup`*As of*\n${timeFigure(latest.timestamp)}`),
        field(markup`*${resolved ? 'Worst' : 'Worst so far'}*\n${SIGNS[worst]} ${worst}`),
        field(markup`*When it opened*\n${unformatted(reasonOf(opened))}`),
      ],
    },
    {
      type: 'context',
      elements: [
        mrkdwnText(
          markup`Incident ${incident.incidentId} · rule ${latest.rule} · policy ${incident.policyVersion}${snapshot}`,
          SLACK_LIMITS.contextText,
        ),
      ],
    },
  ];
  return { text: sent(markup`${outside(title, 300)}. ${unformatted(reason)}`, SLACK_LIMITS.sectionText), blocks };
}

const CHANGES: Readonly<Record<Transition, string>> = {
  opened: 'Opened at',
  escalated: 'Up to',
  eased: 'Down to',
  resolved: 'Resolved:',
};

/** One line for the thread: what changed, and why. */
export function transitionReply(incident: Incident, transition: Transition): SlackMessage {
  const { severity, latest, status } = incident;
  const now = status === 'resolved' ? 'back to normal' : severity;
  const change = latest.unobserved
    ? markup`❔ Ended: *no longer observed*`
    : markup`${SIGNS[severity]} ${CHANGES[transition]} *${now}*`;
  const line = markup`${change} at ${timeFigure(latest.timestamp)}. ${reasonOf(latest)}`;
  return {
    text: sent(unformatted(line), SLACK_LIMITS.sectionText),
    blocks: [{ type: 'section', text: mrkdwnText(line, SLACK_LIMITS.sectionText) }],
  };
}
