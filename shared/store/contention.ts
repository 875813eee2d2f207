import { setTimeout as pause } from 'node:timers/promises';

/** Tries of work that other writers stand in the way of: 2.4 s of pauses in all at most, half of that on average. */
const TRIES = 10;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 400;

/** What an attempt answers if others wrote in between, so that it is to be made again. */
export const AGAIN = Symbol('again');

/**
 * Makes an attempt until no other writer comes between. The pauses grow and are of random length, so that writers who met once
 * do not meet again.
 *
 * @param contended what is thrown after the last try; its name has to tell isTransient that trying again may well succeed
 */
export async function untilUncontended<T>(
  attempt: () => Promise<T | typeof AGAIN>,
  contended: () => unknown,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const done = await attempt();
    if (done !== AGAIN) return done;
    if (tries === TRIES) throw contended();
    await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));
  }
}

/** Makes one write, and makes it again if a transaction was at the same item. */
export async function besideTransactions<T>(write: () => Promise<T>): Promise<T> {
  let conflict: unknown;
  return untilUncontended(
    async () => {
      try {
        return await write();
      } catch (error) {
        if ((error as Error).name !== 'TransactionConflictException') throw error;
        conflict = error;
        return AGAIN;
      }
    },
    () => conflict,
  );
}

/** Other transactions were at the same items each time; nothing was written, and trying again is safe. */
export class TransactionContended extends Error {
  override name = 'TransactionContended';
}

/** DynamoDB throttled a transaction each time; nothing was written, and trying again is safe. */
export class TransactionThrottled extends Error {
  override name = 'TransactionThrottled';
}

/** DynamoDB does not take a transaction as it is: trying again would not help. */
export class TransactionRefused extends Error {
  override name = 'TransactionRefused';
}

/** Why a transaction was cancelled, for all of its items together. */
export type Cancellation = 'refused' | 'condition failed' | 'contended' | 'throttled' | 'unknown';

const REFUSED = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);
const THROTTLED = /^(Throttling(Error|Exception)?|ProvisionedThroughputExceeded|RequestLimitExceeded)/;

/**
 * What the reasons of a cancelled transaction come to; there is one for each item, `None` if nothing was wrong with it.
 *
 * A transaction that is refused stays so whatever else was in its way. A failed condition has been evaluated, so that it is the answer
 * also beside a conflict or throttling. Source: DynamoDB's reference of TransactionCanceledException.
 *
 * @param codes of the reasons, `None` included
 */
export function cancellationOf(codes: readonly string[]): Cancellation {
  if (codes.some((code) => REFUSED.has(code))) return 'refused';
  if (codes.includes('ConditionalCheckFailed')) return 'condition failed';
  if (codes.some((code) => THROTTLED.test(code))) return 'throttled';
  return codes.includes('TransactionConflict') ? 'contended' : 'unknown';
}
