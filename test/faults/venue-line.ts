import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { openLoopbackServer } from '../../infra/local/engine/loopback-server.ts';

/** What becomes of a request between us and the venue. */
export type Weather = 'clear' | 'down' | '500' | 'refused' | 'answer lost' | 'slow';
/** The network between us and a venue's action API. */
export interface VenueLine {
  readonly url: string;
  /** Where requests go on to; known once the venue is open. */
  forwardTo(url: string): void;
  /** Requests so far. */
  requests(): number;
  close(): Promise<void>;
}

/** What the test has to say of the line, read anew for each request. */
export interface LineConditions {
  /** Of the requests, one after the other; clear after the last. */
  readonly weather: readonly Weather[];
  /** Happens before the next request reaches the venue, once. */
  meanwhile: (() => Promise<unknown>) | undefined;
}

export async function openVenueLine(conditions: () => LineConditions): Promise<VenueLine> {
  const server = await openLoopbackServer();
  let venueUrl = '';
  let requests = 0;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const line = conditions();
    const weather = line.weather[requests++] ?? 'clear';
    const body = await buffer(request);
    const { meanwhile } = line;
    line.meanwhile = undefined;
    await meanwhile?.();
    if (weather === 'down') return void response.destroy();
    if (weather === '500') return void response.writeHead(500).end('broken');
    if (weather === 'refused')
      return void response.writeHead(422).end(JSON.stringify({ detail: 'trading is halted for acct-0042' }));
    if (weather === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
    const signature = request.headers['breakwater-signature'] as string;
    const answer = await fetch(`${venueUrl}${request.url}`, {
      method: 'POST',
      headers: { 'breakwater-signature': signature },
      body,
    });
    const text = await answer.text();
    if (weather === 'answer lost') return void response.destroy();
    response.writeHead(answer.status).end(text);
  }

  server.handle((request, response) => void pass(request, response));
  return {
    url: server.url,
    forwardTo(url) {
      venueUrl = url;
    },
    requests: () => requests,
    close: () => server.close(),
  };
}
