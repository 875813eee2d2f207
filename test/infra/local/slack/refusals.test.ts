import { describe, expect, test } from '@jest/globals';
import { refusalOf } from '../../../../infra/local/slack/refusals.ts';

const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } });
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
    ['blocks that are too long together', 'x', Array.from({ length: 5 }, () => section(2_900)), 'msg_blocks_too_long'],
  ])('%s', (_, text, blocks, error) => {
    expect(refusalOf(text, blocks)).toMatchObject({ error });
  });
});
