import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SlackStandIn, startSlackStandIn } from '../../../../infra/local/slack/server.ts';
import type { Incident } from '../../../../shared/incident/types.ts';
import { incidentMessage, transitionReply } from '../../../../shared/slack/incident-message.ts';
import { openSlack } from '../../../../shared/slack/web-client.ts';
import { CHROMIUM, openPage, type Page } from '../../../environment/chromium.ts';

if (!CHROMIUM) console.warn('the Slack page is not tested in a browser: no Chromium on this machine');

const sighting = {
  rule: 'r',
  metric: 'leverage.weighted',
  value: 20,
  threshold: 16,
  regime: 'elevated' as const,
  timestamp: 0,
  snapshotId: 's',
};
const incident: Incident = {
  venue: 'demo',
  symbol: '<img src=x onerror=document.title="owned">',
  group: 'leverage',
  incidentId: 'i',
  status: 'open',
  severity: 'warning',
  worst: 'warning',
  version: 1,
  order: 1,
  openedAt: 0,
  resolvedAt: null,
  opened: sighting,
  latest: sighting,
  policyVersion: 1,
  codeVersion: 'test',
};

let stand: SlackStandIn;
beforeAll(async () => {
  stand = await startSlackStandIn({ token: 't', channels: ['#risk'] });
});
afterAll(() => stand.close());

test('the page is one file that loads nothing from elsewhere', async () => {
  const page = await (await fetch(stand.pageUrl)).text();
  expect(page).toContain('<title>');
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect(page).not.toContain('innerHTML');
});

test('everything that was and is posted or changed reaches who watches', async () => {
  const slack = openSlack({ token: 't', apiUrl: stand.apiUrl });
  const posted = await slack.post({ channel: '#risk', ...incidentMessage(incident) });
  const stopped = new AbortController();
  const events = await fetch(new URL('events', stand.pageUrl), { signal: stopped.signal });
  const reader = (events.body as ReadableStream<Uint8Array>).getReader();
  let seen = '';
  const until = async (text: string) => {
    while (!seen.includes(text)) seen += new TextDecoder().decode((await reader.read()).value);
  };
  await until('WARNING');
  await slack.update({ ...posted, ...incidentMessage({ ...incident, severity: 'critical' }) });
  await until('CRITICAL');
  expect(seen).toContain('"versions":2');
  stopped.abort();
});

(CHROMIUM ? describe : describe.skip)('in a browser', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage();
  }, 60_000);
  afterAll(() => page.close());

  const until = async (expression: string) => {
    for (let waited = 0; waited < 10_000; waited += 50) {
      if (await page.evaluate<boolean>(expression)) return;
      await pause(50);
    }
    throw new Error(`never true in the page: ${expression}`);
  };

  test('a message appears, changes in place and unfolds its thread, and nothing in it becomes markup', async () => {
    const slack = openSlack({ token: 't', apiUrl: stand.apiUrl });
    await page.open(stand.pageUrl, { width: 1_280, height: 900 });
    await until("document.getElementById('link').textContent === 'live'");
    const before = await page.evaluate<number>("document.querySelectorAll('article').length");
    const posted = await slack.post({ channel: '#risk', ...incidentMessage(incident) });
    await until(`document.querySelectorAll('article').length === ${before + 1}`);
    await slack.update({ ...posted, ...incidentMessage({ ...incident, severity: 'emergency' }) });
    await slack.post({
      channel: '#risk',
      threadTs: posted.ts,
      ...transitionReply({ ...incident, severity: 'emergency' }, 'escalated'),
    });
    await until("document.querySelector('article .reply') !== null");
    expect(await page.evaluate("document.querySelector('article h2').textContent")).toContain('EMERGENCY · <img src=x');
    expect(await page.evaluate("document.querySelector('article').dataset.severity")).toBe('emergency');
    expect(await page.evaluate("document.querySelector('article .meta').textContent")).toContain('edited 1×');
    expect(await page.evaluate("document.querySelectorAll('article img').length")).toBe(0);
    expect(await page.evaluate('document.title')).not.toBe('owned');
  });

  test('it fits a narrow window', async () => {
    await page.open(stand.pageUrl, { width: 360, height: 800 });
    await until("document.querySelector('article') !== null");
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
