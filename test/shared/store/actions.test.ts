import { describe, expect, test } from '@jest/globals';
import { readAction as readActionBody } from '../../../infra/local/exchange/action-body.ts';
import { actionsFrom } from '../../../shared/action/batch.ts';
import type { Action, NewPositionCap } from '../../../shared/action/types.ts';
import {
  acknowledgeAction,
  claimForSending,
  endAction,
  markSent,
  readAction,
  readActionState,
} from '../../../shared/store/actions.ts';
import { PlanConflict, planActions, readPlanProgress, readTaskToken } from '../../../shared/store/plan-actions.ts';
import { RETENTION_DAYS, type Tables } from '../../../shared/store/tables.ts';
import { sendAction } from '../../../shared/venue/action-client.ts';
import { contents, makeTables, NOW } from '../../environment/tables.ts';
import { acknowledgement, reduction, terms } from '../action/examples.ts';

const ACTIONS = actionsFrom(
  Array.from({ length: 5 }, (_, i) => reduction(`account-${i}`)),
  terms({ ordersPerAction: 2 }),
);
const [FIRST] = ACTIONS as [Action];
const plan = (tables: Tables, taskToken?: string, actions = ACTIONS) =>
  planActions(tables, { venue: 'demo', planId: 'plan-1', actions, ...(taskToken ? { taskToken } : {}) });
const claim = (tables: Tables, sender: string) => claimForSending(tables, FIRST.actionId, sender, 1_000);

async function planned(taskToken?: string): Promise<Tables> {
  const tables = await makeTables();
  await plan(tables, taskToken);
  return tables;
}

describe('planning', () => {
  test('stores each action as it is to be sent, and its place in the plan', async () => {
    const tables = await planned();
    expect(await readAction(tables, FIRST.actionId)).toEqual(FIRST);
    expect(JSON.stringify(await readAction(tables, FIRST.actionId))).toBe(JSON.stringify(FIRST));
    expect(await readActionState(tables, FIRST.actionId)).toMatchObject({ status: 'planned', ordered: 40, version: 1 });
    const progress = await readPlanProgress(tables, 'demo', 'plan-1');
    expect(progress?.planned).toBe(3);
    expect(progress?.actions.map(({ actionId }) => actionId).sort()).toEqual(
      ACTIONS.map(({ actionId }) => actionId).sort(),
    );
  });

  test('keeps all of it as long as records are kept, and no longer', async () => {
    const tables = await planned('token');
    await acknowledgeAction(tables, acknowledgement(FIRST, 1, 'rejected', [0, 0]));
    await acknowledgeAction(tables, acknowledgement(FIRST, 2, 'accepted', [0, 0]));
    const expiresAt = NOW / 1_000 + RETENTION_DAYS.record * 86_400;
    const items = Object.values(await contents(tables)) as { expiresAt: number }[];
    expect(new Set(items.map((item) => item.expiresAt))).toEqual(new Set([expiresAt]));
    const later = { ...tables, now: () => (expiresAt + 1) * 1_000 };
    expect(await readActionState(later, FIRST.actionId)).toBeUndefined();
    expect(await readPlanProgress(later, 'demo', 'plan-1')).toBeUndefined();
  });

  test('takes a plan that caps 2,500 markets: each of its actions is stored, read back and sent as it was planned', async () => {
    const tables = await makeTables();
    const caps = Array.from({ length: 2_500 }, (_, i) => `${i}`.padEnd(64, '漢')).flatMap((symbol) =>
      (['long', 'short'] as const).map((side) => ({ symbol, side, leverage: 9.1e15, until: NOW })),
    );
    const actions = actionsFrom([reduction('account', { notional: 9.1e15, price: 1e-140 })], terms({ caps }));
    await plan(tables, 'token', actions);
    expect(await readPlanProgress(tables, 'demo', 'plan-1')).toMatchObject({ planned: actions.length });
    const taken: NewPositionCap[] = [];
    for (const action of actions) {
      const claimed = await claimForSending(tables, action.actionId, 'sender', 1_000);
      expect(claimed).toEqual({ claimed: true, action });
      const fetch = async (_: unknown, { body }: { body: Uint8Array }) => {
        const read = readActionBody(body);
        if (!read.ok) throw new Error(JSON.stringify(read.faults));
        taken.push(...(read.action.caps ?? []));
        return new Response(null, { status: 202 });
      };
      const endpoint = { url: 'https://venue.example/breakwater', key: 'key' };
      const sent = await sendAction(endpoint, action, { fetch: fetch as unknown as typeof globalThis.fetch });
      expect(sent).toEqual({ outcome: 'accepted' });
      await markSent(tables, action.actionId);
    }
    const inOrder = (a: NewPositionCap, b: NewPositionCap) =>
      `${a.symbol} ${a.side}` < `${b.symbol} ${b.side}` ? -1 : 1;
    expect(taken.sort(inOrder)).toEqual(caps.sort(inOrder));
  });

  test('again changes nothing, not even what has happened since', async () => {
    const tables = await planned('token');
    await acknowledgeAction(tables, acknowledgement(FIRST, 1, 'accepted', [0, 0]));
    const before = await contents(tables);
    await plan(tables, 'token');
    await Promise.all([plan(tables, 'token'), plan(tables, 'token')]);
    expect(await contents(tables)).toEqual(before);
  });

  test('by five at once leaves what one leaves', async () => {
    const tables = await makeTables();
    await Promise.all(Array.from({ length: 5 }, () => plan(tables, 'token')));
    expect(await contents(tables)).toEqual(await contents(await planned('token')));
  });

  test('the same plan with other actions is refused: it would be carried out twice', async () => {
    const tables = await planned('token');
    const before = await contents(tables);
    await expect(plan(tables, 'another', ACTIONS.slice(1))).rejects.toThrow(PlanConflict);
    expect(await contents(tables)).toEqual(before);
  });

  test('a task that is tried again has another token, which takes the place of the one before', async () => {
    const tables = await planned('token');
    await plan(tables, 'token of the second try');
    expect(await readTaskToken(tables, 'demo', 'plan-1')).toBe('token of the second try');
  });

  test('leaves plans of one name on two venues apart', async () => {
    const tables = await planned();
    expect(await readPlanProgress(tables, 'other', 'plan-1')).toBeUndefined();
  });

  test('stores the largest action there is: 500 orders of the longest names', async () => {
    const tables = await makeTables();
    const [largest] = actionsFrom(
      Array.from({ length: 500 }, (_, i) =>
        reduction(String(i).padEnd(128, '\u00e9'), {
          symbol: 'S'.repeat(64),
          contracts: Math.PI * 1e-7,
          price: Math.E,
        }),
      ),
      terms(),
    ) as [Action];
    await plan(tables, undefined, [largest]);
    const fills = largest.orders.map(({ contracts }) => contracts / 3);
    await acknowledgeAction(tables, acknowledgement(largest, 1, 'partially-filled', fills));
    expect(await readAction(tables, largest.actionId)).toEqual(largest);
    const state = await readActionState(tables, largest.actionId);
    expect(state?.orders.map(({ filledContracts }) => filledContracts)).toEqual(fills);
  });

  test('stores contracts of a coin that is counted in more than 2^53', async () => {
    const tables = await makeTables();
    const [huge] = actionsFrom([reduction('a', { contracts: 1e22, notional: 5 })], terms()) as [Action];
    await plan(tables, undefined, [huge]);
    await acknowledgeAction(tables, acknowledgement(huge, 1, 'filled', [1e22]));
    expect(await readActionState(tables, huge.actionId)).toMatchObject({ status: 'filled', filled: 5 });
    const late = acknowledgement(huge, 2, 'partially-filled', [3e21]);
    expect(await acknowledgeAction(tables, late)).toMatchObject({ decision: { reason: 'late' } });
  });

  test('keeps the token out of the actions and their progress', async () => {
    const tables = await planned('the-token');
    const holding = Object.entries(await contents(tables)).filter(([, item]) =>
      JSON.stringify(item).includes('the-token'),
    );
    expect(holding.map(([key]) => key)).toEqual(['state plan#demo#plan-1 task']);
  });
});

describe('claiming', () => {
  test('is won by exactly one of ten who want to send', async () => {
    const tables = await planned();
    const claims = await Promise.all(Array.from({ length: 10 }, (_, i) => claim(tables, `sender-${i}`)));
    expect(claims.filter(({ claimed }) => claimed)).toEqual([{ claimed: true, action: FIRST }]);
    expect(claims.filter(({ claimed }) => !claimed)).toEqual(
      Array.from({ length: 9 }, () => ({ claimed: false, reason: 'taken' })),
    );
  });

  test('passes to another when who held it is out of time, with the very same request', async () => {
    const tables = await planned();
    await claim(tables, 'dead');
    const later = { ...tables, now: () => NOW + 1_001 };
    expect(await claim(later, 'next')).toEqual({ claimed: true, action: FIRST });
  });

  test('is over when the venue has it, and too late when the action is too old', async () => {
    const tables = await planned();
    expect(await claim({ ...tables, now: () => FIRST.expiresAt }, 'one')).toEqual({
      claimed: false,
      reason: 'expired',
    });
    await claim(tables, 'one');
    await markSent(tables, FIRST.actionId);
    expect(await claim(tables, 'one')).toEqual({ claimed: false, reason: 'sent' });
  });

  test('what is not known cannot be claimed, sent, ended or acknowledged', async () => {
    const tables = await makeTables();
    expect(await claim(tables, 'one')).toEqual({ claimed: false, reason: 'unknown' });
    expect(await markSent(tables, FIRST.actionId)).toBeUndefined();
    expect(await endAction(tables, FIRST.actionId, 'cancelled', 'why')).toBeUndefined();
    expect(await acknowledgeAction(tables, acknowledgement(FIRST, 1, 'accepted', []))).toBeUndefined();
    expect(await contents(tables)).toEqual({});
  });
});

test('the plan shows what each action has come to, in the same write', async () => {
  const tables = await planned();
  await acknowledgeAction(tables, acknowledgement(FIRST, 1, 'partially-filled', [10, 0]));
  await endAction(tables, (ACTIONS[1] as Action).actionId, 'cancelled', 'no longer needed');
  const progress = await readPlanProgress(tables, 'demo', 'plan-1');
  const of = (action: Action | undefined) => progress?.actions.find(({ actionId }) => actionId === action?.actionId);
  expect(of(FIRST)).toMatchObject({ status: 'partially-filled', filled: 20, ordered: 40, done: false });
  expect(of(ACTIONS[1])).toMatchObject({ status: 'cancelled', done: true, reason: 'no longer needed' });
  expect(of(ACTIONS[2])).toMatchObject({ status: 'planned', done: false });
});
