/** The blocks of Slack's Block Kit that our messages are made of. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text?: Mrkdwn; readonly fields?: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] }
  | { readonly type: 'divider' };

export interface SlackMessage {
  /** What notifications show, and screen readers read. */
  readonly text: string;
  readonly blocks: readonly Block[];
}
