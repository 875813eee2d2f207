import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TaskUnreachable } from '../../../shared/response/waiting-task.ts';
import { Crash, dyingAt } from '../../environment/tables.ts';
import { type Desk, openDesk } from './desk.ts';
import { TASK_TOKEN } from './officers.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => void jest.restoreAllMocks());

describe('at the same instant', () => {
  test('two officers where one is asked: one decides, it is recorded once, and the workflow is answered once in effect', async () => {
    for (let round = 0; round < 5; round++) {
      await desk.restart();
      await desk.open();
      const replies = await Promise.all([desk.press(), desk.press({ user: 'U-BEN' })]);
      expect(replies.map(({ status }) => status)).toEqual([200, 200]);
      const approval = await desk.stored();
      expect(approval.decisions).toHaveLength(1);
      expect([...desk.effects.values()]).toEqual([{ decision: 'approved', by: [approval.decisions[0]?.user] }]);
      // Whoever came second says the same, so that it does not matter whose answer arrives first.
      expect(new Set(desk.sent.map(({ verdict }) => JSON.stringify(verdict))).size).toBe(1);
      desk.sent = [];
    }
  });

  test('two officers where two are asked: both count', async () => {
    await desk.open({ needed: 2 });
    await Promise.all([desk.press(), desk.press({ user: 'U-BEN' })]);
    expect(await desk.stored()).toMatchObject({ status: 'approved', version: 3 });
    expect(desk.sent).toHaveLength(1);
    expect(JSON.stringify(desk.shown.at(-1))).toContain('APPROVED');
  });

  test('a message of the first that arrives after the decision of the second is put right', async () => {
    await desk.open({ needed: 2 });
    desk.meanwhile = () => desk.press({ user: 'U-BEN' });
    await desk.press();
    expect(desk.headlines()).toEqual(['APPROVED', 'NEEDED', 'APPROVED']);
  });

  test('one approves and one declines: the workflow hears what is stored, and only that', async () => {
    await desk.open();
    await Promise.all([desk.press(), desk.press({ user: 'U-BEN', actionId: 'approval-decline' })]);
    const { status } = await desk.stored();
    expect([...desk.effects.values()].map(({ decision }) => decision)).toEqual([status]);
  });

  test('the same officer four times where two are asked: it counts once', async () => {
    await desk.open({ needed: 2 });
    await Promise.all([desk.press(), desk.press(), desk.press(), desk.press()]);
    expect(await desk.stored()).toMatchObject({ status: 'open', version: 2 });
    expect(desk.sent).toEqual([]);
  });
});

describe('a crash', () => {
  test('before or after the write leaves one decision and one effect once the same press has come again', async () => {
    for (const when of ['before', 'after'] as const) {
      for (const [needed, effect] of [
        [1, 1],
        [2, 0],
      ] as const) {
        await desk.restart();
        await desk.open({ needed });
        const dying = dyingAt(desk.tables, 0, when);
        expect((await desk.press({}, dying.tables)).status).toBe(500);
        expect(dying.died()).toBe(true);
        expect(desk.effects.size).toBe(0);
        expect(desk.told.at(-1)).toContain('Press again');
        desk.clock += 3_000;
        expect((await desk.press()).status).toBe(200);
        expect(await desk.stored()).toMatchObject({ version: 2, decisions: [{ user: 'U-ANNA', decision: 'approve' }] });
        expect(desk.effects.size).toBe(effect);
      }
    }
  });

  test('between the stored decision and the workflow is made good by the same press, and by any other officer’s', async () => {
    for (const user of ['U-ANNA', 'U-BEN']) {
      await desk.restart();
      await desk.open();
      desk.workflowFails = new Crash('the process is gone');
      expect((await desk.press()).status).toBe(500);
      expect(await desk.stored()).toMatchObject({ status: 'approved' });
      desk.workflowFails = undefined;
      expect((await desk.press({ user })).status).toBe(200);
      expect([...desk.effects.values()]).toEqual([{ decision: 'approved', by: ['U-ANNA'] }]);
    }
  });
});

describe('something else fails', () => {
  test('Step Functions cannot be reached: the presser is told to press again, and the log does not hold the token', async () => {
    await desk.open();
    desk.workflowFails = new TaskUnreachable({ name: 'ThrottlingException' });
    expect((await desk.press()).status).toBe(500);
    expect(desk.told).toEqual([expect.stringContaining('Press again')]);
    expect(desk.logged.join()).toContain('ThrottlingException');
    expect(desk.logged.join()).not.toContain(TASK_TOKEN);
  });

  test('the workflow went on: that is no failure, and the presser is told', async () => {
    await desk.open();
    desk.effects.set(TASK_TOKEN, { decision: 'declined', by: [] });
    expect((await desk.press()).status).toBe(200);
    expect(desk.told[0]).toContain('Its workflow had been answered before, or has ended.');
  });

  test('the presser cannot be reached: what was decided stands', async () => {
    await desk.open();
    desk.presserFails = true;
    expect((await desk.press()).status).toBe(200);
    expect(await desk.stored()).toMatchObject({ status: 'approved' });
    expect(desk.effects.size).toBe(1);
    // And shown past the address that came with the press.
    expect(desk.otherwise).toEqual([(await desk.stored()).approvalId]);
  });
});
