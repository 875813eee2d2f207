/**
 * What Slack refuses, with its words for it. Source: Slack's reference of chat.postMessage, chat.update and Block Kit: 50 blocks
 * a message; header 150 characters; section 3,000; ten fields of 2,000; ten context elements of 2,000; 25 buttons with 75 characters of text, 255 of
 * action_id and 2,000 of value; confirm dialogs of 100, 300 and twice 30; 40,000 of fallback text; and, measured by many rather than documented,
 * about 13,200 characters over all blocks.
 */
const LIMITS = {
  blocks: 50,
  header: 150,
  section: 3_000,
  fields: 10,
  field: 2_000,
  elements: 10,
  element: 2_000,
  actions: 25,
  actionId: 255,
  buttonText: 75,
  buttonValue: 2_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmLabel: 30,
  text: 40_000,
  message: 13_200,
};

export interface Refusal {
  readonly error: string;
  /** Slack's hints, where it gives any. */
  readonly messages?: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why Slack would refuse a message's content, or nothing. */
export function refusalOf(text: unknown, blocks: unknown): Refusal | undefined {
  const hasText = typeof text === 'string' && text.trim() !== '';
  if (blocks === undefined && !hasText) return { error: 'no_text' };
  if (typeof text === 'string' && text.length > LIMITS.text) return { error: 'msg_too_long' };
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format' };
  const faults: string[] = [];
  if (blocks.length > LIMITS.blocks) faults.push(`no more than ${LIMITS.blocks} items allowed [json-pointer:/blocks]`);
  const ids = new Set<unknown>();
  for (const [i, block] of blocks.entries()) {
    const at = `/blocks/${i}`;
    if (!isObject(block)) {
      faults.push(`must be an object [json-pointer:${at}]`);
      continue;
    }
    if (block.block_id !== undefined && ids.has(block.block_id))
      faults.push(`duplicate block_id [json-pointer:${at}/block_id]`);
    ids.add(block.block_id);
    faults.push(...blockFaults(block, at));
  }
  if (faults.length > 0) return { error: 'invalid_blocks', messages: faults.map((fault) => `[ERROR] ${fault}`) };
  return lengthOf(blocks) > LIMITS.message ? { error: 'msg_blocks_too_long' } : undefined;
}

function blockFaults(block: Json, at: string): string[] {
  switch (block.type) {
    case 'divider':
      return [];
    case 'header':
      return textFaults(block.text, ['plain_text'], LIMITS.header, `${at}/text`);
    case 'section': {
      if (block.text === undefined && block.fields === undefined)
        return [`missing required field: text or fields [json-pointer:${at}]`];
      const faults =
        block.text === undefined ? [] : textFaults(block.text, ['mrkdwn', 'plain_text'], LIMITS.section, `${at}/text`);
      return block.fields === undefined
        ? faults
        : [...faults, ...listFaults(block.fields, LIMITS.fields, LIMITS.field, `${at}/fields`)];
    }
    case 'context':
      return listFaults(block.elements, LIMITS.elements, LIMITS.element, `${at}/elements`);
    case 'actions':
      return actionFaults(block.elements, `${at}/elements`);
    default:
      return [`unsupported type: ${String(block.type)} [json-pointer:${at}/type]`];
  }
}

function listFaults(list: unknown, most: number, length: number, at: string): string[] {
  if (!Array.isArray(list) || list.length === 0) return [`must be a non-empty array [json-pointer:${at}]`];
  const faults = list.flatMap((text, i) => textFaults(text, ['mrkdwn', 'plain_text'], length, `${at}/${i}`));
  return list.length > most ? [`no more than ${most} items allowed [json-pointer:${at}]`, ...faults] : faults;
}

/** Of the elements that Slack has, buttons. */
function actionFaults(elements: unknown, at: string): string[] {
  if (!Array.isArray(elements) || elements.length === 0) return [`must be a non-empty array [json-pointer:${at}]`];
  const faults =
    elements.length > LIMITS.actions ? [`no more than ${LIMITS.actions} items allowed [json-pointer:${at}]`] : [];
  const ids = new Set<unknown>();
  for (const [i, button] of elements.entries()) {
    const here = `${at}/${i}`;
    if (!isObject(button) || button.type !== 'button') {
      faults.push(`unsupported type [json-pointer:${here}/type]`);
      continue;
    }
    const { action_id: actionId, value, style, confirm } = button;
    faults.push(...textFaults(button.text, ['plain_text'], LIMITS.buttonText, `${here}/text`));
    if (actionId !== undefined) faults.push(...stringFaults(actionId, LIMITS.actionId, `${here}/action_id`));
    if (actionId !== undefined && ids.has(actionId))
      faults.push(`duplicate action_id [json-pointer:${here}/action_id]`);
    ids.add(actionId);
    if (value !== undefined) faults.push(...stringFaults(value, LIMITS.buttonValue, `${here}/value`));
    faults.push(...styleFaults(style, here));
    if (confirm !== undefined) faults.push(...confirmFaults(confirm, `${here}/confirm`));
  }
  return faults;
}

function confirmFaults(confirm: unknown, at: string): string[] {
  if (!isObject(confirm)) return [`must be an object [json-pointer:${at}]`];
  return [
    ...textFaults(confirm.title, ['plain_text'], LIMITS.confirmTitle, `${at}/title`),
    ...textFaults(confirm.text, ['plain_text', 'mrkdwn'], LIMITS.confirmText, `${at}/text`),
    ...textFaults(confirm.confirm, ['plain_text'], LIMITS.confirmLabel, `${at}/confirm`),
    ...textFaults(confirm.deny, ['plain_text'], LIMITS.confirmLabel, `${at}/deny`),
    ...styleFaults(confirm.style, at),
  ];
}

const styleFaults = (style: unknown, at: string): string[] =>
  style === undefined || style === 'primary' || style === 'danger'
    ? []
    : [`must be primary or danger [json-pointer:${at}/style]`];

const stringFaults = (value: unknown, length: number, at: string): string[] =>
  typeof value !== 'string' || value.length === 0
    ? [`must be more than 0 characters [json-pointer:${at}]`]
    : value.length > length
      ? [`must be less than ${length + 1} characters [json-pointer:${at}]`]
      : [];

function textFaults(text: unknown, types: readonly string[], length: number, at: string): string[] {
  if (!isObject(text) || typeof text.text !== 'string') return [`missing required field: text [json-pointer:${at}]`];
  const faults: string[] = [];
  if (!types.includes(String(text.type))) faults.push(`must be ${types.join(' or ')} [json-pointer:${at}/type]`);
  // Each kind of text has one property that the other has not.
  const foreign = text.type === 'mrkdwn' ? 'emoji' : 'verbatim';
  if (text[foreign] !== undefined) faults.push(`invalid additional property: ${foreign} [json-pointer:${at}]`);
  for (const property of ['emoji', 'verbatim']) {
    if (![undefined, true, false].includes(text[property] as boolean | undefined))
      faults.push(`must be a boolean [json-pointer:${at}/${property}]`);
  }
  if (text.text.length === 0) faults.push(`must be more than 0 characters [json-pointer:${at}/text]`);
  if (text.text.length > length) faults.push(`must be less than ${length + 1} characters [json-pointer:${at}/text]`);
  return faults;
}

/** Characters of all texts, wherever they stand. */
function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + lengthOf(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : lengthOf(item)),
    0,
  );
}
