/** At most so many UTF-16 units, cut at a whole character, the cut shown by an ellipsis. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  // Never between the two halves of a surrogate pair.
  const whole = /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}

/**
 * What is not seen, or moves what is: control and format characters (bidirectional ones too), zero-width ones, lone surrogates. Not
 * the selector that makes a sign an emoji.
 */
const UNSEEN =
  /(?:(?!(?<=\p{Extended_Pictographic})\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}])+/gu;
/** More marks on one character than any script has: they run over the lines above and below. */
const PILED_MARKS = /\p{M}{3,}/gu;

/**
 * Text from outside as one line in which nothing is hidden: what cannot be seen is shown as �, so that two names that differ look
 * different. For Slack's plain text, which knows no formatting; in mrkdwn text goes through `inert` as well.
 */
export const oneLine = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(UNSEEN, '�').replaceAll(PILED_MARKS, '�');

const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ', '@': '＠', '#': '＃' };

/**
 * Text in which Slack's mrkdwn finds nothing to format, to link or to call. Slack knows no escape for formatting characters:
 * characters that look like them stand in their place, where they could format. An underscore within a word cannot, and stays.
 * Source: Slack's "Formatting text for app surfaces".
 */
export const inert = (text: string): string =>
  text
    .replaceAll(/[*~`]|(?<![A-Za-z0-9])[_@#]|_(?![A-Za-z0-9])/g, (character) => LOOK_ALIKES[character] as string)
    .replaceAll('://', ':⁄⁄')
    // Also escaped, it makes a line that it begins a quotation.
    .replace(/^( *)>/, '$1›')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
