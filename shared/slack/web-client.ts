import { setTimeout as wait } from 'node:timers/promises';
import type { SlackMessage } from './blocks.ts';
import { type Refused, refusedBy } from './refusals.ts';

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

/** Slack understood and said no: trying the same again would not help. */
export class SlackRefused extends Error {
  override name = 'SlackRefused';
  readonly method: string;
  /** Slack's own word for it, e.g. `invalid_auth`. */
  readonly code: string;
  /** What stands behind it. */
  readonly kind: Exclude<Refused, 'passing'>;

  constructor(method: string, code: string, details: readonly string[] = []) {
    super(`Slack refused ${method}: ${[code, ...details].join('; ')}`);
    this.method = method;
    this.code = code;
    const kind = refusedBy(code);
    this.kind = kind === 'passing' ? 'ours' : kind;
  }
}

/** Slack could not be reached, did not answer in time, or cannot take more now. What was sent may or may not have arrived. */
export class SlackUnavailable extends Error {
  override name = 'SlackUnavailable';
  /** If Slack said so: no call will be made before this time is over. */
  readonly retryAfterMs: number | undefined;

  constructor(method: string, why: string, retryAfterMs?: number) {
    super(`Slack did not take ${method}: ${why}`);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface SlackOptions {
  readonly token: string;
  /** Reads the token anew: asked once for a call that Slack refuses for its token, which may have been rotated. */
  readonly rereadToken?: () => Promise<string>;
  /** Without a slash at the end; a method's name is appended. */
  readonly apiUrl: string;
  /** For each request. */
  readonly timeoutMs?: number;
  /** How long a call may wait for Slack's Retry-After itself; whoever has more time waits by `retryAfterMs`. */
  readonly patienceMs?: number;
  readonly fetch?: typeof fetch;
  readonly pause?: (ms: number) => Promise<unknown>;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/**
 * When Slack takes calls of a method again, Unix milliseconds, by API and method: its limits are by method and workspace, and one that
 * is by channel concerns the one channel that there is. Of the process, since clients are opened anew for each event.
 */
const closedUntil = new Map<string, number>();

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
 * Slack's Web API, the methods used. A call that Slack puts off (429) is made again after the time it names if that is short, and no
 * call is made before it is over. A call refused for its token is made again with one that is read anew. Any other failure is
 * thrown, because whether a post that failed has landed is not known here.
 */
export function openSlack(options: SlackOptions): Slack {
  const { apiUrl, rereadToken, timeoutMs = 5_000, patienceMs = 2_000 } = options;
  const { pause = (ms) => wait(ms), now = () => Date.now() } = options;
  let { token } = options;

  async function call(method: string, body: Record<string, unknown>): Promise<Answer> {
    const used = token;
    try {
      return await callPatiently(method, body);
    } catch (error) {
      if (!(error instanceof SlackRefused && error.kind === 'credentials' && rereadToken)) throw error;
      // Another call may have found it out meanwhile.
      if (token === used) token = await rereadToken();
      if (token === used) throw error;
      return callPatiently(method, body);
    }
  }

  async function callPatiently(method: string, body: Record<string, unknown>): Promise<Answer> {
    const gate = `${apiUrl}/${method}`;
    for (let waited = 0; ; ) {
      const closedMs = (closedUntil.get(gate) ?? 0) - now();
      if (waited + closedMs > patienceMs) throw new SlackUnavailable(method, 'too many requests', closedMs);
      if (closedMs > 0) {
        await pause(closedMs);
        waited += closedMs;
      }
      const response = await request(gate, method, body);
      const retryAfterMs = retryAfterOf(response);
      if (retryAfterMs !== undefined) closedUntil.set(gate, Math.max(closedUntil.get(gate) ?? 0, now() + retryAfterMs));
      if (response.status !== 429) return answerOf(method, response, retryAfterMs);
      await response.body?.cancel();
    }
  }

  const request = (url: string, method: string, body: Record<string, unknown>): Promise<Response> =>
    (options.fetch ?? fetch)(url, {
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

/** Slack names whole seconds; if it puts a call off and names none, one is its usual rate. */
function retryAfterOf({ status, headers }: Response): number | undefined {
  const named = headers.get('retry-after');
  if (status !== 429 && named === null) return undefined;
  const seconds = Number(named ?? 1);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 1_000;
}

async function answerOf(method: string, response: Response, retryAfterMs: number | undefined): Promise<Answer> {
  const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
  if (response.status >= 500 || typeof answer !== 'object' || answer === null) {
    throw new SlackUnavailable(method, `HTTP ${response.status}${answer ? '' : ' without JSON'}`, retryAfterMs);
  }
  if (answer.ok) return answer;
  const code = answer.error ?? 'no reason given';
  if (refusedBy(code) === 'passing') throw new SlackUnavailable(method, code, retryAfterMs);
  throw new SlackRefused(method, code, answer.response_metadata?.messages);
}
