import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type SlackStandIn, startSlackStandIn } from '../../infra/local/slack/server.ts';
import type { Incident } from '../../shared/incident/types.ts';
import type { Severity } from '../../shared/policy/types.ts';
import { notifyOfficers } from '../../shared/response/notify.ts';
import { openSlack, type PostedMessage } from '../../shared/slack/web-client.ts';
import { readNotificationLog, writeNotificationLog } from '../../shared/store/notifications.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { Crash, dyingAt, makeTables, NOW } from '../environment/tables.ts';
import { KEY, moveIncident } from './moved-incident.ts';

const TOKEN = 'xoxb-test';

let stand: SlackStandIn;
let tables: Tables;
let clock: number;
let order: number;

beforeEach(async () => {
  for (const level of ['warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
  clock = NOW;
  order = 0;
  stand = await startSlackStandIn({ token: TOKEN, channels: ['#risk', '#risk-2'], burst: 1_000 });
  tables = await makeTables(() => clock);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stand.close();
});

const slack = () =>
  openSlack({ token: TOKEN, apiUrl: stand.apiUrl, timeoutMs: 1_000, patienceMs: 0, now: () => clock });

const moved = (severity: Severity): Promise<Incident> => moveIncident(tables, severity, ++order);

const notify = (incident: Incident, on = tables, channel = '#risk') => notifyOfficers(on, slack(), channel, incident);
const logOf = ({ incidentId }: Incident) => readNotificationLog(tables, KEY, incidentId);
const rootOf = async (incident: Incident) => (await logOf(incident)).message as PostedMessage;
const headlines = () => stand.messages().flatMap(({ threadTs, text }) => (threadTs === undefined ? [text] : []));
const repliesTo = ({ ts }: PostedMessage) => stand.messages().filter(({ threadTs }) => threadTs === ts);

/** A warning of which the officers have been told. */
async function warned(): Promise<{ incident: Incident; root: PostedMessage }> {
  const incident = await moved('warning');
  await notify(incident);
  return { incident, root: await rootOf(incident) };
}

/** An incident with a reply in its thread. */
async function eased(): Promise<{ incident: Incident; root: PostedMessage }> {
  await notify(await moved('critical'));
  const incident = await moved('warning');
  await notify(incident);
  return { incident, root: await rootOf(incident) };
}

describe.each([
  ['deleted', warned, () => stand.remove],
  ['deleted, with replies', eased, () => stand.remove],
  ['closed to edits', warned, () => stand.freeze],
] as const)('a root message that is %s', (_, told, lose) => {
  test('is replaced: a warning that becomes an emergency is posted, and shown in the channel', async () => {
    const { root } = await told();
    lose()(root);
    const worse = await moved('emergency');
    expect(await notify(worse)).toMatchObject({ posted: 2, updated: 0 });
    const next = await rootOf(worse);
    expect(next.ts).not.toBe(root.ts);
    expect(headlines().at(-1)).toMatch(/EMERGENCY/);
    expect(repliesTo(next)).toMatchObject([{ broadcast: true, text: expect.stringContaining('Up to emergency') }]);
    expect(await logOf(worse)).toMatchObject({ shown: worse.version, threaded: worse.version });
  });

  test('is replaced once: what follows is edited and said there', async () => {
    const { root } = await told();
    lose()(root);
    await notify(await moved('emergency'));
    const resolved = await moved('normal');
    expect(await notify(resolved)).toEqual({ posted: 1, updated: 1 });
    expect(headlines().at(-1)).toMatch(/RESOLVED/);
    expect(repliesTo(await rootOf(resolved))).toHaveLength(2);
    expect(await notify(resolved)).toMatchObject({ reason: 'told already' });
  });

  test('with a crash before or after any write: told after the next call, the emergency at most once more', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        tables = await makeTables(() => clock);
        const { root } = await told();
        lose()(root);
        const before = stand.messages().length;
        const worse = await moved('emergency');
        const dying = dyingAt(tables, nth, when);
        const outcome = await notify(worse, dying.tables).catch((error) => error);
        if (!dying.died()) break;
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Crash);
        // The one that died holds the incident until its hold runs out.
        clock += 61_000;
        await notify(worse);
        expect(await logOf(worse)).toMatchObject({ shown: worse.version, threaded: worse.version });
        expect(repliesTo(await rootOf(worse)).some(({ text }) => text.includes('Up to emergency'))).toBe(true);
        expect(stand.messages().length - before).toBeLessThanOrEqual(3);
        dying.tables.client.destroy();
      }
    }
  });
});

test('a thread that is gone once the root has been edited goes on under a new root', async () => {
  const { root } = await warned();
  const worse = await moved('emergency');
  // The root was edited, and the call ended before the reply.
  await writeNotificationLog(tables, KEY, worse.incidentId, await logOf(worse), { shown: worse.version });
  stand.remove(root);
  expect(await notify(worse)).toEqual({ posted: 2, updated: 0 });
  expect(headlines()).toEqual([expect.stringMatching(/EMERGENCY/)]);
  expect(repliesTo(await rootOf(worse))).toMatchObject([{ broadcast: true }]);
});

test('an edit that Slack puts off does not keep the reply from being posted; tried again, the edit alone is made', async () => {
  await warned();
  const worse = await moved('emergency');
  stand.failNext({ kind: 'put-off', retryAfterSeconds: 30 });
  await expect(notify(worse)).rejects.toMatchObject({ name: 'SlackUnavailable', retryAfterMs: 30_000 });
  expect(repliesTo(await rootOf(worse))).toMatchObject([{ broadcast: true }]);
  // Inside the window that Slack named no call is made.
  clock += 10_000;
  await expect(notify(worse)).rejects.toMatchObject({ name: 'SlackUnavailable', retryAfterMs: 20_000 });
  expect(stand.calls('chat.update')).toBe(1);
  clock += 20_000;
  expect(await notify(worse)).toEqual({ posted: 0, updated: 1 });
  expect(stand.counts()).toMatchObject({ posts: 2, updates: 1 });
});

describe('a channel that is archived', () => {
  test('is an error that may be tried again, and nothing is noted as told', async () => {
    const { root } = await warned();
    stand.archive('#risk');
    const worse = await moved('emergency');
    for (let i = 0; i < 2; i++)
      await expect(notify(worse)).rejects.toMatchObject({ name: 'SlackRefused', code: 'is_archived', kind: 'channel' });
    expect(await logOf(worse)).toMatchObject({ message: root, shown: 1, threaded: 1, heldUntil: 0 });
  });

  test('has its incidents go on in the channel that is configured in its place', async () => {
    await warned();
    stand.archive('#risk');
    const worse = await moved('emergency');
    expect(await notify(worse, tables, '#risk-2')).toEqual({ posted: 2, updated: 0 });
    const next = await rootOf(worse);
    expect(stand.messages().filter(({ channel }) => channel === next.channel)).toMatchObject([
      { channelName: 'risk-2', text: expect.stringContaining('EMERGENCY') },
      { channelName: 'risk-2', threadTs: next.ts, broadcast: true },
    ]);
  });
});

test('a token that was rotated is read again in the middle of a notification', async () => {
  const { incident } = await warned();
  const worse = await moved('emergency');
  stand.rotateToken('xoxb-next');
  await expect(notify(worse)).rejects.toMatchObject({ code: 'token_revoked' });
  let reads = 0;
  const rereadToken = async () => {
    reads++;
    return 'xoxb-next';
  };
  const rereading = openSlack({ token: TOKEN, rereadToken, apiUrl: stand.apiUrl });
  await notifyOfficers(tables, rereading, '#risk', worse);
  expect(reads).toBe(1);
  expect(await logOf(incident)).toMatchObject({ shown: 2, threaded: 2 });
});
