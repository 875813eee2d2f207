import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SlackStandIn, startSlackStandIn } from '../../../../infra/local/slack/server.ts';
import { newApproval } from '../../../../shared/approval/decide.ts';
import { approvalMessage } from '../../../../shared/slack/approval-message.ts';
import { parseInteraction, verifySlackSignature } from '../../../../shared/slack/interaction.ts';
import { openSlack, type PostedMessage } from '../../../../shared/slack/web-client.ts';

const SIGNING_SECRET = 'loopback';
const approval = newApproval({
  venue: 'demo',
  planId: 'p',
  planHash: 'h',
  needed: 1,
  allowed: ['U-ANNA'],
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

/** What the app got, and what it does with it. */
let requests: { headers: Record<string, unknown>; body: Buffer }[];
let respond: (responseUrl: string) => Promise<unknown>;
let status: number;
let app: Server;
let url: string;
let stand: SlackStandIn;
let posted: PostedMessage;

beforeEach(async () => {
  requests = [];
  respond = async () => {};
  status = 200;
  app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    requests.push({ headers: request.headers, body });
    await respond(parseInteraction(body).responseUrl ?? '');
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(app.address() as { port: number }).port}/v1/slack/interactions`;
  stand = await startSlackStandIn({
    token: 't',
    channels: ['#risk'],
    interactions: { url, signingSecret: SIGNING_SECRET },
  });
  posted = await openSlack({ token: 't', apiUrl: stand.apiUrl }).post({
    channel: '#risk',
    ...approvalMessage(approval, summary),
  });
});
afterEach(async () => {
  await stand.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

const press = (actionId = 'approval-approve', user = 'U-ANNA') => stand.press({ ...posted, actionId, user });
const post = (to: string, body: object) =>
  fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('a press', () => {
  test('reaches the app as Slack sends it: a form, signed, with the button’s own value', async () => {
    expect(await press()).toEqual({ status: 200, answers: [] });
    const [request] = requests;
    const header = (name: string) => request?.headers[name] as string;
    const signed = { signature: header('x-slack-signature'), timestamp: header('x-slack-request-timestamp') };
    const body = request?.body ?? Buffer.alloc(0);
    expect(verifySlackSignature(signed, [SIGNING_SECRET], Math.floor(Date.now() / 1_000), body)).toEqual({
      valid: true,
    });
    expect(header('content-type')).toBe('application/x-www-form-urlencoded');
    expect(parseInteraction(body)).toMatchObject({
      user: 'U-ANNA',
      actionId: 'approval-approve',
      value: approval.approvalId,
      channel: posted.channel,
      messageTs: posted.ts,
    });
  });

  test('brings back what only the presser sees, and what replaces the message for all', async () => {
    const decided = approvalMessage({ ...approval, status: 'approved' }, summary);
    respond = async (responseUrl) => {
      await post(responseUrl, { response_type: 'ephemeral', replace_original: false, text: 'Approved by you.' });
      await post(responseUrl, { replace_original: true, ...decided });
    };
    expect(await press()).toEqual({ status: 200, answers: ['Approved by you.'] });
    expect(stand.messages()).toMatchObject([{ text: decided.text, versions: 2 }]);
    // Its buttons are gone with it.
    await expect(press()).rejects.toThrow('no button');
  });

  test('says what the app answered where that was no 200', async () => {
    status = 401;
    expect(await press()).toEqual({ status: 401, answers: [] });
  });

  test('is cut off after the three seconds that Slack waits', async () => {
    respond = () => new Promise((resolve) => setTimeout(resolve, 4_000).unref());
    expect((await press()).status).toBeNull();
  });

  test('of a button that is not on the message is none', async () => {
    await expect(press('approval-everything')).rejects.toThrow('no button');
    await expect(stand.press({ ...posted, ts: '1.0', actionId: 'approval-approve', user: 'U-BEN' })).rejects.toThrow();
  });
});

test('the address of a press takes five answers and no more, none that Slack would refuse, and none for another', async () => {
  let address = '';
  respond = async (responseUrl) => {
    address = responseUrl;
  };
  await press();
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push((await post(address, { text: String(n) })).status);
  expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
  expect((await post(`${address}0`, { text: 'x' })).status).toBe(404);
  await press();
  expect((await post(address, { replace_original: true, text: 'x', blocks: [{ type: 'banner' }] })).status).toBe(404);
  expect(stand.messages()).toMatchObject([{ versions: 1 }]);
});

test('without an address there is nowhere to press to, until it is given', async () => {
  const quiet = await startSlackStandIn({ token: 't', channels: ['#risk'] });
  const slack = openSlack({ token: 't', apiUrl: quiet.apiUrl });
  const message = await slack.post({ channel: '#risk', ...approvalMessage(approval, summary) });
  const pressed = { ...message, actionId: 'approval-decline', user: 'U-BEN' };
  await expect(quiet.press(pressed)).rejects.toThrow('nowhere');
  quiet.sendInteractionsTo({ url, signingSecret: SIGNING_SECRET });
  expect(await quiet.press(pressed)).toEqual({ status: 200, answers: [] });
  await quiet.close();
});

test('a page from elsewhere cannot press: what is no JSON is not taken', async () => {
  const body = JSON.stringify({ ...posted, actionId: 'approval-approve', user: 'U-ANNA' });
  const response = await fetch(new URL('press', stand.pageUrl), { method: 'POST', body });
  expect(await response.json()).toMatchObject({ status: null });
  expect(requests).toEqual([]);
});
