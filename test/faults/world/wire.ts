import http, { type ClientRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { type LoopbackServer, openLoopbackServer } from '../../../infra/local/engine/loopback-server.ts';
import type { Instance, Switchboard, Verdict } from './calls.ts';
import { awsCall, httpCall } from './describe-call.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * Everything that this process sends is counted as under way until it is answered. What functions send goes through here, where it can be
 * made to fail: the SDK's requests by a server that stands before DynamoDB Local and the engine, and `fetch` by itself.
 */
export interface Wire {
  /** For functions, in place of AWS. */
  readonly url: string;
  /** How often functions have written to a table. */
  written(): number;
  close(): Promise<void>;
}

export interface WireOptions {
  readonly time: VirtualTime;
  readonly switchboard: Switchboard;
  /** Where a request goes on to, by the service in its target. */
  readonly forwardTo: (target: string) => string;
  /** Logical name of a table by its physical one. */
  readonly tableName: (physical: string) => string;
  /** What a `fetch` is for, by its address: undefined if it is none of a function's business (the exchange's pushes). */
  readonly serviceAt: (url: URL) => 'Slack' | 'Venue' | 'Market data' | undefined;
}

/** Operations of DynamoDB that the stream hears of. */
const WRITES = /^DynamoDB_.*(Put|Update|Delete|Write)/;
const CALL_HEADER = 'x-fault-call';

interface Sent {
  readonly instance: Instance | undefined;
  readonly release: () => void;
}

const real = { request: http.request, fetch: globalThis.fetch };

export async function openWire(options: WireOptions): Promise<Wire> {
  const { time, forwardTo } = options;
  const sent = new Map<string, Sent>();
  let count = 0;
  let writes = 0;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

  const counted = (...args: Parameters<typeof http.request>): ClientRequest => {
    const instance = time.owner() as Instance | undefined;
    const end = time.begin();
    if (instance) instance.calls += 1;
    let over = false;
    const release = () => {
      end();
      if (instance && !over) instance.calls -= 1;
      over = true;
    };
    const [first] = args;
    if (instance && typeof first === 'object' && !(first instanceof URL)) {
      const id = String(++count);
      sent.set(id, { instance, release });
      const own: RequestOptions = first;
      (args as unknown[])[0] = { ...own, headers: { ...(own.headers as object), [CALL_HEADER]: id } };
    }
    return real.request(...args).once('close', release);
  };
  http.request = counted as typeof http.request;
  syncBuiltinESMExports();
  globalThis.fetch = (input, init) => sendCounted(options, input, init);

  const server: LoopbackServer = await openLoopbackServer();
  server.handle((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const { instance, release } = sent.get(String(request.headers[CALL_HEADER])) ?? {};
    if (!instance) throw new Error(`A request came that no function sent: ${target}`);
    // Who is dead neither does anything nor hears anything.
    if (instance.dead) return release?.();
    const call = awsCall(instance.functionName, target, JSON.parse(body.toString('utf8') || '{}'), options.tableName);
    const verdict = options.switchboard.verdictOn(call, request.headers['amz-sdk-invocation-id'] as string | undefined);
    let answered: { status: number; headers: http.IncomingHttpHeaders; body: Buffer } | undefined;
    for (let i = 0; i < verdict.happens; i++) answered = await forward(forwardTo(target), request, body);
    if (WRITES.test(target)) writes += 1;
    if (verdict.caller === 'crash') {
      release?.();
      return instance.kill();
    }
    if (instance.dead) return release?.();
    const type = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
    if (verdict.caller === 'error')
      return void response
        .writeHead(500, { 'content-type': type })
        .end(JSON.stringify({ __type: 'InternalServerError', message: 'injected' }));
    if (verdict.caller === 'unknown error')
      return void response
        .writeHead(400, { 'content-type': type })
        .end(JSON.stringify({ __type: verdict.errorName ?? 'NeverHeardOfException', message: 'injected' }));
    const { status, headers, body: content } = answered as NonNullable<typeof answered>;
    // A header of the connection is the connection's own.
    const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = headers;
    response.writeHead(status, { ...kept, 'content-length': content.length }).end(content);
  }

  function forward(to: string, { headers, method, url }: IncomingMessage, body: Buffer) {
    const { hostname, port } = new URL(to);
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      const passed = real.request({
        hostname,
        port,
        method,
        path: url,
        agent,
        headers: { ...headers, host: `${hostname}:${port}` },
      });
      passed.once('error', reject).once('response', (response) => {
        buffer(response).then(
          (content) => resolve({ status: response.statusCode ?? 500, headers: response.headers, body: content }),
          reject,
        );
      });
      passed.end(body);
    });
  }

  return {
    url: server.url,
    written: () => writes,
    async close() {
      http.request = real.request;
      globalThis.fetch = real.fetch;
      syncBuiltinESMExports();
      agent.destroy();
      await server.close();
    },
  };
}

/** Never settles: what a dead function waits for. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

async function sendCounted(
  { time, switchboard, serviceAt }: WireOptions,
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const instance = time.owner() as Instance | undefined;
  const service = serviceAt(url);
  if (instance?.dead) return never();
  const over = time.begin(service === undefined && !instance ? 'functions' : undefined);
  if (instance) instance.calls += 1;
  const end = () => {
    over();
    if (instance) instance.calls -= 1;
  };
  let crashed = false;
  try {
    const once = async () => {
      const response = await real.fetch(input as string, init);
      const content = await response.arrayBuffer();
      return new Response([204, 304].includes(response.status) ? null : content, response);
    };
    if (!instance || service === undefined) return await once();
    const verdict: Verdict = switchboard.verdictOn(
      httpCall(instance.functionName, service, url, init?.method ?? 'GET'),
      undefined,
    );
    let answered: Response | undefined;
    for (let i = 0; i < verdict.happens; i++) answered = await once();
    if (verdict.caller === 'crash') {
      crashed = true;
      end();
      instance.kill();
      return await never<Response>();
    }
    if (verdict.caller === 'error') throw new TypeError('fetch failed');
    if (verdict.caller === 'unknown error') return new Response('Bad gateway', { status: 502 });
    return answered as Response;
  } finally {
    if (!crashed) end();
  }
}
