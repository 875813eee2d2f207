import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SlackStandIn } from '../../infra/local/slack/server.ts';
import { startSlackStandIn } from '../../infra/local/slack/server.ts';
import type { Incident } from '../../shared/incident/types.ts';
import type { Severity } from '../../shared/policy/types.ts';
import { notifyOfficers } from '../../shared/response/notify.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import { readNotificationLog } from '../../shared/store/notifications.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { Crash, dyingAt, makeTables, NOW } from '../environment/tables.ts';
import { KEY, moveIncident } from './moved-incident.ts';

const TOKEN = 'xoxb-test';

let stand: SlackStandIn;
let tables: Tables;
let clock: number;
let order: number;

beforeEach(async () => {
  clock = NOW;
  order = 0;
  stand = await startSlackStandIn({ token: TOKEN, channels: ['#risk'], burst: 1_000 });
  tables = await makeTables(() => clock);
});
afterEach(() => stand.close());

const slack = (token = TOKEN) =>
  openSlack({ token, apiUrl: stand.apiUrl, timeoutMs: 300, patienceMs: 0, now: () => clock });

const moved = (severity: Severity): Promise<Incident> => moveIncident(tables, severity, ++order);

const notify = (incident: Incident, on = tables, with_ = slack()) => notifyOfficers(on, with_, '#risk', incident);
const headline = () => stand.messages().find(({ threadTs }) => threadTs === undefined)?.text ?? '';
const replies = () => stand.messages().filter(({ threadTs }) => threadTs !== undefined);

describe('in order', () => {
  test('an incident is posted once, updated as it moves, and each move is a reply in its thread', async () => {
    expect(await notify(await moved('warning'))).toEqual({ posted: 1, updated: 0 });
    expect(headline()).toContain('WARNING');
    expect(await notify(await moved('critical'))).toEqual({ posted: 1, updated: 1 });
    expect(headline()).toContain('CRITICAL');
    expect(await notify(await moved('normal'))).toEqual({ posted: 1, updated: 1 });
    expect(headline()).toContain('RESOLVED');
    expect(stand.counts()).toEqual({ posts: 3, updates: 2, files: 0 });
    expect(replies().map(({ broadcast }) => broadcast)).toEqual([true, false]);
  });

  test('told again, there is nothing to tell', async () => {
    const incident = await moved('warning');
    await notify(incident);
    expect(await notify(incident)).toEqual({ posted: 0, updated: 0, reason: 'told already' });
    expect(stand.counts().posts).toBe(1);
  });
});

describe('out of order', () => {
  test('a late call for an older version does not turn the message back', async () => {
    const first = await moved('warning');
    const second = await moved('critical');
    await notify(second);
    await notify(first);
    expect(headline()).toContain('CRITICAL');
    expect(stand.counts()).toEqual({ posts: 2, updates: 0, files: 0 });
  });

  test('two at once post one message: the other is told to come again, and then finds it told', async () => {
    const incident = await moved('warning');
    const outcomes = await Promise.allSettled([notify(incident), notify(incident), notify(incident)]);
    const busy = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(busy.every((outcome) => (outcome as PromiseRejectedResult).reason.name === 'NotificationBusy')).toBe(true);
    await notify(incident);
    expect(stand.counts().posts).toBe(1);
  });
});

describe('Slack fails', () => {
  test.each([
    ['is cut off before the post', { kind: 'before' }, 1],
    ['answers 500', { kind: 'error' }, 1],
    ['asks to wait longer than we have', { kind: 'put-off', retryAfterSeconds: 60 }, 1],
    // Told, and the answer lost: rather twice than never.
    ['is cut off after the post', { kind: 'after' }, 2],
    ['is slower than the time-out', { kind: 'slow', ms: 600 }, 2],
  ] as const)('it %s: the call fails as SlackUnavailable, and the next one tells', async (_, fault, posts) => {
    const incident = await moved('warning');
    stand.failNext(fault);
    await expect(notify(incident)).rejects.toMatchObject({ name: 'SlackUnavailable' });
    // Before Slack takes anything again there is no use in it.
    clock += 60_000;
    await notify(incident);
    // A slow post lands when we have stopped waiting for it.
    for (let waited = 0; stand.counts().posts < posts && waited < 2_000; waited += 20)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stand.counts().posts).toBe(posts);
    expect(await notify(incident)).toMatchObject({ reason: 'told already' });
  });

  test('it refuses the token: the call fails as SlackRefused, and the token is not in the error', async () => {
    const failure = await notify(await moved('warning'), tables, slack('xoxb-wrong-token')).catch((error) => error);
    expect(failure).toMatchObject({ name: 'SlackRefused', code: 'invalid_auth' });
    expect(`${failure.message}${failure.stack}`).not.toContain('wrong-token');
  });

  test('the update fails: the post is not repeated', async () => {
    await notify(await moved('warning'));
    const worse = await moved('critical');
    stand.failNext({ kind: 'before' });
    await expect(notify(worse)).rejects.toMatchObject({ name: 'SlackUnavailable' });
    await notify(worse);
    expect(stand.counts()).toEqual({ posts: 2, updates: 1, files: 0 });
  });
});

describe('a crash', () => {
  test('before or after any write leaves Slack up to date after the next call, and the log complete', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        tables = await makeTables(() => clock);
        const before = stand.counts();
        await notify(await moved('warning'));
        const worse = await moved('critical');
        const dying = dyingAt(tables, nth, when);
        const outcome = await notify(worse, dying.tables).catch((error) => error);
        if (!dying.died()) break;
        // The release of the hold may be what died: then everything had been told.
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Crash);
        // The one that died holds the incident until its hold runs out.
        clock += 61_000;
        await notify(worse);
        expect(await readNotificationLog(tables, KEY, worse.incidentId)).toMatchObject({ shown: 2, threaded: 2 });
        const after = stand.counts();
        expect(after.posts - before.posts).toBeGreaterThanOrEqual(2);
        expect(after.posts - before.posts).toBeLessThanOrEqual(3);
        expect(after.updates - before.updates).toBeGreaterThanOrEqual(1);
        expect(after.updates - before.updates).toBeLessThanOrEqual(2);
      }
    }
  });

  test('while another holds the incident, the call says so instead of waiting or posting', async () => {
    const incident = await moved('warning');
    const dying = dyingAt(tables, 1, 'before');
    await notify(incident, dying.tables).catch(() => undefined);
    await expect(notify(incident)).rejects.toMatchObject({ name: 'NotificationBusy' });
    clock += 61_000;
    await notify(incident);
    expect(headline()).toContain('WARNING');
  });
});
