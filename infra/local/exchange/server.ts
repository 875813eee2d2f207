import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, type ProblemBody } from '../../../shared/runtime/problem.ts';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import type { Fault } from '../../../shared/snapshot/types.ts';
import { SIGNATURE_HEADER, verifySignature } from '../../../shared/venue/signature.ts';
import { decodedPath } from '../engine/http-event.ts';
import { type LoopbackServer, openLoopbackServer } from '../engine/loopback-server.ts';
import { type Acknowledgement, Acknowledgements } from './acknowledgements.ts';
import { readAction } from './action-body.ts';
import type { SimulatedExchange } from './exchange.ts';

export interface ExchangeServerOptions {
  readonly exchange: SimulatedExchange;
  /** Keys that actions are signed with; while one rotates, the new and the old. */
  readonly keys: readonly string[];
  /** Gets every acknowledgement, one after the other. Where it throws, that is printed and the next one follows: none is repeated. */
  readonly acknowledge: (acknowledgement: Acknowledgement) => void | Promise<void>;
  /** Unix milliseconds, of the signatures. */
  readonly now?: () => number;
  /** Unix milliseconds on the exchange's own clock, of the acknowledgements; that of the signatures where absent. */
  readonly exchangeNow?: () => number;
  /** Listens already, so that its address could be told before the keys were known; one of its own on any free port where absent. */
  readonly server?: LoopbackServer;
}

export interface ExchangeServer {
  /** Of the action API, without a slash at the end. */
  readonly url: string;
  /**
   * To be called when the exchange has made a step, or some: acknowledges what it has done since, one message an action, and resolves when
   * all is told. Where it has done nothing, what was being told is waited for.
   */
  stepped(): Promise<void>;
  close(): Promise<void>;
}

/** The simulated exchange's action API on 127.0.0.1: `POST /actions`, signed as pushes are. */
export async function openExchangeServer(options: ExchangeServerOptions): Promise<ExchangeServer> {
  const { exchange, keys, acknowledge, now = Date.now, exchangeNow = now } = options;
  const acknowledgements = new Acknowledgements(exchange);
  const taken = new Set<string>();
  const server = options.server ?? (await openLoopbackServer());
  let told: Promise<void> = Promise.resolve();

  function tell(messages: readonly Acknowledgement[]): Promise<void> {
    for (const message of messages)
      told = told.then(() => acknowledge(message)).catch((error: unknown) => console.error(error));
    return told;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '';
    // What is signed is the decoded path; a query is not signed, and so not taken.
    const path = target.includes('?') ? undefined : decodedPath(target);
    if (path !== '/actions') return refuse(response, problem(404, 'path-unknown', 'There is only POST /actions.'));
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return refuse(response, problem(405, 'method-not-allowed', 'There is only POST /actions.'));
    }
    const body = await bodyOf(request);
    if (!body) return refuse(response, problem(413, 'body-too-large', `At most ${LIMITS.bodyBytes} bytes are read.`));
    const header = request.headers[SIGNATURE_HEADER] as string | undefined;
    const verdict = verifySignature(header, keys, Math.floor(now() / 1_000), { method: 'POST', path, body });
    if (!verdict.valid) return refuse(response, new Problem(`signature-${verdict.reason}`, verdict.detail).body);
    const read = readAction(body);
    if (!read.ok)
      return refuse(response, problem(400, 'action-invalid', 'The action is not valid; see errors.', read.faults));
    const { actionId } = read.action;
    const answered = exchange.take(read.action, exchangeNow());
    if (answered.status === 'conflict')
      return refuse(response, problem(409, 'action-conflict', 'The action id is taken by another action.'));
    const first = !taken.has(actionId);
    taken.add(actionId);
    send(response, first ? 202 : 200, 'application/json', { actionId, status: 'accepted' });
    if (first) await tell([acknowledgements.first(answered)]);
  }

  server.handle((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) refuse(response, problem(500, 'internal', 'The exchange failed.'));
    });
  });

  return {
    url: server.url,
    stepped: () => tell(acknowledgements.afterStep(exchangeNow())),
    close: server.close,
  };
}

const TITLES = {
  'path-unknown': 'There is no such path',
  'method-not-allowed': 'The method is not allowed',
  'body-too-large': 'The body is too large',
  'action-invalid': 'The action is not valid',
  'action-conflict': 'The action id is taken',
  internal: 'The exchange failed',
} as const;

const problem = (
  status: number,
  kind: keyof typeof TITLES,
  detail: string,
  faults?: readonly Fault[],
): ProblemBody => ({
  type: `urn:breakwater:problem:${kind}`,
  title: TITLES[kind],
  status,
  detail,
  ...(faults ? { errors: faults.slice(0, LIMITS.faults), errorCount: faults.length } : {}),
});

const refuse = (response: ServerResponse, body: ProblemBody): void =>
  send(response, body.status, 'application/problem+json', body);

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

/** The body as sent; undefined where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // The rest is read and dropped, so that the answer is heard.
    if (length <= LIMITS.bodyBytes) chunks.push(chunk);
  }
  return length <= LIMITS.bodyBytes ? Buffer.concat(chunks) : undefined;
}
