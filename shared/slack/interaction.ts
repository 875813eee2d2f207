import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers that carry Slack's signature, lower case as API Gateway delivers them. */
export const SLACK_SIGNATURE_HEADER = 'x-slack-signature';
export const SLACK_TIMESTAMP_HEADER = 'x-slack-request-timestamp';

/** How far a request's time may lie from ours, either way, in seconds. */
export const SLACK_TOLERANCE_S = 300;

/** Larger than any interaction with a message of ours: Slack sends the whole message along. */
export const INTERACTION_BYTES = 1024 * 1024;

export type SlackVerdict =
  | { readonly valid: true }
  | {
      readonly valid: false;
      readonly reason: 'missing' | 'malformed' | 'stale' | 'future' | 'mismatch';
      readonly detail: string;
    };

/**
 * Slack's v0 signature: `v0=` and the hex HMAC-SHA256 of `v0:timestamp:body` with the app's signing secret.
 *
 * @param timestamp Unix seconds, as they stand in the header
 * @param body      the bytes as sent
 */
export const slackSignature = (secret: string, timestamp: string, body: Uint8Array): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

/**
 * Whether Slack sent this very body, lately. Compared in constant time; every secret is tried, so that the time says nothing
 * of which one fitted.
 *
 * @param secrets    one, or while one rotates the new and the old; an empty one fits nothing
 * @param nowSeconds Unix time at the receiver
 */
export function verifySlackSignature(
  headers: { readonly signature: string | undefined; readonly timestamp: string | undefined },
  secrets: readonly string[],
  nowSeconds: number,
  body: Uint8Array,
): SlackVerdict {
  const { signature, timestamp } = headers;
  const refuse = (reason: Exclude<SlackVerdict, { valid: true }>['reason'], detail: string): SlackVerdict => ({
    valid: false,
    reason,
    detail,
  });
  if (!signature || !timestamp) return refuse('missing', `${SLACK_SIGNATURE_HEADER} or its timestamp is missing.`);
  if (!/^v0=[0-9a-f]{64}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp))
    return refuse('malformed', 'The signature needs v0=<64 hex digits> and a timestamp in Unix seconds.');
  const age = nowSeconds - Number(timestamp);
  const bound = `at most ${SLACK_TOLERANCE_S} s are accepted.`;
  if (age > SLACK_TOLERANCE_S) return refuse('stale', `The request is ${age} s old; ${bound}`);
  if (age < -SLACK_TOLERANCE_S) return refuse('future', `The request's time is ${-age} s ahead of ours; ${bound}`);
  const given = Buffer.from(signature.toLowerCase());
  let matched = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    matched = timingSafeEqual(Buffer.from(slackSignature(secret, timestamp, body)), given) || matched;
  }
  return matched ? { valid: true } : refuse('mismatch', 'The signature does not fit the body.');
}

/** A button of one of our messages was pressed. */
export interface Interaction {
  /** Slack's id of who pressed it. */
  readonly user: string;
  readonly actionId: string;
  readonly value: string;
  readonly channel?: string;
  /** The message that the button stands in. */
  readonly messageTs?: string;
  /** Where an answer to the presser is taken, for half an hour and five times. */
  readonly responseUrl?: string;
}

/** The body is no press of a button. */
export class InteractionInvalid extends Error {
  override name = 'InteractionInvalid';
  readonly reason: 'too large' | 'not a form' | 'not JSON' | 'not a press';

  constructor(reason: InteractionInvalid['reason'], detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** Longer than any id of Slack's or value of ours. */
const LONGEST = 255;
const LONGEST_URL = 2_000;

/**
 * The press that a body tells of: a form whose field `payload` is the JSON of a `block_actions` interaction with one action.
 *
 * @throws InteractionInvalid, and nothing else whatever the bytes are
 */
export function parseInteraction(body: Uint8Array): Interaction {
  if (body.length > INTERACTION_BYTES)
    throw new InteractionInvalid(
      'too large',
      `The body has ${body.length} bytes; at most ${INTERACTION_BYTES} are taken.`,
    );
  const payload = payloadOf(new URLSearchParams(Buffer.from(body).toString('utf8')));
  if (payload.type !== 'block_actions') throw notAPress('/type is not block_actions');
  if (!Array.isArray(payload.actions) || payload.actions.length !== 1) throw notAPress('/actions is not one action');
  const action = objectAt(payload.actions[0], '/actions/0');
  const container = isObject(payload.container) ? payload.container : {};
  const channel = optionalAt(isObject(payload.channel) ? payload.channel.id : container.channel_id, '/channel/id');
  const messageTs = optionalAt(isObject(payload.message) ? payload.message.ts : container.message_ts, '/message/ts');
  const responseUrl = optionalAt(payload.response_url, '/response_url', LONGEST_URL);
  return {
    user: textAt(objectAt(payload.user, '/user').id, '/user/id'),
    actionId: textAt(action.action_id, '/actions/0/action_id'),
    value: textAt(action.value, '/actions/0/value'),
    ...(channel === undefined ? {} : { channel }),
    ...(messageTs === undefined ? {} : { messageTs }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
}

type Json = Readonly<Record<string, unknown>>;

function payloadOf(form: URLSearchParams): Json {
  const fields = form.getAll('payload');
  if (fields.length !== 1) throw new InteractionInvalid('not a form', 'The body is no form with one field payload.');
  let payload: unknown;
  try {
    payload = JSON.parse(fields[0] as string);
  } catch {
    throw new InteractionInvalid('not JSON', 'The payload is not JSON.');
  }
  return objectAt(payload, '');
}

const notAPress = (detail: string): InteractionInvalid =>
  new InteractionInvalid('not a press', `The payload is no press of a button: ${detail}.`);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectAt(value: unknown, path: string): Json {
  if (!isObject(value)) throw notAPress(`${path} is not an object`);
  return value;
}

function textAt(value: unknown, path: string, longest = LONGEST): string {
  if (typeof value !== 'string' || value === '' || value.length > longest)
    throw notAPress(`${path} is not text of 1 to ${longest} characters`);
  return value;
}

const optionalAt = (value: unknown, path: string, longest = LONGEST): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : textAt(value, path, longest);
