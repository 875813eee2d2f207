import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** An error as an AWS service answers it. */
export class AwsFault extends Error {
  override name = 'AwsFault';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Operations by `X-Amz-Target`, for instance `AWSStepFunctions.StartExecution`. */
export type AwsOperations = Readonly<Record<string, (request: JsonObject) => JsonObject | Promise<JsonObject>>>;

/**
 * Answers the AWS JSON protocol (1.0 and 1.1): what the SDK's clients send to the services that this machine stands
 * in for. A service or operation that it does not stand in for is answered UnknownOperationException, and never
 * reaches the real one.
 */
export function awsEndpoint(operations: AwsOperations) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: Json) => {
      const type = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    };
    try {
      const target = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`);
      const operation = operations[target];
      if (operation === undefined) {
        throw new AwsFault('UnknownOperationException', `this machine does not stand in for ${target}`);
      }
      const body = JSON.parse((await readAll(request)).toString('utf8') || '{}');
      if (!isJsonObject(body)) throw new AwsFault('SerializationException', 'the request must be a JSON object');
      answer(200, await operation(body));
    } catch (error) {
      if (error instanceof AwsFault) answer(400, { __type: error.code, message: error.message });
      else if (error instanceof SyntaxError) answer(400, { __type: 'SerializationException', message: error.message });
      else answer(500, { __type: 'InternalFailure', message: String(error) });
    }
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
