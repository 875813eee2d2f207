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
/** Unix milliseconds; pauses move it. */
let clock: number;
beforeEach(async () => {
  pauses = [];
  clock = 1_000_000;
  stand = await startSlackStandIn({ token: TOKEN, channels: ['#risk'] });
});
afterEach(() => stand.close());

const slack = (options: Partial<SlackOptions> = {}) =>
  openSlack({
    token: TOKEN,
    apiUrl: stand.apiUrl,
    timeoutMs: 400,
    pause: async (ms) => {
      pauses.push(ms);
      clock += ms;
    },
    now: () => clock,
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
  const putOff = (retryAfterSeconds: number) => stand.failNext({ kind: 'put-off', retryAfterSeconds });
  const posts = () => stand.calls('chat.postMessage');

  test('it waits for as long as Retry-After says, if that is short, and then it is done', async () => {
    putOff(1);
    putOff(1);
    await slack().post(MESSAGE);
    expect(pauses).toEqual([1_000, 1_000]);
    expect(stand.counts().posts).toBe(1);
  });

  test('it gives up if the wait is longer than its patience in all, and says how long it would have been', async () => {
    putOff(30);
    const long = slack().post(MESSAGE);
    await expect(long).rejects.toMatchObject({ name: 'SlackUnavailable', retryAfterMs: 30_000 });
    expect(pauses).toEqual([]);
    clock += 30_000;
    for (let i = 0; i < 3; i++) putOff(1);
    const often = slack().post(MESSAGE);
    await expect(often).rejects.toMatchObject({ name: 'SlackUnavailable', retryAfterMs: 1_000 });
    expect(pauses).toEqual([1_000, 1_000]);
  });

  test('no call falls inside the window that Slack named, whoever makes it, and the rest of it is told', async () => {
    putOff(30);
    await slack()
      .post(MESSAGE)
      .catch(() => undefined);
    for (const [passed, left] of [
      [0, 30_000],
      [12_000, 18_000],
      [15_000, 3_000],
    ] as const) {
      clock += passed;
      // A client that is opened for the next event, and another way to name the channel.
      const later = slack().post({ ...MESSAGE, channel: 'C000000001' });
      await expect(later).rejects.toMatchObject({ name: 'SlackUnavailable', retryAfterMs: left });
    }
    expect(posts()).toBe(1);
    // What is left is short enough to be waited for.
    clock += 1_500;
    await slack().post(MESSAGE);
    expect([posts(), pauses]).toEqual([2, [1_500]]);
  });

  test('a method is not closed by another', async () => {
    const posted = await slack().post(MESSAGE);
    putOff(30);
    await slack()
      .update({ ...MESSAGE, ...posted })
      .catch(() => undefined);
    await slack().post(MESSAGE);
    await expect(slack().update({ ...MESSAGE, ...posted })).rejects.toMatchObject({ retryAfterMs: 30_000 });
    expect(stand.calls('chat.update')).toBe(1);
  });

  test.each([
    ['without a time', {}, 1_000],
    ['with a time that is none', { 'retry-after': 'soon' }, 1_000],
    ['with 7', { 'retry-after': '7' }, 7_000],
  ])('%s', async (name, headers, retryAfterMs) => {
    const answer = async () => new Response('{}', { status: 429, headers });
    const apiUrl = `https://slack.example/${name.replaceAll(' ', '-')}`;
    const refused = slack({ apiUrl, fetch: answer, patienceMs: 0 }).post(MESSAGE);
    await expect(refused).rejects.toMatchObject({ name: 'SlackUnavailable', retryAfterMs });
  });
});

describe('when Slack refuses the token', () => {
  const CREDENTIALS = ['token_revoked', 'token_expired', 'account_inactive', 'invalid_auth', 'not_authed'];
  /** Slack with one good token, which answers any other with a code. */
  const taking = (good: string, error: string) => {
    const seen: (string | null)[] = [];
    const answer: typeof fetch = async (_, init) => {
      const token = new Headers(init?.headers).get('authorization');
      seen.push(token);
      const ok = token === `Bearer ${good}`;
      return new Response(JSON.stringify(ok ? { ok, channel: 'C1', ts: '1.000001' } : { ok, error }));
    };
    return { seen, answer };
  };

  test.each(CREDENTIALS)('%s: it is read anew, once, and the call is made again', async (code) => {
    const { seen, answer } = taking('new', code);
    let reads = 0;
    const rereadToken = async () => {
      reads++;
      return 'new';
    };
    const client = slack({ token: 'old', fetch: answer, rereadToken });
    await client.post(MESSAGE);
    await client.post(MESSAGE);
    expect([seen, reads]).toEqual([['Bearer old', 'Bearer new', 'Bearer new'], 1]);
  });

  test.each(CREDENTIALS)('%s: if there is no other, the refusal stands after one call', async (code) => {
    const { seen, answer } = taking('new', code);
    const client = slack({ token: 'old', fetch: answer, rereadToken: async () => 'old' });
    await expect(client.post(MESSAGE)).rejects.toMatchObject({ name: 'SlackRefused', code, kind: 'credentials' });
    expect(seen).toHaveLength(1);
  });

  test('many calls at once are all made', async () => {
    const { seen, answer } = taking('new', 'token_revoked');
    const client = slack({ token: 'old', fetch: answer, rereadToken: async () => 'new' });
    await Promise.all(Array.from({ length: 5 }, () => client.post(MESSAGE)));
    expect(seen.filter((token) => token === 'Bearer new')).toHaveLength(5);
  });

  test('no other refusal has it read', async () => {
    const rereadToken = async () => {
      throw new Error('read');
    };
    await expect(slack({ rereadToken }).post({ ...MESSAGE, channel: '#nowhere' })).rejects.toMatchObject({
      code: 'channel_not_found',
    });
  });
});

describe('what a refusal is about', () => {
  test('is told from a message that is gone, a channel that is closed, and what we sent', async () => {
    const kind = (call: Promise<unknown>) =>
      call.then(
        () => 'taken',
        ({ code, kind }) => [code, kind],
      );
    const root = await slack().post(MESSAGE);
    const other = await slack().post(MESSAGE);
    stand.freeze(other);
    expect(await kind(slack().update({ ...MESSAGE, ...other }))).toEqual(['edit_window_closed', 'message']);
    stand.remove(root);
    expect(await kind(slack().update({ ...MESSAGE, ...root }))).toEqual(['message_not_found', 'message']);
    expect(await kind(slack().post({ ...MESSAGE, threadTs: root.ts }))).toEqual(['thread_not_found', 'message']);
    expect(await kind(slack().post({ ...MESSAGE, blocks: [{}] as never }))).toEqual(['invalid_blocks', 'ours']);
    stand.archive('#risk');
    expect(await kind(slack().post(MESSAGE))).toEqual(['is_archived', 'channel']);
    expect(await kind(slack().update({ ...MESSAGE, ...other }))).toEqual(['is_inactive', 'channel']);
  });

  test('a message with replies that is deleted keeps its thread', async () => {
    const root = await slack().post(MESSAGE);
    await slack().post({ ...MESSAGE, threadTs: root.ts });
    stand.remove(root);
    await slack().post({ ...MESSAGE, threadTs: root.ts });
    expect(stand.messages().map(({ threadTs }) => threadTs)).toEqual([root.ts, root.ts]);
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
