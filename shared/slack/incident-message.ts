import type { Incident, Sighting, Transition } from '../incident/types.ts';
import { INTEGRITY_LEVELS } from '../integrity/verdict.ts';
import type { Severity } from '../policy/types.ts';
import { durationFigure, leverageFigure, percentFigure, plainFigure, timeFigure } from '../presentation/figures.ts';
import type { Block, SlackMessage } from './blocks.ts';
import { clipped, outsideName, SLACK_LIMITS } from './limits.ts';

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
    feed: 'no snapshots',
    'feed-late': 'all snapshots come late and move nothing',
    'feed-jump': 'pushes are refused for their sequence or time',
    'feed-parts': 'a snapshot stays incomplete',
    'feed-sequence': 'snapshots are missing',
  }),
);

const subjectOf = ({ venue, symbol }: Incident): string => (symbol === '*' ? venue : `${symbol} on ${venue}`);

const headlineOf = (incident: Incident): string => HEADLINES.get(incident.group) ?? incident.group;

/** The one sentence that says why: the metric, its number, the line that it crossed and the market it was judged in. */
function reasonOf({ metric, value, threshold, regime, detail }: Sighting): string {
  if (metric === 'integrity')
    return value === INTEGRITY_LEVELS.sound
      ? 'The data are sound again.'
      : `The data ${value >= INTEGRITY_LEVELS.failed ? '*are wrong* and nothing is done on them' : '*may be wrong*'}: ${outsideName(detail ?? 'no reason given', 1_000)}.`;
  const wording = WORDINGS.get(metric) ?? { name: outsideName(metric), figure: plainFigure };
  const limit = threshold === null ? 'within its limit' : `limit ${wording.figure(threshold)}`;
  const market =
    regime === null
      ? ''
      : ` in ${regime === 'calm' ? 'a calm' : regime === 'extreme' ? 'an extreme' : regime === 'elevated' ? 'an elevated' : 'a stressed'} market`;
  return `${wording.name} is *${wording.figure(value)}* (${limit}${market}).`;
}

const unmarked = (mrkdwn: string): string => mrkdwn.replaceAll('*', '');

/**
 * The root message of an incident, as it stands now. Severity first, then what and why; within Slack's limits whatever the
 * names are that came from outside.
 */
export function incidentMessage(incident: Incident): SlackMessage {
  const { status, severity, worst, openedAt, resolvedAt, latest, opened } = incident;
  const resolved = status === 'resolved';
  const title = resolved
    ? `${SIGNS.normal} RESOLVED · ${subjectOf(incident)}: ${headlineOf(incident)}`
    : `${SIGNS[severity]} ${severity.toUpperCase()} · ${subjectOf(incident)}: ${headlineOf(incident)}`;
  const lasted = resolved && resolvedAt !== null ? ` after ${durationFigure(resolvedAt - openedAt)}` : '';
  const blocks: Block[] = [
    { type: 'header', text: { type: 'plain_text', text: clipped(title, SLACK_LIMITS.headerText) } },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: clipped(`${resolved ? `Resolved${lasted}. ` : ''}${reasonOf(latest)}`, SLACK_LIMITS.sectionText),
      },
    },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: `*Since*\n${timeFigure(openedAt)}` },
        resolved && resolvedAt !== null
          ? { type: 'mrkdwn', text: `*Resolved*\n${timeFigure(resolvedAt)}` }
          : { type: 'mrkdwn', text: `*As of*\n${timeFigure(latest.timestamp)}` },
        { type: 'mrkdwn', text: `*${resolved ? 'Worst' : 'Worst so far'}*\n${SIGNS[worst]} ${worst}` },
        { type: 'mrkdwn', text: `*When it opened*\n${unmarked(reasonOf(opened))}` },
      ],
    },
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: `Incident ${outsideName(incident.incidentId)} · rule ${outsideName(latest.rule)} · policy ${incident.policyVersion}${
            latest.snapshotId === null ? '' : ` · snapshot ${outsideName(latest.snapshotId)}`
          }`,
        },
      ],
    },
  ];
  return {
    text: clipped(`${outsideName(title, 300)}. ${unmarked(reasonOf(latest))}`, SLACK_LIMITS.sectionText),
    blocks,
  };
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
  const line = `${SIGNS[severity]} ${CHANGES[transition]} *${status === 'resolved' ? 'back to normal' : severity}* at ${timeFigure(latest.timestamp)}. ${reasonOf(latest)}`;
  const text = clipped(line, SLACK_LIMITS.sectionText);
  return { text: unmarked(text), blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}
