import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { admit, decideSequence, decideTime, type Newest } from '../../../../shared/incident/feed/admit.ts';
import { DEFAULT_FEED_TERMS as TERMS } from '../../../../shared/incident/feed/terms.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const YEAR_MS = 365 * 86_400_000;
const newest = (sequence: number, receivedAt = NOW, timestamp = receivedAt): Newest => ({
  sequence,
  timestamp,
  receivedAt,
  snapshotId: 'newest',
});
const at = (sequence: number, timestamp = NOW) => ({ sequence, timestamp });

describe('the sequence', () => {
  test('of the first snapshot leaves room above it', () => {
    expect(decideSequence(undefined, at(2 ** 52), NOW, TERMS)).toEqual({ accepted: true, reason: 'first' });
    expect(decideSequence(undefined, at(2 ** 52 + 1), NOW, TERMS)).toEqual({
      accepted: false,
      reason: 'first',
      most: 2 ** 52,
    });
  });

  test('may jump by the base at once, and by more as time passes', () => {
    expect(decideSequence(newest(7), at(1_000_007), NOW, TERMS)).toEqual({ accepted: true, reason: 'ahead' });
    expect(decideSequence(newest(7), at(1_000_008), NOW, TERMS)).toEqual({
      accepted: false,
      reason: 'jump',
      most: 1_000_007,
    });
    expect(decideSequence(newest(7), at(3_000_007), NOW + 1_000, TERMS)).toMatchObject({ accepted: true });
    expect(decideSequence(newest(7), at(3_000_008), NOW + 1_000, TERMS)).toMatchObject({ most: 3_000_007 });
  });

  test('at or behind the newest is late, whatever the time', () => {
    for (const sequence of [0, 6, 7])
      expect(decideSequence(newest(7), at(sequence, 0), 0, TERMS)).toEqual({ accepted: true, reason: 'late' });
  });

  const sequences = fc.maxSafeNat();
  const times = fc.integer({ min: 0, max: 8.64e15 });

  test('one up is never refused', () => {
    fc.assert(
      fc.property(
        sequences.filter((sequence) => sequence < Number.MAX_SAFE_INTEGER),
        times,
        times,
        times,
        times,
        (sequence, receivedAt, taken, now, timestamp) =>
          decideSequence(newest(sequence, receivedAt, taken), at(sequence + 1, timestamp), now, TERMS).accepted,
      ),
    );
  });

  test('of a clock in seconds, milliseconds or microseconds is accepted after any outage and any delay', () => {
    const perMs = fc.constantFrom(0.001, 1, 1_000);
    const outage = fc.integer({ min: 0, max: 50 * YEAR_MS });
    // A delivery that was held up: the next one follows at once.
    const delay = fc.integer({ min: 0, max: 3_600_000 });
    fc.assert(
      fc.property(perMs, outage, delay, delay, (pace, passed, before, after) => {
        const last = newest(Math.floor(NOW * pace), NOW + before, NOW);
        const next = at(Math.floor((NOW + passed) * pace), NOW + passed);
        return decideSequence(last, next, Math.max(last.receivedAt, NOW + passed + after), TERMS).accepted;
      }),
    );
  });

  test('of a venue that counts what happened in between by millions a second is accepted after any outage', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 20 * YEAR_MS }), (from, passed) => {
        const next = at(from + Math.floor(passed * 1_000), NOW + passed);
        return decideSequence(newest(from), next, NOW + passed, TERMS).accepted;
      }),
    );
  });

  test('can never use up the numbers: no run of pushes, each as far ahead as is accepted, leaves less than a third of them', () => {
    const step = fc.record({ passed: fc.integer({ min: 0, max: YEAR_MS }), own: times });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), (steps) => {
        const terms = TERMS;
        let last = newest(terms.firstSequence);
        let now = NOW;
        for (const { passed, own } of steps) {
          now += passed;
          const refused = decideSequence(last, at(Number.MAX_SAFE_INTEGER, own), now, terms);
          if (refused.accepted) return false;
          last = newest(refused.most, now, own);
        }
        return Number.MAX_SAFE_INTEGER - last.sequence > Number.MAX_SAFE_INTEGER / 3;
      }),
    );
  });

  test('that is refused is refused with what is accepted: that very number is, and the one after it is not', () => {
    fc.assert(
      fc.property(sequences, sequences, times, times, (last, next, receivedAt, now) => {
        const decision = decideSequence(newest(last, receivedAt), at(next), now, TERMS);
        if (decision.accepted) return true;
        const again = (sequence: number) => decideSequence(newest(last, receivedAt), at(sequence), now, TERMS).accepted;
        return decision.most < next && again(decision.most) && !again(decision.most + 1);
      }),
    );
  });
});

describe("a snapshot's time", () => {
  test('may lie behind the newest by what the terms allow, and no further', () => {
    const decide = (ms: number) => decideTime(newest(7), at(8, NOW + ms), TERMS);
    expect(decide(1)).toEqual({ accepted: true, reason: 'onward' });
    expect(decide(0)).toEqual({ accepted: true, reason: 'onward' });
    expect(decide(-300_000)).toEqual({ accepted: true, reason: 'back' });
    expect(decide(-300_001)).toEqual({ accepted: false, reason: 'back', least: NOW - 300_000 });
  });

  test('of a late one, or of the first, is held against nothing', () => {
    expect(decideTime(newest(7), at(6, 0), TERMS)).toEqual({ accepted: true, reason: 'late' });
    expect(decideTime(undefined, at(6, 0), TERMS)).toEqual({ accepted: true, reason: 'first' });
  });
});

describe('a snapshot', () => {
  test('is admitted, late, or refused for the first of the two that is out of range', () => {
    expect(admit(undefined, at(1), NOW, TERMS)).toEqual({ admitted: true, late: false });
    expect(admit(newest(7), at(8), NOW, TERMS)).toEqual({ admitted: true, late: false });
    expect(admit(newest(7), at(7), NOW, TERMS)).toEqual({ admitted: true, late: true });
    expect(admit(newest(7), at(2 ** 53 - 1, 0), NOW, TERMS)).toEqual({
      admitted: false,
      refusal: { kind: 'sequence-jump', given: 2 ** 53 - 1, most: 1_000_007, newest: newest(7) },
    });
    expect(admit(newest(7), at(8, 5), NOW, TERMS)).toEqual({
      admitted: false,
      refusal: { kind: 'time-jump', given: 5, least: NOW - 300_000, newest: newest(7) },
    });
  });
});
