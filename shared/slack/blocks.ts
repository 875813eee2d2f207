/** The blocks of Slack's Block Kit that our messages are made of. Made by `plainText` of markup.ts alone. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
}

/** Made by `mrkdwnText` of markup.ts alone. */
export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack neither links addresses nor looks for names in it. */
  readonly verbatim: true;
}

/** What is asked once more before a press counts. */
export interface ConfirmDialog {
  readonly title: PlainText;
  readonly text: PlainText;
  readonly confirm: PlainText;
  readonly deny: PlainText;
  readonly style?: 'primary' | 'danger';
}

export interface Button {
  readonly type: 'button';
  /** What is pressed: unique within a message. */
  readonly action_id: string;
  readonly text: PlainText;
  /** What a press carries back: an id and never a secret, because anybody in the channel can read it. */
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmDialog;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text?: Mrkdwn; readonly fields?: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] }
  | { readonly type: 'divider' };

export interface SlackMessage {
  /** What notifications show, and screen readers read. */
  readonly text: string;
  readonly blocks: readonly Block[];
}
