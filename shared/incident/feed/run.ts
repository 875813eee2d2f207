/** The same thing happening again and again. Times by our clock, Unix milliseconds. */
export interface Run {
  readonly count: number;
  /** The first time. */
  readonly since: number;
  readonly lastAt: number;
}

/** Beyond it nothing changes; the number stays readable. */
const MOST = 1_000_000;

/** A run after one more; after `quietMs` without any, a new one. */
export const extendRun = (run: Run | null | undefined, at: number, quietMs = Number.POSITIVE_INFINITY): Run =>
  run && at - run.lastAt < quietMs
    ? { count: Math.min(MOST, run.count + 1), since: run.since, lastAt: Math.max(run.lastAt, at) }
    : { count: 1, since: at, lastAt: at };
