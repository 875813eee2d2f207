/** How long one call of an AWS client may take, in milliseconds. */
export interface Patience {
  /** After its first try a failed call is tried again for so long. */
  readonly retryMs?: number;
  /** Until a try is connected, and until it is answered. */
  readonly connectMs?: number;
  readonly requestMs?: number;
}

/** Behind API Gateway a call that fails ends within 6 s, so that the venue is answered 503 before the 29 s of a request are over. */
export const clientBehindApi = () => patientClient({ retryMs: 2_000 });

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Options of a client that waits out some seconds of trouble: by itself the SDK gives up after four tries and about a tenth of a second,
 * and once a process has seen some 35 failures it does not try again at all.
 *
 * A call that fails ends after `retryMs` and one last try: 5 + 1 + 3 = 9 s unless said otherwise. That is below the time-out of
 * every function that uses it as it is (assess-snapshot has the shortest, 25 s), and a call that fails ends the invocation. Functions
 * behind API Gateway (29 s) and Slack (3 s) say otherwise.
 */
export const patientClient = ({ retryMs = 5_000, connectMs = 1_000, requestMs = 3_000 }: Patience = {}) => ({
  requestHandler: {
    connectionTimeout: connectMs,
    requestTimeout: requestMs,
    // Without it a request that is not answered in time is no more than warned of, and hangs.
    throwOnRequestTimeout: true,
  },
  retryStrategy: patientRetries(retryMs),
});

/** What the SDK hands on from one try of a call to the next. */
interface Tries {
  getRetryCount(): number;
  getRetryDelay(): number;
  /** When the first try began, Unix milliseconds. */
  readonly begun: number;
}

/** The SDK's own kinds; the last is a request that would be refused again. */
type Failure = 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';

const triesOf = (count: number, delay: number, begun: number): Tries => ({
  getRetryCount: () => count,
  getRetryDelay: () => delay,
  begun,
});

/**
 * A retry strategy of the SDK that is bounded by time, not by tries: pauses of 50 ms that double up to a second, half of each random.
 * Without the SDK's budget of retries: what runs at once is bounded by the functions' concurrency.
 */
export const patientRetries = (retryMs: number) => ({
  acquireInitialRetryToken: async (): Promise<Tries> => triesOf(0, 0, Date.now()),
  async refreshRetryTokenForRetry(tries: Tries, { errorType }: { readonly errorType: Failure }): Promise<Tries> {
    const count = tries.getRetryCount();
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** count, LONGEST_PAUSE_MS);
    const delay = Math.ceil((longest * (1 + Math.random())) / 2);
    // What it throws is dropped: the SDK reports the call's own error.
    if (errorType === 'CLIENT_ERROR' || Date.now() + delay - tries.begun > retryMs) throw new Error('not tried again');
    return triesOf(count + 1, delay, tries.begun);
  },
  recordSuccess(): void {},
});
