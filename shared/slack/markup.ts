import type { Mrkdwn, PlainText } from './blocks.ts';
import { clipped, inert, oneLine } from './outside.ts';

declare const MADE_HERE: unique symbol;

/**
 * Text in Slack's mrkdwn. The functions of this file are the only way to make one, so that no text from outside gets into a
 * message unless it has been made harmless.
 */
export interface Markup {
  readonly [MADE_HERE]: true;
  readonly mrkdwn: string;
}

/** Of a text that is put into markup; longer ones are cut. `outside` takes another length. */
const NAME_LENGTH = 80;

const made = (mrkdwn: string): Markup => ({ mrkdwn }) as Markup;

/**
 * What is written in the template is mrkdwn of ours. What is put into it is markup already, or a text that is made harmless here,
 * wherever it comes from: markup`*${symbol}* is at ${figure}`.
 */
export const markup = (ours: TemplateStringsArray, ...values: readonly (string | number | Markup)[]): Markup =>
  made(ours.reduce((text, part, i) => text + mrkdwnOf(values[i - 1] as string | number | Markup) + part));

function mrkdwnOf(value: string | number | Markup): string {
  return typeof value === 'object' ? value.mrkdwn : outside(String(value)).mrkdwn;
}

/** Text from outside, or of which nobody knows: shown as it is, in one line, with no effect of its own. */
export const outside = (text: string, length = NAME_LENGTH): Markup => made(inert(clipped(oneLine(text), length)));

export const joined = (parts: readonly Markup[], separator: ' ' | '\n' | ', ' | ' and ' | ''): Markup =>
  made(parts.map(({ mrkdwn }) => mrkdwn).join(separator));

/** Without bold: no text from outside has the character that makes it. */
export const unformatted = ({ mrkdwn }: Markup): Markup => made(mrkdwn.replaceAll('*', ''));

export const isEmpty = ({ mrkdwn }: Markup): boolean => mrkdwn === '';

/** As it is sent, at most so long: cut where it is longer, and never within an escape or a mention. */
export const sent = ({ mrkdwn }: Markup, length: number): string =>
  clipped(mrkdwn, length).replace(/(?:&[a-z]{0,3}|<[^>]*)…$/, '…');

/** In a block. Slack is told to look for no addresses and names in it: what it links, it is told to link. */
export const mrkdwnText = (text: Markup, length: number): Mrkdwn => ({
  type: 'mrkdwn',
  text: sent(text, length),
  verbatim: true,
});

/** In a header, on a button, in a question: Slack formats nothing in it. */
export const plainText = (text: string, length: number): PlainText => ({
  type: 'plain_text',
  text: clipped(oneLine(text), length),
});

/** An officer by Slack's own mention; what does not look like an id is text like any other. */
export const mentionOf = (user: string): Markup =>
  /^[UW][A-Z0-9-]{1,30}$/.test(user) ? made(`<@${user}>`) : outside(user, 20);
