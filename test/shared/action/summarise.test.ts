import { describe, expect, test } from '@jest/globals';
import { summariseActions } from '../../../shared/action/summarise.ts';
import type { ActionProgress } from '../../../shared/action/types.ts';
import { planned } from './examples.ts';

const progress = (more: Partial<ActionProgress>): ActionProgress => ({ ...planned(), ...more });
const filled = progress({ status: 'filled', done: true, filled: 60 });
const half = progress({ status: 'partially-filled', done: true, filled: 30, reason: 'position closed' });
const rejected = progress({ actionId: 'r', status: 'rejected', done: true, reason: 'market halted' });

describe('the summary of a plan', () => {
  test('adds up what was ordered and filled by worth, and carries partial fills on', () => {
    expect(summariseActions([filled, half, rejected])).toEqual({
      ordered: 180,
      filled: 90,
      share: 0.5,
      actions: 3,
      rejected: [{ actionId: 'r', reason: 'market halted' }],
      rejectedCount: 1,
      done: true,
    });
  });

  test('is done when every action has had its last word, and all of them are known', () => {
    expect(summariseActions([filled, planned()]).done).toBe(false);
    expect(summariseActions([filled, half], 3).done).toBe(false);
    expect(summariseActions([filled, { ...half, done: false }]).done).toBe(false);
  });

  test('of nothing is done, and all of it', () => {
    expect(summariseActions([])).toMatchObject({ ordered: 0, share: 1, done: true });
  });

  test('names what timed out or was cancelled unfilled among the rejected, by its status where nobody said why', () => {
    const out = progress({ actionId: 't', status: 'timed-out', done: true, reason: null });
    expect(summariseActions([out, { ...out, filled: 1 }]).rejected).toEqual([{ actionId: 't', reason: 'timed-out' }]);
  });

  test('stays below what a state machine carries, however many are rejected', () => {
    const all = Array.from({ length: 5_000 }, () => ({
      ...rejected,
      actionId: 'a'.repeat(32),
      reason: 'x'.repeat(500),
    }));
    const summary = summariseActions(all);
    expect(summary.rejectedCount).toBe(5_000);
    expect(JSON.stringify(summary).length).toBeLessThan(200_000);
  });
});
