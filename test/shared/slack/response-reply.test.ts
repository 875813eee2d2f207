import { expect, test } from '@jest/globals';
import { undoneText } from '../../../shared/slack/response-reply.ts';

test('a book that was too old is told with its age', () => {
  expect(undoneText({ reason: 'stale', ageMs: 2_700_000 })).toBe('The newest book is 45 min old: nothing was done.');
});

test('markets that stood in the way are named, with why; of many the first', () => {
  const blocked = [
    { symbol: 'BTC/USDT:USDT', by: 'failed' },
    { symbol: 'ETH/BTC:BTC', by: 'quote' },
  ] as const;
  expect(undoneText({ reason: 'integrity', blocked })).toBe(
    'The newest data have failed their checks: nothing was done. BTC/USDT:USDT: its data failed their checks. ETH/BTC:BTC: its quote currency has no price to rely on.',
  );
  const many = Array.from({ length: 7 }, (_, i) => ({ symbol: `M${i}`, by: 'assumed' as const }));
  expect(undoneText({ reason: 'assumed', blocked: many })).toMatch(
    /^The newest data rest on assumptions: nothing was done\. M0: .* M4: [^:]*\. And 2 more markets\.$/,
  );
});

test('what stands in no market is told without any', () => {
  expect(undoneText({ reason: 'recovered' })).toBe('The book has recovered meanwhile: nothing was done.');
  expect(undoneText({ reason: 'integrity' })).toBe('The newest data have failed their checks: nothing was done.');
});
