import type { Clock } from '../../infra/local/engine/clock.ts';

export interface ManualClock extends Clock {
  /** Moves on to a time; each pause that ends before it ends at its own time, in order. */
  moveTo(time: number): Promise<void>;
}

/** A clock that a test moves: a pause is over as soon as it has been reached. */
export function manualClock(start: number): ManualClock {
  let now = start;
  const waiting: { until: number; go: () => void }[] = [];
  return {
    now: () => now,
    pause: (milliseconds, signal) =>
      new Promise<void>((go, stop) => {
        waiting.push({ until: now + milliseconds, go });
        signal.addEventListener('abort', () => stop(signal.reason), { once: true });
      }),
    async moveTo(time) {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = waiting.sort((a, b) => a.until - b.until);
        if (next === undefined || next.until > time) break;
        now = Math.max(now, next.until);
        waiting.shift();
        next.go();
      }
      now = time;
    },
  };
}
