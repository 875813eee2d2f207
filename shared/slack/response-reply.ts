import type { ActionSummary } from '../action/summarise.ts';
import { BLOCKED_WORDS } from '../assessment/fitness.ts';
import type { Verification } from '../deleveraging/plan/compare.ts';
import { amountFigure, durationFigure, percentFigure } from '../presentation/figures.ts';
import type { Undone, UndoneDecision } from '../store/dispatches.ts';
import type { Following } from '../store/verifications.ts';
import type { SlackMessage } from './blocks.ts';
import { isEmpty, joined, type Markup, markup, mentionOf, mrkdwnText, outside, sent } from './markup.ts';

/** Lines of a list that are written out; the rest are counted. */
const SHOWN = 5;
/** Of a reply's text. */
const LENGTH = 2_500;

const OK = markup`✅`;
const ATTENTION = markup`⚠️`;

/** What became of the actions of a plan, in a sentence. */
export function carriedOutText({ ordered, filled, share, actions, rejectedCount }: ActionSummary): string {
  const all = amountFigure(ordered);
  const closed =
    filled > 0 ? `${amountFigure(filled)} of ${all} (${percentFigure(share)}) closed` : `nothing of ${all}`;
  const sent = `${actions} ${actions === 1 ? 'action' : 'actions'}`;
  return `Carried out: ${closed}, in ${sent}${rejectedCount > 0 ? `; ${rejectedCount} came to nothing` : ''}.`;
}

/** The reply that says what became of the actions of a plan, and why some came to nothing. */
export function carriedOutReply(summary: ActionSummary): SlackMessage {
  const { rejected, rejectedCount } = summary;
  const lines = rejected.slice(0, SHOWN).map(({ reason }) => markup`• ${outside(reason, 200)}`);
  if (rejectedCount > SHOWN) lines.push(markup`… and ${rejectedCount - SHOWN} more`);
  const title = carriedOutText(summary);
  return reply(title, [markup`${rejectedCount === 0 ? OK : ATTENTION} *${outside(title, 400)}*`, ...lines]);
}

const UNDONE: Readonly<Record<Exclude<Undone, 'stale'>, string>> = {
  recovered: 'The book has recovered meanwhile: nothing was done.',
  moved: 'The book has moved since: nothing was done.',
  superseded: 'A newer plan has taken the place of this one: nothing was done.',
  'kill switch': 'The kill switch is on: nothing was done.',
  'given up': 'It could not be carried out, and is withdrawn: nothing was done.',
  late: 'The newest snapshot came late: nothing was done.',
  integrity: 'The newest data have failed their checks: nothing was done.',
  assumed: 'The newest data rest on assumptions: nothing was done.',
  sample: 'The newest book is a sample of the market: nothing was done.',
};

/** Why an approved plan was not carried out, and which of its markets stood in the way. */
export function undoneText({ reason, blocked = [], ageMs = 0 }: Omit<UndoneDecision, 'dispatched'>): string {
  if (reason === 'stale') return `The newest book is ${durationFigure(ageMs)} old: nothing was done.`;
  if (blocked.length === 0) return UNDONE[reason];
  const shown = blocked.slice(0, SHOWN).map(({ symbol, by }) => `${symbol}: ${BLOCKED_WORDS[by]}.`);
  const more = blocked.length - shown.length;
  return [UNDONE[reason], ...shown, ...(more > 0 ? [`And ${more} more markets.`] : [])].join(' ');
}

/** What newer snapshots show of a plan that was carried out, in a sentence. */
export function verifiedText({ verdict, missedBefore, missedNow }: Verification): string {
  const by = changeText(missedBefore, missedNow);
  switch (verdict) {
    case 'safe':
      return 'Verified: every target is met on the newest book.';
    case 'improved':
      return `Verified: better, and not enough yet: ${by}.`;
    case 'not improved':
      return `Verified: no better: ${by}.`;
    case 'stuck':
      return 'Verified: targets are still missed, and nothing that could be closed would help.';
  }
}

function changeText(before: number, now: number): string {
  const change = now / before - 1;
  if (!(Math.abs(change) >= 0.005 && Number.isFinite(change))) return 'as much of the targets is missed as before';
  return `what is missed of the targets is ${percentFigure(Math.abs(change))} ${change > 0 ? 'more' : 'less'}`;
}

const FOLLOWING: Readonly<Record<Following, string>> = {
  close: 'The response ends here.',
  plan: 'Another plan is made.',
  harder: 'Another plan is made, one rung up: what is above its cap is liquidated.',
  human: 'Breakwater does nothing more of itself: somebody has to see to it.',
};

/** The reply that says what came of a plan and what follows; whoever may decide is called where a human is needed. */
export function outcomeReply(text: string, following: Following, officers: readonly string[] = []): SlackMessage {
  const icon = following === 'close' ? OK : following === 'human' ? markup`🚨` : markup`↻`;
  const called = following === 'human' ? officers.slice(0, 10).map(mentionOf) : [];
  return reply(`${text} ${FOLLOWING[following]}`, [
    markup`${icon} *${outside(text, 400)}*`,
    markup`${outside(FOLLOWING[following], 400)}`,
    joined(called, ' '),
  ]);
}

const reply = (text: string, lines: readonly Markup[]): SlackMessage => ({
  text: sent(outside(text, 300), LENGTH),
  blocks: [
    {
      type: 'section',
      text: mrkdwnText(
        joined(
          lines.filter((line) => !isEmpty(line)),
          '\n',
        ),
        LENGTH,
      ),
    },
  ],
});
