import { approversOf, type PressDecision } from '../../shared/approval/decide.ts';
import type { Answer, Approval } from '../../shared/approval/types.ts';
import { timeFigure } from '../../shared/presentation/figures.ts';
import type { SlackMessage } from '../../shared/slack/blocks.ts';
import { joined, type Markup, markup, mentionOf, outside, sent } from '../../shared/slack/markup.ts';

/** What the presser is told where nothing is known of what was asked. */
export const UNKNOWN = 'This request is not known here any more: nothing was changed.';

/** What the presser is told where we failed. */
export const FAILED =
  'Breakwater could not take this to its end. Press again: a press counts once, however often it comes.';

/** Slack's line to the presser, at most. */
const LENGTH = 1_000;

/** What was pressed, and by whom. */
interface Pressed {
  readonly user: string;
  readonly decision: Answer;
}

/** What the press came to, in the presser's own words: one line of mrkdwn that only they see. */
export const pressAnswer = (outcome: PressDecision, approval: Approval, press: Pressed): string =>
  sent(answerTo(outcome, approval, press), LENGTH);

function answerTo(outcome: PressDecision, approval: Approval, press: Pressed): Markup {
  switch (outcome.reason) {
    case 'approved': {
      const others = approversOf(approval).filter((user) => user !== press.user);
      return markup`Approved by ${joined([markup`you`, ...others.map(mentionOf)], ' and ')}: the plan goes ahead.`;
    }
    case 'one of two':
      return markup`Approved by you; one more officer is needed.`;
    case 'declined':
      return markup`Declined by you: the plan is not carried out.`;
    case 'stranger':
      return markup`You are not among those who may approve: nothing was changed.`;
    case 'expired':
      return markup`This request expired at ${timeFigure(approval.expiresAt)}: nothing was changed.`;
    case 'same officer':
      return markup`You have approved already; one more officer is needed, and it has to be another one.`;
    case 'pressed twice':
      return markup`You have ${press.decision === 'approve' ? 'approved' : 'declined'} already: this counts once.`;
    case 'already decided':
      if (approval.status === 'withdrawn')
        return markup`This was withdrawn: ${outside(approval.outcome ?? '', 450)} Nothing was changed.`;
      return markup`This was ${approval.status}${decidedBy(approval)}: nothing was changed.`;
  }
}

function decidedBy({ decisions, status }: Approval): Markup {
  const last = decisions.at(-1);
  if (!last) return markup` by the policy`;
  const users = status === 'approved' ? approversOf({ decisions }) : [last.user];
  return markup` by ${joined(users.map(mentionOf), ' and ')} at ${timeFigure(last.at)}`;
}

/** The one who pressed, and the message that was pressed, reached by the address that came with the press. */
export interface Presser {
  /** A line that only the presser sees. */
  tell(text: string): Promise<void>;
  /** Shows the pressed message as it is now. */
  show(message: SlackMessage): Promise<void>;
}

/** Slack did not take what was sent to the address of a press. */
export class PresserUnreachable extends Error {
  override name = 'PresserUnreachable';
}

/**
 * @param responseUrl what came with the press
 * @param apiUrl      of the Slack that we speak to: nothing is sent to any other, whatever the press says
 * @throws PresserUnreachable from its calls
 */
export function openPresser(responseUrl: string | undefined, apiUrl: string, timeoutMs = 600): Presser {
  const send = async (body: object): Promise<void> => {
    if (responseUrl === undefined || !isOfSlack(responseUrl, apiUrl))
      throw new PresserUnreachable("The press brought no address of Slack's to answer to");
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    }).catch(() => undefined);
    await response?.body?.cancel();
    if (!response?.ok)
      throw new PresserUnreachable(
        response ? `Slack answered HTTP ${response.status}` : 'Slack did not answer in time',
      );
  };
  return {
    tell: (text) => send({ response_type: 'ephemeral', replace_original: false, text }),
    show: ({ text, blocks }) => send({ replace_original: true, text, blocks }),
  };
}

/** Of the API's own host or one below it, spoken to in the same way: `https://hooks.slack.com` for `https://slack.com/api`. */
function isOfSlack(responseUrl: string, apiUrl: string): boolean {
  if (!URL.canParse(responseUrl)) return false;
  const [there, api] = [new URL(responseUrl), new URL(apiUrl)];
  return there.protocol === api.protocol && (there.host === api.host || there.hostname.endsWith(`.${api.hostname}`));
}
