import { describe, expect, test } from '@jest/globals';
import { MOST_PUT_OFF, unlessPutOff } from '../../../shared/response/put-off.ts';
import { openSlack, SlackRefused, SlackUnavailable } from '../../../shared/slack/web-client.ts';

const off = (retryAfterMs?: number) => async () => {
  throw new SlackUnavailable('chat.postMessage', 'too many requests', retryAfterMs);
};

describe('a step that Slack puts off', () => {
  test('answers when it is to be taken again: after what Slack asks for, in whole seconds', async () => {
    expect(await unlessPutOff(undefined, off(30_000))).toEqual({ again: { afterSeconds: 30, times: 1 } });
    expect(await unlessPutOff(undefined, off(1))).toEqual({ again: { afterSeconds: 1, times: 1 } });
    expect(await unlessPutOff(undefined, off(0))).toEqual({ again: { afterSeconds: 1, times: 1 } });
    expect(await unlessPutOff(undefined, off(1_001))).toEqual({ again: { afterSeconds: 2, times: 1 } });
  });

  test('keeps what it had answered before, and counts', async () => {
    const before = { planned: true, round: 2, again: { afterSeconds: 9, times: 4 } };
    expect(await unlessPutOff(before, off(30_000))).toEqual({ ...before, again: { afterSeconds: 30, times: 5 } });
  });

  test('fails as unavailable when it has been put off too often, so that no execution goes on for ever', async () => {
    const before = { again: { afterSeconds: 1, times: MOST_PUT_OFF } };
    await expect(unlessPutOff(before, off(1_000))).rejects.toBeInstanceOf(SlackUnavailable);
  });

  test('calls once, and not in the 30 s that Slack has asked for', async () => {
    let calls = 0;
    const slack = openSlack({
      ...{ token: 't', apiUrl: 'http://slack.invalid', pause: () => Promise.reject(new Error('it waits itself')) },
      fetch: async () => {
        calls += 1;
        return new Response('', { status: 429, headers: { 'retry-after': '30' } });
      },
    });
    const answer = await unlessPutOff(undefined, () => slack.post({ channel: '#risk', text: 'x', blocks: [] }));
    expect(answer).toEqual({ again: { afterSeconds: 30, times: 1 } });
    expect(calls).toBe(1);
  });
});

test('what else a step answers or throws is left as it is', async () => {
  expect(await unlessPutOff({ again: { afterSeconds: 1, times: 3 } }, async () => ({ next: 'close' }))).toEqual({
    next: 'close',
  });
  for (const error of [
    new SlackUnavailable('chat.update', 'HTTP 503'),
    new SlackRefused('chat.update', 'x'),
    new TypeError(),
  ])
    await expect(unlessPutOff(undefined, () => Promise.reject(error))).rejects.toBe(error);
});
