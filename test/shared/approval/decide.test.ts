import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  approvalIdOf,
  decideExpiry,
  decidePress,
  decideWithdrawal,
  newApproval,
  verdictOf,
} from '../../../shared/approval/decide.ts';
import type { Answer, Approval, Decision } from '../../../shared/approval/types.ts';

const OPENED = Date.UTC(2026, 0, 15, 12);
const EXPIRES = OPENED + 900_000;
const asked = (change: Partial<Approval> = {}): Approval => ({
  ...newApproval({
    venue: 'demo',
    planId: 'plan-1',
    planHash: 'abc',
    needed: 1,
    allowed: ['U-ANNA', 'U-BEN', 'U-CARL'],
    openedAt: OPENED,
    expiresAt: EXPIRES,
    onExpiry: 'stand down',
  }),
  ...change,
});
const press = (user: string, decision: Answer = 'approve', at = OPENED + 1_000): Decision => ({ user, decision, at });

/** What an approval is after presses, one after the other, and the reason that each was given. */
function after(start: Approval, ...presses: Decision[]): { approval: Approval; reasons: string[] } {
  const reasons: string[] = [];
  const approval = presses.reduce((current, next) => {
    const decision = decidePress(current, next);
    reasons.push(decision.reason);
    return decision.change ? decision.approval : current;
  }, start);
  return { approval, reasons };
}

describe('one officer is asked', () => {
  test('one approval approves, and the verdict names who gave it', () => {
    const { approval, reasons } = after(asked(), press('U-ANNA'));
    expect(reasons).toEqual(['approved']);
    expect(approval).toMatchObject({ status: 'approved', version: 2, decisions: [press('U-ANNA')] });
    expect(verdictOf(approval)).toEqual({ decision: 'approved', by: ['U-ANNA'] });
  });

  test('one decline declines', () => {
    const { approval, reasons } = after(asked(), press('U-BEN', 'decline'));
    expect(reasons).toEqual(['declined']);
    expect(verdictOf(approval)).toEqual({ decision: 'declined', by: ['U-BEN'] });
  });

  test('the same press again, and any other after the decision, changes nothing', () => {
    const { reasons } = after(
      asked(),
      press('U-ANNA'),
      press('U-ANNA', 'approve', OPENED + 5_000),
      press('U-ANNA', 'decline'),
      press('U-BEN'),
    );
    expect(reasons).toEqual(['approved', 'pressed twice', 'already decided', 'already decided']);
  });
});

describe('two officers are asked', () => {
  const two = asked({ needed: 2 });

  test('the second one approves it, not the first', () => {
    const { approval, reasons } = after(two, press('U-ANNA'), press('U-BEN'));
    expect(reasons).toEqual(['one of two', 'approved']);
    expect(verdictOf(approval)).toEqual({ decision: 'approved', by: ['U-ANNA', 'U-BEN'] });
  });

  test('the same officer cannot be both, however often the button is pressed', () => {
    const { approval, reasons } = after(
      two,
      press('U-ANNA'),
      press('U-ANNA', 'approve', OPENED + 2_000),
      press('U-ANNA', 'approve', OPENED + 3_000),
    );
    expect(reasons).toEqual(['one of two', 'same officer', 'same officer']);
    expect(approval).toMatchObject({ status: 'open', decisions: [press('U-ANNA')] });
    expect(verdictOf(approval)).toBeUndefined();
  });

  test('the same press delivered again is told apart from a second one', () => {
    expect(after(two, press('U-ANNA'), press('U-ANNA')).reasons).toEqual(['one of two', 'pressed twice']);
  });

  test('a decline declines even after an approval, also where the same officer thinks better of it', () => {
    expect(after(two, press('U-ANNA'), press('U-BEN', 'decline')).approval.status).toBe('declined');
    const { approval } = after(two, press('U-ANNA'), press('U-ANNA', 'decline'));
    expect(verdictOf(approval)).toEqual({ decision: 'declined', by: ['U-ANNA'] });
  });
});

describe('nothing is changed', () => {
  test.each([
    ['by a stranger', asked(), press('U-STRANGER'), 'stranger'],
    ['by anybody, where nobody is named', asked({ allowed: [] }), press('U-ANNA'), 'stranger'],
    ['by a stranger to a decided one', asked({ status: 'approved' }), press('U-STRANGER'), 'stranger'],
    ['at the moment of expiry', asked(), press('U-ANNA', 'approve', EXPIRES), 'expired'],
    ['after the expiry', asked(), press('U-ANNA', 'decline', EXPIRES + 1), 'expired'],
    ['once it is marked as expired', asked({ status: 'expired' }), press('U-ANNA'), 'expired'],
  ] as const)('%s', (_, approval, by, reason) => {
    expect(decidePress(approval, by)).toEqual({ change: false, reason });
  });

  test('but a press a millisecond before the expiry counts', () => {
    expect(decidePress(asked(), press('U-ANNA', 'approve', EXPIRES - 1)).change).toBe(true);
  });
});

describe('expiry', () => {
  test('comes at its time and not before, and only where nobody decided', () => {
    expect(decideExpiry(asked(), EXPIRES - 1)).toEqual({ change: false, reason: 'not yet' });
    expect(decideExpiry(asked(), EXPIRES)).toMatchObject({
      change: true,
      reason: 'expired',
      approval: { status: 'expired', version: 2 },
    });
    for (const status of ['approved', 'declined', 'expired', 'withdrawn'] as const)
      expect(decideExpiry(asked({ status }), EXPIRES)).toEqual({ change: false, reason: 'already decided' });
  });
});

test('what has run out is approved where the policy says so, and else by nobody', () => {
  expect(verdictOf(asked({ status: 'expired' }))).toEqual({ decision: 'expired', by: [] });
  expect(verdictOf(asked({ status: 'expired', onExpiry: 'go ahead' }))).toEqual({ decision: 'approved', by: [] });
});

describe('withdrawn', () => {
  const why = 'The book has recovered.';

  test('an open one says why, and takes no press any more', () => {
    const decision = decideWithdrawal(asked(), why);
    expect(decision).toMatchObject({ change: true, approval: { status: 'withdrawn', outcome: why, version: 2 } });
    const approval = decision.change ? decision.approval : asked();
    expect(after(approval, press('U-ANNA')).reasons).toEqual(['already decided']);
    expect(verdictOf(approval)).toEqual({ decision: 'withdrawn', by: [] });
  });

  test('none is that has been decided', () => {
    for (const status of ['approved', 'declined', 'expired', 'withdrawn'] as const)
      expect(decideWithdrawal(asked({ status }), why)).toEqual({ change: false, reason: 'already decided' });
  });
});

test('where the policy asks nobody it is approved from the start, by nobody', () => {
  const none = newApproval({ ...asked(), needed: 0 });
  expect(none.status).toBe('approved');
  expect(verdictOf(none)).toEqual({ decision: 'approved', by: [] });
});

test('its id is the same for the same plan, and another for another plan, venue or content', () => {
  const plan = { venue: 'demo', planId: 'p', planHash: 'h' };
  expect(approvalIdOf({ ...plan })).toBe(approvalIdOf(plan));
  const others = [
    { ...plan, venue: 'other' },
    { ...plan, planId: 'q' },
    { ...plan, planHash: 'i' },
  ];
  expect(new Set([plan, ...others].map(approvalIdOf)).size).toBe(4);
  // What stands where is part of it: no two names run together into a third.
  expect(approvalIdOf({ venue: 'a', planId: 'bc', planHash: '' })).not.toBe(
    approvalIdOf({ venue: 'ab', planId: 'c', planHash: '' }),
  );
});

test('whatever is pressed in whatever order, an approval has as many different allowed officers as were asked for', () => {
  const presses = fc.array(
    fc.record({
      user: fc.constantFrom('U-ANNA', 'U-BEN', 'U-CARL', 'U-STRANGER'),
      decision: fc.constantFrom<Answer>('approve', 'approve', 'decline'),
      at: fc.integer({ min: OPENED, max: EXPIRES + 60_000 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(presses, fc.constantFrom(1 as const, 2 as const), (all, needed) => {
      const { approval } = after(asked({ needed }), ...all);
      const { decisions, status, version } = approval;
      expect(decisions.every(({ user, at }) => approval.allowed.includes(user) && at < EXPIRES)).toBe(true);
      expect(version).toBe(1 + decisions.length);
      const approvers = new Set(decisions.filter(({ decision }) => decision === 'approve').map(({ user }) => user));
      const declined = decisions.some(({ decision }) => decision === 'decline');
      expect(status).toBe(declined ? 'declined' : approvers.size >= needed ? 'approved' : 'open');
      if (status === 'approved') expect(verdictOf(approval)?.by).toHaveLength(needed);
    }),
  );
});
