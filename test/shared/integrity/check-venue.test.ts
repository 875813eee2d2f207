import { describe, expect, test } from '@jest/globals';
import { checkVenue, type VenueCursor } from '../../../shared/integrity/check-venue.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { found, START } from './healthy-market.ts';

const cursor: VenueCursor = { sequence: 10, timestamp: START, before: null };
const check = (sequence: number, timestamp: number, receivedAt?: number) =>
  checkVenue({ sequence, timestamp }, cursor, TERMS, receivedAt);

describe('a snapshot after another', () => {
  test('that is the next one, and later, has nothing amiss', () => {
    expect(check(11, START + 1)).toEqual({
      findings: [],
      cursor: { sequence: 11, timestamp: START + 1, before: { sequence: 10, timestamp: START } },
    });
  });

  test('with a gap says how many are missing', () => {
    expect(check(12, START + 1).findings[0]?.message).toBe('1 snapshot is missing between 10 and 12');
    expect(check(15, START + 1).findings).toEqual([
      {
        check: 'sequence-gap',
        level: 'note',
        message: '4 snapshots are missing between 10 and 15',
        values: { missing: 4, sequence: 15, before: 10 },
      },
    ]);
  });

  test('of the same time or an earlier one is doubtful', () => {
    expect(found(check(11, START).findings)).toEqual(['time-backwards: doubtful']);
    expect(check(11, START - 90_000).findings[0]?.message).toBe('time went back by 1 min since the snapshot 10');
    expect(found(check(11, Number.NaN).findings)).toEqual(['time-backwards: doubtful']);
  });

  test('once more finds the same and leaves the same', () => {
    const first = check(15, START - 5);
    expect(checkVenue({ sequence: 15, timestamp: START - 5 }, first.cursor, TERMS)).toEqual(first);
  });

  test('that is late is held against nothing and moves nothing', () => {
    expect(check(7, START + 5)).toEqual({ findings: [expect.objectContaining({ check: 'sequence-behind' })], cursor });
  });
});

test('the first snapshot of a venue has nothing to be held against, twice', () => {
  const first = checkVenue({ sequence: 99, timestamp: START }, undefined, TERMS);
  expect(first.findings).toEqual([]);
  expect(checkVenue({ sequence: 99, timestamp: START }, first.cursor, TERMS)).toEqual(first);
});

describe('when it came', () => {
  test.each([
    [60_000, []],
    [60_001, ['time-stale: doubtful']],
    [300_000, ['time-stale: doubtful']],
    [300_001, ['time-stale: failed']],
    [0, []],
    [-60_000, []],
    [-60_001, ['time-ahead: doubtful']],
  ])('%d ms after its own time is %j', (age, expected) => {
    expect(found(check(11, START + 1, START + 1 + age).findings)).toEqual(expected);
  });
});

test('the cursor does not grow from snapshot to snapshot', () => {
  let at: VenueCursor | undefined;
  for (let sequence = 1; sequence < 50; sequence++)
    at = checkVenue({ sequence, timestamp: START + sequence }, at, TERMS).cursor;
  expect(at).toEqual({ sequence: 49, timestamp: START + 49, before: { sequence: 48, timestamp: START + 48 } });
});
