import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import FakeTimers from '@sinonjs/fake-timers';

/** Work that owns timers: one invocation of a function. */
export interface Owner {
  /** Timers of it that have not fired. */
  timers: number;
  /** Calls of it that have not been answered. */
  calls: number;
  /** Which function it is, for a message. */
  readonly functionName?: string;
  /** It has begun and not ended, and it is not dead. */
  running: boolean;
}

/**
 * Time that stands still while anything is under way, and otherwise jumps to the next timer: minutes pass in milliseconds, and how busy
 * the machine is changes nothing. Everything in this process lives by it: `Date`, `performance`, timers, the SDK's back-off.
 */
export interface VirtualTime {
  /**
   * Counts work of the outside (a request to DynamoDB Local) until the returned function is called; calling it again changes nothing.
   *
   * @param behind a request that functions answer: while one of them runs, it is the function that is waited for, or its timers
   */
  begin(behind?: 'functions'): () => void;
  /** Runs work in the name of an owner, whose timers and calls are counted. */
  own<T>(owner: Owner, work: () => T): T;
  owner(): Owner | undefined;
  /** Lets time pass until the condition holds when nothing is under way. @returns whether it came to hold before `deadline` */
  until(holds: () => boolean | Promise<boolean>, deadline: number): Promise<boolean>;
  /** Those whose running keeps the time. */
  readonly owners: Set<Owner>;
  /** Begins anew at the start: what was under way and what was waited for is forgotten. Modules that keep a timer's function live on. */
  reset(): void;
  /** The clock on the wall comes back. */
  end(): void;
}

/** Turns of the event loop without news after which nothing is under way. */
const CALM_TURNS = 4;
/** Real milliseconds that an invocation may do something that is neither a call nor a timer. */
const UNSEEN_MS = 20_000;

const turn = setImmediate;
const realNow = performance.now.bind(performance);

/** @param start  Unix milliseconds */
export function startVirtualTime(start: number): VirtualTime {
  const owners = new Set<Owner>();
  const current = new AsyncLocalStorage<Owner>();
  const clock = FakeTimers.install({
    now: start,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    shouldClearNativeTimers: true,
  });
  let underWay = 0;
  let asked = 0;
  let era = 0;
  let news = 0;
  let wake: (() => void) | undefined;
  const restore = countTimers(current, () => {
    news += 1;
  });

  const nextTurn = () => new Promise<void>((resolve) => turn(resolve));
  const unseen = () => [...owners].filter((owner) => owner.running && owner.timers === 0 && owner.calls === 0);

  const isBusy = () => underWay > 0 || (asked > 0 && ![...owners].some(({ running }) => running));

  /** Resolves when nothing is under way. @throws Error if an invocation waits for something that is not seen here */
  async function quiet(): Promise<void> {
    let unseenSince: number | undefined;
    for (let calm = 0; calm < CALM_TURNS; ) {
      if (isBusy()) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        calm = 0;
        continue;
      }
      const before = news;
      await nextTurn();
      calm = news === before && !isBusy() ? calm + 1 : 0;
      if (calm < CALM_TURNS || unseen().length === 0) continue;
      calm = 0;
      unseenSince ??= realNow();
      if (realNow() - unseenSince > UNSEEN_MS)
        throw new Error(
          `An invocation of ${unseen().map(({ functionName }) => functionName)} waits for something that is neither a call nor a timer`,
        );
    }
  }

  return {
    begin(behind) {
      if (behind) asked += 1;
      else underWay += 1;
      news += 1;
      const own = era;
      let over = false;
      return () => {
        if (over || own !== era) return;
        over = true;
        if (behind) asked -= 1;
        else underWay -= 1;
        news += 1;
        const waiting = wake;
        wake = undefined;
        waiting?.();
      };
    },
    own: (owner, work) => current.run(owner, work),
    owner: () => current.getStore(),
    async until(holds, deadline) {
      // The next timer is never behind the deadline.
      const last = clock.setTimeout(() => {}, Math.max(0, deadline - clock.now));
      try {
        for (;;) {
          await quiet();
          if (await holds()) return true;
          await quiet();
          if (clock.now >= deadline) return false;
          clock.next();
        }
      } finally {
        clock.clearTimeout(last);
      }
    },
    owners,
    reset() {
      era += 1;
      underWay = 0;
      asked = 0;
      owners.clear();
      clock.reset();
    },
    end() {
      restore();
      clock.uninstall();
      syncBuiltinESMExports();
    },
  };
}

/** Timers fire in the context that set them, and each owner knows how many it waits for. @returns what undoes it */
function countTimers(current: AsyncLocalStorage<Owner>, onNews: () => void): () => void {
  const fake = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const fakePause = timersPromises.setTimeout;
  const realTimeout = AbortSignal.timeout;
  const ends = new WeakMap<object, () => void>();

  const counted = (owner: Owner | undefined) => {
    if (owner) owner.timers += 1;
    let over = false;
    return () => {
      if (owner && !over) owner.timers -= 1;
      over = true;
    };
  };
  globalThis.setTimeout = ((run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const end = counted(current.getStore());
    const bound = AsyncResource.bind(run);
    // A timer of Node's holds no more: longer ones fire at once there, and here with it.
    const timer = fake.setTimeout(() => {
      end();
      onNews();
      bound(...args);
    }, ms);
    ends.set(timer as object, end);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((timer?: object) => {
    if (timer) ends.get(timer)?.();
    fake.clearTimeout(timer as never);
  }) as typeof clearTimeout;
  timersPromises.setTimeout = (async (ms?: number, value?: unknown, options?: object) => {
    const end = counted(current.getStore());
    try {
      return await fakePause(ms, value, options as never);
    } finally {
      end();
      onNews();
    }
  }) as typeof timersPromises.setTimeout;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    globalThis.setTimeout(
      () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      ms,
    );
    return controller.signal;
  };
  syncBuiltinESMExports();
  return () => {
    Object.assign(globalThis, fake);
    timersPromises.setTimeout = fakePause;
    AbortSignal.timeout = realTimeout;
  };
}
