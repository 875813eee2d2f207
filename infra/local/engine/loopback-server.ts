import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  readonly url: string;
  /** Requests wait for a handler no longer than this call: until then they are answered 503. */
  handle(handler: RequestListener): void;
  close(): Promise<void>;
}

/**
 * An HTTP server on 127.0.0.1 that listens before it knows what to answer, so that its address can be told early.
 *
 * @param port  0 for any free one
 * @throws Error (EADDRINUSE) where the port is taken
 */
export async function openLoopbackServer(port = 0): Promise<LoopbackServer> {
  let handler: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handle(next) {
      handler = next;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
