import { describe, expect, test } from '@jest/globals';
import { decideAcknowledgement } from '../../../shared/action/decide.ts';
import { decideClaim, decideEnding, decideSent } from '../../../shared/action/send.ts';
import type { ActionState } from '../../../shared/action/types.ts';
import { acknowledgement, NOW, planned } from './examples.ts';

const claim = (sender = 'one', until = NOW + 1_000) => ({ sender, until });
const claimedBy = (sender: string): ActionState => ({ ...planned(), claim: claim(sender), version: 2 });
const moved = (decision: { change: boolean; state?: ActionState }): ActionState => decision.state as ActionState;
const sent = moved(decideSent(claimedBy('one'), NOW));

describe('sending', () => {
  test('is for one sender at a time, and who has the claim keeps it without a change', () => {
    expect(decideClaim(planned(), claim(), NOW)).toMatchObject({
      claimed: true,
      reason: 'first',
      state: { version: 2 },
    });
    expect(decideClaim(claimedBy('one'), claim(), NOW)).toMatchObject({
      claimed: true,
      reason: 'held',
      state: { version: 2 },
    });
    expect(decideClaim(claimedBy('one'), claim('two'), NOW)).toEqual({ claimed: false, reason: 'taken' });
  });

  test('goes to the next sender when the time of one that died is up', () => {
    expect(decideClaim(claimedBy('one'), claim('two', NOW + 9_000), NOW + 1_000)).toMatchObject({
      claimed: true,
      reason: 'abandoned',
      state: { claim: { sender: 'two' } },
    });
  });

  test('is not for what the venue has, what is done, or what is too old', () => {
    expect(decideClaim(sent, claim(), NOW)).toEqual({ claimed: false, reason: 'sent' });
    const ended = moved(decideEnding(sent, 'timed-out', 'no word for an hour', NOW));
    expect(decideClaim(ended, claim(), NOW)).toEqual({ claimed: false, reason: 'done' });
    expect(decideClaim(planned(), claim(), NOW + 60_000)).toEqual({ claimed: false, reason: 'expired' });
  });

  test('is noted once, and gives the claim back', () => {
    expect(sent).toMatchObject({ status: 'sent', claim: null, sentAt: NOW, version: 3 });
    expect(decideSent(sent, NOW + 1)).toEqual({ change: false, reason: 'overtaken' });
  });
});

describe('an ending on our side', () => {
  test('is the last word, with its reason, and what comes after is late', () => {
    const ended = moved(decideEnding(sent, 'timed-out', 'no word for an hour', NOW));
    expect(ended).toMatchObject({ status: 'timed-out', done: true, reason: 'no word for an hour', doneAt: NOW });
    expect(decideAcknowledgement(ended, acknowledgement(ended, 1, 'accepted', [0, 0]), NOW)).toEqual({
      change: false,
      reason: 'late',
    });
    expect(decideEnding(ended, 'cancelled', 'why', NOW)).toEqual({ change: false, reason: 'done' });
    expect(decideSent(ended, NOW)).toEqual({ change: false, reason: 'done' });
  });

  test('cannot call back what the venue has or may have', () => {
    expect(decideEnding(planned(), 'cancelled', 'no longer needed', NOW)).toMatchObject({ change: true });
    expect(decideEnding(claimedBy('one'), 'cancelled', 'no longer needed', NOW)).toMatchObject({ change: false });
    expect(decideEnding(sent, 'cancelled', 'no longer needed', NOW)).toEqual({ change: false, reason: 'overtaken' });
    expect(decideEnding(sent, 'rejected', 'answered 400', NOW)).toEqual({ change: false, reason: 'overtaken' });
  });

  test('is what the venue answers to who holds the claim', () => {
    expect(decideEnding(claimedBy('one'), 'rejected', 'answered 400', NOW)).toMatchObject({
      change: true,
      state: { status: 'rejected', done: true, reason: 'answered 400', claim: null },
    });
  });
});
