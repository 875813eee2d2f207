import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { OFFICERS, openInteractions, type Press, type PressOutcome, type SendTo } from './interactions.ts';
import { type Housekeeping, type Outcome, openWorkspace, type StoredMessage, type Workspace } from './workspace.ts';

export type { Press, PressOutcome, SendTo } from './interactions.ts';
export type { StoredMessage } from './workspace.ts';

/** A fault for the next call of a method: cut off before it is done or after, slow, put off, or failing. */
export type Fault =
  | { readonly kind: 'before' | 'after' | 'error' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'put-off'; readonly retryAfterSeconds: number };

export interface SlackStandIn extends Pick<Workspace, 'messages' | 'counts' | 'onMessage'>, Housekeeping {
  /** For a person: channels, messages and threads as they change. */
  readonly pageUrl: string;
  /** For the Web API client: without a slash at the end. */
  readonly apiUrl: string;
  failNext(fault: Fault): void;
  /** Takes another token from now on, and answers the one before with `token_revoked`. */
  rotateToken(token: string): void;
  /** Calls of a method that have come in, whatever was answered. */
  calls(method: string): number;
  /** Where presses go from now on; before, the buttons cannot be pressed. */
  sendInteractionsTo(target: SendTo): void;
  /** Presses a button of a message as an officer, as the page does. @throws Error where there is no such button */
  press(press: Press): Promise<PressOutcome>;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly token: string;
  readonly channels: readonly string[];
  /** Any free port, unless given. */
  readonly port?: number;
  /**
   * Messages that a channel takes at once before Slack's rate of one a second holds. Slack tolerates short bursts and does not
   * say how long; twenty is what a few incidents moving together need.
   */
  readonly burst?: number;
  /** Where presses of buttons go; without it they cannot be pressed. */
  readonly interactions?: SendTo;
  readonly now?: () => number;
}

const MAX_BODY = 1024 * 1024;
const PAGE = new URL('page.html', import.meta.url);

/** Wall clock in milliseconds with fractions, so that latencies are not rounded. */
const wallClock = (): number => performance.timeOrigin + performance.now();

/**
 * A stand-in for Slack on loopback: speaks auth.test, chat.postMessage and chat.update over HTTP, refuses what Slack refuses,
 * and shows what it holds on a page.
 */
export async function startSlackStandIn(options: StandInOptions): Promise<SlackStandIn> {
  const { channels, burst = 20, now = wallClock } = options;
  let { token } = options;
  const revoked = new Set<string>();
  const calls = new Map<string, number>();
  const workspace = openWorkspace(channels, now);
  const admits = openRateLimit(burst, now);
  const faults: Fault[] = [];
  const watchers = new Set<ServerResponse>();

  const server = createServer((request, response) => {
    route(request, response).catch(() => response.destroy());
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    if (pathname.startsWith('/api/')) return answerCall(request, response, pathname.slice('/api/'.length));
    if (pathname === '/events') return watch(response);
    if (pathname === '/press' && request.method === 'POST') return answerPress(request, response);
    if (pathname.startsWith('/responses/')) {
      const taken = interactions.respond(pathname.slice('/responses/'.length), await bodyOf(request));
      return void response
        .writeHead(taken ? 200 : 404, { 'content-type': 'text/plain' })
        .end(taken ? 'ok' : 'used_url');
    }
    if (pathname === '/' && request.method === 'GET') {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(readFileSync(PAGE));
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is only / here.');
  }

  async function answerCall(request: IncomingMessage, response: ServerResponse, method: string): Promise<void> {
    const body = await bodyOf(request);
    calls.set(method, (calls.get(method) ?? 0) + 1);
    const fault = faults.shift();
    if (fault?.kind === 'before') return void response.destroy();
    if (fault?.kind === 'error') return void response.writeHead(500).end('upstream failure');
    if (fault?.kind === 'put-off') return putOff(response, fault.retryAfterSeconds);
    if (fault?.kind === 'slow') await wait(fault.ms);
    const { retryAfterSeconds, ...answer } = call(method, request.headers.authorization, body);
    if (fault?.kind === 'after') return void response.destroy();
    if (retryAfterSeconds !== undefined) return putOff(response, retryAfterSeconds);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
  }

  async function answerPress(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page from elsewhere can send a form unasked, and JSON only with a leave that is not given here.
    const isJson = request.headers['content-type'] === 'application/json';
    const outcome: PressOutcome = await interactions
      .press(((isJson && (await bodyOf(request))) || {}) as unknown as Press)
      .catch((error: Error) => ({ status: null, answers: [error.message] }));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(outcome));
  }

  function call(
    method: string,
    authorization: string | undefined,
    body: Readonly<Record<string, unknown>> | undefined,
  ): Answer {
    if (!['auth.test', 'chat.postMessage', 'chat.update'].includes(method))
      return { ok: false, error: 'unknown_method' };
    if (!authorization) return { ok: false, error: 'not_authed' };
    if (revoked.has(authorization)) return { ok: false, error: 'token_revoked' };
    if (authorization !== `Bearer ${token}`) return { ok: false, error: 'invalid_auth' };
    if (method === 'auth.test')
      return { ok: true, team: 'Breakwater on one machine', user: 'breakwater', bot_id: 'B000000001' };
    if (!body) return { ok: false, error: 'invalid_json' };
    if (method === 'chat.postMessage') {
      const retryAfterSeconds = admits(String(body.channel));
      if (retryAfterSeconds > 0) return { ok: false, error: 'ratelimited', retryAfterSeconds };
      return answerTo(workspace.post(body));
    }
    return answerTo(workspace.update(body));
  }

  function watch(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    response.write('retry: 1000\n\n');
    response.write(settings());
    for (const message of workspace.messages()) response.write(eventOf(message));
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
  }
  /** What the page has to know beside the messages. */
  const settings = (): string =>
    `event: settings\ndata: ${JSON.stringify({ officers: OFFICERS, pressable: interactions.pressable() })}\n\n`;
  workspace.onMessage((message) => {
    for (const watcher of watchers) watcher.write(eventOf(message));
  });

  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve),
  );
  const { port } = server.address() as { port: number };
  const base = `http://127.0.0.1:${port}`;
  const interactions = openInteractions(workspace, `${base}/responses`, now, options.interactions);
  return {
    pageUrl: `${base}/`,
    apiUrl: `${base}/api`,
    messages: workspace.messages,
    counts: workspace.counts,
    onMessage: workspace.onMessage,
    remove: workspace.remove,
    freeze: workspace.freeze,
    archive: workspace.archive,
    failNext: (fault) => void faults.push(fault),
    rotateToken(next) {
      revoked.add(`Bearer ${token}`);
      token = next;
    },
    calls: (method) => calls.get(method) ?? 0,
    sendInteractionsTo(target) {
      interactions.sendTo(target);
      for (const watcher of watchers) watcher.write(settings());
    },
    press: interactions.press,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  readonly ok: boolean;
  readonly retryAfterSeconds?: number;
  readonly [field: string]: unknown;
}

const answerTo = (outcome: Outcome): Answer => {
  if (!outcome.ok) {
    const { error, messages } = outcome;
    return { ok: false, error, ...(messages ? { response_metadata: { messages } } : {}) };
  }
  const { channel, ts, text } = outcome.message;
  return { ok: true, channel, ts, message: { type: 'message', ts, text } };
};

const putOff = (response: ServerResponse, seconds: number): void =>
  void response
    .writeHead(429, { 'retry-after': String(seconds), 'content-type': 'application/json' })
    .end(JSON.stringify({ ok: false, error: 'ratelimited' }));

const eventOf = (message: StoredMessage): string => `data: ${JSON.stringify(message)}\n\n`;

/** JSON or a form, as Slack takes both; nothing where the body is neither. */
async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
      return JSON.parse(text || '{}');
    const form = Object.fromEntries(new URLSearchParams(text)) as Record<string, unknown>;
    if (typeof form.blocks === 'string') form.blocks = JSON.parse(form.blocks);
    return form;
  } catch {
    return undefined;
  }
}

/** A bucket for each channel that fills by one a second; the answer is how many seconds to wait, 0 where it is admitted. */
function openRateLimit(burst: number, now: () => number): (channel: string) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (channel) => {
    const bucket = buckets.get(channel) ?? { tokens: burst, at: now() };
    const at = now();
    const tokens = Math.min(burst, bucket.tokens + (at - bucket.at) / 1_000);
    const admitted = tokens >= 1;
    buckets.set(channel, { tokens: admitted ? tokens - 1 : tokens, at });
    return admitted ? 0 : Math.max(1, Math.ceil(1 - tokens));
  };
}
