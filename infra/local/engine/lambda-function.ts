import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { OnEvent } from './events.ts';
import type { FromWorker, LambdaError, Outcome, ToWorker } from './lambda-protocol.ts';
import { within } from './within.ts';

/** Lambda's limit of a synchronous request and of a response, in bytes. */
export const SYNCHRONOUS_LIMIT = 6 * 1024 * 1024;
const INIT_LIMIT_MS = 10_000;

export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly file: string;
  readonly exportName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Most threads, and so invocations at once. */
  readonly concurrency: number;
}

export interface RunningFunction {
  /** Runs in a thread that is idle; waits if all are busy. Never rejects. */
  invoke(payload: string): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Makes a function of the template ready to be invoked. */
export type RunFunction = (spec: FunctionSpec, onEvent: OnEvent) => RunningFunction;

interface Thread {
  /** What its import came to: ready, or the error that every invocation of it is answered with. */
  readonly ready: Promise<FromWorker>;
  call(message: ToWorker): Promise<FromWorker>;
  end(): Promise<void>;
  readonly ended: () => boolean;
}

const failed = (errorType: string, errorMessage: string): Extract<FromWorker, { kind: 'failed' }> => ({
  kind: 'failed',
  errorType,
  errorMessage,
  trace: [],
});

/** One execution environment: a thread, and whether an invocation or its import keeps it busy. */
interface Environment {
  thread: Thread;
  busy: boolean;
}

interface Waiting {
  readonly payload: string;
  readonly requestId: string;
  readonly settle: (answer: FromWorker) => void;
}

/** A thread takes longer than this to start: an invocation that another one will make way for within it needs none. */
const GROW_AFTER_MS = 50;

/**
 * One function of the template, in worker threads with an environment of their own. As with Lambda an environment has one
 * invocation at a time and lives on between them; it is ended and begun anew after a time-out, a crash or a failed import.
 * The first starts at once, others when invocations have to wait.
 */
export function runFunction(spec: FunctionSpec, onEvent: OnEvent): RunningFunction {
  const environments: Environment[] = [{ thread: startThread(spec, onEvent), busy: false }];
  const queue: Waiting[] = [];
  let growth: NodeJS.Timeout | undefined;
  let stopped = false;

  async function run(environment: Environment, payload: string, requestId: string): Promise<FromWorker> {
    if (Buffer.byteLength(payload) > SYNCHRONOUS_LIMIT) {
      return failed('RequestEntityTooLarge', `Request must be smaller than ${SYNCHRONOUS_LIMIT} bytes`);
    }
    if (environment.thread.ended()) environment.thread = startThread(spec, onEvent);
    const current = environment.thread;
    const init = await within(INIT_LIMIT_MS, current.ready);
    if (init?.kind !== 'ready') {
      await current.end();
      return (
        init ?? failed('Sandbox.Timedout', `RequestId: ${requestId} Error: the function did not start in 10 seconds`)
      );
    }
    const answer = await within(spec.timeoutMs, current.call(message(payload, requestId)));
    if (answer === undefined) {
      await current.end();
      const seconds = (spec.timeoutMs / 1_000).toFixed(2);
      return failed('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`);
    }
    if (answer.kind === 'returned' && Buffer.byteLength(answer.payload) > SYNCHRONOUS_LIMIT) {
      const limit = `Response payload size exceeded maximum allowed payload size (${SYNCHRONOUS_LIMIT} bytes).`;
      return failed('Function.ResponseSizeTooLarge', limit);
    }
    return answer;
  }

  async function serve(environment: Environment, { payload, requestId, settle }: Waiting): Promise<void> {
    environment.busy = true;
    settle(await run(environment, payload, requestId));
    environment.busy = false;
    serveNext();
  }

  function serveNext(): void {
    if (stopped) return;
    for (const environment of environments) {
      if (environment.busy) continue;
      const next = queue.shift();
      if (next === undefined) return;
      void serve(environment, next);
    }
    if (queue.length > 0 && environments.length < spec.concurrency) growth ??= setTimeout(grow, GROW_AFTER_MS);
  }

  function grow(): void {
    growth = undefined;
    if (stopped || queue.length === 0) return;
    const environment: Environment = { thread: startThread(spec, onEvent), busy: true };
    environments.push(environment);
    // What waits meanwhile is served by whichever is free first.
    void environment.thread.ready.then(() => {
      environment.busy = false;
      serveNext();
    });
    serveNext();
  }

  function message(payload: string, awsRequestId: string): ToWorker {
    return {
      payload,
      deadline: Date.now() + spec.timeoutMs,
      context: {
        functionName: spec.name,
        functionVersion: '$LATEST',
        invokedFunctionArn: spec.arn,
        memoryLimitInMB: String(spec.memoryMb),
        awsRequestId,
        logGroupName: `/aws/lambda/${spec.name}`,
        logStreamName: 'local',
      },
    };
  }

  return {
    async invoke(payload) {
      const requestId = randomUUID();
      const answer = stopped
        ? STOPPED
        : await new Promise<FromWorker>((settle) => {
            queue.push({ payload, requestId, settle });
            serveNext();
          });
      if (answer.kind === 'returned') return { ok: true, payload: answer.payload, requestId };
      const { errorType, errorMessage, trace } = answer as LambdaError;
      return { ok: false, error: { errorType, errorMessage, trace }, requestId };
    },
    async stop() {
      stopped = true;
      clearTimeout(growth);
      for (const { settle } of queue.splice(0)) settle(STOPPED);
      await Promise.all(environments.map(({ thread }) => thread.end()));
    },
  };
}

const STOPPED = failed('Engine.Stopped', 'the engine was stopped');

function startThread(spec: FunctionSpec, onEvent: OnEvent): Thread {
  // No resourceLimits: a thread that reaches its heap limit takes the whole process with it more often than not.
  const worker = new Worker(fileURLToPath(new URL('./lambda-worker.ts', import.meta.url)), {
    workerData: { file: spec.file, exportName: spec.exportName },
    env: { ...spec.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let over = false;
  let settle: ((message: FromWorker) => void) | undefined;
  const next = () => new Promise<FromWorker>((resolve) => (settle = resolve));
  const ready = next();
  const finish = (answer: FromWorker) => {
    const waiting = settle;
    settle = undefined;
    waiting?.(answer);
  };
  const captured = (stream: 'stdout' | 'stderr', source: Readable) =>
    createInterface({ input: source }).on('line', (line) =>
      onEvent({ type: 'log', function: spec.name, stream, line }),
    );
  captured('stdout', worker.stdout);
  captured('stderr', worker.stderr);
  worker.on('message', finish);
  worker.on('error', (error: Error) => {
    over = true;
    finish({ ...failed(error.name, error.message), trace: error.stack?.split('\n') ?? [] });
  });
  worker.on('exit', (code) => {
    over = true;
    finish(failed('Runtime.ExitError', `Runtime exited with exit status ${code}`));
  });
  return {
    ready,
    ended: () => over,
    call(message) {
      if (over) return Promise.resolve(failed('Runtime.ExitError', 'Runtime exited'));
      const answer = next();
      worker.postMessage(message);
      return answer;
    },
    async end() {
      over = true;
      await worker.terminate();
    },
  };
}
