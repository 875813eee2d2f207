import { describe, expect, test } from '@jest/globals';
import { refusalOf } from '../../../../infra/local/slack/refusals.ts';

const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } });
const plain = (length = 1) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const button = (change: object = {}) => ({ type: 'button', action_id: 'a', text: plain(), value: 'v', ...change });
const actions = (...elements: object[]) => [{ type: 'actions', elements }];
const confirm = (change: object = {}) => ({
  title: plain(),
  text: field(),
  confirm: plain(),
  deny: plain(),
  ...change,
});
const field = (length = 1) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });

describe('is taken', () => {
  test.each<[string, unknown, unknown]>([
    ['text alone', 'hello', undefined],
    ['blocks alone', undefined, [section(1)]],
    ['fifty blocks', 'x', Array.from({ length: 50 }, () => section(1))],
    ['a section of 3,000', 'x', [section(3_000)]],
    ['ten fields of 1,000', 'x', [{ type: 'section', fields: Array.from({ length: 10 }, () => field(1_000)) }]],
    ['a header of 150', 'x', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(150) } }]],
    ['40,000 of text', 'x'.repeat(40_000), undefined],
    ['a button of 75 with 2,000 of value', 'x', actions(button({ text: plain(75), value: 'x'.repeat(2_000) }))],
    ['a button that asks once more', 'x', actions(button({ style: 'danger', confirm: confirm({ text: plain(300) }) }))],
    ['text as it is written', 'x', [{ type: 'section', text: { ...field(), verbatim: true } }]],
    ['a header without emoji', 'x', [{ type: 'header', text: { ...plain(), emoji: false } }]],
    ['25 buttons', 'x', actions(...Array.from({ length: 25 }, (_, i) => button({ action_id: `a${i}` })))],
  ])('%s', (_, text, blocks) => {
    expect(refusalOf(text, blocks)).toBeUndefined();
  });
});

describe('is refused', () => {
  test.each<[string, unknown, unknown, string]>([
    ['nothing', undefined, undefined, 'no_text'],
    ['blank text', '  ', undefined, 'no_text'],
    ['text too long', 'x'.repeat(40_001), undefined, 'msg_too_long'],
    ['blocks that are no list', 'x', {}, 'invalid_blocks_format'],
    ['fifty-one blocks', 'x', Array.from({ length: 51 }, () => section(1)), 'invalid_blocks'],
    ['a section too long', 'x', [section(3_001)], 'invalid_blocks'],
    ['an empty section', 'x', [section(0)], 'invalid_blocks'],
    ['a section of nothing', 'x', [{ type: 'section' }], 'invalid_blocks'],
    ['eleven fields', 'x', [{ type: 'section', fields: Array.from({ length: 11 }, () => field()) }], 'invalid_blocks'],
    ['a field too long', 'x', [{ type: 'section', fields: [field(2_001)] }], 'invalid_blocks'],
    [
      'a header too long',
      'x',
      [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
      'invalid_blocks',
    ],
    ['a header in mrkdwn', 'x', [{ type: 'header', text: field() }], 'invalid_blocks'],
    [
      'eleven context elements',
      'x',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => field()) }],
      'invalid_blocks',
    ],
    [
      'a plain text to take as written',
      'x',
      [{ type: 'header', text: { ...plain(), verbatim: true } }],
      'invalid_blocks',
    ],
    ['mrkdwn with emoji', 'x', [{ type: 'section', text: { ...field(), emoji: true } }], 'invalid_blocks'],
    ['a verbatim that is text', 'x', [{ type: 'section', text: { ...field(), verbatim: 'yes' } }], 'invalid_blocks'],
    ['a block of no known type', 'x', [{ type: 'banner' }], 'invalid_blocks'],
    [
      'the same block_id twice',
      'x',
      [
        { ...section(1), block_id: 'a' },
        { ...section(1), block_id: 'a' },
      ],
      'invalid_blocks',
    ],
    ['actions without a button', 'x', actions(), 'invalid_blocks'],
    [
      '26 buttons',
      'x',
      actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` }))),
      'invalid_blocks',
    ],
    ['an element that is no button', 'x', actions({ type: 'lever' }), 'invalid_blocks'],
    ['the same action_id twice', 'x', actions(button(), button()), 'invalid_blocks'],
    ['a button text too long', 'x', actions(button({ text: plain(76) })), 'invalid_blocks'],
    ['a button text in mrkdwn', 'x', actions(button({ text: field() })), 'invalid_blocks'],
    ['a button value too long', 'x', actions(button({ value: 'x'.repeat(2_001) })), 'invalid_blocks'],
    ['an action_id too long', 'x', actions(button({ action_id: 'x'.repeat(256) })), 'invalid_blocks'],
    ['a style of its own', 'x', actions(button({ style: 'green' })), 'invalid_blocks'],
    ['a dialog without a question', 'x', actions(button({ confirm: confirm({ title: undefined }) })), 'invalid_blocks'],
    ['a dialog text too long', 'x', actions(button({ confirm: confirm({ text: field(301) }) })), 'invalid_blocks'],
    ['a dialog button too long', 'x', actions(button({ confirm: confirm({ deny: plain(31) }) })), 'invalid_blocks'],
    ['blocks that are too long together', 'x', Array.from({ length: 5 }, () => section(2_900)), 'msg_blocks_too_long'],
  ])('%s', (_, text, blocks, error) => {
    expect(refusalOf(text, blocks)).toMatchObject({ error });
  });
});
