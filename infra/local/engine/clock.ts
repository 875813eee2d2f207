import { setTimeout as pause } from 'node:timers/promises';

/** The time of the engine: of schedules, retries of events, alarms and metrics. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Rejects when the signal is raised. */
  pause(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

export const WALL_CLOCK: Clock = {
  now: () => Date.now(),
  pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
};

/** A timer of Node's holds at most 2^31 - 1 ms. */
const LONGEST_WAIT_MS = 2_147_483_647;

/** Waits until a time has come. Rejects when the signal is raised. */
export async function waitUntil(time: number, { now, pause: wait }: Clock, signal: AbortSignal): Promise<void> {
  for (let left = time - now(); left > 0; left = time - now()) await wait(Math.min(left, LONGEST_WAIT_MS), signal);
}
