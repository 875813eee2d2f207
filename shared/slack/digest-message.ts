import type { Assessment, MarketAssessment } from '../assessment/types.ts';
import { percentFigure, plainFigure, timeFigure } from '../presentation/figures.ts';
import type { CalibrationNote } from '../store/digest.ts';
import { TIERS } from '../volatility/regime-terms.ts';
import type { Block, SlackMessage } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { joined, type Markup, markup, mrkdwnText, outside, plainText } from './markup.ts';

/** What the digest says of one venue. */
export interface VenueDigest {
  readonly venue: string;
  /** The newest; absent where there has been none. */
  readonly newest?: Assessment;
  /** Of the last day, oldest first. */
  readonly notes: readonly CalibrationNote[];
}

/** Markets and notes that are written out for each venue; the rest are counted. */
const SHOWN = 10;

/** Of a message, for its headline and what says that there is more. */
const RESERVED = 500;

/** The daily message: how each venue's markets stand, and what calibration changed. Nothing in it asks for an action. */
export function digestMessage(at: number, venues: readonly VenueDigest[]): SlackMessage {
  const title = `Daily digest · ${timeFigure(at)}`;
  const blocks: Block[] = [{ type: 'header', text: plainText(title, SLACK_LIMITS.headerText) }];
  let left = SLACK_LIMITS.message - RESERVED;
  for (const [i, venue] of venues.entries()) {
    const text = mrkdwnText(venueText(venue), SLACK_LIMITS.sectionText);
    left -= text.text.length;
    if (left < 0 || blocks.length === SLACK_LIMITS.blocks - 1) {
      const more = markup`… and ${venues.length - i} more venues`;
      blocks.push({ type: 'context', elements: [mrkdwnText(more, SLACK_LIMITS.contextText)] });
      break;
    }
    blocks.push({ type: 'section', text });
  }
  return { text: title, blocks };
}

function venueText({ venue, newest, notes }: VenueDigest): Markup {
  const lines = [markup`*${venue}*`];
  if (newest) {
    lines.push(markup`As of ${timeFigure(newest.timestamp)}, snapshot ${newest.snapshotId}:`);
    lines.push(...shown([...newest.markets].sort(worstFirst).map(marketLine), 'markets'));
  } else lines.push(markup`No snapshot yet.`);
  if (notes.length > 0) lines.push(markup`Calibration:`, ...shown(notes.map(noteLine), 'markets'));
  return joined(lines, '\n');
}

const worstFirst = (a: MarketAssessment, b: MarketAssessment): number =>
  b.capacity.excessShare - a.capacity.excessShare;

const marketLine = ({ symbol, volatility, severity, capacity, collapseProbability }: MarketAssessment): Markup =>
  markup`• ${symbol}: ${severity}, ${volatility.regime} market, ${percentFigure(capacity.excessShare)} above the leverage that it carries, cascade probability ${percentFigure(collapseProbability)}`;

function noteLine({ symbol, version, thresholds, filter, enter }: CalibrationNote): Markup {
  const moved = TIERS.filter((tier) => enter.before[tier] !== enter.now[tier]).map(
    (tier) => `${tier} from ${plainFigure(enter.before[tier])} to ${plainFigure(enter.now[tier])}`,
  );
  const parts = [
    thresholds.changed
      ? moved.length === 0
        ? 'thresholds confirmed on its own history'
        : `thresholds moved: ${moved.join(', ')}`
      : thresholds.reason === 'same'
        ? ''
        : `thresholds kept: ${thresholds.reason}`,
    filter.changed
      ? `filter ${filter.reason === 'first' ? 'fitted' : 'refitted'}`
      : filter.reason === 'same'
        ? ''
        : `filter kept: ${filter.reason}`,
  ].filter((part) => part !== '');
  return markup`• ${symbol}: ${outside(parts.join('; '), 500)} (version ${version})`;
}

function shown(lines: readonly Markup[], what: string): readonly Markup[] {
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), markup`… and ${more} more ${what}`] : lines;
}
