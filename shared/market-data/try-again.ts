import { setTimeout as wait } from 'node:timers/promises';
import { NetworkError } from '../../node_modules/ccxt/js/src/base/errors.js';
import type { RequestTerms } from './public-requests.ts';

/** Tries of one call in all, the first included. */
export const TRIES = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

export interface Patience {
  readonly requests: RequestTerms;
  /** By the same clock as the requests'. */
  readonly deadlineAt: number;
  /** At least 0, below 1. */
  readonly random: () => number;
}

/** Thrown where a call could not be ended, or not be tried again, within the time for the whole venue. */
export class OutOfTime extends Error {
  override name = 'OutOfTime';
}

/**
 * Makes a call until it succeeds, fails for good, or has been tried four times. What the network or the exchange may get over
 * (time-outs, refused connections, 5xx, rate limits) is tried again after a pause with full jitter, never before the time that
 * the exchange has asked for; what another try would not change (an unknown symbol, a refusal) is not. Ends with the deadline
 * even where the call never does.
 *
 * @throws what the last try threw, or OutOfTime
 */
export async function tryAgain<T>(patience: Patience, call: () => Promise<T>, tries = TRIES): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await waitForQuiet(patience, 0);
    try {
      return await beforeAbort(patience.requests.signal, call());
    } catch (error) {
      if (patience.requests.signal.aborted) throw new OutOfTime(`the time for the venue ran out: ${error}`);
      // All that may pass by itself is a NetworkError to ccxt: RequestTimeout, ExchangeNotAvailable, DDoSProtection, ….
      if (!(error instanceof NetworkError) || attempt >= tries) throw error;
      const ceiling = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      await waitForQuiet(patience, patience.random() * ceiling, error);
    }
  }
}

async function waitForQuiet({ requests, deadlineAt }: Patience, atLeastMs: number, why?: Error): Promise<void> {
  const now = requests.now();
  const ms = Math.max(atLeastMs, requests.quietUntil - now);
  if (ms <= 0) return;
  if (now + ms >= deadlineAt)
    throw new OutOfTime(
      `the next try would be due ${Math.ceil(ms)} ms from now, past the venue's time${why ? `: ${why}` : ''}`,
    );
  await wait(ms, undefined, { signal: requests.signal }).catch((error) => {
    throw new OutOfTime(`the time for the venue ran out: ${why ?? error}`);
  });
}

/** A call may hang where no signal reaches it: then it is left behind. */
function beforeAbort<T>(signal: AbortSignal, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
