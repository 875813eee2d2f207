import type { SlackMessage } from './blocks.ts';
import { joined, markup, mentionOf, mrkdwnText, outside, sent } from './markup.ts';

/** Of a message's text. */
const LENGTH = 2_500;

/** What a response has failed at, by the machine's `Fail` state. */
const FAILED_AT: Readonly<Record<string, string>> = {
  NotNotified: 'the officers could not be notified of the incident',
  NotPlanned: 'no plan could be made, or the officers could not be notified',
  NotAsked: 'the officers could not be asked for their approval',
  NotDispatched: 'a plan that was approved could not be carried out',
  NotVerified: 'it could not be found out whether a plan has helped',
};
const ENDED_EARLY = 'its workflow ended early';

export interface FailureNews {
  readonly venue: string;
  readonly symbol: string;
  readonly group: string;
  readonly incidentId: string;
  /** The machine's `Fail` state, and the error's name. */
  readonly state: string;
  readonly error: string;
  /** Whether it is tried again by itself. */
  readonly resumed: boolean;
  /** Who may decide: called if nothing more is done by itself. */
  readonly officers: readonly string[];
}

/** Says that a response was not carried through, what follows, and what is asked of whom. */
export function failureMessage(news: FailureNews): SlackMessage {
  const { venue, symbol, group, incidentId, state, error, resumed, officers } = news;
  const what = Object.hasOwn(FAILED_AT, state) ? (FAILED_AT[state] as string) : ENDED_EARLY;
  const title = `${venue}: the response was not carried through: ${what}.`;
  const next = resumed
    ? 'It is tried again within a minute, and then less and less often, until it succeeds. The operator has been alerted.'
    : 'It is not tried again. Whatever was approved and not sent yet is withdrawn; somebody has to see to it.';
  const called = resumed ? [] : officers.slice(0, 10).map(mentionOf);
  const lines = [
    markup`${resumed ? markup`⚠️` : markup`🚨`} *${outside(title, 400)}*`,
    markup`${outside(next, 400)}`,
    markup`${symbol} ${group}, incident ${incidentId}, error ${outside(error, 80)}`,
    ...(called.length > 0 ? [joined(called, ' ')] : []),
  ];
  return {
    text: sent(outside(`${title} ${next}`, 500), LENGTH),
    blocks: [{ type: 'section', text: mrkdwnText(joined(lines, '\n'), LENGTH) }],
  };
}
