import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  INTERACTION_BYTES,
  InteractionInvalid,
  parseInteraction,
  SLACK_TOLERANCE_S,
  slackSignature,
  verifySlackSignature,
} from '../../../shared/slack/interaction.ts';

const NOW = 1_768_478_400;
const BODY = Buffer.from('payload=%7B%7D');
const headers = (secret = 'secret', seconds = NOW, body: Uint8Array = BODY) => ({
  signature: slackSignature(secret, String(seconds), body),
  timestamp: String(seconds),
});

describe('a signature', () => {
  test('is the one of Slack’s own example', () => {
    // Slack's documentation of request signing: secret, timestamp, body and the signature that they make.
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(slackSignature('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', Buffer.from(body))).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });

  test('is the hex HMAC-SHA256 of v0, time and body with colons between them', () => {
    const expected = createHmac('sha256', 'key').update(`v0:${NOW}:payload=%7B%7D`).digest('hex');
    expect(slackSignature('key', String(NOW), BODY)).toBe(`v0=${expected}`);
  });

  test('verifies over any bytes, and no longer once a single bit is another', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.string({ minLength: 1 }),
        fc.nat(),
        (body, key, at) => {
          const signed = headers(key, NOW, body);
          expect(verifySlackSignature(signed, [key], NOW, body)).toEqual({ valid: true });
          const changed = Uint8Array.from(body);
          changed[at % body.length]! ^= 1;
          expect(verifySlackSignature(signed, [key], NOW, changed)).toMatchObject({ reason: 'mismatch' });
        },
      ),
    );
  });

  test('cannot be moved to another time', () => {
    const moved = { ...headers(), timestamp: String(NOW + 1) };
    expect(verifySlackSignature(moved, ['secret'], NOW, BODY)).toMatchObject({ reason: 'mismatch' });
  });

  test.each([
    ['the new one while the secret rotates', ['secret', 'old'], true],
    ['the old one while the secret rotates', ['new', 'secret'], true],
    ['one that is not known', ['other'], false],
    ['none at all', [], false],
  ])('made with %s', (_, secrets, valid) => {
    expect(verifySlackSignature(headers(), secrets, NOW, BODY).valid).toBe(valid);
  });

  test('made with an empty secret is worth nothing, also where a secret is not set', () => {
    expect(verifySlackSignature(headers(''), ['', ''], NOW, BODY)).toMatchObject({ reason: 'mismatch' });
  });

  test('is taken up to five minutes either way', () => {
    for (const off of [-SLACK_TOLERANCE_S, SLACK_TOLERANCE_S])
      expect(verifySlackSignature(headers(), ['secret'], NOW + off, BODY).valid).toBe(true);
  });

  const hex = 'a'.repeat(64);
  const time = String(NOW);
  test.each([
    ['no signature', { signature: undefined, timestamp: time }, NOW, 'missing'],
    ['no time', { signature: `v0=${hex}`, timestamp: undefined }, NOW, 'missing'],
    ['an empty signature', { signature: '', timestamp: time }, NOW, 'missing'],
    ['another scheme', { signature: `v1=${hex}`, timestamp: time }, NOW, 'malformed'],
    ['a signature that is too short', { signature: 'v0=ab', timestamp: time }, NOW, 'malformed'],
    ['a time that is no number', { signature: `v0=${hex}`, timestamp: 'now' }, NOW, 'malformed'],
    ['too old', headers(), NOW + SLACK_TOLERANCE_S + 1, 'stale'],
    ['from the future', headers(), NOW - SLACK_TOLERANCE_S - 1, 'future'],
  ])('is refused for its own reason: %s', (_, given, now, reason) => {
    expect(verifySlackSignature(given, ['secret'], now, BODY)).toMatchObject({ valid: false, reason });
  });
});

const payload = {
  type: 'block_actions',
  user: { id: 'U123', username: 'anna' },
  channel: { id: 'C1', name: 'risk' },
  message: { ts: '1768478400.000100', text: 'x' },
  response_url: 'https://hooks.slack.com/actions/T1/2/3',
  actions: [{ type: 'button', action_id: 'approval-approve', value: 'abc', action_ts: '1768478401.0' }],
};
const form = (content: unknown): Buffer =>
  Buffer.from(
    new URLSearchParams({ payload: typeof content === 'string' ? content : JSON.stringify(content) }).toString(),
  );
const fault = (body: Uint8Array): InteractionInvalid => {
  try {
    parseInteraction(body);
  } catch (error) {
    if (error instanceof InteractionInvalid) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('a press', () => {
  test('is read with who pressed what, and where an answer goes', () => {
    expect(parseInteraction(form(payload))).toEqual({
      user: 'U123',
      actionId: 'approval-approve',
      value: 'abc',
      channel: 'C1',
      messageTs: '1768478400.000100',
      responseUrl: 'https://hooks.slack.com/actions/T1/2/3',
    });
  });

  test('of a message that is not sent along is found by its container', () => {
    const { message, channel, response_url, ...rest } = payload;
    const container = { type: 'message', message_ts: '1.2', channel_id: 'C9' };
    expect(parseInteraction(form({ ...rest, container }))).toMatchObject({ channel: 'C9', messageTs: '1.2' });
  });

  test('needs no message and no address', () => {
    const { message, channel, response_url, ...rest } = payload;
    expect(Object.keys(parseInteraction(form(rest)))).toEqual(['user', 'actionId', 'value']);
  });

  const [action] = payload.actions;
  test.each<[string, Uint8Array, InteractionInvalid['reason'], RegExp]>([
    ['an empty body', Buffer.alloc(0), 'not a form', /payload/],
    ['a form without payload', Buffer.from('token=1'), 'not a form', /payload/],
    ['two payloads', Buffer.from('payload=%7B%7D&payload=%7B%7D'), 'not a form', /one field/],
    ['JSON that is no form', Buffer.from(JSON.stringify(payload)), 'not a form', /payload/],
    ['a payload that is not JSON', form('{"type":'), 'not JSON', /JSON/],
    ['a payload that is a list', form([]), 'not a press', /object/],
    ['another kind of interaction', form({ ...payload, type: 'view_submission' }), 'not a press', /block_actions/],
    ['no action', form({ ...payload, actions: [] }), 'not a press', /actions/],
    ['two actions', form({ ...payload, actions: [action, action] }), 'not a press', /actions/],
    ['no user', form({ ...payload, user: null }), 'not a press', /user/],
    ['a user without id', form({ ...payload, user: {} }), 'not a press', /user\/id/],
    ['a button without value', form({ ...payload, actions: [{ action_id: 'a' }] }), 'not a press', /value/],
    [
      'a value too long',
      form({ ...payload, actions: [{ ...action, value: 'x'.repeat(256) }] }),
      'not a press',
      /value/,
    ],
    ['an address that is no text', form({ ...payload, response_url: 5 }), 'not a press', /response_url/],
    ['more than Slack ever sends', Buffer.alloc(INTERACTION_BYTES + 1, 97), 'too large', /bytes/],
  ])('is refused for its own reason: %s', (_, body, reason, detail) => {
    const refused = fault(body);
    expect(refused.reason).toBe(reason);
    expect(refused.message).toMatch(detail);
  });
});

describe('whatever bytes come', () => {
  const parsed = (body: Uint8Array) => {
    try {
      const { user, actionId, value } = parseInteraction(body);
      for (const text of [user, actionId, value]) {
        expect(typeof text).toBe('string');
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(255);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(InteractionInvalid);
    }
  };

  test('they are a press or a fault that says what is wrong, and nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), parsed));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => parsed(Buffer.from(`payload=${text}`))),
    );
    fc.assert(fc.property(fc.json(), (json) => parsed(form(json))));
  });

  test('so is a press of which any part is anything', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', '__proto__', 'constructor'));
    const part = <T>(whole: fc.Arbitrary<T>) => fc.oneof(anything, whole);
    const press = fc.record(
      {
        type: fc.oneof({ weight: 9, arbitrary: fc.constant('block_actions') }, { weight: 1, arbitrary: anything }),
        user: part(fc.record({ id: part(fc.string()) })),
        actions: part(
          fc.array(part(fc.record({ action_id: part(fc.string()), value: part(fc.string()) })), { maxLength: 2 }),
        ),
        channel: part(fc.record({ id: anything })),
        message: part(fc.record({ ts: anything })),
        container: part(fc.record({ channel_id: anything, message_ts: anything })),
        response_url: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(press, (content) => parsed(form(content))),
      { numRuns: 500 },
    );
  });
});
