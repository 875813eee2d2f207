import { createHash } from 'node:crypto';
import type { Action } from '../action/types.ts';
import { sign } from './signature.ts';
import { type Target, targetAt } from './signed-path.ts';

/** Where a venue takes actions. */
export interface ActionEndpoint {
  /** Of its action API, without a slash at the end: actions are posted to `<url>/actions`, and the whole path is signed. https, or http here. */
  readonly url: string;
  /** What actions are signed with; while it rotates the new and the old one. */
  readonly key: string | readonly string[];
}

export interface SendOptions {
  readonly fetch?: typeof fetch;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** For the whole answer. */
  readonly timeoutMs?: number;
}

export type SendOutcome =
  | { readonly outcome: 'accepted' | 'duplicate' }
  /** The venue will not have it: to send the same again is of no use. */
  | { readonly outcome: 'refused'; readonly status: number; readonly detail: string };

/** What a log line says of an outcome: of a refusal's words, which may name accounts, their length and a hash. */
export const loggedOutcome = (sent: SendOutcome): Readonly<Record<string, unknown>> =>
  sent.outcome === 'refused'
    ? {
        outcome: sent.outcome,
        status: sent.status,
        detailLength: sent.detail.length,
        detailSha256: hashOf(sent.detail),
      }
    : { outcome: sent.outcome };

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Thrown where it is not known whether the venue has taken the action: the very same request is to be sent again. */
export class VenueUnavailable extends Error {
  override name = 'VenueUnavailable';
  /** How long the venue asks to be left alone; undefined where it said nothing. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

const TIMEOUT_MS = 10_000;
/** Of an answer: a refusal's words, for people. */
const LONGEST_ANSWER = 64 * 1024;
const LONGEST_DETAIL = 500;

/**
 * Sends an action once, signed as pushes are, with its id as the idempotency key: a venue that has it already answers 200 and does
 * nothing. No redirect is followed, as what is signed is meant for this venue alone.
 *
 * @throws VenueUnavailable for a failed connection, a time-out, 408, 429 and 5xx
 * @throws TypeError where the address is not one that an action may go to
 */
export async function sendAction(
  { url, key }: ActionEndpoint,
  action: Action,
  { fetch: send = fetch, now = Date.now, timeoutMs = TIMEOUT_MS }: SendOptions = {},
): Promise<SendOutcome> {
  const target = actionsAt(url);
  const body = Buffer.from(JSON.stringify(action));
  const keys = typeof key === 'string' ? [key] : key;
  const signed = { method: 'POST', path: target.signedPath, body };
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': action.actionId,
    'breakwater-signature': sign(keys, Math.floor(now() / 1_000), signed),
  };
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(target.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const { status } = response;
    if (status >= 200 && status < 300) {
      // The status says it all; what the venue adds is not waited for.
      response.body?.cancel().catch(() => {});
      return { outcome: status === 200 ? 'duplicate' : 'accepted' };
    }
    const detail = detailIn(await textOf(response));
    if (status === 408 || status === 429 || status >= 500) {
      throw new VenueUnavailable(
        // Whoever does not catch it logs it: the venue's words, which may name accounts, are not in it.
        `${action.venue} answered ${status}${detail && ` in ${detail.length} characters (sha256 ${hashOf(detail)})`}`,
        retryAfterMs(response.headers.get('retry-after'), now()),
      );
    }
    return { outcome: 'refused', status, detail };
  } catch (error) {
    if (error instanceof VenueUnavailable) throw error;
    throw new VenueUnavailable(`${action.venue} did not answer: ${causeOf(error)}`);
  }
}

/** @throws TypeError */
function actionsAt(base: string): Target {
  const target = targetAt(base, '/actions');
  const { protocol, hostname, origin } = target.url;
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && here))
    throw new TypeError(`Actions go to https, or to http on this machine, not to ${origin}`);
  return target;
}

/** The beginning of the answer, so that no venue can fill the memory. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
}

/** The detail of a problem+json, or what something between us and the venue says in its own words. */
function detailIn(text: string): string {
  let detail = text;
  try {
    const answer = JSON.parse(text) as { detail?: unknown } | null;
    if (typeof answer?.detail === 'string') ({ detail } = answer as { detail: string });
  } catch {
    // Not JSON.
  }
  return detail.trim().slice(0, LONGEST_DETAIL);
}

/** Seconds, or a date (RFC 9110). */
function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Of a failed fetch, what it failed on stands in the cause. */
const causeOf = (error: unknown): string => {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message || message || String(error);
};
