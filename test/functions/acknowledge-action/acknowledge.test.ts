import { InvalidToken, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { acknowledge } from '../../../functions/acknowledge-action/acknowledge.ts';
import { actionsFrom } from '../../../shared/action/batch.ts';
import type { Action } from '../../../shared/action/types.ts';
import { openWaitingTask, TaskUnreachable } from '../../../shared/response/waiting-task.ts';
import { readActionState } from '../../../shared/store/actions.ts';
import { planActions } from '../../../shared/store/plan-actions.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { contents, makeTables } from '../../environment/tables.ts';
import { acknowledgement, action, reduction, terms } from '../../shared/action/examples.ts';
import { TOKEN, taskWaiting } from './waiting-task.ts';

async function planned(actions: readonly Action[] = [action()], taskToken: string | undefined = TOKEN) {
  const tables = await makeTables();
  await planActions(tables, { venue: 'demo', planId: 'plan-1', actions, taskToken });
  const { task, heard } = taskWaiting();
  const tell = (message: Parameters<typeof acknowledge>[2], to: Tables = tables) => acknowledge(to, task, message);
  return { tables, tell, heard, first: actions[0] as Action };
}

/** Two actions of one order each. */
const two = () =>
  actionsFrom(
    Array.from({ length: 3 }, (_, i) => reduction(`a-${i}`)),
    terms({ ordersPerAction: 2 }),
  );
const refusedWith = (status: number, kind: string) => ({
  body: { status, type: `urn:breakwater:problem:${kind}` },
});

describe('what a venue says of an action', () => {
  test('moves it to filled, with a sign of life until the last word, which ends the task with the summary', async () => {
    const { tell, heard, first } = await planned();
    expect(await tell(acknowledgement(first, 1, 'accepted', [0, 0]))).toMatchObject({
      status: 'taken',
      action: 'accepted',
    });
    expect(await tell(acknowledgement(first, 2, 'partially-filled', [10, 5]))).toMatchObject({ done: false });
    expect(heard()).toEqual({ ended: [], heartbeats: 2 });
    expect(await tell(acknowledgement(first, 3, 'filled', [10, 20]))).toMatchObject({ action: 'filled', done: true });
    expect(heard()).toMatchObject({
      ended: [{ ordered: 60, filled: 60, share: 1, actions: 1, done: true }],
      heartbeats: 2,
    });
  });

  test('ends the task only with the last word on the last action, whatever the order', async () => {
    const [one, other] = two() as [Action, Action];
    const { tell, heard } = await planned([one, other]);
    await tell(acknowledgement(other, 1, 'filled', [10]));
    expect(heard().ended).toEqual([]);
    await tell(acknowledgement(one, 1, 'partially-filled', [10, 0], { reason: 'position closed' }));
    expect(heard().ended).toMatchObject([{ ordered: 60, filled: 40, actions: 2, rejected: [] }]);
  });

  test('carries a rejection on with its reason', async () => {
    const { tables, tell, heard, first } = await planned();
    await tell(acknowledgement(first, 1, 'rejected', [0, 0], { reason: 'market halted' }));
    expect(await readActionState(tables, first.actionId)).toMatchObject({
      status: 'rejected',
      reason: 'market halted',
    });
    expect(heard().ended).toMatchObject([
      { share: 0, rejected: [{ actionId: first.actionId, reason: 'market halted' }], rejectedCount: 1 },
    ]);
  });

  test('changes nothing when it comes twice', async () => {
    const { tables, tell, heard, first } = await planned();
    const message = acknowledgement(first, 1, 'filled', [10, 20]);
    await tell(message);
    const once = await contents(tables);
    expect(await tell(message)).toMatchObject({ status: 'duplicate', action: 'filled' });
    expect(await contents(tables)).toEqual(once);
    expect(heard().ended).toHaveLength(1);
  });

  test('changes nothing when it comes out of order', async () => {
    const { tables, tell, first } = await planned();
    await tell(acknowledgement(first, 2, 'partially-filled', [10, 5]));
    const before = await contents(tables);
    expect(await tell(acknowledgement(first, 1, 'accepted', [0, 0]))).toMatchObject({ status: 'overtaken' });
    expect(await contents(tables)).toEqual(before);
  });

  test('is kept beside the action when it comes after the last word, once, and moves nothing', async () => {
    const { tables, tell, first } = await planned();
    await tell(acknowledgement(first, 2, 'rejected', [0, 0], { reason: 'market halted' }));
    const before = await contents(tables);
    const late = acknowledgement(first, 3, 'partially-filled', [3, 0]);
    expect(await tell(late)).toMatchObject({ status: 'late', action: 'rejected' });
    const after = await contents(tables);
    const key = `state action#${first.actionId} late#${late.acknowledgementId}`;
    expect(after).toEqual({ ...before, [key]: expect.objectContaining({ acknowledgement: JSON.stringify(late) }) });
    expect(await tell(late)).toMatchObject({ status: 'late' });
    expect(await contents(tables)).toEqual(after);
  });

  test('is taken ten at once: the fills are the largest, each is counted, and the task ends once', async () => {
    const { tables, tell, heard, first } = await planned();
    const messages = Array.from({ length: 9 }, (_, i) => acknowledgement(first, i, 'partially-filled', [i + 1, 2 * i]));
    // A venue whose message is not taken for the rush sends it again.
    const again = (message: (typeof messages)[number]): Promise<unknown> =>
      tell(message).catch((error) => {
        expect(error.name).toBe('ActionContended');
        return again(message);
      });
    await Promise.all([...messages, acknowledgement(first, 9, 'filled', [10, 20])].map(again));
    const state = await readActionState(tables, first.actionId);
    expect(state).toMatchObject({ status: 'filled', done: true, filled: 60 });
    expect(state?.orders.map(({ filledContracts }) => filledContracts)).toEqual([10, 20]);
    expect(heard().ended).toHaveLength(1);
  });

  test('ends the task once where the last words on ten actions come at once', async () => {
    const actions = actionsFrom(
      Array.from({ length: 20 }, (_, i) => reduction(`a-${i}`)),
      terms({ ordersPerAction: 2 }),
    );
    const { tell, heard } = await planned(actions);
    await Promise.all(actions.map((one) => tell(acknowledgement(one, 1, 'filled', [10, 10]))));
    expect(heard().ended).toMatchObject([{ actions: 10, share: 1 }]);
  });
});

describe('what does not fit', () => {
  test('an action that is not known is not found', async () => {
    const { tables, tell } = await planned();
    const before = await contents(tables);
    const stranger = action([1], { planId: 'plan-2' });
    await expect(tell(acknowledgement(stranger, 1, 'accepted', [0]))).rejects.toMatchObject(
      refusedWith(404, 'action-unknown'),
    );
    expect(await contents(tables)).toEqual(before);
  });

  test.each([
    ['another venue', { venue: 'other' }, 'venue-conflict', undefined],
    [
      'an order of nobody',
      { orders: [{ orderId: 'x', filledContracts: 1, averagePrice: 1 }] },
      'orders-unknown',
      '/orders/0/orderId',
    ],
  ])('%s is a conflict that changes nothing', async (_, more, kind, path) => {
    const { tables, tell, heard, first } = await planned();
    const before = await contents(tables);
    const error = await tell({ ...acknowledgement(first, 1, 'accepted', [0, 0]), ...more }).catch((thrown) => thrown);
    expect(error).toMatchObject(refusedWith(409, kind));
    expect(error.body.errors?.[0]?.path).toBe(path);
    expect(await contents(tables)).toEqual(before);
    expect(heard()).toEqual({ ended: [], heartbeats: 0 });
  });

  test('more filled than was ordered is a conflict that changes nothing, and names the order', async () => {
    const { tables, tell, first } = await planned();
    const before = await contents(tables);
    await expect(tell(acknowledgement(first, 1, 'filled', [10, 21]))).rejects.toMatchObject({
      body: { status: 409, errors: [{ path: '/orders/1/filledContracts', message: '21 is more than was ordered' }] },
    });
    expect(await contents(tables)).toEqual(before);
  });
});

describe('the task that waits', () => {
  const failing = (error: Error) => openWaitingTask({ send: async () => Promise.reject(error) } as never);
  const gone = { message: 'gone', $metadata: {} };

  test.each([new TaskTimedOut(gone), new TaskDoesNotExist(gone), new InvalidToken(gone)])(
    'may be over: %p is no failure',
    async (error) => {
      const { tables, first } = await planned();
      const receipt = await acknowledge(tables, failing(error), acknowledgement(first, 1, 'filled', [10, 20]));
      expect(receipt).toMatchObject({ status: 'taken', done: true });
    },
  );

  test('is told by the next try where Step Functions could not be reached', async () => {
    const { tables, tell, heard, first } = await planned();
    const message = acknowledgement(first, 1, 'filled', [10, 20]);
    const down = failing(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    await expect(acknowledge(tables, down, message)).rejects.toThrow(TaskUnreachable);
    expect(await tell(message)).toMatchObject({ status: 'duplicate' });
    expect(heard().ended).toMatchObject([{ filled: 60 }]);
  });

  test('need not be: actions that nobody waits for are acknowledged all the same', async () => {
    const tables = await makeTables();
    const one = action();
    await planActions(tables, { venue: 'demo', planId: 'plan-1', actions: [one] });
    const receipt = await acknowledge(tables, failing(new Error('told')), acknowledgement(one, 1, 'filled', [10, 20]));
    expect(receipt).toMatchObject({ status: 'taken' });
  });
});
