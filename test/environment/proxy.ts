import { request as forward } from 'node:http';
import { openLoopbackServer } from '../../infra/local/engine/loopback-server.ts';

/** What is answered instead of handing a request on. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServiceProxy {
  readonly url: string;
  /** Where requests go. */
  to(url: string): void;
  /** From now on every request is answered like this; undefined lets them through again. */
  disturb(answer: Answer | undefined): void;
  close(): Promise<void>;
}

/** A proxy on loopback before a service that a test takes away for a while. */
export async function openProxy(): Promise<ServiceProxy> {
  const server = await openLoopbackServer();
  let target = '';
  let answer: Answer | undefined;
  server.handle((request, response) => {
    if (answer !== undefined) {
      // Read to its end, so that the client hears the answer.
      request.resume();
      const { status, body, headers = {} } = answer;
      return void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    }
    const { method, headers } = request;
    const onward = forward(`${target}${request.url ?? ''}`, { method, headers, agent: false }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return {
    url: server.url,
    to(url) {
      target = url;
    },
    disturb(next) {
      answer = next;
    },
    close: () => server.close(),
  };
}
