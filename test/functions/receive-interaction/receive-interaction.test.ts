import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TaskUnreachable } from '../../../shared/response/waiting-task.ts';
import { contents } from '../../environment/tables.ts';
import { type Desk, openDesk } from './desk.ts';
import { EXPIRES, type PressOptions, pressBody, signedHeaders, TASK_TOKEN } from './officers.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => void jest.restoreAllMocks());

describe('in order', () => {
  test('an approval is stored, the workflow is answered with who gave it, and the presser and all others see it', async () => {
    await desk.open();
    expect(await desk.press()).toMatchObject({ status: 200 });
    expect(await desk.stored()).toMatchObject({
      status: 'approved',
      decisions: [{ user: 'U-ANNA', decision: 'approve', at: desk.clock }],
    });
    expect(desk.sent).toEqual([{ token: TASK_TOKEN, verdict: { decision: 'approved', by: ['U-ANNA'] } }]);
    expect(desk.told).toEqual(['Approved by you: the plan goes ahead.']);
    expect(desk.shown.map(({ text }) => text)).toEqual([expect.stringContaining('APPROVED')]);
    expect(JSON.stringify(desk.shown)).not.toContain('"actions"');
  });

  test('a decline ends it', async () => {
    await desk.open({ needed: 2 });
    await desk.press({ actionId: 'approval-decline' });
    expect([...desk.effects.values()]).toEqual([{ decision: 'declined', by: ['U-ANNA'] }]);
    expect(desk.told).toEqual(['Declined by you: the plan is not carried out.']);
  });

  test('of two, the first is told that one more is needed, and the workflow hears of it only after the second', async () => {
    await desk.open({ needed: 2 });
    await desk.press();
    expect(desk.told).toEqual(['Approved by you; one more officer is needed.']);
    expect(desk.sent).toEqual([]);
    expect(JSON.stringify(desk.shown.at(-1))).toContain('One more officer has to approve.');
    await desk.press({ user: 'U-BEN' });
    expect([...desk.effects.values()]).toEqual([{ decision: 'approved', by: ['U-ANNA', 'U-BEN'] }]);
    expect(desk.told.at(-1)).toBe('Approved by you and <@U-ANNA>: the plan goes ahead.');
  });

  test('the message keeps its buttons until the workflow is answered, so that there is something to press again', async () => {
    await desk.open();
    desk.workflowFails = new TaskUnreachable(new Error('not now'));
    await desk.press();
    expect(desk.shown).toEqual([]);
    desk.workflowFails = undefined;
    await desk.press();
    expect(desk.shown.map(({ text }) => text)).toEqual([expect.stringContaining('APPROVED')]);
  });

  test('the token is in no log, no answer and no message', async () => {
    await desk.open();
    const reply = await desk.press();
    await desk.press({ user: 'U-STRANGER' });
    expect(JSON.stringify([desk.logged, reply, desk.told, desk.shown])).not.toContain(TASK_TOKEN);
    expect(desk.logged.length).toBeGreaterThan(0);
  });
});

describe('changes nothing, and says so to the presser alone:', () => {
  /** Presses, and sees that nothing is stored that was not before; a message that was out of date is shown as it is. */
  async function changesNothing(options: PressOptions, headlines: readonly string[] = []): Promise<void> {
    const before = await contents(desk.tables);
    Object.assign(desk, { sent: [], told: [], shown: [] });
    expect((await desk.press(options)).status).toBe(200);
    expect(await contents(desk.tables)).toEqual(before);
    expect(desk.headlines()).toEqual(headlines);
    expect(desk.told).toHaveLength(1);
  }

  test('a press by a stranger, who does not even wake the workflow', async () => {
    await desk.open();
    await changesNothing({ user: 'U-STRANGER' });
    expect(desk.told).toEqual(['You are not among those who may approve: nothing was changed.']);
    await desk.press();
    await changesNothing({ user: 'U-STRANGER' });
    expect(desk.sent).toEqual([]);
  });

  test('a press by anybody where nobody is named', async () => {
    await desk.open({ allowed: [] });
    await changesNothing({});
    expect(desk.sent).toEqual([]);
  });

  test('a press after the expiry, which only marks it as what it is', async () => {
    await desk.open();
    desk.clock = EXPIRES;
    await desk.press();
    expect(await desk.stored()).toMatchObject({ status: 'expired', decisions: [] });
    expect(desk.headlines()).toEqual(['EXPIRED']);
    await changesNothing({}, ['EXPIRED']);
    expect(desk.told).toEqual(['This request expired at 2026-01-15 12:15 UTC: nothing was changed.']);
    expect(desk.sent).toEqual([]);
  });

  test('the same press twice: the workflow takes no notice of its second answer', async () => {
    await desk.open();
    await desk.press();
    await changesNothing({}, ['APPROVED']);
    expect(desk.told).toEqual(['You have approved already: this counts once.']);
    expect(desk.effects.size).toBe(1);
  });

  test('the second press by the same officer where two are asked', async () => {
    await desk.open({ needed: 2 });
    await desk.press();
    desk.clock += 5_000;
    await changesNothing({});
    expect(desk.told[0]).toContain('it has to be another one');
    expect(desk.sent).toEqual([]);
  });

  test('a press after another officer’s decision, which names it', async () => {
    await desk.open();
    await desk.press({ user: 'U-BEN', actionId: 'approval-decline' });
    await changesNothing({}, ['DECLINED']);
    expect(desk.told).toEqual(['This was declined by <@U-BEN> at 2026-01-15 12:00 UTC: nothing was changed.']);
  });

  test('a press for an approval that nobody knows', async () => {
    await changesNothing({ value: 'f'.repeat(32) });
    expect(desk.told).toEqual(['This request is not known here any more: nothing was changed.']);
  });
});

describe('is refused before anything is read or written:', () => {
  const body = pressBody();
  const form = (payload: string) => Buffer.from(new URLSearchParams({ payload }).toString());
  test.each<[string, Buffer, () => Record<string, string>, number, RegExp]>([
    ['no signature', body, () => ({}), 401, /missing/],
    ['a bad signature', body, () => signedHeaders(body, desk.clock, 'wrong'), 401, /does not fit/],
    ['a signature made with an empty secret', body, () => signedHeaders(body, desk.clock, ''), 401, /does not fit/],
    ['a stale timestamp', body, () => signedHeaders(body, desk.clock - 301_000), 401, /301 s old/],
    ['a timestamp of the future', body, () => signedHeaders(body, desk.clock + 301_000), 401, /ahead/],
    ['a body tampered with', pressBody({ user: 'U-BEN' }), () => signedHeaders(body, desk.clock), 401, /does not fit/],
    ['a body that is no form', Buffer.from('{}'), () => signedHeaders(Buffer.from('{}'), desk.clock), 400, /form/],
    ['a payload that is not JSON', form('{'), () => signedHeaders(form('{'), desk.clock), 400, /JSON/],
    ['another interaction', form('{}'), () => signedHeaders(form('{}'), desk.clock), 400, /block_actions/],
  ])('%s', async (_, sentBody, headers, status, detail) => {
    await desk.open();
    const before = await contents(desk.tables);
    const reply = await desk.send(sentBody, headers());
    expect(reply.status).toBe(status);
    expect(reply.detail).toMatch(detail);
    expect(await contents(desk.tables)).toEqual(before);
    expect([desk.sent, desk.told, desk.shown]).toEqual([[], [], []]);
    expect(desk.logged).toEqual([expect.stringContaining('an interaction was refused')]);
  });

  test('an unknown action, also one that every object knows', async () => {
    await desk.open();
    for (const actionId of ['approval-everything', 'constructor', '__proto__'])
      expect(await desk.press({ actionId })).toMatchObject({ status: 400, detail: expect.stringContaining(actionId) });
    expect(await desk.stored()).toMatchObject({ status: 'open', version: 1 });
  });
});
