import { setImmediate as nextTurn } from 'node:timers/promises';

/** Counts what is under way, so that one can wait until nothing is. */
export interface Activity {
  /** Counts `work` from now until it has settled. */
  track<T>(work: () => Promise<T>): Promise<T>;
  /** Work under way that does nothing until something from outside settles: it does not count for as long. */
  paused<T>(outside: Promise<T>): Promise<T>;
  /** Rises with every piece of work that begins. */
  readonly begun: number;
  readonly underWay: number;
  /** Resolves when nothing is under way; at once where nothing is. */
  quiet(): Promise<void>;
  /** Calls the listener each time that a piece of work settles: something may have been written. */
  onSettled(listener: () => void): void;
}

export function openActivity(): Activity {
  let begun = 0;
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const listeners: (() => void)[] = [];
  const settle = () => {
    underWay -= 1;
    for (const listener of listeners) listener();
    if (underWay > 0) return;
    const released = waiting;
    waiting = [];
    for (const release of released) release();
  };
  return {
    async track(work) {
      begun += 1;
      underWay += 1;
      try {
        return await work();
      } finally {
        settle();
      }
    },
    async paused(outside) {
      let settled = false;
      const note = () => {
        settled = true;
      };
      outside.then(note, note);
      await nextTurn();
      // Nothing was waited for: whoever waits for quiet must not see a pause.
      if (settled) return outside;
      settle();
      try {
        return await outside;
      } finally {
        begun += 1;
        underWay += 1;
      }
    },
    get begun() {
      return begun;
    },
    get underWay() {
      return underWay;
    },
    quiet: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    onSettled: (listener) => listeners.push(listener),
  };
}
