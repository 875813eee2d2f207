import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerBirth } from './lambda-protocol.ts';

/** Runs one function's bundle in a thread of its own: imports it once, then one invocation after the other. */
const { file, exportName } = workerData as WorkerBirth;
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const tell = (message: FromWorker) => port.postMessage(message);

type Handler = (event: unknown, context: object) => unknown;

function failure(error: unknown): FromWorker {
  const { name, message, stack } =
    error instanceof Error ? error : { name: typeof error, message: String(error), stack: undefined };
  return { kind: 'failed', errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] };
}

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const handler = module[exportName];
  if (typeof handler === 'function') return handler as Handler;
  const missing = new Error(`${exportName} is undefined or not exported`);
  missing.name = 'Runtime.HandlerNotFound';
  throw missing;
}

async function answer(handler: Handler, { payload, deadline, context }: ToWorker): Promise<FromWorker> {
  let result: unknown;
  try {
    result = await handler(JSON.parse(payload), {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
  } catch (error) {
    return failure(error);
  }
  try {
    return { kind: 'returned', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    const errorMessage = `Unable to stringify response body: ${(error as Error).message}`;
    return { kind: 'failed', errorType: 'Runtime.MarshalError', errorMessage, trace: [] };
  }
}

try {
  const handler = await load();
  port.on('message', async (message: ToWorker) => tell(await answer(handler, message)));
  tell({ kind: 'ready' });
} catch (error) {
  tell(failure(error));
}
