import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { StoredMessage } from '../../infra/local/slack/server.ts';
import { askApproval } from '../../shared/response/ask-approval.ts';
import type { RespondState } from '../../shared/response/respond-state.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import { readNotificationLog } from '../../shared/store/notifications.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { readDone, readVerification } from '../../shared/store/verifications.ts';
import { contents } from '../environment/tables.ts';
import { accountNamed } from '../infra/local/exchange/small-exchange.ts';
import { openAskedVenue } from './asked-venue.ts';
import type { GuardedVenue } from './guarded-venue.ts';

jest.setTimeout(600_000);

let venue: GuardedVenue;
afterEach(async () => {
  await venue.close();
  jest.restoreAllMocks();
});

const asked = async (...given: Parameters<typeof openAskedVenue>) => {
  venue = await openAskedVenue(...given);
};

const messages = () => venue.stand.messages();
const root = () => messages().find(({ threadTs }) => threadTs === undefined) as StoredMessage;
const asks = ({ text }: StoredMessage) => /(NEEDED|APPROVED|DECLINED|EXPIRED|WITHDRAWN) · demo/.test(text);
const question = () => messages().filter(asks).at(-1) as StoredMessage;
const hasButtons = ({ blocks }: StoredMessage) => JSON.stringify(blocks).includes('approval-approve');
const planId = () => /Plan ([0-9a-f]{16}) /.exec(venue.asking())?.[1] ?? '';
const TWO = { approval: { needed: 2, officers: ['U-ANNA', 'U-BEN'] } };
const CLOSED = 620_300;

function payIn(): void {
  for (let i = 0; i < 20; i++) {
    const account = accountNamed(venue.exchange, `long-${String(i).padStart(2, '0')}`);
    (account as { cash: number }).cash += 100_000;
    (venue.exchange.state.treasury as { paidIn: number }).paidIn += 100_000;
  }
}

const LOSSES: [string, () => void][] = [
  ['the question is deleted', () => venue.stand.remove(question())],
  ['the question and the root are deleted', () => [question(), root()].forEach(venue.stand.remove)],
  ['all messages are deleted', () => messages().forEach(venue.stand.remove)],
  ['no message may be edited', () => messages().forEach(venue.stand.freeze)],
];

describe.each(LOSSES)('once it is approved %s', (_, lose) => {
  test('what was approved is done, verified and said, and the next plan is asked for', async () => {
    await asked();
    const id = planId();
    venue.meanwhile = async () => lose();
    await venue.press('U-ANNA');
    await venue.work();
    await venue.push({ responding: false });
    expect(venue.held()).toBe(1_200_000 - CLOSED);
    expect(await readVerification(venue.tables, 'demo', id)).toMatchObject({ following: 'plan' });
    expect(messages().filter(({ text }) => /^(Carried out|demo: Verified)/.test(text))).toHaveLength(2);
    // The message that stands for the first approval now, and the one that asks for the second.
    expect(JSON.stringify(messages().filter(asks).at(-2)?.blocks)).toContain('Verified: better');
    expect(hasButtons(question())).toBe(true);
    // And there it goes on.
    await venue.press('U-BEN');
    expect(venue.requests()).toBe(2);
  });
});

describe.each(LOSSES)('while approval is pending %s', (_, lose) => {
  test('a book that recovers withdraws it, ends the response and says so', async () => {
    await asked();
    lose();
    payIn();
    await venue.push();
    expect(venue.executions()[0]).toMatchObject({ status: 'SUCCEEDED' });
    expect(question().text).toMatch(/WITHDRAWN/);
    expect(JSON.stringify(question().blocks)).toContain('The book has recovered before anybody decided');
    expect(messages().some(({ text }) => /RESOLVED/.test(text))).toBe(true);
    expect(venue.requests()).toBe(0);
  });

  test('one that nobody gives in time is said to have run out', async () => {
    await asked({}, { approvalSeconds: 1 });
    lose();
    venue.clock += 901_000;
    while (venue.executions()[0]?.status === 'RUNNING') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(venue.executions()[0]).toMatchObject({ status: 'SUCCEEDED' });
    expect(question().text).toMatch(/EXPIRED/);
    expect(hasButtons(question())).toBe(false);
  });

  test('the step that asks, called again, leaves buttons that can be pressed', async () => {
    await asked();
    const ago = messages().length;
    const id = planId();
    lose();
    await askAgain(id);
    expect(hasButtons(question())).toBe(true);
    expect(question().text).toMatch(/NEEDED/);
    // Once: it is now that message that is edited.
    const since = messages().length;
    await askAgain(id);
    expect(messages()).toHaveLength(since);
    expect(since - ago).toBeLessThanOrEqual(2);
    await venue.press('U-ANNA');
    expect(question().text).toMatch(/APPROVED/);
  });

  test('the press of one of two officers leaves buttons for the other', async () => {
    await asked(TWO);
    const { channel, ts } = question();
    const pressed = venue.stand.press({ channel, ts, actionId: 'approval-approve', user: 'U-ANNA' });
    // While the press is on its way.
    lose();
    expect((await pressed).status).toBe(200);
    expect(hasButtons(question())).toBe(true);
    await venue.press('U-BEN');
    expect(venue.requests()).toBe(1);
  });
});

test('a book that has recovered by the time that it is approved: that is said where the question was, and the response ends', async () => {
  await asked();
  payIn();
  await venue.push({ responding: false });
  const { channel, ts } = question();
  const pressed = venue.stand.press({ channel, ts, actionId: 'approval-approve', user: 'U-ANNA' });
  venue.stand.remove(question());
  await pressed;
  await venue.settled();
  expect(venue.executions()[0]).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.stringify(question().blocks)).toContain('The book has recovered meanwhile: nothing was done.');
  expect(venue.requests()).toBe(0);
});

test('in a channel that was archived after the approval, what was approved is done and verified, and the log says what was not shown', async () => {
  await asked();
  venue.meanwhile = async () => venue.stand.archive('#risk');
  const id = planId();
  await venue.press('U-ANNA');
  await venue.work();
  await venue.push({ responding: false });
  expect(venue.held()).toBe(1_200_000 - CLOSED);
  expect(await readDone(venue.tables, 'demo', id)).toBeDefined();
  expect(await readVerification(venue.tables, 'demo', id)).toMatchObject({ following: 'plan' });
  const errors = jest.mocked(console.error).mock.calls.flat().join('\n');
  expect(errors).toContain('what came of a plan could not be shown');
  expect(errors).toContain('is_archived');
  expect(errors).toContain('Carried out: 620,300 of 620,300');
});

/** Asks for the approval of a plan as the step does that is tried again. */
async function askAgain(planId: string): Promise<void> {
  const key = Object.keys(await contents(venue.tables)).find((name) => / notified#/.test(name)) ?? '';
  const [, symbol = '', group = '', incidentId = ''] = /incident#demo#(.*)#(.*) notified#(.*)$/.exec(key) ?? [];
  const state = { venue: 'demo', symbol, group, incidentId, version: 1, plan: { planned: true, planId } };
  expect(await readNotificationLog(venue.tables, state, incidentId)).toMatchObject({ shown: 1 });
  const slack = openSlack({ token: 'xoxb-test', apiUrl: venue.stand.apiUrl });
  const task = { succeed: async () => true, heartbeat: async () => true };
  const policy = await readPolicy(venue.tables, 'demo');
  const step = { state: state as unknown as RespondState, taskToken: 'another' };
  await askApproval({ tables: venue.tables, slack }, task, policy, step);
}
