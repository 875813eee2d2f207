import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openPresser } from '../../../functions/receive-interaction/presser.ts';
import { receiveInteraction } from '../../../functions/receive-interaction/receive-interaction.ts';
import { type SlackStandIn, startSlackStandIn } from '../../../infra/local/slack/server.ts';
import type { Verdict } from '../../../shared/approval/decide.ts';
import type { Approval } from '../../../shared/approval/types.ts';
import { approvalMessage } from '../../../shared/slack/approval-message.ts';
import { openSlack, type PostedMessage } from '../../../shared/slack/web-client.ts';
import { openApproval } from '../../../shared/store/approvals.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { makeTables } from '../../environment/tables.ts';
import { asked, SECRET, SUMMARY, TASK_TOKEN } from './officers.ts';

/** The way of a press: the message in the stand-in, its button, the function, DynamoDB Local and back. */
let tables: Tables;
let stand: SlackStandIn;
let app: Server;
let verdicts: Verdict[];

beforeEach(async () => {
  verdicts = [];
  jest.spyOn(console, 'info').mockImplementation(() => {});
  tables = await makeTables(Date.now);
  stand = await startSlackStandIn({ token: 't', channels: ['#risk'] });
  app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status } = await receiveInteraction(
      {
        tables,
        signingSecrets: async () => [SECRET],
        task: { succeed: async (_, verdict) => verdicts.push(verdict as Verdict) > 0 },
        presserOf: ({ responseUrl }) => openPresser(responseUrl, stand.apiUrl),
        showOtherwise: async () => {},
      },
      { headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) },
    );
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const { port } = app.address() as { port: number };
  stand.sendInteractionsTo({ url: `http://127.0.0.1:${port}/v1/slack/interactions`, signingSecret: SECRET });
});
afterEach(async () => {
  await stand.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  jest.restoreAllMocks();
});

async function ask(change: Partial<Approval>): Promise<PostedMessage> {
  const openedAt = Date.now();
  const approval = asked({ openedAt, expiresAt: openedAt + 900_000, ...change });
  await openApproval(tables, approval, { summary: SUMMARY, taskToken: TASK_TOKEN });
  return openSlack({ token: 't', apiUrl: stand.apiUrl }).post({
    channel: '#risk',
    ...approvalMessage(approval, SUMMARY),
  });
}

test('two officers approve one after the other, and everybody sees how far it is', async () => {
  const message = await ask({ needed: 2 });
  const press = (user: string) => stand.press({ ...message, actionId: 'approval-approve', user });
  expect(await press('U-STRANGER')).toEqual({ status: 200, answers: [expect.stringContaining('not among those')] });
  expect(await press('U-ANNA')).toEqual({ status: 200, answers: ['Approved by you; one more officer is needed.'] });
  expect(JSON.stringify(stand.messages())).toContain('Approved by <@U-ANNA>');
  expect(verdicts).toEqual([]);
  expect(await press('U-ANNA')).toEqual({ status: 200, answers: [expect.stringContaining('another one')] });
  expect(await press('U-BEN')).toEqual({
    status: 200,
    answers: ['Approved by you and <@U-ANNA>: the plan goes ahead.'],
  });
  expect(verdicts).toEqual([{ decision: 'approved', by: ['U-ANNA', 'U-BEN'] }]);
  expect(stand.messages()).toMatchObject([{ text: expect.stringContaining('APPROVED'), versions: 3 }]);
  await expect(press('U-BEN')).rejects.toThrow('no button');
});

test('an officer declines a moment before another approves: the message shows what is stored', async () => {
  const message = await ask({ needed: 1 });
  const [declined, approved] = await Promise.all([
    stand.press({ ...message, actionId: 'approval-decline', user: 'U-ANNA' }),
    stand.press({ ...message, actionId: 'approval-approve', user: 'U-BEN' }),
  ]);
  expect([declined.status, approved.status]).toEqual([200, 200]);
  const words = new Set(verdicts.map(({ decision }) => decision.toUpperCase()));
  expect(words.size).toBe(1);
  expect(stand.messages()[0]?.text).toContain([...words][0]);
});

test('a press that is signed with another secret changes nothing', async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
  const message = await ask({});
  const { port } = app.address() as { port: number };
  stand.sendInteractionsTo({ url: `http://127.0.0.1:${port}/v1/slack/interactions`, signingSecret: 'another' });
  expect(await stand.press({ ...message, actionId: 'approval-approve', user: 'U-ANNA' })).toEqual({
    status: 401,
    answers: [],
  });
  expect(stand.messages()).toMatchObject([{ versions: 1 }]);
  expect(verdicts).toEqual([]);
});
