import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openLoopbackServer } from '../../../../infra/local/engine/loopback-server.ts';
import { approvingOfficers, watchingOfficer } from '../../../../infra/local/scenario/officers.ts';
import { type SlackStandIn, startSlackStandIn } from '../../../../infra/local/slack/server.ts';
import { newApproval } from '../../../../shared/approval/decide.ts';
import type { Approval } from '../../../../shared/approval/types.ts';
import { approvalMessage } from '../../../../shared/slack/approval-message.ts';
import { parseInteraction } from '../../../../shared/slack/interaction.ts';
import { openSlack, type PostedMessage } from '../../../../shared/slack/web-client.ts';

const approvalOf = (planId: string): Approval =>
  newApproval({
    venue: 'demo',
    planId,
    planHash: 'h',
    needed: 1,
    allowed: ['U-ANNA', 'U-BEN'],
    openedAt: 0,
    expiresAt: 900_000,
    onExpiry: 'stand down',
  });
const summary = {
  currency: 'USDT',
  markets: [],
  positions: 1,
  accounts: 1,
  notional: 1_000,
  cost: 1,
  topAccounts: [],
};

let stand: SlackStandIn;
let presses: string[];
/** What becomes of the messages at a press. */
let pressed: (user: string) => Promise<void>;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  presses = [];
  pressed = async () => {};
  const app = await openLoopbackServer();
  app.handle(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { user } = parseInteraction(Buffer.concat(chunks));
    presses.push(user);
    await pressed(user);
    response.writeHead(200).end();
  });
  stand = await startSlackStandIn({
    token: 't',
    channels: ['#risk'],
    interactions: { url: app.url, signingSecret: 's' },
  });
  closing.push(stand.close, app.close);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const slack = () => openSlack({ token: 't', apiUrl: stand.apiUrl });
const ask = (planId = 'p'): Promise<PostedMessage> =>
  slack().post({ channel: '#risk', ...approvalMessage(approvalOf(planId), summary) });
const decide = (message: PostedMessage, status: 'approved' | 'declined' | 'expired' = 'approved'): Promise<void> =>
  slack().update({ ...message, ...approvalMessage({ ...approvalOf('p'), status }, summary) });

describe('officers who approve', () => {
  test('press once what asks, and nothing where nothing asks', async () => {
    const officers = approvingOfficers(stand);
    expect(await officers.answer()).toBe(false);
    await slack().post({ channel: '#risk', text: 'no question', blocks: [] });
    expect(await officers.answer()).toBe(false);
    const message = await ask();
    pressed = () => decide(message);
    expect(await officers.answer()).toBe(true);
    expect(await officers.answer()).toBe(false);
    expect(presses).toEqual(['U-ANNA']);
  });

  test('press one after the other where one is not enough, and then leave it', async () => {
    const officers = approvingOfficers(stand);
    await ask();
    expect([await officers.answer(), await officers.answer(), await officers.answer()]).toEqual([true, true, false]);
    expect(presses).toEqual(['U-ANNA', 'U-BEN']);
  });

  test('answer each of several questions', async () => {
    await ask('one');
    await ask('two');
    expect(await approvingOfficers(stand).answer()).toBe(true);
    expect(presses).toEqual(['U-ANNA', 'U-ANNA']);
  });

  test('say what became of a press that was not taken', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => {});
    closing.push(async () => printed.mockRestore());
    await ask();
    stand.sendInteractionsTo({ url: 'http://127.0.0.1:9/', signingSecret: 's' });
    expect(await approvingOfficers(stand).answer()).toBe(true);
    expect(printed).toHaveBeenCalledWith(expect.stringContaining('The press by U-ANNA was answered too late'));
  });
});

describe('the person who watches', () => {
  const open = (more: Partial<Parameters<typeof watchingOfficer>[0]> = {}) => {
    const said: string[] = [];
    const controller = new AbortController();
    closing.push(async () => controller.abort());
    const input = new PassThrough();
    const officer = watchingOfficer({
      slack: stand,
      expiresAfterMs: 60_000,
      input,
      signal: controller.signal,
      say: (text) => said.push(text),
      ...more,
    });
    return { officer, said, input, abort: () => controller.abort() };
  };
  /** Whether an answer is there without anybody's doing. */
  const waits = async (answer: Promise<boolean>): Promise<boolean> =>
    (await Promise.race([answer, new Promise((resolve) => setTimeout(() => resolve('waits'), 50))])) === 'waits';

  test('is not waited for where nothing is asked', async () => {
    const { officer, said } = open();
    expect(await officer.answer()).toBe(false);
    expect(said).toEqual([]);
  });

  test('is told where to press, and waited for until all is decided', async () => {
    const { officer, said } = open();
    const [one, two] = [await ask('one'), await ask('two')];
    const answer = officer.answer();
    expect(said.join('\n')).toContain(stand.pageUrl);
    for (const line of said) expect(line.length).toBeLessThanOrEqual(80);
    expect(await waits(answer)).toBe(true);
    await decide(one);
    expect(await waits(answer)).toBe(true);
    await decide(two, 'declined');
    expect(await answer).toBe(true);
    expect(await officer.answer()).toBe(false);
  });

  test('lets the play go on with an Enter, and is not asked for that again', async () => {
    const { officer, said, input } = open();
    await ask();
    const answer = officer.answer();
    expect(said.at(-1)).toContain('Enter');
    expect(await waits(answer)).toBe(true);
    input.write('\n');
    expect(await answer).toBe(true);
    expect(await officer.answer()).toBe(false);
    await ask('another');
    expect(await waits(officer.answer())).toBe(true);
  });

  test('is waited for no longer than the approval is open, nor after an interrupt', async () => {
    await ask();
    const none = { input: undefined };
    const brief = open({ ...none, expiresAfterMs: 20 });
    expect(await brief.officer.answer()).toBe(true);
    expect(brief.said.at(-1)).not.toContain('Enter');
    const interrupted = open();
    const answer = interrupted.officer.answer();
    expect(await waits(answer)).toBe(true);
    interrupted.abort();
    expect(await answer).toBe(true);
  });
});
