/** Slack's limits on what we send. Source: Slack's Block Kit reference and the documentation of chat.postMessage. */
export const SLACK_LIMITS = {
  blocks: 50,
  headerText: 150,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  contextElements: 10,
  contextText: 2_000,
  actions: 25,
  actionId: 255,
  buttonText: 75,
  buttonValue: 2_000,
  confirmTitle: 100,
  confirmText: 300,
  /** Of the two buttons of a confirm dialog. */
  confirmLabel: 30,
  /** Of the fallback text: longer ones are cut by Slack. */
  text: 40_000,
  /** Of all blocks together: beyond about this, `msg_blocks_too_long`. */
  message: 13_000,
} as const;

/** Escapes what Slack's mrkdwn takes for control: only these three characters. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** At most so many UTF-16 units, cut at a whole character, the cut shown by an ellipsis. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  // Never between the two halves of a surrogate pair.
  const whole = /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}

/** A name from outside, short enough to stand in a line and escaped. */
export const outsideName = (name: string, length = 80): string =>
  escapeMrkdwn(clipped(name.replaceAll(/\s+/g, ' '), length));
