import { randomUUID } from 'node:crypto';
import { AwsFault } from './aws-endpoint.ts';
import type { Json, JsonObject } from './json.ts';

/** How a task that waited was ended from outside. */
export type TaskEnding =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: string; readonly cause: string };

/** How long a task waits, in milliseconds: in all, and without a sign of life. */
export interface Patience {
  readonly withinMs: number;
  readonly silenceMs?: number;
}

/** Tokens of tasks that wait until somebody tells that they are done. */
export interface TaskTokens {
  /** A token that nobody has had before. */
  issue(): string;
  /** Every token in a text that has been issued here. */
  tokensIn(text: string): string[];
  /**
   * Waits until one of the tokens is completed, or until the time-out; a completion before that is not lost. A later caller is told
   * that nobody waits any more.
   */
  wait(tokens: readonly string[], patience: Patience): Promise<TaskEnding>;
  /** The AWS operations. @throws AwsFault InvalidToken, TaskTimedOut, InvalidOutput */
  success(request: JsonObject): JsonObject;
  failure(request: JsonObject): JsonObject;
  heartbeat(request: JsonObject): JsonObject;
  /** Ends every wait, so that nothing is kept alive by it. */
  stop(): void;
}

/** A timer of Node's holds no more. */
const LONGEST_MS = 2 ** 31 - 1;

const TOKEN = /task-token-[0-9a-f-]{36}/g;

/** State of one token: completed, waited for, both or neither; `over` once nobody waits any more. */
interface Entry {
  ending?: TaskEnding;
  tell?: (ending: TaskEnding) => void;
  beat?: () => void;
  over?: true;
}

export function openTaskTokens(): TaskTokens {
  const entries = new Map<string, Entry>();

  /** The entry of a token that can still be completed. */
  function open({ taskToken }: JsonObject): Entry {
    const entry = entries.get(String(taskToken));
    if (!entry) throw new AwsFault('InvalidToken', `Invalid Token: '${String(taskToken)}'`);
    if (entry.over || entry.ending) {
      throw new AwsFault('TaskTimedOut', 'Task Timed Out: the task has ended, or nobody waits for it any more');
    }
    return entry;
  }

  function end(request: JsonObject, ending: TaskEnding): JsonObject {
    const entry = open(request);
    entry.ending = ending;
    entry.tell?.(ending);
    return {};
  }

  return {
    issue() {
      const token = `task-token-${randomUUID()}`;
      entries.set(token, {});
      return token;
    },
    tokensIn: (text) => (text.match(TOKEN) ?? []).filter((token) => entries.has(token)),
    wait(tokens, { withinMs, silenceMs }) {
      const own = tokens.flatMap((token) => entries.get(token) ?? []);
      return new Promise((resolve) => {
        const timers: NodeJS.Timeout[] = [];
        const finish = (ending: TaskEnding) => {
          for (const timer of timers) clearTimeout(timer);
          for (const entry of own) entry.over = true;
          resolve(ending);
        };
        const endAfter = (ms: number, error: string) => {
          const timer = setTimeout(() => finish({ ok: false, error, cause: '' }), Math.min(ms, LONGEST_MS));
          timers.push(timer.unref());
          return timer;
        };
        endAfter(withinMs, 'States.Timeout');
        const silence = silenceMs === undefined ? undefined : endAfter(silenceMs, 'States.HeartbeatTimeout');
        for (const entry of own) {
          if (entry.ending) return finish(entry.ending);
          entry.tell = finish;
          entry.beat = () => silence?.refresh();
        }
      });
    },
    success(request) {
      try {
        return end(request, { ok: true, output: JSON.parse(String(request.output)) as Json });
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw new AwsFault('InvalidOutput', `Invalid Output: ${error.message}`);
      }
    },
    failure: (request) =>
      end(request, { ok: false, error: String(request.error ?? ''), cause: String(request.cause ?? '') }),
    heartbeat(request) {
      open(request).beat?.();
      return {};
    },
    stop() {
      for (const { tell } of entries.values()) tell?.({ ok: false, error: 'Engine.Stopped', cause: '' });
    },
  };
}
