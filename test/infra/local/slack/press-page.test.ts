import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SlackStandIn, startSlackStandIn } from '../../../../infra/local/slack/server.ts';
import { newApproval } from '../../../../shared/approval/decide.ts';
import { approvalMessage } from '../../../../shared/slack/approval-message.ts';
import { type Interaction, parseInteraction } from '../../../../shared/slack/interaction.ts';
import { openSlack } from '../../../../shared/slack/web-client.ts';
import { CHROMIUM, openPage, type Page } from '../../../environment/chromium.ts';

if (!CHROMIUM) console.warn('the buttons of the Slack page are not tested in a browser: no Chromium on this machine');

const approval = newApproval({
  venue: '<img src=x onerror=document.title="owned">',
  planId: 'p',
  planHash: 'h',
  needed: 2,
  allowed: ['U-ANNA', 'U-BEN'],
  openedAt: 0,
  expiresAt: 900_000,
  onExpiry: 'stand down',
});
const summary = { currency: 'USDT', markets: [], positions: 1, accounts: 1, notional: 1_000, cost: 1, topAccounts: [] };

(CHROMIUM ? describe : describe.skip)('the page', () => {
  let page: Page;
  let stand: SlackStandIn;
  let app: Server;
  let pressed: Interaction[];

  beforeAll(async () => {
    pressed = [];
    stand = await startSlackStandIn({ token: 't', channels: ['#risk'] });
    app = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const interaction = parseInteraction(Buffer.concat(chunks));
      pressed.push(interaction);
      const declined = {
        ...approval,
        status: 'declined',
        decisions: [{ user: interaction.user, decision: 'decline', at: 0 }],
      } as const;
      const answers =
        interaction.user === 'U-STRANGER'
          ? [{ text: 'You are not among those who may approve.' }]
          : interaction.actionId === 'approval-approve'
            ? [{ text: 'Approved by you and <@U-BEN>.' }]
            : [{ text: 'Declined by you.' }, { replace_original: true, ...approvalMessage(declined, summary) }];
      for (const answer of answers)
        await fetch(interaction.responseUrl as string, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(answer),
        });
      response.writeHead(200).end();
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    await openSlack({ token: 't', apiUrl: stand.apiUrl }).post({
      channel: '#risk',
      ...approvalMessage(approval, summary),
    });
    page = await openPage();
    await page.open(stand.pageUrl, { width: 1_280, height: 900 });
  }, 60_000);
  afterAll(async () => {
    await page.close();
    await stand.close();
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
  });

  const until = async (expression: string) => {
    for (let waited = 0; waited < 10_000; waited += 50) {
      if (await page.evaluate<boolean>(expression)) return;
      await pause(50);
    }
    throw new Error(`never true in the page: ${expression}`);
  };
  const button = (action: string) => `document.querySelector('[data-action="approval-${action}"]')`;
  const press = (action: string) => page.evaluate(`${button(action)}.click()`);
  const as = (user: string) => page.evaluate(`document.getElementById('officer').value = '${user}'`);
  const only = "(document.querySelector('article .only')?.textContent ?? '')";

  test('shows buttons that cannot be pressed until there is somewhere to send a press', async () => {
    await until(`${button('approve')} !== null`);
    expect(await page.evaluate(`${button('approve')}.disabled && ${button('decline')}.disabled`)).toBe(true);
    stand.sendInteractionsTo({
      url: `http://127.0.0.1:${(app.address() as { port: number }).port}/v1/slack/interactions`,
      signingSecret: 's',
    });
    await until(`!${button('approve')}.disabled`);
    expect(await page.evaluate("[...document.getElementById('officer').options].map((o) => o.value).join()")).toBe(
      'U-ANNA,U-BEN,U-STRANGER',
    );
  });

  test('shows officers by their names, and nothing in the message becomes markup', async () => {
    expect(await page.evaluate("document.querySelector('article').textContent")).toContain('@Anna (risk officer)');
    expect(await page.evaluate("document.querySelectorAll('article img').length")).toBe(0);
    expect(await page.evaluate('document.title')).not.toBe('owned');
  });

  test('asks once more before it approves, and presses nothing where that is declined', async () => {
    await press('approve');
    await until("document.getElementById('confirm').open");
    expect(await page.evaluate("document.querySelector('#confirm h2').textContent")).toBe('Approve this plan?');
    await page.evaluate("document.querySelectorAll('#confirm button')[1].click()");
    await until("!document.getElementById('confirm').open");
    expect(pressed).toEqual([]);
    await press('approve');
    await page.evaluate("document.querySelectorAll('#confirm button')[0].click()");
    await until(`${only}.includes('Approved by you and @Ben')`);
    expect(pressed).toMatchObject([{ user: 'U-ANNA', actionId: 'approval-approve', value: approval.approvalId }]);
  });

  test('presses as the officer who is chosen, and shows the answer as theirs alone', async () => {
    await as('U-STRANGER');
    await press('decline');
    await until(`${only}.includes('not among those')`);
    expect(await page.evaluate(only)).toContain('Only a stranger sees this');
    expect(pressed.at(-1)).toMatchObject({ user: 'U-STRANGER', actionId: 'approval-decline' });
  });

  test('fits a narrow window with its buttons', async () => {
    await page.open(stand.pageUrl, { width: 360, height: 800 });
    await until(`${button('approve')} !== null`);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('shows the decided message without buttons, with the presser’s answer below it', async () => {
    await as('U-BEN');
    await press('decline');
    await until(`document.querySelector('article h2').textContent.includes('DECLINED') && ${only} !== ''`);
    expect(await page.evaluate(`${button('approve')} === null`)).toBe(true);
    expect(await page.evaluate("document.querySelector('article').textContent")).toContain('Declined by @Ben');
  });
});
