import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sign } from './signature.ts';
import { splitSnapshot } from './split.ts';

export interface PushOptions {
  /** The API's address, without a slash at the end. */
  readonly url: string;
  readonly venue: string;
  /** The venue's key; while it rotates the new and the old one. */
  readonly keys: readonly string[];
  /** Tries of one request in all, the first included. */
  readonly tries?: number;
  readonly fetch?: typeof fetch;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface PushOutcome {
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  /** Of the last answer. */
  readonly httpStatus: number;
  /** The last answer: a receipt, or a problem. */
  readonly answer: unknown;
  /** Requests that were answered or failed, retries included. */
  readonly requests: number;
}

/** Thrown where no try was answered; whether anything has landed is not known, and pushing again is safe. */
export class VenueUnreachable extends Error {
  override name = 'VenueUnreachable';
}

const compress = promisify(gzip);

/** A wait that is asked for and longer than this is the caller's to decide on. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Pushes a snapshot in DESIGN's shape, in parts where it is too large for one request. Each try is signed anew; failures of the
 * network, 429 and 5xx are tried again with growing, jittered pauses, which is safe because a repeated body is a duplicate.
 *
 * @throws VenueUnreachable
 */
export async function pushSnapshot(
  options: PushOptions,
  snapshot: Readonly<Record<string, unknown>>,
): Promise<PushOutcome> {
  const { first, parts } = splitSnapshot(snapshot);
  const path = pathOf(options.venue);
  let outcome = await request(options, 'POST', path, first, 'application/json');
  let requests = outcome.requests;
  let accepted = outcome.status === 'accepted';
  for (let n = 1; n <= parts.length && outcome.status !== 'rejected'; n++) {
    // Ids consist of characters that stand in a path as they are, so that what is signed is what is received.
    const at = `${path}/${snapshot.snapshotId}/parts/${n}`;
    outcome = await request(options, 'PUT', at, parts[n - 1] as Buffer, 'application/x-ndjson');
    requests += outcome.requests;
    accepted ||= outcome.status === 'accepted';
  }
  // A book of which any part was new is accepted, whatever the last part was.
  return { ...outcome, status: outcome.status === 'duplicate' && accepted ? 'accepted' : outcome.status, requests };
}

/** Pushes one body as it is, packed if it is not; JSON or NDJSON. @throws VenueUnreachable */
export const pushBody = (options: PushOptions, body: Buffer, format: 'json' | 'ndjson'): Promise<PushOutcome> =>
  request(
    options,
    'POST',
    pathOf(options.venue),
    body,
    format === 'json' ? 'application/json' : 'application/x-ndjson',
  );

const pathOf = (venue: string): string => `/v1/venues/${encodeURIComponent(venue)}/snapshots`;

/** What one try came to: an answer, and where it asks for another try how long to wait before it. */
interface Try {
  readonly outcome?: Omit<PushOutcome, 'requests'>;
  readonly failure?: Error;
  readonly again: boolean;
  readonly retryAfterMs?: number;
}

async function request(
  options: PushOptions,
  method: string,
  path: string,
  body: Buffer,
  type: string,
): Promise<PushOutcome> {
  const { url, tries = 6, pause = wait } = options;
  const packed = await compress(body);
  for (let attempt = 1; ; attempt++) {
    const { outcome, failure, again, retryAfterMs } = await tryOnce(options, method, path, packed, type);
    const last = attempt >= tries || (retryAfterMs ?? 0) > LONGEST_PAUSE_MS;
    if (outcome && (last || !again)) return { ...outcome, requests: attempt };
    if (last) {
      const cause = failure?.cause instanceof Error ? failure.cause : failure;
      throw new VenueUnreachable(`${url} did not answer in ${attempt} tries: ${cause?.message}`);
    }
    const backoff = Math.min(200 * 2 ** (attempt - 1), 10_000);
    await pause(retryAfterMs ?? backoff / 2 + (Math.random() * backoff) / 2);
  }
}

async function tryOnce(
  { url, keys, fetch: send = fetch, now = Date.now }: PushOptions,
  method: string,
  path: string,
  packed: Buffer<ArrayBuffer>,
  type: string,
): Promise<Try> {
  const signature = sign(keys, Math.floor(now() / 1_000), { method, path, body: packed });
  const headers = { 'content-type': type, 'content-encoding': 'gzip', 'breakwater-signature': signature };
  try {
    const signal = AbortSignal.timeout(30_000);
    const response = await send(`${url}${path}`, { method, headers, body: packed, signal });
    const { status: httpStatus } = response;
    const status = httpStatus === 202 ? 'accepted' : httpStatus === 200 ? 'duplicate' : 'rejected';
    const outcome = { status, httpStatus, answer: answerFrom(await response.text()) } as const;
    const seconds = response.headers.get('retry-after');
    return {
      outcome,
      again: httpStatus === 429 || httpStatus >= 500,
      ...(seconds !== null && /^\d+$/.test(seconds) ? { retryAfterMs: Number(seconds) * 1_000 } : {}),
    };
  } catch (failure) {
    return { failure: failure as Error, again: true };
  }
}

/** Where something between us and the API answers in its own words, they are shown as they are. */
function answerFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
