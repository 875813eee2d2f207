import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { openLoopbackServer } from '../../../../infra/local/engine/loopback-server.ts';

export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed, where one was sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What goes wrong with a request: nothing comes at all, the headers come and then nothing, it comes later, or this comes. */
export type Wrong =
  | 'hangs'
  | 'hangs in the body'
  | Promise<unknown>
  | { status?: number; headers?: Record<string, string>; body: string };

export interface StandIn {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** @param wrong  undefined for a request that is answered as ever */
  fail(wrong: (asked: Asked) => Wrong | undefined): void;
  close(): Promise<void>;
}

/** Answers like a venue's public API, from loopback; what the venue does not know is answered 404. */
export async function openStandIn(answer: (asked: Asked) => unknown): Promise<StandIn> {
  const server = await openLoopbackServer();
  const asked: Asked[] = [];
  let wrong: (asked: Asked) => Wrong | undefined = () => undefined;
  server.handle(async (request, response) => {
    const url = new URL(request.url ?? '/', server.url);
    const sent = await text(request);
    const one = { path: url.pathname, query: Object.fromEntries(url.searchParams), body: sent ? JSON.parse(sent) : {} };
    asked.push(one);
    const fault = wrong(one);
    if (fault instanceof Promise) await fault;
    else if (fault) return goWrong(fault, response);
    const found = answer(one);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { message: 'no such path' }));
  });
  return {
    url: server.url,
    asked,
    fail(next) {
      wrong = next;
    },
    close: () => server.close(),
  };
}

function goWrong(fault: Exclude<Wrong, Promise<unknown>>, response: ServerResponse): void {
  if (fault === 'hangs') return;
  if (fault === 'hangs in the body') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"symbol":');
    return;
  }
  response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers });
  response.end(fault.body);
}
