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
