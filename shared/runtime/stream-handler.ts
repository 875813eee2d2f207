import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { type Attributes, itemFrom } from '../store/encoding.ts';
import type { Item } from '../store/tables.ts';
import { errorFields, log } from './log.ts';
import { isTransient } from './transient.ts';

/** What a handler knows of the invocation that its record came in. */
export interface Invocation {
  /** Milliseconds until the function is ended. */
  remainingMs(): number;
}

/** For how long after a record was begun it is tried again within one invocation, in milliseconds. */
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;

/** Of the note of a failure: it must not use up what is left of the invocation. */
const NOTE_MS = 2_000;

interface Clock {
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

const CLOCK: Clock = { now: () => Date.now(), pause: (milliseconds) => sleep(milliseconds) };

export interface StreamHandlerOptions<T> {
  /** Told of a record that failed and will come again, or is given up. Whether it succeeds does not matter. */
  readonly failed?: (item: T, error: unknown) => Promise<unknown>;
  readonly clock?: Clock;
}

/**
 * A handler of DynamoDB stream records, taken one by one and in order. A transient error is met by trying again after a pause,
 * within ten seconds; any other, and one that does not pass, is reported at once. At the first record that fails the batch
 * ends: it and those after it come again, so that order is kept and nothing before it is done twice.
 */
export const streamHandler =
  <T>(
    take: (item: T, invocation: Invocation) => Promise<void>,
    { failed, clock = CLOCK }: StreamHandlerOptions<T> = {},
  ): ((
    event: DynamoDBStreamEvent,
    context?: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => Promise<DynamoDBBatchResponse>) =>
  async (event, context) => {
    const invocation = { remainingMs: () => context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY };
    for (const { dynamodb, eventID } of event.Records) {
      if (!dynamodb?.NewImage) continue;
      let item: T | undefined;
      try {
        const taken = itemFrom<Item>(dynamodb.NewImage as Attributes) as unknown as T;
        item = taken;
        await persist(() => take(taken, invocation), invocation, clock, eventID);
      } catch (error) {
        log('error', 'a stream record failed and will come again', { eventID, ...errorFields(error) });
        if (item !== undefined && failed) await noteWithin(NOTE_MS, failed(item, error), eventID);
        return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };

/** Waits for a note no longer than so many milliseconds; that it fails is logged and nothing else. */
async function noteWithin(milliseconds: number, note: Promise<unknown>, eventID: string | undefined): Promise<void> {
  const over = new AbortController();
  const told = note.catch((error: unknown) =>
    log('warn', 'the failure of a stream record could not be noted', { eventID, ...errorFields(error) }),
  );
  await Promise.race([told, sleep(milliseconds, undefined, { signal: over.signal }).catch(() => {})]);
  over.abort();
}

/** @throws whatever the work threw that is not transient, or that there was no time to try again */
async function persist(
  work: () => Promise<void>,
  { remainingMs }: Invocation,
  { now, pause }: Clock,
  eventID: string | undefined,
): Promise<void> {
  const begun = now();
  for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_PAUSE_MS)) {
    const tried = now();
    try {
      return await work();
    } catch (error) {
      const failed = now();
      const inTime = failed + waitMs - begun <= PATIENCE_MS && failed - tried + waitMs < remainingMs();
      if (!inTime || !isTransient(error)) throw error;
      log('warn', 'a stream record failed and is tried again', { eventID, ...errorFields(error) });
    }
    await pause(waitMs);
  }
}
