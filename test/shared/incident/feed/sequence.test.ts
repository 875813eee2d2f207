import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advanceSequence,
  fillSequence,
  NO_SEQUENCES,
  type SequenceHistory,
} from '../../../../shared/incident/feed/sequence.ts';

const MINUTE = 60_000;

/** The history after sequences that came one a minute, in rising order. */
function after(sequences: readonly number[], before: SequenceHistory = NO_SEQUENCES): SequenceHistory {
  return sequences
    .slice(1)
    .reduce(
      (history, sequence, i) => advanceSequence(history, sequences[i] as number, sequence, (i + 1) * MINUTE),
      before,
    );
}
const counted = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('the sequence of a venue', () => {
  test('that counts by ones misses what it jumps over', () => {
    expect(after([...counted(1, 10), 14, 15]).missing).toEqual([{ from: 11, to: 13, since: 10 * MINUTE }]);
  });

  test('that only rises misses nothing, whatever its steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 1_000 }), { maxLength: 50 }), (steps) => {
        let at = 1;
        expect(after([1, ...steps.map((step) => (at += step))]).missing).toEqual([]);
      }),
    );
  });

  test('that begins to count otherwise is believed after a few jumps, and the old gaps are forgotten within the hour', () => {
    const tens = Array.from({ length: 80 }, (_, i) => 30 + 10 * i);
    const early = after([...counted(1, 20), ...tens.slice(0, 10)]);
    expect(early.missing).toHaveLength(3);
    expect(after([...counted(1, 20), ...tens]).missing).toEqual([]);
  });

  test('a late snapshot fills its place, and only that', () => {
    const history = after([...counted(1, 10), 15]);
    const filled = fillSequence(history, 12);
    expect(filled.missing.map(({ from, to }) => [from, to])).toEqual([
      [11, 11],
      [13, 14],
    ]);
    expect([11, 13, 14].reduce(fillSequence, filled).missing).toEqual([]);
    expect(fillSequence(history, 3)).toBe(history);
  });

  test('remembers sixteen gaps at most', () => {
    const gaps = Array.from({ length: 30 }, (_, i) => counted(20 * i, 20 * i + 15)).flat();
    expect(after(gaps.slice(0, 16 * 3)).missing).toHaveLength(2);
    let history = NO_SEQUENCES;
    for (let i = 1; i < gaps.length; i++)
      history = advanceSequence(history, gaps[i - 1] as number, gaps[i] as number, i);
    expect(history.missing).toHaveLength(16);
  });
});
