import { setTimeout as pause } from 'node:timers/promises';
import { executionNameOf, inputOf } from '../../../shared/response/open-response.ts';
import { type DueResponse, readDueResponses } from '../../../shared/store/due-responses.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { readUnsettled } from '../../../shared/store/unsettled.ts';
import type { Engine } from '../engine/engine.ts';

/** A snapshot that was given up is handed on again after 2, 3 and 5 minutes; a response that failed is resumed within one. */
const LONGEST_MS = 12 * 60_000;
const PAUSE_MS = 1_000;

export interface RestOptions {
  readonly engine: Pick<Engine, 'idle' | 'deadLetters' | 'executions'>;
  readonly tables: Tables;
  readonly venue: string;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Waits until everything that was started has come to rest, including what a fault has interrupted: the schedules bring back a snapshot
 * without its assessment and a response without its end. A play then goes on from the same state as without the fault.
 *
 * @returns whether nothing is left over; false after 12 minutes
 */
export async function restOf({ engine, tables, venue, signal }: RestOptions): Promise<boolean> {
  await engine.idle();
  const until = performance.now() + LONGEST_MS;
  while (await isInterrupted({ engine, tables, venue })) {
    if (signal.aborted || performance.now() > until) return false;
    await pause(PAUSE_MS);
    await engine.idle();
  }
  return true;
}

async function isInterrupted({ engine, tables, venue }: Omit<RestOptions, 'signal'>): Promise<boolean> {
  const running = new Set(engine.executions().flatMap(({ status, name }) => (status === 'RUNNING' ? [name] : [])));
  const due = await readDueResponses(tables, venue);
  const isRunning = ({ input, attempt }: DueResponse) => running.has(executionNameOf(inputOf(input, attempt)));
  if (due.some((one) => one.closed === null && !isRunning(one))) return true;
  if (engine.deadLetters().length === 0) return false;
  return (await readUnsettled(tables, venue, 1)).unsettled.length > 0;
}
