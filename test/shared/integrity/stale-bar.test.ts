import { expect, test } from '@jest/globals';
import { advanceBar, staleBar } from '../../../shared/integrity/stale-bar.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { found, MINUTE_MS, START } from './healthy-market.ts';

const bar = (timestamp: number) => ({ timestamp, open: 1, high: 1, low: 1, close: 1 });
const LATER = START + 3_600_000;
const at = (age: number, intervalMs: number | null = MINUTE_MS, before: Parameters<typeof staleBar>[3] = null) =>
  found(staleBar(bar(START), START + age, intervalMs, before, TERMS));

test('a bar that began two and a half bars ago is still fresh; a moment later it is stale', () => {
  expect(at(2.5 * MINUTE_MS)).toEqual([]);
  expect(at(2.5 * MINUTE_MS + 1)).toEqual(['bar-stale: doubtful']);
});

test('a venue that sends complete bars, up to two intervals old and a moment late, is never found stale', () => {
  expect(at(2 * MINUTE_MS + 20_000)).toEqual([]);
});

test('a venue that shows every sixtieth bar is held to its own rhythm', () => {
  const before = { timestamp: START - 60 * MINUTE_MS, gapMs: 60 * MINUTE_MS };
  expect(at(60 * MINUTE_MS, MINUTE_MS, before)).toEqual([]);
  expect(at(151 * MINUTE_MS, MINUTE_MS, before)).toEqual(['bar-stale: doubtful']);
});

test('nothing is said without a bar, or before the interval is known', () => {
  expect(at(1e12, null)).toEqual([]);
  expect(at(1e12, Number.NaN)).toEqual([]);
  expect(staleBar(undefined, START, MINUTE_MS, null, TERMS)).toEqual([]);
});

test('the distance of bars is learnt from those that advance, never from one that stands or goes back', () => {
  const first = advanceBar(null, bar(START), LATER);
  const second = advanceBar(first, bar(START + MINUTE_MS), LATER);
  expect(second).toEqual({ timestamp: START + MINUTE_MS, gapMs: MINUTE_MS });
  expect(advanceBar(second, bar(START + MINUTE_MS), LATER)).toBe(second);
  expect(advanceBar(second, bar(START), LATER)).toBe(second);
  expect(advanceBar(second, undefined, LATER)).toBe(second);
  expect(advanceBar(second, bar(LATER + 1), LATER)).toBe(second);
});
