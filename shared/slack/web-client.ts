import { setTimeout as wait } from 'node:timers/promises';
import type { SlackMessage } from './blocks.ts';

export interface PostedMessage {
  /** The channel's ID, also where it was posted to by name: updates take nothing else. */
  readonly channel: string;
  readonly ts: string;
}

export interface Slack {
  /** chat.postMessage; in a thread where `threadTs` is given, and then shown in the channel too where `broadcast` is. */
  post(
    message: SlackMessage & { readonly channel: string; readonly threadTs?: string; readonly broadcast?: boolean },
  ): Promise<PostedMessage>;
  /** chat.update */
  update(message: SlackMessage & PostedMessage): Promise<void>;
}

/** Slack understood and said no: trying again would not help. */
export class SlackRefused extends Error {
  override name = 'SlackRefused';
  readonly method: string;
  /** Slack's own word for it, e.g. `invalid_auth`. */
  readonly code: string;

  constructor(method: string, code: string, details: readonly string[] = []) {
    super(`Slack refused ${method}: ${[code, ...details].join('; ')}`);
    this.method = method;
    this.code = code;
  }
}

/** Slack could not be reached, did not answer in time, or cannot take more now. What was sent may or may not have arrived. */
export class SlackUnavailable extends Error {
  override name = 'SlackUnavailable';
  readonly retryAfterMs: number | undefined;

  constructor(method: string, why: string, retryAfterMs?: number) {
    super(`Slack did not take ${method}: ${why}`);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface SlackOptions {
  readonly token: string;
  /** Without a slash at the end; a method's name is appended. */
  readonly apiUrl: string;
  /** For each call. */
  readonly timeoutMs?: number;
  /** How long in all a call may wait for Slack's Retry-After before it gives up. */
  readonly patienceMs?: number;
  readonly fetch?: typeof fetch;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Error codes that Slack documents as passing. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
]);

/** Of the text beside the blocks too: Slack links no address and no name that it finds in it. An update's default is another. */
const AS_WRITTEN = { parse: 'none', link_names: false } as const;

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly response_metadata?: { readonly messages?: readonly string[] };
}

/**
 * Slack's Web API, the methods used. A call that Slack puts off (429) is tried again after the time it names, within patience;
 * any other failure is thrown, because whether a post that failed has landed is not known here.
 */
export function openSlack(options: SlackOptions): Slack {
  const { token, apiUrl, timeoutMs = 5_000, patienceMs = 10_000, fetch: send = fetch, pause = wait } = options;

  async function call(method: string, body: Record<string, unknown>): Promise<Answer> {
    for (let waited = 0; ; ) {
      const response = await send(`${apiUrl}/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: Error) => {
        throw new SlackUnavailable(
          method,
          error.name === 'TimeoutError' ? `no answer in ${timeoutMs} ms` : 'the connection failed',
        );
      });
      if (response.status !== 429) return answerOf(method, response);
      await response.body?.cancel();
      // Slack names whole seconds; where it names none, one is its usual rate.
      const retryAfterMs = Math.max(0, Number(response.headers.get('retry-after') ?? 1)) * 1_000 || 1_000;
      if (waited + retryAfterMs > patienceMs) throw new SlackUnavailable(method, 'too many requests', retryAfterMs);
      await pause(retryAfterMs);
      waited += retryAfterMs;
    }
  }

  return {
    async post({ channel, text, blocks, threadTs, broadcast }) {
      const answer = await call('chat.postMessage', {
        channel,
        text,
        blocks,
        ...AS_WRITTEN,
        unfurl_links: false,
        unfurl_media: false,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: broadcast ?? false }),
      });
      if (answer.channel === undefined || answer.ts === undefined)
        throw new SlackUnavailable('chat.postMessage', 'its answer names no message');
      return { channel: answer.channel, ts: answer.ts };
    },
    async update({ channel, ts, text, blocks }) {
      await call('chat.update', { channel, ts, text, blocks, ...AS_WRITTEN });
    },
  };
}

async function answerOf(method: string, response: Response): Promise<Answer> {
  const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
  if (response.status >= 500 || typeof answer !== 'object' || answer === null) {
    throw new SlackUnavailable(method, `HTTP ${response.status}${answer ? '' : ' without JSON'}`);
  }
  if (answer.ok) return answer;
  const code = answer.error ?? 'no reason given';
  if (PASSING.has(code)) throw new SlackUnavailable(method, code);
  throw new SlackRefused(method, code, answer.response_metadata?.messages);
}
