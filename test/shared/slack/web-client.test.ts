import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SlackStandIn, startSlackStandIn } from '../../../infra/local/slack/server.ts';
import { openSlack, type SlackOptions } from '../../../shared/slack/web-client.ts';

const TOKEN = 'xoxb-test-token';
const MESSAGE = {
  channel: '#risk',
  text: 'hello',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*hello*', verbatim: true } }],
} as const;

let stand: SlackStandIn;
let pauses: number[];
beforeEach(async () => {
  pauses = [];
  stand = await startSlackStandIn({ token: TOKEN, channels: ['#risk'] });
});
afterEach(() => stand.close());

const slack = (options: Partial<SlackOptions> = {}) =>
  openSlack({
    token: TOKEN,
    apiUrl: stand.apiUrl,
    timeoutMs: 400,
    pause: async (ms) => void pauses.push(ms),
    ...options,
  });

describe('a message', () => {
  test('is posted by the channel name, and updated by what the post gave back', async () => {
    const posted = await slack().post(MESSAGE);
    expect(posted.channel).toMatch(/^C/);
    await slack().update({ ...MESSAGE, ...posted, text: 'changed' });
    expect(stand.messages()).toMatchObject([{ ts: posted.ts, text: 'changed', versions: 2 }]);
  });

  test('asks Slack, posted and updated, to link no address and no name that stands in it', async () => {
    const bodies: Record<string, unknown>[] = [];
    const noting: typeof fetch = (url, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      return fetch(url, init);
    };
    const posted = await slack({ fetch: noting }).post(MESSAGE);
    await slack({ fetch: noting }).update({ ...MESSAGE, ...posted });
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(body).toMatchObject({ parse: 'none', link_names: false });
  });

  test('goes into a thread, and into the channel too where it is broadcast', async () => {
    const { ts } = await slack().post(MESSAGE);
    await slack().post({ ...MESSAGE, threadTs: ts });
    await slack().post({ ...MESSAGE, threadTs: ts, broadcast: true });
    expect(stand.messages().map(({ threadTs, broadcast }) => [threadTs, broadcast])).toEqual([
      [undefined, false],
      [ts, false],
      [ts, true],
    ]);
  });
});

describe('when Slack puts a call off', () => {
  test('it waits for as long as Retry-After says, and then it is done', async () => {
    stand.failNext({ kind: 'put-off', retryAfterSeconds: 3 });
    stand.failNext({ kind: 'put-off', retryAfterSeconds: 2 });
    await slack().post(MESSAGE);
    expect(pauses).toEqual([3_000, 2_000]);
    expect(stand.counts().posts).toBe(1);
  });

  test('it gives up where the wait is longer than its patience, and says how long it would have been', async () => {
    stand.failNext({ kind: 'put-off', retryAfterSeconds: 30 });
    await expect(slack({ patienceMs: 10_000 }).post(MESSAGE)).rejects.toMatchObject({
      name: 'SlackUnavailable',
      retryAfterMs: 30_000,
    });
    expect(pauses).toEqual([]);
  });
});

describe('when Slack fails', () => {
  test.each([
    ['cut off before', { kind: 'before' }, /connection failed/, 0],
    ['cut off after', { kind: 'after' }, /connection failed/, 1],
    ['a 500', { kind: 'error' }, /HTTP 500/, 0],
    ['slower than the time-out', { kind: 'slow', ms: 900 }, /no answer in 400 ms/, 0],
  ] as const)(
    '%s: SlackUnavailable, and no second try whose outcome nobody knows',
    async (_, fault, message, posts) => {
      stand.failNext(fault);
      const failure = await slack()
        .post(MESSAGE)
        .catch((error) => error);
      expect(failure).toMatchObject({ name: 'SlackUnavailable', message: expect.stringMatching(message) });
      expect(stand.counts().posts).toBe(posts);
    },
  );

  test('nobody there at all is SlackUnavailable too', async () => {
    const { apiUrl } = stand;
    await stand.close();
    await expect(slack({ apiUrl }).post(MESSAGE)).rejects.toMatchObject({ name: 'SlackUnavailable' });
    stand = await startSlackStandIn({ token: TOKEN, channels: ['#risk'] });
  });

  test("Slack's own passing troubles are SlackUnavailable, everything else that it says no to is SlackRefused", async () => {
    const answering = (error: string) => async () =>
      new Response(JSON.stringify({ ok: false, error }), { status: 200 });
    await expect(slack({ fetch: answering('internal_error') }).post(MESSAGE)).rejects.toMatchObject({
      name: 'SlackUnavailable',
    });
    await expect(slack({ fetch: answering('is_archived') }).post(MESSAGE)).rejects.toMatchObject({
      name: 'SlackRefused',
      code: 'is_archived',
    });
  });
});

describe('what Slack refuses', () => {
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => 'taken',
      (error) => error.code,
    );

  test('is refused with its own code', async () => {
    const { channel, ts } = await slack().post(MESSAGE);
    expect(await refusal(slack({ token: 'xoxb-other' }).post(MESSAGE))).toBe('invalid_auth');
    expect(await refusal(slack().post({ ...MESSAGE, channel: '#nowhere' }))).toBe('channel_not_found');
    expect(await refusal(slack().update({ ...MESSAGE, channel: '#risk', ts }))).toBe('channel_not_found');
    expect(await refusal(slack().update({ ...MESSAGE, channel, ts: '1.000000' }))).toBe('message_not_found');
    expect(await refusal(slack().post({ ...MESSAGE, threadTs: '1.000000' }))).toBe('thread_not_found');
  });

  test('names what is wrong with the blocks, and never the token', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001), verbatim: true } }] as const;
    const failure = await slack()
      .post({ ...MESSAGE, blocks })
      .catch((error) => error);
    expect(failure).toMatchObject({ name: 'SlackRefused', code: 'invalid_blocks' });
    expect(failure.message).toContain('/blocks/0/text/text');
    expect(failure.message).not.toContain(TOKEN);
  });
});
