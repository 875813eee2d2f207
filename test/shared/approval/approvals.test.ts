import { beforeEach, describe, expect, test } from '@jest/globals';
import { newApproval } from '../../../shared/approval/decide.ts';
import type { ApprovalSummary } from '../../../shared/approval/summary.ts';
import { expireApproval, openApproval, pressApproval, readApproval } from '../../../shared/store/approvals.ts';
import { getItem, type Item, RETENTION_DAYS, type Tables } from '../../../shared/store/tables.ts';
import { contents, dyingAt, makeTables, NOW } from '../../environment/tables.ts';

const approval = newApproval({
  venue: 'demo',
  planId: 'plan-1',
  planHash: 'abc',
  needed: 2,
  allowed: ['U-ANNA', 'U-BEN'],
  openedAt: NOW,
  expiresAt: NOW + 900_000,
  onExpiry: 'stand down',
});
const { approvalId } = approval;
const summary: ApprovalSummary = {
  currency: 'USDT',
  markets: [],
  positions: 1,
  accounts: 1,
  notional: 1,
  cost: 0,
  topAccounts: [],
};

let tables: Tables;
let clock: number;
beforeEach(async () => {
  clock = NOW;
  tables = await makeTables(() => clock);
});

const open = (taskToken = 'first', on = tables) => openApproval(on, approval, { summary, taskToken });
const press = (user: string, on = tables) => pressApproval(on, approvalId, { user, decision: 'approve' });
const item = async () =>
  (await getItem<Item & { taskToken: string }>(tables, tables.state, `approval#${approvalId}`, 'approval'))!;

describe('opening', () => {
  test('stores it with its token beside it, kept as long as records are', async () => {
    expect(await open()).toEqual(approval);
    expect(await item()).toEqual({
      pk: `approval#${approvalId}`,
      sk: 'approval',
      type: 'approval',
      formatVersion: 2,
      approval,
      summary,
      taskToken: 'first',
      expiresAt: NOW / 1_000 + RETENTION_DAYS.record * 86_400,
    });
    expect(await readApproval(tables, approvalId)).toEqual({ approval, summary });
  });

  test('again with the same token changes nothing', async () => {
    await open();
    const before = await contents(tables);
    expect(await open()).toEqual(approval);
    expect(await contents(tables)).toEqual(before);
  });

  test('again with a new token replaces the token and keeps who has approved', async () => {
    await open();
    await press('U-ANNA');
    expect(await open('second')).toMatchObject({ status: 'open', version: 3, decisions: [{ user: 'U-ANNA' }] });
    expect((await press('U-BEN'))?.taskToken).toBe('second');
  });

  test('again after the decision leaves the token, and tells the decision', async () => {
    await open();
    await press('U-ANNA');
    await press('U-BEN');
    expect(await open('second')).toMatchObject({ status: 'approved' });
    expect((await item()).taskToken).toBe('first');
  });

  test('by several at once is done once, and a press between two tokens is not lost', async () => {
    const [one, two, , pressed] = await Promise.all([
      open('a'),
      open('b'),
      open('c'),
      open('d').then(() => press('U-ANNA')),
    ]);
    expect(new Set([one.approvalId, two.approvalId])).toEqual(new Set([approvalId]));
    expect(pressed?.outcome).toMatchObject({ change: true, reason: 'one of two' });
    expect((await readApproval(tables, approvalId))?.approval.decisions).toHaveLength(1);
  });

  test('crashed before or after its write is made good by the next try', async () => {
    for (const when of ['before', 'after'] as const) {
      tables = await makeTables(() => clock);
      const dying = dyingAt(tables, 0, when);
      await expect(open('first', dying.tables)).rejects.toMatchObject({ name: 'Crash' });
      expect((await open('second')).status).toBe('open');
      expect((await item()).taskToken).toBe('second');
    }
  });
});

describe('a press', () => {
  test('for what was never opened comes to nothing', async () => {
    expect(await press('U-ANNA')).toBeUndefined();
    expect(await contents(tables)).toEqual({});
  });

  test('whose write was done and whose answer was lost is known again within the same call', async () => {
    await open();
    // What the SDK's own retry sees: the first try wrote, the second finds the version moved.
    let lost = true;
    const client = Object.create(tables.client, {
      send: {
        value: async (command: object) => {
          const result = await tables.client.send(command as never);
          if (command.constructor.name !== 'PutItemCommand' || !lost) return result;
          lost = false;
          return tables.client.send(command as never);
        },
      },
    });
    const pressed = await press('U-ANNA', { ...tables, client });
    expect(pressed?.outcome).toEqual({ change: false, reason: 'pressed twice' });
    expect(pressed?.approval).toMatchObject({ version: 2, decisions: [{ user: 'U-ANNA' }] });
  });

  test('that always finds somebody else ahead gives up after ten tries, and says so', async () => {
    await open();
    let writes = 0;
    const client = Object.create(tables.client, {
      send: {
        value: async (command: object) => {
          if (command.constructor.name === 'PutItemCommand') {
            writes++;
            await open(`token-${writes}`);
          }
          return tables.client.send(command as never);
        },
      },
    });
    await expect(press('U-ANNA', { ...tables, client })).rejects.toThrow('changed by others at each try');
    expect(writes).toBe(10);
  });
});

describe('running out', () => {
  test('is marked at its time, once, and a later press finds it so', async () => {
    await open();
    expect(await expireApproval(tables, approvalId)).toMatchObject({ status: 'open' });
    clock = approval.expiresAt;
    expect(await expireApproval(tables, approvalId)).toMatchObject({ status: 'expired', version: 2 });
    expect(await expireApproval(tables, approvalId)).toMatchObject({ status: 'expired', version: 2 });
    clock = NOW;
    expect((await press('U-ANNA'))?.outcome).toEqual({ change: false, reason: 'expired' });
  });

  test('after a decision leaves the decision', async () => {
    await open();
    await press('U-ANNA');
    await press('U-BEN');
    clock = approval.expiresAt;
    expect(await expireApproval(tables, approvalId)).toMatchObject({ status: 'approved' });
  });

  test('of what was never opened comes to nothing', async () => {
    expect(await expireApproval(tables, approvalId)).toBeUndefined();
  });
});
