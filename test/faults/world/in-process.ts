import { randomUUID } from 'node:crypto';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FunctionSpec, RunFunction } from '../../../infra/local/engine/lambda-function.ts';
import type { Outcome } from '../../../infra/local/engine/lambda-protocol.ts';
import { within } from '../../../infra/local/engine/within.ts';
import type { Instance } from './calls.ts';
import type { VirtualTime } from './virtual-time.ts';

type Handler = (event: unknown, context: object) => Promise<unknown>;

export interface Functions {
  readonly runFunction: RunFunction;
}

export interface FunctionsOptions {
  readonly time: VirtualTime;
  /** What stands in a function's environment instead of what the template says. */
  readonly environment: (spec: FunctionSpec) => Readonly<Record<string, string>>;
}

let imports = 0;

/**
 * Runs the functions from their source in this process: each execution environment imports its handler anew, has one invocation at a time,
 * and may be killed in the middle of it.
 */
export function openFunctions({ time, environment }: FunctionsOptions): Functions {
  /** Handlers read their environment while they are imported, so that one is at a time. */
  let importing: Promise<unknown> = Promise.resolve();

  function importHandler(spec: FunctionSpec): Promise<Handler> {
    const imported = importing.then(async () => {
      const url = pathToFileURL(
        fileURLToPath(new URL(`../../../functions/${folderOf(spec.name)}/handler.ts`, import.meta.url)),
      );
      const before = process.env;
      process.env = { ...before, ...spec.environment, ...environment(spec) };
      try {
        return ((await import(`${url.href}?instance=${++imports}`)) as { handler: Handler }).handler;
      } finally {
        process.env = before;
      }
    });
    importing = imported.catch(() => {});
    return imported;
  }

  const runFunction: RunFunction = (spec) => {
    const idle: { instance: Instance; handler: Handler }[] = [];
    let stopped = false;

    async function environmentOf(): Promise<{ instance: Instance; handler: Handler }> {
      const found = idle.pop();
      if (found) return found;
      const instance: Instance = {
        functionName: folderOf(spec.name),
        timers: 0,
        calls: 0,
        running: false,
        dead: false,
        kill: () => {},
      };
      const end = time.begin();
      try {
        return { instance, handler: await time.own(instance, () => importHandler(spec)) };
      } finally {
        end();
      }
    }

    async function invoke(payload: string): Promise<Outcome> {
      const requestId = randomUUID();
      if (stopped) return failed('Engine.Stopped', 'the engine was stopped', requestId);
      const one = await environmentOf();
      const { instance, handler } = one;
      time.owners.add(instance);
      instance.running = true;
      const deadline = Date.now() + spec.timeoutMs;
      const killed = new Promise<Outcome>((resolve) => {
        instance.kill = () => {
          instance.dead = true;
          instance.running = false;
          time.owners.delete(instance);
          resolve(
            failed(
              'Runtime.ExitError',
              `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
              requestId,
            ),
          );
        };
      });
      const context = {
        functionName: spec.name,
        awsRequestId: requestId,
        getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      };
      const worked = time.own(instance, async (): Promise<Outcome> => {
        try {
          const result = await handler(JSON.parse(payload), context);
          return { ok: true, payload: JSON.stringify(result) ?? 'null', requestId };
        } catch (error) {
          const { name, message } = error as Error;
          return failed(name, message, requestId);
        }
      });
      const outcome = await within(spec.timeoutMs, Promise.race([worked, killed]));
      if (outcome === undefined) {
        instance.kill();
        return failed(
          'Sandbox.Timedout',
          `RequestId: ${requestId} Error: Task timed out after ${spec.timeoutMs / 1_000} seconds`,
          requestId,
        );
      }
      if (!instance.dead) {
        instance.running = false;
        time.owners.delete(instance);
        idle.push(one);
      }
      return outcome;
    }

    return {
      invoke,
      async stop() {
        stopped = true;
      },
    };
  };
  return { runFunction };
}

const failed = (errorType: string, errorMessage: string, requestId: string): Outcome => ({
  ok: false,
  error: { errorType, errorMessage, trace: [] },
  requestId,
});

/** `Breakwater-dev-ReceiveSnapshotFunction1A2B3C4D` is receive-snapshot. */
export const folderOf = (functionName: string): string =>
  (/([A-Z][A-Za-z]+?)Function[0-9A-F]{8}$/.exec(functionName)?.[1] ?? functionName)
    .replaceAll(/\B[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();
